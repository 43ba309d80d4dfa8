import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import {
  nextPurchaseResult,
  type NextPurchaseResult,
} from '../../../../src/analyses/retention/next-purchase.ts';
import {
  orderStepsResult,
  type OrderStepsResult,
} from '../../../../src/analyses/retention/order-steps.ts';
import type { RetentionSelection } from '../../../../src/analyses/retention/selection.ts';
import type { RetentionSettings } from '../../../../src/analyses/retention/settings.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { CALENDAR_DAYS, ordersOn, tablesOf } from './run.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

const next: RetentionSettings = { ...CALENDAR_DAYS, view: 'next' };
const steps: RetentionSettings = { ...CALENDAR_DAYS, view: 'steps', horizon: 30 };

const curvesOf = (facts: DatasetFacts, settings = next): NextPurchaseResult =>
  nextPurchaseResult(tablesOf(db, settings, facts), settings);
const stepsOf = (facts: DatasetFacts, settings = steps): OrderStepsResult =>
  orderStepsResult(tablesOf(db, settings, facts), settings);

function namesOf(selection: RetentionSelection, facts: DatasetFacts): string[] {
  const names = new Map(
    db
      .rows('SELECT customer_key, customer_id FROM customers')
      .map((row) => [row['customer_key'], String(row['customer_id'])]),
  );
  return db
    .rows(retention.customers(selection, next, facts))
    .map((row) => names.get(row['customer_key'] ?? null) ?? '')
    .sort();
}

describe('twenty orders by hand', () => {
  // Days since 10 June 2020; the last day of the data is 40.
  //   a  0  5 15 40      gaps  5 10 25, then 0 days
  //   b  0  5  5         gap   5 (two orders on a day are one purchase), then 35 days
  //   c  0 20            gap  20, then 20 days
  //   d 10 20 30         gaps 10 10, then 10 days
  //   e 10               no gap, 30 days
  //   f 30               no gap, 10 days; its return on day 35 is no purchase
  //   g 40               no gap, 0 days
  //   h  0  1  2         gaps  1 1, then 38 days
  //   only a return: no customer with a purchase
  const days = {
    a: [0, 5, 15, 40],
    b: [0, 5, 5],
    c: [0, 20],
    d: [10, 20, 30],
    e: [10],
    f: [30],
    g: [40],
    h: [0, 1, 2],
  };
  const returns: TestOrder[] = [
    { customer: 'f', at: '2020-07-15', amount: -1, kind: 'return' },
    { customer: 'r', at: '2020-06-15', amount: -1, kind: 'return' },
  ];
  let facts: DatasetFacts;
  beforeAll(() => {
    facts = canonicalFrom(db, [...ordersOn(days), ...returns]);
  });

  it('follows eight customers from their first purchase to their second', () => {
    // 1→2: events at 1 (h), 5 (a, b), 10 (d), 20 (c); e is censored at 30, f at 10, g at 0.
    // S(1) = 6/7, S(5) = 6/7 · 4/6 = 4/7, S(10) = 4/7 · 3/4 = 3/7 (f at risk), S(20) = 3/7 · 1/2.
    const [first] = curvesOf(facts).curves;
    expect(first).toMatchObject({ number: 1, customers: 8, returned: 5 });
    expect(
      first?.steps.map(({ time, atRisk, events, censored }) => [time, atRisk, events, censored]),
    ).toEqual([
      [0, 8, 0, 1],
      [1, 7, 1, 0],
      [5, 6, 2, 0],
      [10, 4, 1, 1],
      [20, 2, 1, 0],
      [30, 1, 0, 1],
    ]);
    const shares = first?.steps.map(({ survival }) => survival) ?? [];
    [1, 6 / 7, 4 / 7, 3 / 7, 3 / 14, 3 / 14].forEach((share, i) => {
      expect(shares[i]).toBeCloseTo(share, 12);
    });
    expect(first?.median.median).toBe(10);
    expect(first?.at.map(({ share }) => share?.survival.toFixed(4) ?? null)).toEqual([
      '0.2143',
      null,
      null,
      null,
    ]);
  });

  it('follows them from the second purchase to the third, and on', () => {
    const { curves, test } = curvesOf(facts, { ...next, curves: 5 });
    expect(curves.map(({ number, customers, returned }) => [number, customers, returned])).toEqual([
      [1, 8, 5],
      [2, 5, 3],
      [3, 3, 1],
      [4, 1, 0],
    ]);
    expect(test?.df).toBe(2);
    expect(curvesOf(facts, { ...next, curves: 1 }).test).toBeNull();
  });

  it('has the customers behind a point', () => {
    const waited = (number: number, days: number) =>
      namesOf({ kind: 'waited', number, days }, facts);
    const returned = (number: number, days: number) =>
      namesOf({ kind: 'returned', number, days }, facts);
    expect(waited(1, 10)).toEqual(['c', 'e', 'f']);
    expect(waited(1, 30)).toEqual(['e']);
    expect(waited(2, 20)).toEqual(['b', 'c']);
    expect(waited(4, 0)).toEqual(['a']);
    expect(returned(1, 10)).toEqual(['a', 'b', 'd', 'h']);
    expect(returned(3, 30)).toEqual(['a']);
    expect(namesOf({ kind: 'reached', number: 3 }, facts)).toEqual(['a', 'd', 'h']);
    expect(namesOf({ kind: 'gap', from: 10, to: 20 }, facts)).toEqual(['a', 'c', 'd']);
    expect(namesOf({ kind: 'gap', from: 21, to: null }, facts)).toEqual(['a']);
  });

  it('counts who went on, and the gaps', () => {
    const { steps: found, gaps } = stepsOf(facts);
    expect(found.map(({ number, customers, next }) => [number, customers, next])).toEqual([
      [1, 8, 5],
      [2, 5, 3],
      [3, 3, 1],
      [4, 1, 0],
    ]);
    expect(found[0]?.naive).toBe(62.5);
    // One customer is left at 30 days: too few.
    expect(found[0]).toMatchObject({ atRisk: 1, share: null, low: null, high: null });
    // 1 1 5 5 10 10 10 20 25: the quartiles lie at places 2, 4 and 6 from 0.
    expect(gaps.gaps).toBe(9);
    expect(gaps.quartiles).toEqual([5, 10, 10]);
    expect(facts.medianGapDays).toBe(10);
    expect(gaps.bins.reduce((sum, bin) => sum + bin.gaps, 0)).toBe(9);
    expect(gaps.bins[0]).toEqual({ from: 1, to: 1, gaps: 2 });
  });
});

