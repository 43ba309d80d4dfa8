import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { overview } from '../../../../src/analyses/overview/index.ts';
import type { OverviewSelection } from '../../../../src/analyses/overview/query.ts';
import { dayOf, periodIndex } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { column, runOverview } from './run.ts';

let db: TestDb;

beforeAll(async () => {
  db = await openDuckDB();
});

afterAll(() => {
  db.close();
});

/*
 * Twenty orders of five customers, 1 January to 20 April 2024 (April is not over). Each is written
 * as day, amount / quantity / cost; r = return.
 *
 *      Jan                       Feb                  Mar                     Apr
 *   a  01 10/1/4, 15 20/2/8      10 30/3/12           31 5/1/1                01 15/1/5
 *   b  31 40/2/16                01 50/5/20, r03 −20/−2/−8                    20 25/5/10
 *   c                            29 10/1/4            01 10/1/4, r15 −10/−1/−4
 *   d                            14 60/4/20           14 40/4/10, 14 5/1/1, 20 5/1/1
 *   e                                                 02 100/2/30             r02 −100/−2/−30, 11 8/1/3
 *   f  r10 −5/−1/−2
 *   –                            20 7/1/2 (no customer)
 *
 *                 Jan        Feb              Mar                 Apr (not over)
 * customers       a b = 2    a b c d = 4      a c d e = 4         a b e = 3
 * orders          3          4                6                   3
 * units           5          13               10                  7
 * sales           70         150              165                 48
 * returns         −5         −20              −10                 −100
 * revenue         65         130              155                 −52
 * cost            28−2 = 26  56−8 = 48        47−4 = 43           18−30 = −12
 * contribution    39         82               112                 −40
 * new             a b        c d              e                   –
 * returning       –          a b              a c d               a e
 * resurrecting    –          –                –                   b
 * dormant         unknown    –                b                   unknown
 * new revenue     70         10+60 = 70       100                 0
 *
 * Feb → Mar: 4 × 1 × 3.25 × 150/13 = 150, 4 × 1.5 × 10/6 × 16.5 = 165. L = 15 ÷ ln(165/150) = 157.3809;
 * customers ln 1 → 0; frequency ln 1.5 → 63.8124; basket ln(10/6 ÷ 3.25) = ln .512821 → −105.1036;
 * price ln(16.5 ÷ 11.538462) = ln 1.43 → 56.2911; together 15.
 */
const order = (customer: string, at: string, values: readonly number[]): TestOrder => {
  const [amount = 0, quantity = 0, cost = 0] = values;
  return {
    customer,
    at: `2024-${at}:00`,
    amount,
    quantity,
    cost,
    kind: amount < 0 ? 'return' : 'sale',
  };
};
const orders: TestOrder[] = [
  order('a', '01-01 09:00', [10, 1, 4]),
  order('a', '01-15 09:30', [20, 2, 8]),
  order('b', '01-31 11:00', [40, 2, 16]),
  order('f', '01-10 11:00', [-5, -1, -2]),
  order('a', '02-10 11:00', [30, 3, 12]),
  order('b', '02-01 11:00', [50, 5, 20]),
  order('b', '02-03 11:00', [-20, -2, -8]),
  order('c', '02-29 11:00', [10, 1, 4]),
  order('d', '02-14 11:00', [60, 4, 20]),
  order('a', '03-31 11:00', [5, 1, 1]),
  order('c', '03-01 11:00', [10, 1, 4]),
  order('c', '03-15 11:00', [-10, -1, -4]),
  order('d', '03-14 08:00', [40, 4, 10]),
  order('d', '03-14 11:00', [5, 1, 1]),
  order('d', '03-20 11:00', [5, 1, 1]),
  order('e', '03-02 11:00', [100, 2, 30]),
  order('a', '04-01 09:59', [15, 1, 5]),
  order('e', '04-02 11:00', [-100, -2, -30]),
  order('e', '04-11 11:00', [8, 1, 3]),
  order('b', '04-20 11:00', [25, 5, 10]),
  // The helper writes an order without a customer as one with an empty name, staged as NULL below.
  order('', '02-20 11:00', [7, 1, 2]),
];
const january = periodIndex(dayOf(2024, 1, 1), 'month');

