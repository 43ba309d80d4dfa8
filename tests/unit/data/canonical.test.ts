import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatDay, parseDay } from '../../../src/core/calendar.ts';
import { sql } from '../../../src/core/sql.ts';
import { canonicalSql } from '../../../src/data/canonical.ts';
import { PLAIN_SHAPE } from '../../../src/data/staged-shape.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../helpers/orders.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

const days = () =>
  db.rows(`SELECT customer_id, day::VARCHAR AS day, customer_days.orders, customer_days.revenue::DOUBLE AS revenue,
    customer_days.first_day::VARCHAR AS first_day, previous_day::VARCHAR AS previous_day,
    customer_days.first_at::VARCHAR AS first_at, last_at::VARCHAR AS last_at,
    previous_at::VARCHAR AS previous_at
  FROM customer_days JOIN customers USING (customer_key) ORDER BY customer_id, day`);

/*
 * Two customers, worked by hand:
 *   ann  1 Jan 09:00  10.00  order 1, two lines (7.50 + 2.50)
 *        1 Jan 18:00   5.00  order 2, the same day
 *        3 Jan 08:00  -5.00  order 2 returned
 *        9 Jan 12:00   1.00  order 3
 *   bob  2 Jan 10:00  unknown amount, order 4
 */
const BY_HAND: TestOrder[] = [
  { customer: 'ann', order: '1', at: '2024-01-01 09:00:00', amount: 7.5 },
  { customer: 'bob', order: '4', at: '2024-01-02 10:00:00', amount: null },
  { customer: 'ann', order: '1', at: '2024-01-01 09:01:00', amount: 2.5 },
  { customer: 'ann', order: '2', at: '2024-01-01 18:00:00', amount: 5 },
  { customer: 'ann', order: '2', at: '2024-01-03 08:00:00', amount: -5, kind: 'return' },
  { customer: 'ann', order: '3', at: '2024-01-09 12:00:00', amount: 1 },
];

