import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import type { MovementSettings } from '../../../../src/analyses/movement/settings.ts';
import { parseDay } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { counted, customersOf, runMovement } from './run.ts';

const sale = (customer: string, at: string, amount: number | null): TestOrder => ({
  customer,
  at,
  amount,
});

/*
 * Start 2024-03-31, end 2024-06-29 (90 days on), three bins, quantiles, Klaviyo's segments.
 *
 * At the start (recency, frequency, monetary), seven customers, so that the cut points at 1/3 and
 * 2/3 are the third and the fifth value: recency 3 and 30, frequency 1 and 2, monetary 30 and 120.
 *   P  1 3 200  333 champions      T 20 2  80  222 loyal
 *   Q  2 2 120  322 loyal          U 30 1  20  211 attention
 *   S  3 1  10  311 recent         V 60 2 150  123 at_risk
 *                                  W 90 1  30  111 inactive
 * At the end, with these cut points:
 *   P 91 3 200  133 at_risk   down (its order of July is not known)
 *   Q  1 3 320  333 champions up
 *   S 93 1  10  111 inactive  left
 *   T 19 3  90  232 loyal     stayed
 *   U  0 2  25  321 loyal     up
 *   V 150 2 90  122 at_risk   stayed (a return of 60)
 *   W 180 1 30  111 inactive  stayed
 *   X 28 1 500  213 attention came
 *   Y 89 1   5  111 inactive  came
 * Y2's amounts are never known, Z's not by the start: both are left out.
 * Revenue from 2 January to the start, and from then to the end: P 200 0, Q 120 200, S 10 0,
 * T 80 10, U 20 5, V 150 −60, W 0 0 (its order is of 1 January), X 0 500, Y 0 5.
 */
const ORDERS: readonly TestOrder[] = [
  sale('W', '2024-01-01', 30),
  sale('P', '2024-01-10', 50),
  sale('V', '2024-01-15', 90),
  sale('T', '2024-01-20', 40),
  sale('V', '2024-01-31', 60),
  sale('Y2', '2024-02-01', null),
  sale('Z', '2024-02-02', null),
  sale('P', '2024-02-10', 50),
  sale('Q', '2024-02-20', 60),
  sale('U', '2024-03-01', 20),
  sale('T', '2024-03-11', 40),
  sale('S', '2024-03-28', 10),
  sale('Q', '2024-03-29', 60),
  sale('P', '2024-03-30', 100),
  sale('Y', '2024-04-01', 5),
  { customer: 'V', at: '2024-05-01', amount: -60, kind: 'return' },
  sale('Z', '2024-05-05', 15),
  sale('X', '2024-06-01', 500),
  sale('T', '2024-06-10', 10),
  sale('Q', '2024-06-28', 200),
  sale('U', '2024-06-29', 5),
  sale('P', '2024-07-15', 999),
];
const [START, END] = [parseDay('2024-03-31'), parseDay('2024-06-29')];
const PATCH: Partial<MovementSettings> = {
  from: START,
  to: END,
  bins: 3,
  scoring: 'quantile',
  preset: 'klaviyo',
};

