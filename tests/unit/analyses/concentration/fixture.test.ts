import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { concentration } from '../../../../src/analyses/concentration/index.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { customersOf, runConcentration } from './run.ts';

let db: TestDb;

beforeAll(async () => {
  db = await openDuckDB();
});

afterAll(() => {
  db.close();
});

const on = (customer: string, ...amounts: readonly (number | null)[]): TestOrder[] =>
  amounts.map((amount, i) => ({ customer, at: `2024-03-0${i + 1}`, amount }));

/*
 * Twenty orders of nine customers. r = return.
 *
 *   place                           value  running  before   80 %: 320, 95 %: 380 of 400
 *   1  a  100 25 25 50               200     200       0     A   heavy   ⌈7 × 20 %⌉ = 2
 *   2  b  80 10 10                   100     300     200     A   heavy
 *   3  c  40 20                       60     360     300     A   medium  ⌈7 × 50 %⌉ = 4
 *   4  d  30 5 5                      40     400     360     B   medium
 *   5  e  10 10                       20     420     400     C   light
 *   6  f  0                            0     420     420     C   light
 *   7  g  10, r −30                  −20     400     420     C   light
 *      h  two of unknown amount        –  not ranked
 *      i  r −5                            no sale: no customer
 *
 * Σ place × value = 200 + 200 + 180 + 160 + 100 + 0 − 140 = 700
 * Gini = (8 − 2 × 700 ÷ 400) ÷ 7 = 4.5 ÷ 7
 */
const orders: TestOrder[] = [
  ...on('a', 100, 25, 25, 50),
  ...on('b', 80, 10, 10),
  ...on('c', 40, 20),
  ...on('d', 30, 5, 5),
  ...on('e', 10, 10),
  ...on('f', 0),
  ...on('g', 10),
  { customer: 'g', at: '2024-03-09', amount: -30, kind: 'return' },
  ...on('h', null, null),
  { customer: 'i', at: '2024-03-09', amount: -5, kind: 'return' },
];

