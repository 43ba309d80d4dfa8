import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { cohort } from '../../../../src/analyses/cohort/index.ts';
import { dayOf, formatDay, periodIndex, periodStart } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { cells, runCohort, settingsFor } from './run.ts';

let db: TestDb;

beforeAll(async () => {
  db = await openDuckDB();
});

afterAll(() => {
  db.close();
});

/*
 * Twenty orders of five customers, January to 20 April 2024 (April is not over). r = return.
 *
 *      Jan              Feb            Mar              Apr           first sale
 *   a  05 10, 05 20     10 30          31 5             01 15         Jan
 *   b  31 40            01 50, r03 −20                  20 25         Jan
 *   c                   29 10          01 10, r15 −10                 Feb
 *   d  r20 −99          14 60          14 40, 14 5, 20 5              Feb   (the return is older
 *   e                                  02 100           r02 −100      Mar    than the first sale)
 *   f  r10 −5                                                         none: only a return
 *
 * cohort Jan (a, b): k = 0  2 customers, 3 orders, 10+20+40      =  70
 *                    k = 1  2 customers, 2 orders, 30+50−20      =  60
 *                    k = 2  1 customer,  1 order,  5
 *                    k = 3  2 customers, 2 orders, 15+25         =  40, incomplete
 * cohort Feb (c, d): k = 0  2, 2, 70;  k = 1  2, 4, 10−10+40+5+5 =  50;  k = 2  0, 0, 0, incomplete
 * cohort Mar (e):    k = 0  1, 1, 100; k = 1  0, 0, −100, incomplete
 */
const orders: TestOrder[] = [
  { customer: 'a', at: '2024-01-05 09:00:00', amount: 10 },
  { customer: 'a', at: '2024-01-05 17:00:00', amount: 20 },
  { customer: 'a', at: '2024-02-10', amount: 30 },
  { customer: 'a', at: '2024-03-31', amount: 5 },
  { customer: 'a', at: '2024-04-01', amount: 15 },
  { customer: 'b', at: '2024-01-31', amount: 40 },
  { customer: 'b', at: '2024-02-01', amount: 50 },
  { customer: 'b', at: '2024-02-03', amount: -20, kind: 'return' },
  { customer: 'b', at: '2024-04-20', amount: 25 },
  { customer: 'c', at: '2024-02-29', amount: 10 },
  { customer: 'c', at: '2024-03-01', amount: 10 },
  { customer: 'c', at: '2024-03-15', amount: -10, kind: 'return' },
  { customer: 'd', at: '2024-01-20', amount: -99, kind: 'return' },
  { customer: 'd', at: '2024-02-14', amount: 60 },
  { customer: 'd', at: '2024-03-14', amount: 40 },
  { customer: 'd', at: '2024-03-14', amount: 5 },
  { customer: 'd', at: '2024-03-20', amount: 5 },
  { customer: 'e', at: '2024-03-02', amount: 100 },
  { customer: 'e', at: '2024-04-02', amount: -100, kind: 'return' },
  { customer: 'f', at: '2024-01-10', amount: -5, kind: 'return' },
];
const january = periodIndex(dayOf(2024, 1, 1), 'month');