describe('the share within a horizon', () => {
  /** Customers who buy on day 0, and again after so many days where a number is given. */
  const shop = (gaps: readonly (number | null)[], lastDay: number) =>
    canonicalFrom(db, [
      ...ordersOn(
        Object.fromEntries(gaps.map((gap, i) => [`c${i}`, gap === null ? [0] : [0, gap]])),
      ),
      ...ordersOn({ end: [lastDay] }),
    ]);

  it('is given from twenty customers on', () => {
    const of = (waiting: number) => {
      const facts = shop(
        [...Array.from({ length: 20 }, () => 3), ...Array.from({ length: waiting }, () => null)],
        90,
      );
      return stepsOf(facts).steps[0];
    };
    expect(of(19)).toMatchObject({ atRisk: 19, share: null });
    // `end` bought on the last day: it is censored before anybody comes back.
    expect(of(20)).toMatchObject({ atRisk: 20, customers: 41, next: 20 });
    expect(of(20)?.share).toBeCloseTo(50, 10);
  });

  it('is not lowered by customers who came lately, as the naive share is', () => {
    const early = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 10 : null));
    const facts = canonicalFrom(db, [
      ...ordersOn(
        Object.fromEntries(early.map((gap, i) => [`c${i}`, gap === null ? [0] : [0, gap]])),
      ),
      ...ordersOn(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`late${i}`, [95]]))),
      ...ordersOn({ end: [100] }),
    ]);
    const [first] = stepsOf(facts).steps;
    expect(first?.share).toBeCloseTo(50, 10);
    expect(first?.naive).toBeCloseTo((100 * 20) / 81, 10);
  });
});

describe('data at its edges', () => {
  it('of nobody has no curve and no step', () => {
    const facts = canonicalFrom(db, [
      { customer: 'a', at: '2020-01-01', amount: -1, kind: 'return' },
    ]);
    expect(curvesOf(facts)).toMatchObject({ curves: [], test: null });
    expect(stepsOf(facts)).toMatchObject({
      steps: [],
      gaps: { gaps: 0, quartiles: null, bins: [] },
    });
    for (const settings of [next, steps]) {
      const result = retention.result(tablesOf(db, settings, facts), settings, facts);
      expect(retention.findings(result)).toHaveLength(1);
      expect(retention.table(result).rows).toEqual([]);
    }
  });

  it('of one order each, all on one day, stays at 100 %', () => {
    const facts = canonicalFrom(db, ordersOn({ a: [3], b: [3], c: [3] }));
    const [first] = curvesOf(facts).curves;
    expect(first?.steps).toEqual([
      { time: 0, atRisk: 3, events: 0, censored: 3, survival: 1, interval: null },
    ]);
    expect(first?.median).toEqual({ median: null, low: null, high: null });
    expect(stepsOf(facts).steps[0]).toMatchObject({ customers: 3, next: 0, naive: 0, share: null });
  });

  it('counts over a leap day and the end of a year in days, amounts of 0 or unknown as purchases', () => {
    const facts = canonicalFrom(db, [
      { customer: 'a', at: '2019-12-31 23:59:59', amount: 0 },
      { customer: 'a', at: '2020-01-01 00:00:00', amount: null },
      { customer: 'a', at: '2020-02-28', amount: 1 },
      { customer: 'a', at: '2020-03-01', amount: 1 },
    ]);
    const { curves } = curvesOf(facts, { ...next, curves: 5 });
    expect(curves.map((curve) => curve.steps[0]?.time)).toEqual([1, 58, 2, 0]);
  });

  it('counts the purchase days after the tenth together', () => {
    const facts = canonicalFrom(db, ordersOn({ a: Array.from({ length: 15 }, (_, i) => i) }));
    const { steps: found, gaps } = stepsOf(facts);
    expect(found.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(gaps.gaps).toBe(14);
  });
});
