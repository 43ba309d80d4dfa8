import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { customersOf, idsOf, runProducts } from './run.ts';

let db: TestDb;
let facts: DatasetFacts;

/** A line of 10 for each letter; `?` is a line without a product. P and Q are of category X. */
function order(number: string, customer: string, at: string, items: string): TestOrder[] {
  return items.split('').map((product) => ({
    customer,
    at,
    order: number,
    amount: 10,
    cost: 4,
    ...(product === '?' ? {} : { product, category: 'PQ'.includes(product) ? 'X' : 'Y' }),
  }));
}

/*
 * Twenty orders of nine customers. The last day is 31 December, so that h is not observed for 90
 * days, and only a (from 1 January of a leap year) for 365.
 *
 *       first    then                                back within  revenue in 90 days
 *   a   1 Jan PQ    11 Jan PR, 1 Mar QR              10 days      60
 *   b   2 Jan PQ    1 Feb P, 1 Mar ?                 30           40
 *   c   3 Jan PRS   1 Jul QR                         180          30 (50 in 180)
 *   d   4 Jan PQ    the same day R                   never        30
 *   e   5 Jan QR    6 Jan QR                         1            40
 *   f   10 Feb RS   20 Feb R                         10           30
 *   g   1 Mar S     5 Mar S returned                 never         0
 *   h   1 Dec PQ    31 Dec PR                        not observed  –
 *   i   1 May T     the same day T                   never        20
 */
const orders: TestOrder[] = [
  ...order('1', 'a', '2024-01-01', 'PQ'),
  ...order('2', 'a', '2024-01-11', 'PR'),
  ...order('3', 'a', '2024-03-01', 'QR'),
  ...order('4', 'b', '2024-01-02', 'PQ'),
  ...order('5', 'b', '2024-02-01', 'P'),
  ...order('6', 'c', '2024-01-03', 'PRS'),
  ...order('7', 'c', '2024-07-01', 'QR'),
  ...order('8', 'd', '2024-01-04 10:00:00', 'PQ'),
  ...order('9', 'e', '2024-01-05', 'QR'),
  ...order('10', 'e', '2024-01-06', 'QR'),
  ...order('11', 'f', '2024-02-10', 'RS'),
  ...order('12', 'f', '2024-02-20', 'R'),
  ...order('13', 'g', '2024-03-01', 'S'),
  ...order('14', 'h', '2024-12-01', 'PQ'),
  ...order('15', 'h', '2024-12-31', 'PR'),
  ...order('16', 'd', '2024-01-04 12:00:00', 'R'),
  ...order('17', 'b', '2024-03-01', '?'),
  ...order('18', 'i', '2024-05-01 09:00:00', 'T'),
  ...order('19', 'i', '2024-05-01 10:00:00', 'T'),
  ...order('20', 'g', '2024-03-05', 'S').map((line) => ({
    ...line,
    amount: -10,
    cost: 0,
    kind: 'return' as const,
  })),
];

beforeAll(async () => {
  db = await openDuckDB();
  facts = canonicalFrom(db, orders);
});
afterAll(() => {
  db.close();
});

describe('first products', () => {
  it('count a customer for everything in the first order, and list what two began with', () => {
    const result = runProducts(db, facts, 'first', { leastCustomers: 2 });
    expect(result.rows.map(({ item, customers }) => [item, customers])).toEqual([
      ['P', 5],
      ['Q', 5],
      ['R', 3],
      ['S', 3],
    ]);
    expect(result).toMatchObject({ customers: 9, known: 9, begun: 5, enough: 4 });
  });

  it('tell the repeat rate only of customers observed that long', () => {
    const { rows, all } = runProducts(db, facts, 'first', { leastCustomers: 2 });
    const counts = (h: 90 | 180 | 365) =>
      [all, ...rows.map(({ courses }) => courses)].map((one) => [one[h].returned, one[h].observed]);
    expect(counts(90)).toEqual([
      [4, 8],
      [2, 4],
      [3, 4],
      [2, 3],
      [1, 3],
    ]);
    expect(counts(180)).toEqual([
      [5, 8],
      [3, 4],
      [3, 4],
      [3, 3],
      [2, 3],
    ]);
    expect(counts(365)).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
    expect(rows[2]?.courses[365].rate).toBeNull();
  });

  it('take returns off the revenue, and the cost off the contribution', () => {
    const patch = { leastCustomers: 2, horizon: 90 } as const;
    const revenue = runProducts(db, facts, 'first', { ...patch, outcome: 'revenue' });
    expect(revenue.all[90]).toMatchObject({ valued: 8, mean: 31.25 });
    expect(revenue.rows.map(({ estimate }) => estimate?.value)).toEqual([
      40,
      42.5,
      expect.closeTo(100 / 3, 9),
      20,
    ]);
    // Of each line of 10, 4 are cost; the line that came back keeps its cost.
    const contribution = runProducts(db, facts, 'first', { ...patch, outcome: 'contribution' });
    expect(contribution.rows[0]?.estimate?.value).toBeCloseTo(24, 9);
    expect(contribution.rows[3]?.estimate?.value).toBeCloseTo((18 + 18 - 4) / 3, 9);
  });

  it('open the customers who began so, with their second day', () => {
    const rows = customersOf(db, facts, { kind: 'first', item: 'P' });
    expect(idsOf(rows)).toEqual(['a', 'b', 'c', 'd', 'h']);
    expect(rows.map((row) => row['second_day'])).toEqual([
      Date.UTC(2024, 0, 11) / 864e5,
      Date.UTC(2024, 1, 1) / 864e5,
      Date.UTC(2024, 6, 1) / 864e5,
      null,
      Date.UTC(2024, 11, 31) / 864e5,
    ]);
  });

  it('work with categories', () => {
    const { rows } = runProducts(db, facts, 'first', { leastCustomers: 2, level: 'category' });
    expect(rows.map(({ item, customers }) => [item, customers])).toEqual([
      ['X', 6],
      ['Y', 5],
    ]);
  });
});

