import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overviewCustomers, overviewQueries } from '../../../../src/analyses/overview/query.ts';
import { GRAINS } from '../../../../src/core/calendar.ts';
import { sql } from '../../../../src/core/sql.ts';
import { LIFECYCLE_STATES } from '../../../../src/data/lifecycle.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';
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

const full = {
  shape: { ...PLAIN_SHAPE, quantity: true, cost: true },
  hasTime: true,
};
const plain = { shape: PLAIN_SHAPE, hasTime: false };

describe('the queries', () => {
  it('are these, by month', () => {
    const queries = overviewQueries({ grain: 'month' }, full);
    expect(queries['periods']?.text).toMatchInlineSnapshot(`
      "-- What the orders of each period come to: sales and returns, with and without a customer
      SELECT
        ((year(day) - 1970) * 12 + month(day) - 1)::INTEGER AS period,
        kind = 'sale' AS is_sale,
        customer_key IS NOT NULL AS is_named,
        count(*)::INTEGER AS orders,
        sum(revenue)::DOUBLE AS amount,
        sum(items)::INTEGER AS lines,
        sum(units)::DOUBLE AS units,
        CASE WHEN count(cost) = count(*) THEN sum(cost)::DOUBLE END AS cost
      FROM orders
      GROUP BY period, is_sale, is_named
      ORDER BY period, is_sale, is_named"
    `);
    expect(queries['lifecycle']?.text).toMatchInlineSnapshot(`
      "WITH
      -- customers by period and by the periods since their purchase before; 0 is a further day of the same period
      gaps AS (
        SELECT ((year(day) - 1970) * 12 + month(day) - 1) AS period,
          ((year(day) - 1970) * 12 + month(day) - 1) - ((year(previous_day) - 1970) * 12 + month(previous_day) - 1) AS gap,
          orders > 0 AS active,
          ((year(first_day) - 1970) * 12 + month(first_day) - 1) = ((year(day) - 1970) * 12 + month(day) - 1) AS acquired,
          count(*) AS customers,
          sum(revenue) AS revenue
        FROM customer_days
        GROUP BY ALL
      )
      SELECT period::INTEGER AS period,
        coalesce(sum(customers) FILTER (active AND gap IS NULL), 0)::INTEGER AS "new",
        coalesce(sum(customers) FILTER (active AND gap = 1), 0)::INTEGER AS "returning",
        coalesce(sum(customers) FILTER (active AND gap > 1), 0)::INTEGER AS resurrecting,
        (sum(revenue) FILTER (acquired))::DOUBLE AS new_revenue
      FROM gaps
      GROUP BY period
      ORDER BY period"
    `);
    expect(queries['week']?.text).toMatchInlineSnapshot(`
      "-- Sales by day of the week and hour
      SELECT
        isodow(day)::INTEGER AS weekday,
        hour(ordered_at)::INTEGER AS "hour",
        count(*)::INTEGER AS orders,
        sum(revenue)::DOUBLE AS sales
      FROM orders
      WHERE kind = 'sale' AND customer_key IS NOT NULL
      GROUP BY ALL
      ORDER BY ALL"
    `);
  });

  it('ask for nothing that the data does not have', () => {
    const { periods, week } = overviewQueries({ grain: 'week' }, plain);
    expect(periods?.text).not.toMatch(/cost|units/);
    expect(week?.text).toContain('NULL::INTEGER AS "hour"');
  });

  it.each(GRAINS)('run on empty tables by %s', (grain) => {
    for (const query of Object.values(overviewQueries({ grain }, plain))) {
      expect(db.rows(sql`EXPLAIN ${query}`).length).toBeGreaterThan(0);
      expect(db.rows(query)).toEqual([]);
    }
    for (const state of LIFECYCLE_STATES) {
      expect(db.rows(overviewCustomers({ kind: 'state', period: 40, state }, { grain }))).toEqual(
        [],
      );
    }
    for (const hour of [null, 12]) {
      const slot = { kind: 'slot', weekday: 2, hour } as const;
      expect(db.rows(overviewCustomers(slot, { grain }))).toEqual([]);
    }
  });
});

it('lists the customers of a month and of an hour of the week', () => {
  const month = { grain: 'month' } as const;
  expect(overviewCustomers({ kind: 'period', period: 649 }, month).text).toMatchInlineSnapshot(`
    "-- Customers with a sale in the period
    SELECT
      customer_key,
      sum(orders)::INTEGER AS period_orders,
      sum(revenue)::DOUBLE AS period_revenue
    FROM customer_days
    WHERE day BETWEEN DATE '2024-02-01' AND DATE '2024-02-29'
    GROUP BY customer_key
    HAVING sum(orders) > 0"
  `);
  expect(overviewCustomers({ kind: 'slot', weekday: 3, hour: 12 }, month).text)
    .toMatchInlineSnapshot(`
    "-- Customers with a sale at this time of the week
    SELECT
      customer_key,
      count(*)::INTEGER AS slot_orders,
      sum(revenue)::DOUBLE AS slot_revenue
    FROM orders
    WHERE kind = 'sale' AND customer_key IS NOT NULL AND isodow(day) = 3 AND hour(ordered_at) = 12
    GROUP BY customer_key"
  `);
});
