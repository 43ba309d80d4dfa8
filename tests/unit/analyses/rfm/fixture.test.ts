import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { parseDay } from '../../../../src/core/calendar.ts';
import { newRule } from '../../../../src/data/rfm/rules.ts';
import type { RfmSettings } from '../../../../src/analyses/rfm/settings.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { customersOf, runRfm } from './run.ts';

const sale = (customer: string, at: string, amount: number | null): TestOrder => ({
  customer,
  at,
  amount,
});
const back = (customer: string, at: string, amount: number): TestOrder => ({
  customer,
  at,
  amount,
  kind: 'return',
});

/*
 * To 2024-01-31, worked by hand (recency, frequency, monetary):
 *   A  0 3 60     B 10 2 50 (its return of 10 on the 30th does not count for recency)
 *   C 20 1 30     D 30 1 20
 *   E has only a return: no customer. F has no known amount: not scored.
 */
const ORDERS = [
  sale('A', '2024-01-01', 10),
  sale('A', '2024-01-15', 20),
  sale('A', '2024-01-31', 30),
  sale('B', '2024-01-02', 20),
  sale('B', '2024-01-21', 40),
  back('B', '2024-01-30', -10),
  sale('C', '2024-01-11', 30),
  sale('D', '2024-01-01', 20),
  back('E', '2024-01-05', -5),
  sale('F', '2024-01-07', null),
];

