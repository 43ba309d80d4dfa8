import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { cohortCustomersQuery } from '../../../../src/analyses/cohort/customers-query.ts';
import { cohortQuery, itemsQuery, sizesQuery } from '../../../../src/analyses/cohort/query.ts';
import { COHORT_GRAINS, type CohortBy } from '../../../../src/analyses/cohort/settings.ts';
import { sql } from '../../../../src/core/sql.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';

let db: TestDb;
let facts: DatasetFacts;
const by: CohortBy = { kind: 'first_order' };

beforeAll(async () => {
  db = await openDuckDB();
  facts = canonicalFrom(db, [
    {
      customer: 'a',
      at: '2024-01-31',
      amount: 1,
      cost: 1,
      quantity: 1,
      product: 'tea',
      customerAttributes: { joined: '2024-01-01' },
    },
  ]);
});

afterAll(() => {
  db.close();
});

it('counts a customer once a period without DISTINCT', () => {
  expect(cohortQuery({ grain: 'month', by }, withoutCost(facts)).text).toMatchInlineSnapshot(`
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
  const query = cohortCustomersQuery({ cohort: 491, age: 1 }, { grain: 'month', by }, facts);
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

function withoutCost(some: DatasetFacts): DatasetFacts {
  return { ...some, shape: { ...some.shape, cost: false, quantity: false } };
}

it('counts values of the first order, the 20 most frequent and all others', () => {
  const product: CohortBy = { kind: 'value', dimension: 'product' };
  expect(cohortQuery({ grain: 'quarter', by: product }, facts).text).toMatchInlineSnapshot(`
    "WITH
    -- Each customer with the value that makes the cohort
    firsts AS (
      SELECT customer_key, value FROM (
        SELECT firsts.customer_key, "product" AS value,
          row_number() OVER (PARTITION BY firsts.customer_key ORDER BY amount DESC NULLS LAST, "product") AS place
        FROM (SELECT orders.customer_key, min(order_key) AS order_key
        FROM "orders" AS orders JOIN "customers" AS customers
          ON orders.customer_key = customers.customer_key AND orders.ordered_at = customers.start_at
        WHERE kind = 'sale' GROUP BY orders.customer_key) AS firsts JOIN "lines" AS lines USING (order_key)
      ) WHERE place = 1
    ),
    -- Values by how many customers have them; all after the first 20 are one cohort
    places AS (
      SELECT value,
        LEAST(row_number() OVER (ORDER BY COUNT(*) DESC, value NULLS LAST) - 1, 20)::INTEGER AS cohort
      FROM firsts
      GROUP BY value
    ),
    -- Each customer with the cohort
    members AS (
      SELECT customer_key, cohort, firsts.value
      FROM firsts JOIN places ON firsts.value IS NOT DISTINCT FROM places.value
    ),
    -- Each customer and day, with the quarter of the first sale, of the day and of the purchase before
    days AS (
      SELECT
        cohort,
        ((year(first_day) - 1970) * 4 + quarter(first_day) - 1) AS acquired,
        ((year(day) - 1970) * 4 + quarter(day) - 1) AS period,
        ((year(previous_day) - 1970) * 4 + quarter(previous_day) - 1) AS previous_period,
        orders,
        revenue,
        cost
      FROM customer_days
      JOIN members USING (customer_key)
      WHERE day >= first_day
    )
    -- A customer counts once a period: on the first day of it with a sale
    SELECT
      cohort::INTEGER AS cohort,
      acquired::INTEGER AS acquired,
      (period - acquired)::INTEGER AS age,
      (COUNT(*) FILTER (orders > 0 AND previous_period IS DISTINCT FROM period))::INTEGER AS customers,
      SUM(orders)::INTEGER AS orders,
      SUM(revenue)::DOUBLE AS revenue,
      (CASE WHEN COUNT(cost) = COUNT(*) THEN SUM(cost) END)::DOUBLE AS cost
    FROM days
    GROUP BY ALL
    ORDER BY cohort, acquired, age"
  `);
  expect(sizesQuery({ grain: 'quarter', by: product }, facts).text).toMatchInlineSnapshot(`
    "WITH
    -- Each customer with the value that makes the cohort
    firsts AS (
      SELECT customer_key, value FROM (
        SELECT firsts.customer_key, "product" AS value,
          row_number() OVER (PARTITION BY firsts.customer_key ORDER BY amount DESC NULLS LAST, "product") AS place
        FROM (SELECT orders.customer_key, min(order_key) AS order_key
        FROM "orders" AS orders JOIN "customers" AS customers
          ON orders.customer_key = customers.customer_key AND orders.ordered_at = customers.start_at
        WHERE kind = 'sale' GROUP BY orders.customer_key) AS firsts JOIN "lines" AS lines USING (order_key)
      ) WHERE place = 1
    ),
    -- Values by how many customers have them; all after the first 20 are one cohort
    places AS (
      SELECT value,
        LEAST(row_number() OVER (ORDER BY COUNT(*) DESC, value NULLS LAST) - 1, 20)::INTEGER AS cohort
      FROM firsts
      GROUP BY value
    ),
    -- Each customer with the cohort
    members AS (
      SELECT customer_key, cohort, firsts.value
      FROM firsts JOIN places ON firsts.value IS NOT DISTINCT FROM places.value
    )
    -- Customers by value; of the last cohort, which holds all others, no value is named
    SELECT cohort, CASE WHEN cohort < 20 THEN MIN(value) END AS value, COUNT(*)::INTEGER AS customers
    FROM members
    GROUP BY cohort
    ORDER BY cohort"
  `);
  const query = cohortCustomersQuery(
    { cohort: { except: ['tea', null] }, age: 1 },
    { grain: 'month', by: product },
    facts,
  );
  expect(query.text).toMatchInlineSnapshot(`
    "WITH
    -- Each customer with the value that makes the cohort
    firsts AS (
      SELECT customer_key, value FROM (
        SELECT firsts.customer_key, "product" AS value,
          row_number() OVER (PARTITION BY firsts.customer_key ORDER BY amount DESC NULLS LAST, "product") AS place
        FROM (SELECT orders.customer_key, min(order_key) AS order_key
        FROM "orders" AS orders JOIN "customers" AS customers
          ON orders.customer_key = customers.customer_key AND orders.ordered_at = customers.start_at
        WHERE kind = 'sale' GROUP BY orders.customer_key) AS firsts JOIN "lines" AS lines USING (order_key)
      ) WHERE place = 1
    )
    -- Customers of the value who bought in the period
    SELECT
      customer_key,
      SUM(orders)::INTEGER AS period_orders,
      SUM(revenue)::DOUBLE AS period_revenue
    FROM customer_days
    JOIN firsts USING (customer_key)
    WHERE TRUE AND value IS DISTINCT FROM 'tea' AND value IS DISTINCT FROM NULL
      AND ((year(day) - 1970) * 12 + month(day) - 1) - ((year(first_day) - 1970) * 12 + month(first_day) - 1) = 1
      AND ((year(day) - 1970) * 12 + month(day) - 1) <= 648
      AND day >= first_day
    GROUP BY customer_key
    HAVING SUM(orders) > 0"
  `);
});

it('reads the dates of an attribute, and counts items by them', () => {
  const joined: CohortBy = { kind: 'date', dimension: 'customer_attribute_1' };
  expect(itemsQuery({ grain: 'year', by: joined }, facts).text).toMatchInlineSnapshot(`
    "WITH
    -- The date as it is written, without a time of day
    written AS (
      SELECT customer_key, regexp_replace(trim("customer_attribute_1"), '[T ]+[0-9]{1,2}:[0-9]{2}.*$', '') AS text
      FROM customers
    ),
    -- As a date; 5/1/2024 has its day first where another date can only be read so (25/1/2024)
    dated AS (
      SELECT customer_key, COALESCE(
        TRY_CAST(text AS DATE),
        try_strptime(text, ['%Y.%m.%d', '%Y. %m. %d.', '%Y. %m. %d', '%Y%m%d', '%Y년 %m월 %d일', '%d.%m.%Y'])::DATE,
        CASE WHEN (SELECT COALESCE(bool_or(regexp_matches(text, '^(1[3-9]|2[0-9]|3[01])[/-][0-9]')), FALSE) FROM written)
          THEN try_strptime(text, ['%d/%m/%Y', '%d-%m-%Y'])::DATE
          ELSE try_strptime(text, ['%m/%d/%Y', '%m-%d-%Y'])::DATE
        END
      ) AS date
      FROM written
    ),
    -- The year of the date; NULL where there is none up to the end of the data
    members AS (
      SELECT
        customer_key,
        CASE WHEN date BETWEEN DATE '1900-01-01' AND DATE '2024-01-31' THEN (year(date) - 1970) END AS cohort
      FROM dated
    ),
    -- Each sale, with the year of the cohort and of the day
    sales AS (
      SELECT
        cohort,
        (year(day) - 1970) AS period,
        units AS items
      FROM orders
      JOIN customers USING (customer_key)
      JOIN members USING (customer_key)
      WHERE kind = 'sale'
    )
    -- Items by cohort and age
    SELECT
      cohort::INTEGER AS cohort,
      (period - cohort)::INTEGER AS age,
      SUM(items)::DOUBLE AS items
    FROM sales
    WHERE period >= cohort
    GROUP BY ALL
    ORDER BY cohort, age"
  `);
});

const CHOICES: readonly CohortBy[] = [
  { kind: 'value', dimension: 'channel' },
  { kind: 'value', dimension: 'product' },
  { kind: 'value', dimension: 'customer_attribute_1' },
  { kind: 'date', dimension: 'customer_attribute_1' },
];

it.each([
  ...COHORT_GRAINS.map((grain) => [grain, by] as const),
  ...CHOICES.map((choice) => ['week', choice] as const),
])('runs by %s and %o, and lists nobody where nobody was active', (grain, choice) => {
  const settings = { grain, by: choice };
  const queries = [
    cohortQuery(settings, facts),
    itemsQuery(settings, facts),
    ...(choice.kind === 'first_order' ? [] : [sizesQuery(settings, facts)]),
  ];
  const selection =
    choice.kind === 'value' ? { cohort: { value: 'x' }, period: 40 } : { cohort: 40, age: 2 };
  for (const query of queries) {
    expect(db.rows(sql`EXPLAIN ${query}`).length).toBeGreaterThan(0);
    expect(db.rows(query)).toHaveLength(1);
  }
  expect(db.rows(cohortCustomersQuery(selection, settings, facts))).toEqual([]);
});

it('lists nobody for a cell of cohorts that were made otherwise', () => {
  const value: CohortBy = { kind: 'value', dimension: 'channel' };
  expect(
    db.rows(cohortCustomersQuery({ cohort: 40, age: 2 }, { grain: 'year', by: value }, facts)),
  ).toEqual([]);
  const key = { cohort: { value: null }, age: 0 };
  expect(db.rows(cohortCustomersQuery(key, { grain: 'year', by }, facts))).toEqual([]);
});