describe('eleven customers worked by hand', () => {
  let db: TestDb;
  let facts: DatasetFacts;
  beforeAll(async () => {
    db = await openDuckDB();
    facts = canonicalFrom(db, ORDERS);
  });
  afterAll(() => {
    db.close();
  });

  it('puts everyone into the cell of both segments', () => {
    const { flows } = runMovement(db, facts, PATCH);
    const cells = flows.map(({ from, to, move, customers, before, after }) =>
      [from ?? '-', to, move, customers, before, after].join(' '),
    );
    expect(cells).toEqual([
      'champions at_risk down 1 200 0',
      'loyal champions up 1 120 200',
      'loyal loyal stayed 1 80 10',
      'recent inactive left 1 10 0',
      'attention loyal up 1 20 5',
      'at_risk at_risk stayed 1 150 -60',
      'inactive inactive stayed 1 0 0',
      '- attention came 1 0 500',
      '- inactive came 1 0 5',
    ]);
  });

  it('adds the moves up', () => {
    const result = runMovement(db, facts, PATCH);
    expect(result).toMatchObject({ start: 7, came: 2, end: 9, unscored: 2, span: 90, even: true });
    const rows = result.moves.map(({ move, customers, share, change }) => [
      move,
      customers,
      share === null ? null : Number(share.toFixed(2)),
      change,
    ]);
    expect(rows).toEqual([
      ['up', 2, 28.57, 65],
      ['stayed', 3, 42.86, -280],
      ['aside', 0, 0, 0],
      ['down', 1, 14.29, -200],
      ['left', 1, 14.29, -10],
      ['came', 2, 22.22, 505],
    ]);
    // Wilson, 2 of 7.
    const up = result.moves[0]?.interval;
    expect(up?.low).toBeCloseTo(8.22, 2);
    expect(up?.high).toBeCloseTo(64.11, 2);
  });

  it('gives half of a row to each of its two cells', () => {
    const loyal = runMovement(db, facts, PATCH).flows.filter(({ from }) => from === 'loyal');
    expect(loyal.map(({ share }) => share)).toEqual([50, 50]);
  });

  it('lists the customers behind cells, rows, columns and moves', () => {
    const ids = (selection: Parameters<typeof customersOf>[2]) =>
      customersOf(db, facts, selection, PATCH).map((row) => row['customer_id']);
    expect(ids({ kind: 'flow', from: 'loyal', to: 'champions' })).toEqual(['Q']);
    expect(ids({ kind: 'flow', from: null, to: 'inactive' })).toEqual(['Y']);
    expect(ids({ kind: 'from', from: 'loyal' }).sort()).toEqual(['Q', 'T']);
    expect(ids({ kind: 'from', from: null }).sort()).toEqual(['X', 'Y']);
    expect(ids({ kind: 'to', to: 'loyal' }).sort()).toEqual(['T', 'U']);
    expect(ids({ kind: 'moves', moves: ['stayed'] }).sort()).toEqual(['T', 'V', 'W']);
    expect(ids({ kind: 'moves', moves: ['down', 'left'] }).sort()).toEqual(['P', 'S']);
    expect(ids({ kind: 'moves', moves: ['aside'] })).toEqual([]);
    const [q] = customersOf(db, facts, { kind: 'moves', moves: ['up'] }, PATCH);
    expect(q).toMatchObject({
      customer_id: 'Q',
      score_first: '322',
      score_last: '333',
      before_revenue: 120,
      after_revenue: 200,
    });
  });

  it('scores each month with the orders by its end, and marks the one that goes on', () => {
    const result = runMovement(db, facts, { ...PATCH, view: 'months' });
    const months = (result.months ?? []).map(({ month, incomplete, mix }) => [
      month % 12,
      incomplete,
      counted(result, mix),
    ]);
    // January: V 0 2 150 → 323; P 21, T 11, W 30 days with one order. February: P 19 2, V 29 2;
    // Q 9 1; T 40 1, W 59 1. The last two are the two dates of the matrix.
    expect(months.slice(0, 3)).toEqual([
      [0, false, { champions: 1, attention: 3 }],
      [1, false, { loyal: 2, attention: 1, inactive: 2 }],
      [2, false, counted(result, result.starts)],
    ]);
    // Z, who is scored at the end, is left out of the matrix alone.
    expect(months.at(-1)?.[1]).toBe(true);
    expect(result.months).toHaveLength(6);
    const january = { kind: 'month', day: parseDay('2024-01-31'), id: 'attention' } as const;
    const listed = customersOf(db, facts, january, PATCH).map((row) => row['customer_id']);
    expect(listed.sort()).toEqual(['P', 'T', 'W']);
  });

  it('gives no change where the time before is shorter', () => {
    const result = runMovement(db, facts, { ...PATCH, from: START - 10 });
    expect(result).toMatchObject({ even: false, span: 100 });
    expect(result.moves.every(({ change }) => change === null)).toBe(true);
  });

  it('cuts anew at the end where it is asked to', () => {
    const result = runMovement(db, facts, { ...PATCH, cuts: 'each' });
    expect(counted(result, result.starts)).toEqual({
      champions: 1,
      loyal: 2,
      recent: 1,
      attention: 1,
      at_risk: 1,
      inactive: 1,
    });
    expect(result.end).toBe(9);
    // Ten customers then, Z among them: recency 0 1 19 28 55 89 91 93 150 180, cut at 28 and 91:
    // P of 91 days has now a middle score.
    expect(result.flows.find(({ from }) => from === 'champions')).toMatchObject({ to: 'loyal' });
  });
});
