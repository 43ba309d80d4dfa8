import { afterAll, beforeAll, expect, it } from 'vitest';
import { cohortCustomersQuery, cohortQuery } from '../../../../src/analyses/cohort/query.ts';
import { COHORT_GRAINS } from '../../../../src/analyses/cohort/settings.ts';
import { sql } from '../../../../src/core/sql.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';

let db: TestDb;

beforeAll(async () => {
  db = await openDuckDB();
  canonicalFrom(db, []);
});

afterAll(() => {
  db.close();
});

it('counts a customer once a period without DISTINCT', () => {
  expect(cohortQuery({ grain: 'month' }).text).toMatchInlineSnapshot(`
    "WITH
    -- Each customer and day, with the month of the first sale, of the day and of the purchase before
    days AS (
      SELECT
        ((year(first_day) - 1970) * 12 + month(first_day) - 1) AS cohort,
        ((year(day) - 1970) * 12 + month(day) - 1) AS period,
        ((year(previous_day) - 1970) * 12 + month(previous_day) - 1) AS previous_period,
        orders,
        revenue
      FROM customer_days
      WHERE day >= first_day
    )
    -- A customer counts once a period: on the first day of it with a sale
    SELECT
      cohort::INTEGER AS cohort,
      (period - cohort)::INTEGER AS age,
      (COUNT(*) FILTER (orders > 0 AND previous_period IS DISTINCT FROM period))::INTEGER AS customers,
      SUM(orders)::INTEGER AS orders,
      SUM(revenue)::DOUBLE AS revenue
    FROM days
    GROUP BY ALL
    ORDER BY cohort, age"
  `);
});

it('lists the customers behind a cell', () => {
  const query = cohortCustomersQuery({ cohort: 491, age: 1 }, { grain: 'month' });
  expect(query.text).toMatchInlineSnapshot(`
    "-- Customers whose first sale lies in one period and who bought in another (or the same)
    SELECT
      customer_key,
      SUM(orders)::INTEGER AS period_orders,
      SUM(revenue)::DOUBLE AS period_revenue
    FROM customer_days
    WHERE first_day BETWEEN DATE '2010-12-01' AND DATE '2010-12-31'
      AND day BETWEEN DATE '2011-01-01' AND DATE '2011-01-31'
      AND day >= first_day
    GROUP BY customer_key
    HAVING SUM(orders) > 0"
  `);
});

it.each(COHORT_GRAINS)('runs on empty tables by %s', (grain) => {
  expect(db.rows(sql`EXPLAIN ${cohortQuery({ grain })}`).length).toBeGreaterThan(0);
  expect(db.rows(cohortQuery({ grain }))).toEqual([]);
  expect(db.rows(cohortCustomersQuery({ cohort: 40, age: 2 }, { grain }))).toEqual([]);
});