describe('the cohorts of twenty orders worked by hand', () => {
  let facts: DatasetFacts;

  beforeAll(() => {
    facts = canonicalFrom(db, orders);
  });

  it('group customers by the month of their first sale', () => {
    const result = runCohort(db, facts, { grain: 'month' });
    expect(result.cohorts.map(({ index, size }) => [index - january, size])).toEqual([
      [0, 2],
      [1, 2],
      [2, 1],
    ]);
    expect(result.customers).toBe(5);
  });

  it('count customers, orders and revenue by age; what has not come is not there', () => {
    const result = runCohort(db, facts, { grain: 'month' });
    expect(cells(result, 0, 'customers')).toEqual([2, 2, 1, 2]);
    expect(cells(result, 0, 'orders')).toEqual([3, 2, 1, 2]);
    expect(cells(result, 0, 'revenue')).toEqual([70, 60, 5, 40]);
    expect(cells(result, 1, 'customers')).toEqual([2, 2, 0]);
    expect(cells(result, 1, 'orders')).toEqual([2, 4, 0]);
    expect(cells(result, 1, 'revenue')).toEqual([70, 50, 0]);
    expect(cells(result, 2, 'customers')).toEqual([1, 0]);
    expect(cells(result, 2, 'revenue')).toEqual([100, -100]);
  });

  it('mark the cells of the month that is not over', () => {
    const result = runCohort(db, facts, { grain: 'month' });
    expect(result.cohorts.map(({ cells }) => cells.map((cell) => cell?.incomplete))).toEqual([
      [false, false, false, true],
      [false, false, true],
      [false, true],
    ]);
    expect([result.firstComplete, result.lastComplete]).toEqual([false, false]);
  });

  it.each([
    ['retention', [100, 100, 50, 100], [100, 100, 50, null]],
    ['customers', [2, 2, 1, 2], [5 / 3, 2, 1, null]],
    ['orders', [3, 2, 1, 2], [2, 3, 1, null]],
    ['revenue', [70, 60, 5, 40], [80, 55, 5, null]],
    ['average_order', [70 / 3, 30, 5, 20], [240 / 6, 110 / 6, 5, null]],
    ['items', [3, 2, 1, 2], [2, 3, 1, null]],
  ] as const)('show %s, and its mean over complete months', (measure, first, means) => {
    const result = runCohort(db, facts, { grain: 'month', measure });
    expect(cells(result, 0, 'value')).toEqual(first);
    expect(result.means.map(({ value }) => value)).toEqual(means);
    expect(result.means.map(({ cohorts, customers }) => [cohorts, customers])).toEqual([
      [3, 5],
      [2, 4],
      [1, 2],
      [0, 0],
    ]);
  });

  it.each([
    ['total', [70, 60, 5, 40], [80, 55, 5, null]],
    ['per_active', [35, 30, 5, 20], [48, 27.5, 5, null]],
    ['per_acquired', [35, 30, 2.5, 20], [48, 27.5, 2.5, null]],
    ['cumulative', [70, 130, 135, 175], [80, 125, 135, null]],
    ['cumulative_per_acquired', [35, 65, 67.5, 87.5], [48, 62.5, 67.5, null]],
  ] as const)('show revenue %s', (mode, first, means) => {
    const result = runCohort(db, facts, { grain: 'month', measure: 'revenue', mode });
    expect(cells(result, 0, 'value')).toEqual(first);
    expect(result.means.map(({ value }) => value)).toEqual(means);
  });

  it('have no revenue per active customer where nobody was active', () => {
    const result = runCohort(db, facts, {
      grain: 'month',
      measure: 'revenue',
      mode: 'per_active',
    });
    expect(cells(result, 1, 'value')).toEqual([35, 25, null]);
  });

  it('list the customers behind a cell with their orders and revenue of the month', () => {
    const list = (at: number, age: number) =>
      db.rows(
        `SELECT customer_id, period_orders, period_revenue
         FROM (${cohort.customers({ cohort: january + at, age }, settingsFor(facts, { grain: 'month' }), facts).text})
         JOIN customers USING (customer_key) ORDER BY customer_id`,
      );
    expect(list(0, 1)).toEqual([
      { customer_id: 'a', period_orders: 1, period_revenue: 30 },
      { customer_id: 'b', period_orders: 1, period_revenue: 30 },
    ]);
    expect(list(1, 1)).toEqual([
      { customer_id: 'c', period_orders: 1, period_revenue: 0 },
      { customer_id: 'd', period_orders: 3, period_revenue: 50 },
    ]);
    expect(list(1, 2)).toEqual([]);
    expect(list(2, 1)).toEqual([]);
  });

  it('say nothing of cohorts this small but that April is not over', () => {
    const findings = cohort.findings(runCohort(db, facts, { grain: 'month' }));
    expect(findings.map(({ key }) => key)).toEqual(['cohort_finding_incomplete']);
  });

  it('tell the table all that was observed, a row a cohort and age', () => {
    const { rows, columns } = cohort.table(runCohort(db, facts, { grain: 'month' }));
    expect(rows).toHaveLength(4 + 3 + 2);
    expect(rows[1]).toEqual({
      cohort: january,
      size: 2,
      age: 1,
      period: january + 1,
      state: 'cohort_state_complete',
      customers: 2,
      retention: 100,
      orders: 2,
      revenue: 60,
      average_order: 30,
      revenue_per_active: 30,
      revenue_cumulative_per_acquired: 65,
    });
    expect(columns.map(({ key }) => key)).toEqual(Object.keys(rows[0] ?? {}));
  });

  it('put the leap day, the 31st and the 1st into their own months', () => {
    const [february, march] = runCohort(db, facts, { grain: 'month' }).cohorts.slice(1);
    expect(formatDay(periodStart(february?.index ?? 0, 'month'))).toBe('2024-02-01');
    expect(formatDay(periodStart(march?.index ?? 0, 'month'))).toBe('2024-03-01');
  });
});

