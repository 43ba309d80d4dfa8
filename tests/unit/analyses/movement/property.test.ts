import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { movement } from '../../../../src/analyses/movement/index.ts';
import { sumOf } from '../../../../src/analyses/movement/outlook.ts';
import { moveOf } from '../../../../src/analyses/movement/places.ts';
import {
  activeRules,
  CUT_CHOICES,
  cutsAreKept,
  datesOf,
  MOVEMENT_SCORINGS,
  type MovementSettings,
} from '../../../../src/analyses/movement/settings.ts';
import { formatDay } from '../../../../src/core/calendar.ts';
import { PRESET_IDS } from '../../../../src/data/rfm/presets.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { naiveRevenue, naiveSegments } from './naive.ts';
import { counted, customersOf, runMovement } from './run.ts';
import { expectWhole } from './whole.ts';

const FIRST_DAY = 19_700;

/** Few days and few amounts, so that ties fall on every cut point; some amounts unknown. */
const order: fc.Arbitrary<TestOrder> = fc
  .record({
    customer: fc.integer({ min: 1, max: 25 }).map((i) => `c${i}`),
    at: fc.integer({ min: 0, max: 80 }).map((i) => formatDay(FIRST_DAY + i)),
    amount: fc.constantFrom(0, 1, 1.5, 2, 2.25, 3, 10, 25.1234, null),
    kind: fc.constantFrom('sale' as const, 'sale' as const, 'sale' as const, 'return' as const),
  })
  .map((one) =>
    one.kind === 'return' && one.amount !== null ? { ...one, amount: -one.amount } : one,
  );
const orders = fc.array(order, { minLength: 1, maxLength: 90 });

const asked: fc.Arbitrary<Partial<MovementSettings>> = fc.record({
  from: fc.option(fc.integer({ min: FIRST_DAY - 1, max: FIRST_DAY + 82 }), { nil: null }),
  to: fc.option(fc.integer({ min: FIRST_DAY, max: FIRST_DAY + 85 }), { nil: null }),
  bins: fc.integer({ min: 2, max: 10 }),
  scoring: fc.constantFrom(...MOVEMENT_SCORINGS),
  cuts: fc.constantFrom(...CUT_CHOICES),
  preset: fc.constantFrom(...PRESET_IDS),
  view: fc.constantFrom('flows', 'months'),
});

describe('against a plain version of the definitions', () => {
  let db: TestDb;
  beforeAll(async () => {
    db = await openDuckDB();
  });
  afterAll(() => {
    db.close();
  });

  it('finds the same moves, revenue and months, and everyone in exactly one cell', () => {
    fc.assert(
      fc.property(orders, asked, (list, patch) => {
        const facts = canonicalFrom(db, list);
        const settings = { ...movement.defaults(facts), ...patch };
        const { from, to, before } = datesOf(settings, facts);
        const names = db
          .rows('SELECT customer_id FROM customers ORDER BY customer_key')
          .map((row) => String(row['customer_id']));
        const kept = cutsAreKept(settings);
        const segmentsAt = (day: number) =>
          naiveSegments(list, names, day, kept ? from : day, settings, activeRules(settings));
        const [first, last] = [segmentsAt(from), segmentsAt(to)];
        const placed = [...last].flatMap(([customer, segment]) => {
          const start = first.has(customer) ? first.get(customer) : 'none';
          return segment === null || start === null || start === undefined
            ? []
            : [{ customer, from: start === 'none' ? null : start, to: segment }];
        });
        const result = runMovement(db, facts, patch);
        expectWhole(result);

        // Nobody at the start: no cut points that could be kept, hence no result.
        const none = kept && ![...first.values()].some((segment) => segment !== null);
        const expected = none ? [] : placed;
        expect(result.end).toBe(expected.length);
        expect(result.unscored).toBe(none ? 0 : last.size - placed.length);
        for (const flow of result.flows) {
          const own = expected.filter((one) => one.from === flow.from && one.to === flow.to);
          const revenue = (a: number, b: number) =>
            sumOf(own.map(({ customer }) => naiveRevenue(list, customer, a, b))) / 1e4;
          expect(flow.customers).toBe(own.length);
          expect(flow.move).toBe(moveOf(flow.from, flow.to));
          expect(flow.before).toBeCloseTo(revenue(before, from), 6);
          expect(flow.after).toBeCloseTo(revenue(from + 1, to), 6);
        }
        for (const month of none ? [] : (result.months ?? [])) {
          const naive: Record<string, number> = {};
          for (const segment of segmentsAt(month.day).values()) {
            if (segment !== null) naive[segment] = (naive[segment] ?? 0) + 1;
          }
          expect(counted(result, month.mix)).toEqual(naive);
        }
      }),
      { numRuns: 30 },
    );
  }, 180_000);

  it('lists as many customers as each cell and move counts', () => {
    fc.assert(
      fc.property(orders, asked, (list, patch) => {
        const facts = canonicalFrom(db, list);
        const result = runMovement(db, facts, patch);
        const rows = result.flows.map((flow) =>
          customersOf(db, facts, { kind: 'flow', from: flow.from, to: flow.to }, patch),
        );
        expect(rows.map((own) => own.length)).toEqual(
          result.flows.map(({ customers }) => customers),
        );
        const everyone = rows.flat().map((row) => row['customer_id']);
        expect(new Set(everyone).size).toBe(everyone.length);
        for (const { move, customers } of result.flows.length === 0 ? [] : result.moves) {
          const own = customersOf(db, facts, { kind: 'moves', moves: [move] }, patch);
          expect(own).toHaveLength(customers);
        }
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  it('leaves everyone in their segment between two dates without a purchase where ranks are new', () => {
    fc.assert(
      fc.property(orders, fc.integer({ min: 1, max: 30 }), (list, span) => {
        const facts = canonicalFrom(db, list);
        // Everyone grows older by the same days, so that nobody is overtaken.
        const [from, to] = [facts.lastDay, facts.lastDay + span];
        const result = runMovement(db, facts, { from, to, cuts: 'each', scoring: 'quantile' });
        expect(result.flows.every(({ move }) => move === 'stayed')).toBe(true);
        expect(result.came).toBe(0);
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});