describe('six customers worked by hand', () => {
  let db: TestDb;
  let facts: DatasetFacts;
  beforeAll(async () => {
    db = await openDuckDB();
    facts = canonicalFrom(db, ORDERS);
  });
  afterAll(() => {
    db.close();
  });

  /** `A 0 3 60 222` for each customer, by id. */
  function scores(patch: Partial<RfmSettings>): readonly string[] {
    const { segments } = runRfm(db, facts, patch);
    return segments
      .flatMap(({ id }) => customersOf(db, facts, { kind: 'segment', id }, patch))
      .map((row) =>
        ['customer_id', 'recency', 'frequency', 'monetary', 'score'].map((c) => row[c]).join(' '),
      )
      .sort();
  }

  it('cuts at the median for two bins, ties together', () => {
    // Medians: recency 15, frequency 1.5, monetary 40.
    expect(scores({ bins: 2, scoring: 'quantile' })).toEqual([
      'A 0 3 60 222',
      'B 10 2 50 222',
      'C 20 1 30 111',
      'D 30 1 20 111',
    ]);
  });

  it('puts the cut points one higher by the rule of the R package', () => {
    // Upper thresholds: recency 16, frequency 2.5, monetary 41.
    expect(scores({ bins: 2, scoring: 'r' })).toEqual([
      'A 0 3 60 222',
      'B 10 2 50 212',
      'C 20 1 30 111',
      'D 30 1 20 111',
    ]);
    const { bounds } = runRfm(db, facts, { bins: 2, scoring: 'r' });
    expect(bounds.recency.map(({ lower, upper }) => [lower, upper])).toEqual([
      [0, 16],
      [16, 31],
    ]);
    expect(bounds.monetary.map(({ lower, upper }) => [lower, upper])).toEqual([
      [20, 41],
      [41, 61],
    ]);
  });

  it('makes groups of equal size with ntile', () => {
    const ranked = scores({ bins: 4, scoring: 'ntile' });
    expect(ranked.filter((line) => /^[AB]/.test(line))).toEqual(['A 0 3 60 444', 'B 10 2 50 333']);
    // C and D have the same frequency: one gets 1, the other 2.
    const rest = ranked.filter((line) => /^[CD]/.test(line)).map((line) => line.slice(-3));
    expect(rest.map((score) => score.charAt(0) + score.charAt(2))).toEqual(['22', '11']);
    expect(rest.map((score) => score.charAt(1)).sort()).toEqual(['1', '2']);
  });

  it('begins a score at an own cut point', () => {
    const cuts = { recency: [10, 20], frequency: [2, 3], monetary: [20.5, 50] };
    expect(scores({ bins: 3, scoring: 'custom', cuts })).toEqual([
      'A 0 3 60 333',
      'B 10 2 50 223',
      'C 20 1 30 112',
      'D 30 1 20 111',
    ]);
    const { bounds } = runRfm(db, facts, { bins: 3, scoring: 'custom', cuts });
    expect(bounds.frequency).toMatchObject([
      { score: 1, lower: null, upper: 2, customers: 2, revenue: 50 },
      { score: 2, lower: 2, upper: 3, customers: 1, revenue: 50 },
      { score: 3, lower: 3, upper: null, customers: 1, revenue: 60 },
    ]);
  });

  it('separates the scores by hyphens from ten bins on', () => {
    const cuts = Array.from({ length: 9 }, (_, i) => i + 1);
    const patch = {
      bins: 10,
      scoring: 'custom',
      cuts: { recency: cuts, frequency: cuts, monetary: cuts },
    } as const;
    expect(scores(patch)[0]).toBe('A 0 3 60 10-4-10');
  });

  it('leaves out what came after the analysis day, returns too', () => {
    // To the 21st: A 6 2 30, B 0 2 60, C 10 1 30, D 20 1 20.
    const patch = { analysisDay: parseDay('2024-01-21'), bins: 2, scoring: 'quantile' } as const;
    expect(scores(patch)).toEqual([
      'A 6 2 30 221',
      'B 0 2 60 222',
      'C 10 1 30 111',
      'D 20 1 20 111',
    ]);
  });

  it('counts who is not scored, and who came later', () => {
    const now = runRfm(db, facts);
    expect(now.scored).toEqual({ customers: 4, orders: 7, revenue: 160 });
    expect([now.unscored, now.later]).toEqual([1, 0]);
    const before = runRfm(db, facts, { analysisDay: parseDay('2024-01-02') });
    expect(before.scored).toEqual({ customers: 3, orders: 3, revenue: 50 });
    expect([before.unscored, before.later]).toEqual([0, 2]);
  });

  it('gives the first rule that matches, and others for none', () => {
    const one = (id: string, recency: number, frequency: number) => ({
      ...newRule([], 2, id),
      id,
      recency: { from: recency, to: 2 },
      frequency: { from: frequency, to: 2 },
    });
    const rules = [one('own-1', 2, 2), one('own-2', 2, 1), one('own-3', 2, 1)];
    const patch = { bins: 2, scoring: 'r', segments: { bins: 2, rules } } as const;
    const { segments } = runRfm(db, facts, patch);
    expect(
      segments.map(({ id, customers, orders, revenue, averageOrder, medianRecency }) => [
        id,
        customers,
        orders,
        revenue,
        averageOrder,
        medianRecency,
      ]),
    ).toEqual([
      ['own-1', 1, 3, 60, 20, 0],
      ['own-2', 1, 2, 50, 25, 10],
      ['own-3', 0, 0, 0, null, null],
      ['others', 2, 2, 50, 25, 25],
    ]);
    expect(segments.map(({ shareOfCustomers }) => shareOfCustomers)).toEqual([25, 25, 0, 50]);
  });

  it('counts frequency as orders, days or rows, and orders as orders', () => {
    /*
     * Of G: order 1 with three lines on the 1st, order 2 with one line the same day, order 3
     * with two lines on the 9th, a line of which came back: 3 orders, 2 days, 6 rows.
     * Of H: one order of one line.
     */
    const line = (order: string, day: string): TestOrder => ({
      ...sale('G', `2024-01-${day}`, 5),
      order,
    });
    const lines = [
      ...['1', '1', '1', '2'].map((order) => line(order, '01')),
      ...['3', '3'].map((order) => line(order, '09')),
      { ...back('G', '2024-01-09', -5), order: '3' },
      { ...sale('H', '2024-01-05', 5), order: '4' },
    ];
    const frequencies = (patch: Partial<RfmSettings>) => {
      const other = canonicalFrom(db, lines);
      const { segments } = runRfm(db, other, patch);
      return segments
        .flatMap(({ id }) => customersOf(db, other, { kind: 'segment', id }, patch))
        .map((row) => ['customer_id', 'recency', 'frequency'].map((c) => row[c]).join(' '))
        .sort();
    };
    expect(frequencies({ frequency: 'orders' })).toEqual(['G 0 3', 'H 4 1']);
    expect(frequencies({ frequency: 'days' })).toEqual(['G 0 2', 'H 4 1']);
    expect(frequencies({ frequency: 'rows' })).toEqual(['G 0 6', 'H 4 1']);
    const before = { analysisDay: parseDay('2024-01-08') };
    expect(frequencies({ ...before, frequency: 'orders' })).toEqual(['G 7 2', 'H 3 1']);
    expect(frequencies({ ...before, frequency: 'days' })).toEqual(['G 7 1', 'H 3 1']);
    expect(frequencies({ ...before, frequency: 'rows' })).toEqual(['G 7 4', 'H 3 1']);
    const { scored, orderCounts } = runRfm(db, canonicalFrom(db, lines), { frequency: 'rows' });
    expect(scored).toEqual({ customers: 2, orders: 4, revenue: 30 });
    expect(orderCounts.map(({ orders }) => orders)).toEqual([1, 3]);
    facts = canonicalFrom(db, ORDERS);
  });

  it('finds the customers of a cell, a score and a number of orders', () => {
    const patch = { bins: 2, scoring: 'r' } as const;
    const ids = (selection: Parameters<typeof customersOf>[2]) =>
      customersOf(db, facts, selection, patch).map((row) => row['customer_id']);
    expect(ids({ kind: 'cell', recency: 2, frequency: 1 })).toEqual(['B']);
    expect(ids({ kind: 'score', dimension: 'monetary', score: 2 })).toEqual(['A', 'B']);
    expect(ids({ kind: 'orders', orders: 1 })).toEqual(['C', 'D']);
    const { cells } = runRfm(db, facts, patch);
    expect(cells).toMatchObject([
      { recency: 1, frequency: 1, customers: 2, orders: 2, revenue: 50, monetary: 25 },
      { recency: 1, frequency: 2, customers: 0, orders: 0, revenue: 0, monetary: null },
      { recency: 2, frequency: 1, customers: 1, orders: 2, revenue: 50, monetary: 50 },
      { recency: 2, frequency: 2, customers: 1, orders: 3, revenue: 60, monetary: 60 },
    ]);
  });
});