describe('twenty orders worked by hand', () => {
  let facts: DatasetFacts;
  beforeAll(() => {
    facts = canonicalFrom(db, orders);
  });

  it('come to a total and a Gini coefficient', () => {
    const result = runConcentration(db, facts);
    expect(result).toMatchObject({ customers: 7, total: 400, largest: 200, zeros: 1, unknown: 1 });
    expect(result.negatives).toEqual({ customers: 1, value: -20 });
    expect(result.gini).toBeCloseTo(4.5 / 7, 12);
  });

  it('draw a curve that rises above all where returns exceed sales', () => {
    const { curve } = runConcentration(db, facts);
    expect(curve.map(({ customers, value }) => [customers, value])).toEqual([
      [0, 0],
      [1, 200],
      [2, 300],
      [3, 360],
      [4, 400],
      [5, 420],
      [6, 420],
      [7, 400],
    ]);
    expect(curve.at(-2)?.shareOfValue).toBe(105);
    expect(curve.at(-1)).toMatchObject({ shareOfCustomers: 100, shareOfValue: 100 });
  });

  it('count whole customers for a share of them', () => {
    const { best } = runConcentration(db, facts);
    expect(best.map((one) => [one.percent, one.customers, one.value, one.shareOfValue])).toEqual([
      [1, 1, 200, 50],
      [5, 1, 200, 50],
      [10, 1, 200, 50],
      [20, 2, 300, 75],
      [50, 4, 400, 100],
    ]);
  });

  it('put who reaches a limit into the better class', () => {
    const { abc, usage } = runConcentration(db, facts);
    const told = (rows: typeof abc) =>
      rows.map((one) => [one.id, one.customers, one.value, one.shareOfValue, one.orders, one.mean]);
    expect(told(abc)).toEqual([
      ['a', 3, 360, 90, 9, 120],
      ['b', 1, 40, 10, 3, 40],
      ['c', 3, 0, 0, 4, 0],
    ]);
    expect(told(usage)).toEqual([
      ['heavy', 2, 300, 75, 7, 150],
      ['medium', 2, 100, 25, 5, 50],
      ['light', 3, 0, 0, 4, 0],
    ]);
    expect([abc[2]?.least, abc[2]?.greatest]).toEqual([-20, 20]);
  });

  it('follow other limits', () => {
    const patch = { abc: { first: 50, second: 75 }, usage: { first: 15, second: 90 } };
    const { abc, usage } = runConcentration(db, facts, patch);
    // Half of 400 is reached by a alone, 300 by b; ⌈7 × 15 %⌉ = 2, ⌈7 × 90 %⌉ = 7.
    expect(abc.map(({ customers }) => customers)).toEqual([1, 1, 5]);
    expect(usage.map(({ customers }) => customers)).toEqual([2, 5, 0]);
    expect(usage[2]).toMatchObject({ value: 0, mean: null, least: null, greatest: null });
  });

  it('count customers by orders, those of unknown amount too', () => {
    const result = runConcentration(db, facts);
    expect(result.orders.map((one) => [one.orders, one.customers, one.value])).toEqual([
      [1, 2, -20],
      [2, 3, 80],
      [3, 2, 140],
      [4, 1, 200],
    ]);
    expect(result.orders.map(({ shareOfCustomers }) => shareOfCustomers)).toEqual([
      25, 37.5, 25, 12.5,
    ]);
  });

  it('can be looked at by orders', () => {
    const result = runConcentration(db, facts, { measure: 'orders' });
    // a 4, b and d 3, c, e and h 2, f and g 1: Σ = 18; 80 % is 14.4, 95 % is 17.1.
    expect(result).toMatchObject({ customers: 8, total: 18, unknown: 0, zeros: 0, largest: 4 });
    expect(result.abc.map(({ customers, value }) => [customers, value])).toEqual([
      [6, 16],
      [2, 2],
      [0, 0],
    ]);
    // Σ place × orders = 4 + 6 + 9 + 8 + 10 + 12 + 7 + 8 = 64
    expect(result.gini).toBeCloseTo((9 - 128 / 18) / 8, 12);
  });

  it('list the customers behind a point, a class and a bar', () => {
    const named = (selection: Parameters<typeof customersOf>[2]) =>
      customersOf(db, facts, selection).map((row) => [
        row['customer_id'],
        row['rank'],
        row['share_of_total'],
        row['share_so_far'],
      ]);
    expect(named({ kind: 'best', customers: 2 })).toEqual([
      ['a', 1, 50, 50],
      ['b', 2, 25, 75],
    ]);
    expect(named({ kind: 'class', scheme: 'abc', id: 'b' })).toEqual([['d', 4, 10, 100]]);
    expect(named({ kind: 'class', scheme: 'usage', id: 'light' })).toEqual([
      ['e', 5, 5, 105],
      ['f', 6, 0, 105],
      ['g', 7, -5, 100],
    ]);
    expect(named({ kind: 'orders', orders: 2 }).map(([id]) => id)).toEqual(['c', 'e', 'h']);
  });

  it('say nothing of so few', () => {
    expect(concentration.findings(runConcentration(db, facts))).toEqual([]);
  });

  it('make one table of all groups', () => {
    const { rows, columns } = concentration.table(runConcentration(db, facts));
    expect(rows).toHaveLength(5 + 3 + 3 + 4);
    expect(rows[3]).toEqual({
      kind: 'concentration_kind_best',
      group: 'concentration_best_20',
      customers: 2,
      shareOfCustomers: 200 / 7,
      value: 300,
      shareOfValue: 75,
      mean: 150,
    });
    expect(columns.map(({ key }) => key)).toEqual(Object.keys(rows[0] ?? {}));
  });
});

