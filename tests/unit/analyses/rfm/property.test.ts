import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rfm } from '../../../../src/analyses/rfm/index.ts';
import {
  newRule,
  rulesFor,
  type RuleSet,
  type SegmentRule,
} from '../../../../src/data/rfm/rules.ts';
import { FREQUENCIES, SCORINGS, type ScoreSettings } from '../../../../src/data/rfm/scores.ts';
import { formatDay } from '../../../../src/core/calendar.ts';
import { PRESETS } from '../../../../src/data/rfm/presets.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { median, naiveRfm, type NaivePerson, type NaiveSettings } from './naive.ts';
import { customersOf, runRfm } from './run.ts';

const FIRST_DAY = 19_700;

/** Few days and few amounts, so that ties fall on every cut point; amounts as exact as the file's. */
const order: fc.Arbitrary<TestOrder> = fc
  .record({
    customer: fc.integer({ min: 1, max: 30 }).map((i) => `c${i}`),
    at: fc.integer({ min: 0, max: 40 }).map((i) => formatDay(FIRST_DAY + i)),
    amount: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(0, 1, 1.5, 2, 2.25, 3, 10) },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 500_000 }).map((n) => n / 10_000) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    kind: fc.constantFrom('sale', 'sale', 'sale', 'return'),
    order: fc.integer({ min: 1, max: 5 }).map(String),
  })
  .map((one) =>
    one.kind === 'return' && one.amount !== null
      ? { ...one, kind: 'return' as const, amount: -one.amount }
      : { ...one, kind: one.kind === 'return' ? ('return' as const) : ('sale' as const) },
  );

const cutsOf = (bins: number, max: number) =>
  fc
    .uniqueArray(fc.integer({ min: -10, max: max * 4 }), {
      minLength: bins - 1,
      maxLength: bins - 1,
    })
    .map((quarters) => quarters.sort((a, b) => a - b).map((quarter) => quarter / 4));

const rangeOf = (bins: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: bins }), fc.integer({ min: 1, max: bins }))
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

function ruleSetOf(bins: number): fc.Arbitrary<RuleSet> {
  const rule = fc.record({
    recency: rangeOf(bins),
    frequency: rangeOf(bins),
    monetary: rangeOf(bins),
  });
  return fc.array(rule, { maxLength: 4 }).map((ranges) => ({
    bins,
    rules: ranges.map((one, i): SegmentRule => ({
      ...newRule([], bins, `n${i}`),
      id: `own-${i + 1}`,
      ...one,
    })),
  }));
}

type Asked = Pick<NaiveSettings, 'analysisDay' | keyof ScoreSettings | 'segments'>;

const asked: fc.Arbitrary<Asked> = fc.integer({ min: 2, max: 10 }).chain((bins) =>
  fc.record({
    analysisDay: fc.integer({ min: FIRST_DAY - 1, max: FIRST_DAY + 50 }),
    bins: fc.constant(bins),
    scoring: fc.constantFrom(...SCORINGS),
    frequency: fc.constantFrom(...FREQUENCIES),
    cuts: fc.record({
      recency: cutsOf(bins, 40),
      frequency: cutsOf(bins, 6),
      monetary: cutsOf(bins, 30),
    }),
    segments: fc.oneof(
      fc.integer({ min: 2, max: 10 }).chain(ruleSetOf),
      fc.constantFrom(...Object.values(PRESETS)),
    ),
  }),
);

function sums(people: readonly NaivePerson[]) {
  const monetary = people.reduce((sum, one) => sum + one.monetary, 0) / 1e4;
  return {
    customers: people.length,
    orders: people.reduce((sum, one) => sum + one.orders, 0),
    revenue: expect.closeTo(monetary, 6) as number,
  };
}

describe('against a plain version of the definitions', () => {
  let db: TestDb;
  beforeAll(async () => {
    db = await openDuckDB();
  });
  afterAll(() => {
    db.close();
  });

  it('scores every customer alike, and puts each in one segment', () => {
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 80 }), asked, (orders, patch) => {
        const facts = canonicalFrom(db, orders);
        const settings = { ...rfm.defaults(facts), ...patch };
        const names = db.rows('SELECT customer_id FROM customers ORDER BY customer_key');
        const { people, unscored } = naiveRfm(
          orders,
          names.map((row) => String(row['customer_id'])),
          settings,
          rulesFor(settings.bins, settings.segments),
        );
        const result = runRfm(db, facts, patch);

        const listed = result.segments.flatMap(({ id }) =>
          customersOf(db, facts, { kind: 'segment', id }, patch).map((row) => ({
            customer: row['customer_id'],
            recency: row['recency'],
            frequency: row['frequency'],
            monetary: Math.round(Number(row['monetary']) * 1e4),
            r: row['r'],
            f: row['f'],
            m: row['m'],
            segment: id,
          })),
        );
        const byName = (a: { customer: unknown }, b: { customer: unknown }) =>
          String(a.customer) < String(b.customer) ? -1 : 1;
        // Nobody's orders are listed: their sums are compared below.
        const whole = listed.sort(byName).map((one) => expect.objectContaining(one) as unknown);
        expect([...people].sort(byName)).toEqual(whole);

        expect(result.scored).toEqual(sums(people));
        expect(result.unscored).toBe(unscored);
        for (const segment of result.segments) {
          const members = people.filter((one) => one.segment === segment.id);
          expect(segment).toMatchObject(sums(members));
          const known = (value: number) =>
            members.length === 0 ? null : (expect.closeTo(value, 6) as number);
          expect(segment.medianRecency).toEqual(known(median(members.map((one) => one.recency))));
          expect(segment.medianFrequency).toEqual(
            known(median(members.map((one) => one.frequency))),
          );
          expect(segment.medianMonetary).toEqual(
            known(median(members.map((one) => one.monetary)) / 1e4),
          );
        }
        for (const cell of result.cells) {
          const members = people.filter(
            (one) => one.r === cell.recency && one.f === cell.frequency,
          );
          expect(cell).toMatchObject(sums(members));
        }
        for (const { score, customers } of result.bounds.monetary) {
          expect(customers).toBe(people.filter((one) => one.m === score).length);
        }
        for (const { orders: count, customers } of result.orderCounts) {
          expect(customers).toBe(people.filter((one) => one.orders === count).length);
        }
      }),
      { numRuns: 40 },
    );
  }, 180_000);

  it('gives the same from the days as from the customers when nothing is left out', () => {
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 60 }), asked, (orders, patch) => {
        const facts = canonicalFrom(db, orders);
        const now = { ...patch, analysisDay: facts.lastDay };
        // Said to end a day later, the same data are read day by day.
        const byDays = runRfm(db, { ...facts, lastDay: facts.lastDay + 1 }, now);
        expect(byDays).toEqual(runRfm(db, facts, now));
        expect(runRfm(db, facts, { ...now, analysisDay: null })).toEqual(byDays);
      }),
      { numRuns: 20 },
    );
  }, 180_000);
});