describe('at the edges', () => {
  let db: TestDb;
  beforeAll(async () => {
    db = await openDuckDB();
  });
  afterAll(() => {
    db.close();
  });

  it('scores one customer, at the best recency and the lowest of the rest', () => {
    const facts = canonicalFrom(db, [sale('A', '2024-01-01', 0)]);
    for (const scoring of ['r', 'quantile'] as const) {
      const result = runRfm(db, facts, { scoring });
      expect(result.cells.filter(({ customers }) => customers > 0)).toMatchObject([
        { recency: 5, frequency: 1, customers: 1, monetary: 0 },
      ]);
      // The revenue is 0, so that a share of it is unknown.
      expect(result.segments.every(({ shareOfRevenue }) => shareOfRevenue === null)).toBe(true);
    }
  });

  it('keeps equal customers together', () => {
    const facts = canonicalFrom(
      db,
      Array.from({ length: 30 }, (_, i) => sale(`c${i}`, '2024-01-01', 9.99)),
    );
    for (const scoring of ['r', 'quantile'] as const) {
      const { cells } = runRfm(db, facts, { scoring });
      expect(cells.filter(({ customers }) => customers > 0)).toMatchObject([{ customers: 30 }]);
    }
    const { bounds } = runRfm(db, facts, { scoring: 'ntile' });
    expect(bounds.frequency.map(({ customers }) => customers)).toEqual([6, 6, 6, 6, 6]);
  });

  it('scores nobody where there are only returns, or no amounts', () => {
    let facts = canonicalFrom(db, [back('A', '2024-01-01', -5)]);
    const returns = runRfm(db, facts);
    expect(returns.scored).toEqual({ customers: 0, orders: 0, revenue: 0 });
    expect(returns.segments.every(({ shareOfCustomers }) => shareOfCustomers === null)).toBe(true);
    expect(returns.orderCounts).toEqual([]);
    facts = canonicalFrom(db, [sale('A', '2024-01-01', null), sale('B', '2024-01-02', null)]);
    expect(runRfm(db, facts)).toMatchObject({ scored: { customers: 0 }, unscored: 2, later: 0 });
  });

  it('scores a customer who returned more than was bought', () => {
    const facts = canonicalFrom(db, [
      sale('A', '2024-01-01', 10),
      back('A', '2024-01-02', -25),
      sale('B', '2024-01-02', 10),
    ]);
    const { bounds } = runRfm(db, facts, { bins: 2, scoring: 'quantile' });
    expect(bounds.monetary.map(({ lower, upper }) => [lower, upper])).toEqual([
      [-15, -2.5],
      [-2.5, 10],
    ]);
  });
});