describe('the contribution', () => {
  const costly = (customer: string, amount: number, cost?: number): TestOrder => ({
    customer,
    at: '2024-03-01',
    amount,
    ...(cost === undefined ? {} : { cost }),
  });

  it('is revenue less cost, and unknown where a cost is', () => {
    const facts = canonicalFrom(db, [
      costly('a', 100, 90),
      costly('b', 50, 20),
      costly('c', 70, 80),
      costly('d', 500),
    ]);
    const patch = { measure: 'contribution' } as const;
    const result = runConcentration(db, facts, patch);
    expect(result).toMatchObject({ measure: 'contribution', customers: 3, total: 30, unknown: 1 });
    expect(result.negatives).toEqual({ customers: 1, value: -10 });
    expect(
      customersOf(db, facts, { kind: 'best', customers: 9 }, patch).map((row) => [
        row['customer_id'],
        row['contribution'],
      ]),
    ).toEqual([
      ['b', 30],
      ['a', 10],
      ['c', -10],
    ]);
  });

  it('gives way to revenue where the data has no costs, and both to orders without money', () => {
    const facts = canonicalFrom(db, on('a', 10));
    expect(runConcentration(db, facts, { measure: 'contribution' }).measure).toBe('revenue');
    const bare = canonicalFrom(db, on('a', null));
    expect(concentration.defaults(bare).measure).toBe('orders');
    expect(runConcentration(db, bare, { measure: 'revenue' }).measure).toBe('orders');
  });
});

describe('at the edges', () => {
  it('one customer is class A, and there is nothing to be unequal to', () => {
    const result = runConcentration(db, canonicalFrom(db, on('a', 10)));
    expect(result.gini).toBe(0);
    expect(result.abc.map(({ customers }) => customers)).toEqual([1, 0, 0]);
    expect(result.best.map(({ customers }) => customers)).toEqual([1, 1, 1, 1, 1]);
  });

  it('customers who are all alike have a Gini coefficient of 0', () => {
    const alike = Array.from({ length: 10 }, (_, i) => on(`c${i}`, 7)).flat();
    const result = runConcentration(db, canonicalFrom(db, alike));
    expect(result.gini).toBeCloseTo(0, 12);
    expect(result.abc.map(({ customers }) => customers)).toEqual([8, 2, 0]);
    expect(result.curve.every((one) => one.shareOfCustomers === one.shareOfValue)).toBe(true);
  });

  it('one who brings all among n has (n − 1) ÷ n', () => {
    const orders = [...on('a', 10), ...on('b', 0), ...on('c', 0), ...on('d', 0)];
    const result = runConcentration(db, canonicalFrom(db, orders));
    expect(result.gini).toBeCloseTo(3 / 4, 12);
    expect(result.zeros).toBe(3);
  });

  it.each([
    ['nothing but zeros', on('a', 0, 0)],
    ['returns beyond sales', [...on('a', 10), { ...on('b', 5)[0], amount: -50 }] as TestOrder[]],
  ])('a total that is not above 0 has no shares: %s', (_, orders) => {
    const result = runConcentration(db, canonicalFrom(db, orders));
    expect([result.gini, result.abc]).toEqual([null, []]);
    expect(result.best.every(({ shareOfValue }) => shareOfValue === null)).toBe(true);
    expect(result.curve.every(({ shareOfValue }) => shareOfValue === null)).toBe(true);
    expect(concentration.findings(result)).toEqual([]);
  });

  it('only returns: nobody', () => {
    const result = runConcentration(
      db,
      canonicalFrom(db, [{ customer: 'a', at: '2024-02-29', amount: -10, kind: 'return' }]),
    );
    expect(result).toMatchObject({ customers: 0, total: 0, gini: null, largest: null });
    expect([result.curve, result.best, result.abc, result.usage, result.orders]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
  });

  it('twenty orders and more stand together', () => {
    const many = (customer: string, count: number) =>
      Array.from({ length: count }, () => ({ customer, at: '2024-03-01', amount: 1 }));
    const facts = canonicalFrom(db, [...many('a', 19), ...many('b', 20), ...many('c', 45)]);
    const { orders } = runConcentration(db, facts);
    expect(orders).toHaveLength(20);
    expect(orders.slice(-2).map(({ customers, open }) => [customers, open])).toEqual([
      [1, false],
      [2, true],
    ]);
    const last = customersOf(db, facts, { kind: 'orders', orders: 20 });
    expect(last.map((row) => row['customer_id'])).toEqual(['c', 'b']);
  });
});