describe('twenty orders worked by hand', () => {
  let facts: DatasetFacts;

  beforeAll(() => {
    facts = canonicalFrom(
      db,
      orders.map((each) =>
        each.customer === '' ? { ...each, customer: null as unknown as string } : each,
      ),
    );
  });

  it('come to these numbers by month', () => {
    const result = runOverview(db, facts, { grain: 'month' });
    expect(column(result, 'customers')).toEqual([2, 4, 4, 3]);
    expect(column(result, 'orders')).toEqual([3, 4, 6, 3]);
    expect(column(result, 'items')).toEqual([5, 13, 10, 7]);
    expect(column(result, 'sales')).toEqual([70, 150, 165, 48]);
    expect(column(result, 'returns')).toEqual([-5, -20, -10, -100]);
    expect(column(result, 'revenue')).toEqual([65, 130, 155, -52]);
    expect(column(result, 'cost')).toEqual([26, 48, 43, -12]);
    expect(column(result, 'contribution')).toEqual([39, 82, 112, -40]);
  });

  it('have customers in these states', () => {
    const result = runOverview(db, facts, { grain: 'month' });
    expect(column(result, 'new')).toEqual([2, 2, 1, 0]);
    expect(column(result, 'returning')).toEqual([0, 2, 3, 2]);
    expect(column(result, 'resurrecting')).toEqual([0, 0, 0, 1]);
    expect(column(result, 'dormant')).toEqual([null, 0, 1, null]);
    expect(column(result, 'newRevenue')).toEqual([70, 70, 100, 0]);
  });

  it('leave out an order without a customer, and say so', () => {
    const result = runOverview(db, facts, { grain: 'month' });
    expect(column(result, 'unnamedOrders')).toEqual([0, 1, 0, 0]);
    expect(column(result, 'unnamedRevenue')).toEqual([null, 7, null, null]);
    const columns = overview.table(result).columns.map(({ key }) => key);
    expect(columns).toContain('unnamedOrders');
  });

  it('compare the last complete month with the one before, by the parts of the change', () => {
    const { tree } = runOverview(db, facts, { grain: 'month' });
    expect([tree?.before.period, tree?.after.period]).toEqual([january + 1, january + 2]);
    expect(tree?.change).toBe(15);
    expect(tree?.items).toBe('units');
    const [customers, frequency, basket, price] = tree?.branches ?? [];
    expect([customers?.before, customers?.after, customers?.effect]).toEqual([4, 4, 0]);
    expect([frequency?.before, frequency?.after]).toEqual([1, 1.5]);
    expect(frequency?.effect).toBeCloseTo(63.8124, 3);
    expect(basket?.effect).toBeCloseTo(-105.1036, 3);
    expect(price?.after).toBeCloseTo(16.5, 12);
    expect(price?.effect).toBeCloseTo(56.2911, 3);
    expect(frequency?.share).toBeCloseTo((63.8124 / 15) * 100, 2);
  });

  it('compare any two complete months, and none that is not over', () => {
    const chosen = { grain: 'month', comparison: 'chosen' } as const;
    const { tree } = runOverview(db, facts, { ...chosen, from: january, to: january + 2 });
    expect([tree?.before.sales, tree?.after.sales, tree?.change]).toEqual([70, 165, 95]);
    expect(runOverview(db, facts, { ...chosen, to: january + 3 }).tree).toBeNull();
    expect(runOverview(db, facts, { grain: 'month', comparison: 'year' }).tree).toBeNull();
  });

  it('fall on these hours of the week', () => {
    const { week } = runOverview(db, facts, { grain: 'month' });
    expect(week).toHaveLength(4 * 7);
    const at = (weekday: number, hour: number) =>
      week.find((slot) => slot.weekday === weekday && slot.hour === hour);
    // 1 and 15 January and 1 April 2024 are Mondays.
    expect(at(1, 9)).toEqual({ weekday: 1, hour: 9, orders: 3, sales: 45 });
    expect(at(4, 8)).toEqual({ weekday: 4, hour: 8, orders: 1, sales: 40 });
    expect(at(1, 10)).toEqual({ weekday: 1, hour: 10, orders: 0, sales: 0 });
    expect(week.reduce((sum, { orders }) => sum + orders, 0)).toBe(16);
  });

  it.each([
    [{ kind: 'period', period: january + 1 }, ['a', 'b', 'c', 'd']],
    [{ kind: 'state', period: january + 1, state: 'new' }, ['c', 'd']],
    [{ kind: 'state', period: january + 2, state: 'returning' }, ['a', 'c', 'd']],
    [{ kind: 'state', period: january + 3, state: 'resurrecting' }, ['b']],
    [{ kind: 'state', period: january + 2, state: 'dormant' }, ['b']],
    [{ kind: 'slot', weekday: 1, hour: 9 }, ['a']],
    [{ kind: 'slot', weekday: 4, hour: null }, ['b', 'c', 'd', 'e']],
  ] as const satisfies readonly (readonly [OverviewSelection, readonly string[]])[])(
    'have the customers behind %j',
    (selection, expected) => {
      const settings = { ...overview.defaults(facts), grain: 'month' as const };
      const keys = db.rows(overview.customers(selection, settings, facts));
      const names = new Map(
        db
          .rows('SELECT customer_key, customer_id FROM customers')
          .map((row) => [row['customer_key'], String(row['customer_id'])]),
      );
      expect(keys.map((row) => names.get(row['customer_key'] ?? null)).sort()).toEqual(expected);
    },
  );

  it('lists what a customer ordered in a month with the customer', () => {
    const settings = { ...overview.defaults(facts), grain: 'month' as const };
    const selection = { kind: 'period', period: january + 2 } as const;
    const rows = db.rows(overview.customers(selection, settings, facts));
    expect(rows.map((row) => [row['period_orders'], row['period_revenue']]).sort()).toEqual(
      [
        [1, 0],
        [1, 100],
        [1, 5],
        [3, 50],
      ].sort(),
    );
  });
});