describe('canonical tables', () => {
  test('a hand-worked file', () => {
    const facts = canonicalFrom(db, BY_HAND);
    expect(facts).toMatchObject({
      firstDay: parseDay('2024-01-01'),
      lastDay: parseDay('2024-01-09'),
      customers: 2,
      orders: 4,
      rows: 6,
      revenue: 11,
      hasTime: true,
      medianGapDays: 8,
    });
    expect(
      db.rows(`SELECT order_id, ordered_at::VARCHAR AS at, orders.revenue::DOUBLE AS revenue, items, kind, customer_id
        FROM orders JOIN customers USING (customer_key) ORDER BY order_id, kind DESC`),
    ).toEqual([
      {
        order_id: '1',
        at: '2024-01-01 09:00:00',
        revenue: 10,
        items: 2,
        kind: 'sale',
        customer_id: 'ann',
      },
      {
        order_id: '2',
        at: '2024-01-01 18:00:00',
        revenue: 5,
        items: 1,
        kind: 'sale',
        customer_id: 'ann',
      },
      {
        order_id: '2',
        at: '2024-01-03 08:00:00',
        revenue: -5,
        items: 1,
        kind: 'return',
        customer_id: 'ann',
      },
      {
        order_id: '3',
        at: '2024-01-09 12:00:00',
        revenue: 1,
        items: 1,
        kind: 'sale',
        customer_id: 'ann',
      },
      {
        order_id: '4',
        at: '2024-01-02 10:00:00',
        revenue: null,
        items: 1,
        kind: 'sale',
        customer_id: 'bob',
      },
    ]);
    expect(
      db.rows(`SELECT customer_id, first_day::VARCHAR AS first_day, last_day::VARCHAR AS last_day,
        start_at::VARCHAR AS start_at, orders, active_days, revenue::DOUBLE AS revenue FROM customers ORDER BY customer_id`),
    ).toEqual([
      {
        customer_id: 'ann',
        first_day: '2024-01-01',
        last_day: '2024-01-09',
        start_at: '2024-01-01 09:00:00',
        orders: 3,
        active_days: 2,
        revenue: 11,
      },
      {
        customer_id: 'bob',
        first_day: '2024-01-02',
        last_day: '2024-01-02',
        start_at: '2024-01-02 10:00:00',
        orders: 1,
        active_days: 1,
        revenue: null,
      },
    ]);
    expect(days()).toEqual([
      {
        customer_id: 'ann',
        day: '2024-01-01',
        orders: 2,
        revenue: 15,
        first_day: '2024-01-01',
        previous_day: null,
        first_at: '2024-01-01 09:00:00',
        last_at: '2024-01-01 18:00:00',
        previous_at: null,
      },
      {
        customer_id: 'ann',
        day: '2024-01-03',
        orders: 0,
        revenue: -5,
        first_day: '2024-01-01',
        previous_day: '2024-01-01',
        first_at: null,
        last_at: null,
        previous_at: '2024-01-01 18:00:00',
      },
      {
        customer_id: 'ann',
        day: '2024-01-09',
        orders: 1,
        revenue: 1,
        first_day: '2024-01-01',
        previous_day: '2024-01-01',
        first_at: '2024-01-09 12:00:00',
        last_at: '2024-01-09 12:00:00',
        previous_at: '2024-01-01 18:00:00',
      },
      {
        customer_id: 'bob',
        day: '2024-01-02',
        orders: 1,
        revenue: null,
        first_day: '2024-01-02',
        previous_day: null,
        first_at: '2024-01-02 10:00:00',
        last_at: '2024-01-02 10:00:00',
        previous_at: null,
      },
    ]);
  });

  test('a customer with only returns is no acquired customer', () => {
    const facts = canonicalFrom(db, [
      { customer: 'ann', at: '2024-01-01', amount: -3, kind: 'return' },
      { customer: 'bob', at: '2024-01-02', amount: 4 },
    ]);
    expect(facts).toMatchObject({
      customers: 1,
      orders: 1,
      revenue: 1,
      hasTime: false,
      medianGapDays: null,
    });
    expect(
      db.rows(`SELECT first_day, orders, active_days FROM customers WHERE customer_id = 'ann'`),
    ).toEqual([{ first_day: null, orders: 0, active_days: 0 }]);
  });

  test('the same number on another day is another order', () => {
    const facts = canonicalFrom(db, [
      { customer: 'ann', order: '1', at: '2024-01-01 09:00:00', amount: 1 },
      { customer: 'ann', order: '1', at: '2024-01-01 09:00:00', amount: 2 },
      { customer: 'ann', order: '1', at: '2024-01-02 10:00:00', amount: 4 },
    ]);
    expect(facts.orders).toBe(2);
    expect(
      db.rows('SELECT day::VARCHAR AS day, revenue::DOUBLE AS revenue FROM orders ORDER BY day'),
    ).toEqual([
      { day: '2024-01-01', revenue: 3 },
      { day: '2024-01-02', revenue: 4 },
    ]);
  });

  test('sums beyond what money can hold are unknown, and no error', () => {
    const facts = canonicalFrom(
      db,
      Array.from({ length: 120 }, () => ({
        customer: 'ann',
        order: '1',
        at: '2024-01-01',
        amount: 9e11,
      })),
    );
    expect(facts.orders).toBe(1);
    expect(db.rows('SELECT revenue FROM customers')).toEqual([{ revenue: null }]);
  });

  const order = fc.record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', '007', "o'neill"),
    day: fc.integer({ min: 19_000, max: 19_030 }),
    hour: fc.integer({ min: 0, max: 23 }),
    cents: fc.integer({ min: 0, max: 100_000 }),
    order: fc.option(fc.integer({ min: 1, max: 12 }).map(String), { nil: undefined }),
    back: fc.boolean(),
  });

  test('agree with a naive version for any orders', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 40 }),
        fc.boolean(),
        fc.boolean(),
        (list, lines, returns) => {
          const orders: TestOrder[] = list.map((item, i) => ({
            customer: item.customer,
            at: `${formatDay(item.day)} ${String(item.hour).padStart(2, '0')}:00:00`,
            amount: (returns && item.back ? -item.cents : item.cents) / 100,
            kind: returns && item.back ? 'return' : 'sale',
            ...(lines ? { order: item.order ?? `row ${i}` } : {}),
          }));
          canonicalFrom(db, orders);
          expect(days()).toEqual(naiveDays(orders));
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** The definition of customer_days, followed literally. */
function naiveDays(rows: readonly TestOrder[]) {
  const orders = new Map<string, { customer: string; kind: string; at: string; cents: number }>();
  rows.forEach((row, i) => {
    const kind = row.kind ?? 'sale';
    const key = `${row.customer}|${row.order ?? `#${i}`}|${row.at.slice(0, 10)}|${kind}`;
    const cents = Math.round((row.amount ?? 0) * 100);
    const found = orders.get(key);
    if (found === undefined) orders.set(key, { customer: row.customer, kind, at: row.at, cents });
    else {
      found.cents += cents;
      if (row.at < found.at) found.at = row.at;
    }
  });
  const result = [];
  for (const customer of [...new Set(rows.map((row) => row.customer))].sort()) {
    const mine = [...orders.values()].filter((item) => item.customer === customer);
    const saleTimes = mine
      .filter((item) => item.kind === 'sale')
      .map((item) => item.at)
      .sort();
    for (const day of [...new Set(mine.map((item) => item.at.slice(0, 10)))].sort()) {
      const today = mine.filter((item) => item.at.startsWith(day));
      const sales = saleTimes.filter((at) => at.startsWith(day));
      const before = saleTimes.filter((at) => at.slice(0, 10) < day).at(-1) ?? null;
      result.push({
        customer_id: customer,
        day,
        orders: sales.length,
        revenue: today.reduce((sum, item) => sum + item.cents, 0) / 100,
        first_day: saleTimes[0]?.slice(0, 10) ?? null,
        previous_day: before?.slice(0, 10) ?? null,
        first_at: sales[0] ?? null,
        last_at: sales.at(-1) ?? null,
        previous_at: before,
      });
    }
  }
  return result;
}

describe('order_lines', () => {
  const flags = sql`flags`;
  const shape = { ...PLAIN_SHAPE, order: true, product: true };

  beforeAll(() => {
    db.run('CREATE SCHEMA file');
    db.run('CREATE SCHEMA data');
    db.run("SET search_path = 'data,file'");
    db.run(`CREATE TABLE file.staged AS SELECT * FROM (VALUES
      ('ann', '1', TIMESTAMP '2024-01-01 09:00:00', 'tea', 1::DECIMAL(18,4), 0),
      ('ann', '1', TIMESTAMP '2024-01-01 09:00:00', 'cup', 2, 0),
      ('ann', '1', TIMESTAMP '2024-01-02 10:00:00', 'pot', 4, 0),
      (NULL,  '1', TIMESTAMP '2024-01-02 10:00:00', 'jar', 8, 0)
    ) AS rows (customer_id, order_id, ordered_at, product, amount, flags)`);
  });
  afterAll(() => {
    db.run("SET search_path = 'main'");
    db.run('DROP SCHEMA data CASCADE');
    db.run('DROP SCHEMA file CASCADE');
  });

  test.each([false, true])(
    'holds each line by its order, read with the dataset alone in the path (rows are orders: %s)',
    (orderIdsUnique) => {
      db.run("SET search_path = 'data,file'");
      for (const table of ['customers', 'orders', 'customer_days']) {
        db.run(`DROP TABLE IF EXISTS data.${table}`);
      }
      db.run('DROP VIEW IF EXISTS data.order_lines');
      db.run('DROP VIEW IF EXISTS data.purchase_summaries');
      const input = { shape, flags, leftOutMask: 0, returnMask: 0, orderIdsUnique };
      for (const { statement } of canonicalSql({ ...input, stagedSchema: 'file' })) {
        db.run(statement);
      }
      db.run("SET search_path = 'data'");
      expect(
        db.rows(`SELECT product, orders.day::VARCHAR AS day, amount::DOUBLE AS amount,
            orders.revenue::DOUBLE AS revenue
          FROM order_lines JOIN orders USING (order_key) ORDER BY amount`),
      ).toEqual([
        { product: 'tea', day: '2024-01-01', amount: 1, revenue: orderIdsUnique ? 1 : 3 },
        { product: 'cup', day: '2024-01-01', amount: 2, revenue: orderIdsUnique ? 2 : 3 },
        { product: 'pot', day: '2024-01-02', amount: 4, revenue: 4 },
        { product: 'jar', day: '2024-01-02', amount: 8, revenue: 8 },
      ]);
    },
  );
});