/*
 * Of the 19 sales, 18 have a known product: R is in 10, P and Q in 8, S in 3, T in 2.
 * PQ 4: lift 4 × 18 ÷ 64; QR 4: 4 × 18 ÷ 80; PR 3: 3 × 18 ÷ 80; RS 2: 2 × 18 ÷ 30; PS 1.
 */
describe('bought together', () => {
  it('gives support, confidence both ways and lift', () => {
    const result = runProducts(db, facts, 'pairs', { leastOrders: 2 });
    expect(result.items.map(({ item, orders: n }) => `${item}${n}`)).toEqual([
      'R10',
      'P8',
      'Q8',
      'S3',
      'T2',
    ]);
    expect(result).toMatchObject({ orders: 18, tests: 10, enough: 5 });
    expect(
      result.pairs.map(({ a, b, orders: n, lift }) => [a, b, n, Number(lift.toFixed(4))]),
    ).toEqual([
      ['R', 'S', 2, 1.2],
      ['P', 'Q', 4, 1.125],
      ['R', 'Q', 4, 0.9],
      ['R', 'P', 3, 0.675],
    ]);
    expect(result.pairs[2]).toMatchObject({ confidence: 40, reverse: 50 });
    expect(result.pairs[1]?.support).toBeCloseTo(400 / 18, 9);
    expect(result.pairs.every(({ clear }) => !clear)).toBe(true);
  });

  it('opens the customers who bought both in one order', () => {
    const rows = customersOf(db, facts, { kind: 'pair', a: 'P', b: 'Q' });
    expect(idsOf(rows)).toEqual(['a', 'b', 'd', 'h']);
    const other = customersOf(db, facts, { kind: 'pair', a: 'R', b: 'Q' });
    expect(other.map((row) => [row['customer_id'], row['together_orders']])).toEqual([
      ['a', 1],
      ['c', 1],
      ['e', 2],
    ]);
  });
});

/*
 * Seven steps: a PQ→PR, PR→QR; b PQ→P (the day after has no known product); c PRS→QR; e QR→QR;
 * f RS→R; h PQ→PR. From P 5, Q 4, R 4, S 2; to P 3, Q 3, R 6.
 */
describe('next product', () => {
  it('counts the steps and holds them against what is usual', () => {
    const result = runProducts(db, facts, 'next', { leastSteps: 2, rank: 'count' });
    expect(result).toMatchObject({ steps: 7, tests: 16 });
    expect(result.items.map((one) => [one.item, one.days, one.departed, one.arrived])).toEqual([
      ['R', 10, 4, 6],
      ['P', 8, 5, 3],
      ['Q', 8, 4, 3],
      ['S', 3, 2, 0],
    ]);
    const named = Object.fromEntries(
      result.transitions.map((one) => [`${one.from}${one.to}`, one] as const),
    );
    expect(
      Object.fromEntries(Object.entries(named).map(([key, one]) => [key, one.orders])),
    ).toEqual({ PR: 4, RR: 4, PP: 3, QP: 3, QR: 3, RQ: 3, PQ: 2, SR: 2 });
    expect(named['PP']).toMatchObject({ share: 60 });
    expect(named['PP']?.base).toBeCloseTo(300 / 7, 9);
    expect(named['QP']?.lift).toBeCloseTo(1.75, 9);
  });

  it('opens the customers who took the step', () => {
    const rows = customersOf(db, facts, { kind: 'next', from: 'P', to: 'R' });
    expect(rows.map((row) => [row['customer_id'], row['step_times']])).toEqual([
      ['a', 2],
      ['c', 1],
      ['h', 1],
    ]);
  });
});

describe('reach', () => {
  it('tells the share of each class by orders', () => {
    const result = runProducts(db, facts, 'reach');
    expect(result.groups).toEqual([
      { id: '1', customers: 1 },
      { id: '2', customers: 8 },
    ]);
    expect(result.rows.map(({ item, all }) => [item, all.customers])).toEqual([
      ['Q', 6],
      ['R', 6],
      ['P', 5],
      ['S', 3],
      ['T', 1],
    ]);
    expect(result.rows[3]?.cells.map(({ customers, share }) => [customers, share])).toEqual([
      [1, 100],
      [2, 25],
    ]);
  });

  it('puts each scored customer in one segment, and opens them', () => {
    const result = runProducts(db, facts, 'reach', { grouping: 'rfm' });
    expect(result.customers).toBe(9);
    for (const { all, cells } of result.rows) {
      expect(cells.reduce((sum, { customers }) => sum + customers, 0)).toBe(all.customers);
      for (const cell of cells.slice(0, 2)) {
        const rows = customersOf(db, facts, cell.selection, { grouping: 'rfm' });
        expect(rows).toHaveLength(cell.customers);
      }
    }
    const all = customersOf(db, facts, { kind: 'reach', item: 'S', group: null });
    expect(idsOf(all)).toEqual(['c', 'f', 'g']);
  });
});