describe('edge data', () => {
  const sale = (customer: string, at: string, amount: number | null): TestOrder => ({
    customer,
    at,
    amount,
  });

  it('of one customer on one day is one period that is not compared', () => {
    const facts = canonicalFrom(db, [sale('a', '2024-05-05', 10)]);
    const result = runOverview(db, facts, { grain: 'month' });
    expect(column(result, 'observation')).toEqual(['running']);
    expect(result.tree).toBeNull();
    expect(column(result, 'dormant')).toEqual([null]);
    expect(overview.findings(result).map(({ key }) => key)).toEqual([
      'overview_found_weekday',
      'overview_found_running',
    ]);
  });

  it('of one order each knows every day whole', () => {
    const facts = canonicalFrom(db, [
      sale('a', '2024-02-28', 1),
      sale('b', '2024-02-29', 2),
      sale('c', '2024-03-01', 2),
    ]);
    const result = runOverview(db, facts, { grain: 'day' });
    expect(column(result, 'observation')).toEqual(['complete', 'complete', 'complete']);
    expect(column(result, 'dormant')).toEqual([null, 1, 1]);
    expect(result.tree?.change).toBe(0);
    expect(result.tree?.branches.map(({ share }) => share)).toEqual([null, null, null, null]);
    expect(overview.findings(result)[0]?.key).toBe('overview_found_sales_same');
  });

  it('of only returns has no customers, and no parts', () => {
    const back = { kind: 'return' } as const;
    const facts = canonicalFrom(db, [
      { ...sale('a', '2024-01-01', -5), ...back },
      { ...sale('a', '2024-02-29', -5), ...back },
    ]);
    const result = runOverview(db, facts, { grain: 'month' });
    expect(column(result, 'customers')).toEqual([0, 0]);
    expect(column(result, 'sales')).toEqual([0, 0]);
    expect(column(result, 'revenue')).toEqual([-5, -5]);
    expect(result.tree?.branches.map(({ effect }) => effect)).toEqual([null, null, null, null]);
    expect(overview.findings(result)).toEqual([]);
  });

  it('without amounts is told by orders', () => {
    const facts = canonicalFrom(db, [
      sale('a', '2024-01-01', null),
      sale('a', '2024-02-10', null),
      sale('b', '2024-02-29', null),
    ]);
    const result = runOverview(db, facts, { grain: 'month', measure: 'revenue' });
    expect([result.hasMoney, result.measure, result.measures]).toEqual([
      false,
      'orders',
      ['customers', 'orders'],
    ]);
    expect(column(result, 'revenue')).toEqual([null, null]);
    expect(overview.findings(result)[0]).toMatchObject({
      key: 'overview_found_orders_up',
      values: { orders: { value: 2 }, percent: { value: 100 } },
    });
  });

  it('with an amount of 0 has no price to take a logarithm of', () => {
    const facts = canonicalFrom(db, [sale('a', '2024-01-01', 0), sale('a', '2024-02-29', 5)]);
    const { tree } = runOverview(db, facts, { grain: 'month' });
    expect([tree?.change, tree?.items]).toEqual([5, 'lines']);
    expect(tree?.branches.map(({ effect }) => effect)).toEqual([null, null, null, null]);
  });

  it('with a cost that is unknown of one order knows no contribution of its month', () => {
    const facts = canonicalFrom(db, [
      { ...sale('a', '2024-01-01', 10), cost: 4 },
      sale('b', '2024-01-02', 10),
      { ...sale('a', '2024-02-29', 9), cost: 3 },
    ]);
    const result = runOverview(db, facts, { grain: 'month' });
    expect(column(result, 'contribution')).toEqual([null, 6]);
    expect(result.measures).toContain('contribution');
  });

  it('has a month without an order between two that have some: 0, and known', () => {
    const facts = canonicalFrom(db, [sale('a', '2024-01-01', 10), sale('a', '2024-03-31', 10)]);
    const result = runOverview(db, facts, { grain: 'month' });
    expect(column(result, 'revenue')).toEqual([10, 0, 10]);
    expect(column(result, 'dormant')).toEqual([null, 1, 0]);
    expect(column(result, 'resurrecting')).toEqual([0, 0, 1]);
  });

  it("keeps the week over the year's end together", () => {
    const facts = canonicalFrom(db, [
      sale('a', '2024-12-30', 1),
      sale('a', '2025-01-05', 1),
      sale('a', '2025-01-06', 1),
    ]);
    const result = runOverview(db, facts, { grain: 'week' });
    expect(column(result, 'orders')).toEqual([2, 1]);
    expect(column(result, 'observation')).toEqual(['complete', 'running']);
  });
});
