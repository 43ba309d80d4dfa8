import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import { nextPurchaseResult } from '../../../../src/analyses/retention/next-purchase.ts';
import { orderStepsResult } from '../../../../src/analyses/retention/order-steps.ts';
import type { RetentionSelection } from '../../../../src/analyses/retention/selection.ts';
import type { RetentionSettings } from '../../../../src/analyses/retention/settings.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { salesByCustomer } from './naive.ts';
import { CALENDAR_DAYS, moment, tablesOf } from './run.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

const DAY = 86_400_000;
const orders = fc.array(
  fc.record({
    customer: fc.integer({ min: 1, max: 8 }).map((n) => `c${n}`),
    at: fc.integer({ min: 0, max: 24 * 60 }).map(moment),
    amount: fc.constant(1),
    kind: fc.constantFrom('sale', 'sale', 'sale', 'sale', 'return'),
  }) satisfies fc.Arbitrary<TestOrder>,
  { minLength: 1, maxLength: 70 },
);

/** The purchase days of each customer, ascending. */
function purchaseDays(data: readonly TestOrder[]): Map<string, number[]> {
  return new Map(
    [...salesByCustomer(data)].map(([customer, times]) => [
      customer,
      [...new Set(times.map((time) => Math.floor(time / DAY)))],
    ]),
  );
}

/** The time from purchase n to the next of every customer who came so far; `ended` without one. */
function spans(days: Map<string, number[]>, number: number, facts: DatasetFacts) {
  return [...days].flatMap(([customer, at]) => {
    const [start, next] = [at[number - 1], at[number]];
    if (start === undefined) return [];
    const end = next ?? facts.lastDay;
    return [{ customer, time: end - start, ended: next === undefined }];
  });
}

/** S(t) by its definition: go through the days, and through every customer on each. */
function survival(found: ReturnType<typeof spans>, until: number): number {
  let share = 1;
  for (let day = 0; day <= until; day++) {
    const atRisk = found.filter(({ time }) => time >= day).length;
    const events = found.filter(({ time, ended }) => time === day && !ended).length;
    if (atRisk > 0) share *= 1 - events / atRisk;
  }
  return share;
}

function namesOf(selection: RetentionSelection, chosen: RetentionSettings, facts: DatasetFacts) {
  return db
    .rows(
      `SELECT customer_id FROM customers WHERE customer_key IN (${retention.customers(selection, chosen, facts).text})`,
    )
    .map((row) => String(row['customer_id']))
    .sort();
}

it('agrees with the product of the days gone through one by one, and so do the customers', () => {
  const view: RetentionSettings = { ...CALENDAR_DAYS, view: 'next', curves: 5 };
  fc.assert(
    fc.property(orders, fc.nat(60), (data, until) => {
      const facts = canonicalFrom(db, data);
      const days = purchaseDays(data);
      const { curves } = nextPurchaseResult(tablesOf(db, view, facts), view);
      for (let number = 1; number <= 5; number++) {
        const found = spans(days, number, facts);
        const curve = curves.find((each) => each.number === number);
        expect(curve?.customers ?? 0).toBe(found.length);
        for (const step of curve?.steps ?? []) {
          expect(step.survival).toBeCloseTo(survival(found, step.time), 12);
        }
      }
      const found = spans(days, 1, facts);
      const waited = found.filter(({ time, ended }) => (ended ? time >= until : time > until));
      const returned = found.filter(({ time, ended }) => !ended && time <= until);
      const names = (of: typeof found) => of.map(({ customer }) => customer).sort();
      for (const [kind, who] of [
        ['waited', waited],
        ['returned', returned],
      ] as const) {
        expect(namesOf({ kind, number: 1, days: until }, view, facts)).toEqual(names(who));
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

it('counts the steps and the gaps as the lists of purchase days do', () => {
  const view: RetentionSettings = { ...CALENDAR_DAYS, view: 'steps' };
  fc.assert(
    fc.property(orders, (data) => {
      const facts = canonicalFrom(db, data);
      const days = [...purchaseDays(data).values()];
      const { steps, gaps } = orderStepsResult(tablesOf(db, view, facts), view);
      for (const { number, customers, next } of steps) {
        expect(customers).toBe(days.filter((at) => at.length >= number).length);
        expect(next).toBe(days.filter((at) => at.length > number).length);
      }
      const all = days.flatMap((at) => at.slice(1).map((day, i) => day - (at[i] ?? 0)));
      expect(gaps.gaps).toBe(all.length);
      expect(gaps.quartiles?.[1] ?? null).toBe(facts.medianGapDays);
      for (const { from, to, gaps: count } of gaps.bins) {
        expect(count).toBe(all.filter((gap) => gap >= from && gap <= (to ?? Infinity)).length);
      }
      expect(gaps.bins.reduce((sum, bin) => sum + bin.gaps, 0)).toBe(all.length);
    }),
    { numRuns: 40 },
  );
}, 60_000);