describe('cohorts at the edges', () => {
  it('of one customer and one order: one cell', () => {
    const facts = canonicalFrom(db, [{ customer: 'a', at: '2024-01-31', amount: 10 }]);
    const result = runCohort(db, facts, { grain: 'month' });
    expect(cells(result, 0, 'value')).toEqual([100]);
    expect(result.lastComplete).toBe(true);
    expect(cohort.findings(result)).toEqual([]);
  });

  it('of everyone on one day: one cohort, incomplete', () => {
    const facts = canonicalFrom(
      db,
      ['a', 'b', 'c'].map((customer) => ({ customer, at: '2024-05-15', amount: 1 })),
    );
    const result = runCohort(db, facts, { grain: 'year' });
    expect(result.cohorts.map(({ size }) => size)).toEqual([3]);
    expect(result.means.map(({ value }) => value)).toEqual([null]);
  });

  it('of a week that spans two years: one period, weeks begin on Monday', () => {
    // 2020-12-28 is a Monday, 2021-01-03 the Sunday of the same ISO week 2020-W53.
    const facts = canonicalFrom(db, [
      { customer: 'a', at: '2020-12-28', amount: 1 },
      { customer: 'a', at: '2021-01-03', amount: 1 },
      { customer: 'a', at: '2021-01-04', amount: 1 },
    ]);
    const result = runCohort(db, facts, { grain: 'week' });
    expect(cells(result, 0, 'orders')).toEqual([2, 1]);
    expect(formatDay(periodStart(result.cohorts[0]?.index ?? 0, 'week'))).toBe('2020-12-28');
  });

  it('of orders before 1970: ages count on', () => {
    const facts = canonicalFrom(db, [
      { customer: 'a', at: '1969-12-31', amount: 1 },
      { customer: 'a', at: '1970-01-01', amount: 1 },
    ]);
    for (const grain of ['month', 'quarter', 'year'] as const) {
      expect(cells(runCohort(db, facts, { grain }), 0, 'customers')).toEqual([1, 1]);
    }
  });

  it('of only returns: no cohort, no sentence', () => {
    const facts = canonicalFrom(db, [
      { customer: 'a', at: '2024-01-31', amount: -10, kind: 'return' },
    ]);
    const result = runCohort(db, facts, { grain: 'month' });
    expect(result.cohorts).toEqual([]);
    expect(result.means).toEqual([]);
    expect(cohort.findings(result)).toEqual([]);
  });

  it('of unknown amounts: customers are counted, and money is not offered', () => {
    const facts = canonicalFrom(db, [
      { customer: 'a', at: '2024-01-31', amount: null },
      { customer: 'a', at: '2024-03-31', amount: null },
    ]);
    const result = runCohort(db, facts, { grain: 'month', measure: 'revenue' });
    expect(result.measure).toBe('retention');
    expect(cells(result, 0, 'customers')).toEqual([1, 0, 1]);
    expect(cells(result, 0, 'revenue')).toEqual([null, null, null]);
    expect(cohort.table(result).rows.map((row) => row['revenue'])).toEqual([null, null, null]);
  });
});
