import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../../src/analyses/analysis.ts';
import { formatDay, parseDay } from '../../../src/core/calendar.ts';
import { ident, sql } from '../../../src/core/sql.ts';
import { type Condition, type DataFilter, NO_FILTER } from '../../../src/data/filter.ts';
import { sliceFacts, sliceFactsSql, sliceSql } from '../../../src/data/slice.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../helpers/orders.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

/** All tables, readable and in a fixed order; keys are left out, since they are made anew. */
function tables(): Record<string, Row[]> {
  return {
    orders:
      db.rows(`SELECT customer_id, order_id, ordered_at::VARCHAR AS at, orders.revenue::DOUBLE AS revenue,
        items, kind, channel, cost::DOUBLE AS cost, units, attribute_1
      FROM orders LEFT JOIN customers USING (customer_key) ORDER BY ALL`),
    customers:
      db.rows(`SELECT customer_id, first_day::VARCHAR AS first_day, last_day::VARCHAR AS last_day,
        start_at::VARCHAR AS start_at, orders, active_days, revenue::DOUBLE AS revenue
      FROM customers ORDER BY ALL`),
    days: db.rows(`SELECT customer_id, customer_days.* EXCLUDE (customer_key)
        REPLACE (day::VARCHAR AS day, customer_days.revenue::DOUBLE AS revenue, cost::DOUBLE AS cost,
          first_at::VARCHAR AS first_at, last_at::VARCHAR AS last_at, previous_at::VARCHAR AS previous_at,
          customer_days.first_day::VARCHAR AS first_day, customer_days.start_at::VARCHAR AS start_at,
          previous_day::VARCHAR AS previous_day)
      FROM customer_days JOIN customers USING (customer_key) ORDER BY ALL`),
    lines:
      db.rows(`SELECT customer_id, day::VARCHAR AS day, kind, product, quantity, amount::DOUBLE AS amount
      FROM lines JOIN customers USING (customer_key) ORDER BY ALL`),
    summaries: db.rows(`SELECT customer_id, frequency, recency, monetary
      FROM purchase_summaries JOIN customers USING (customer_key) ORDER BY ALL`),
  };
}

/** The tables of a slice, made by the SQL that the program ships. */
function sliced(orders: readonly TestOrder[], filter: DataFilter): Record<string, Row[]> {
  const facts = canonicalFrom(db, orders);
  db.run('DROP SCHEMA IF EXISTS part CASCADE; CREATE SCHEMA part; SET search_path = "part,main"');
  try {
    const input = { from: 'main', shape: facts.shape, filter, facts, lines: true };
    for (const statement of sliceSql({ ...input, audiences: new Map() })) db.run(statement);
    const [row] = db.rows(sliceFactsSql());
    const found = tables();
    const people = found['customers']?.filter((one) => Number(one['orders']) > 0);
    expect(sliceFacts(row ?? {}, filter, facts).customers).toBe(people?.length);
    return found;
  } finally {
    db.run('SET search_path = "main"; DROP SCHEMA part CASCADE');
  }
}

/** What the program makes of a file that holds only these orders. */
function whole(orders: readonly TestOrder[], like: readonly TestOrder[]): Record<string, Row[]> {
  // One order of another customer, so that every column is there whatever is left.
  const columns = like.find((one) => one.product !== undefined) ?? like[0];
  if (columns === undefined) throw new Error('no orders');
  canonicalFrom(db, [...orders, { ...columns, customer: 'zz', at: '1990-01-01', order: 'zz' }]);
  for (const table of ['customer_days', 'orders', 'lines', 'customers'])
    db.run(
      sql`DELETE FROM ${ident(table)} WHERE customer_key = (SELECT customer_key FROM customers WHERE customer_id = 'zz')`,
    );
  return tables();
}

const at = parseDay('2024-01-01');
const line = fc.record({
  product: fc.constantFrom('p', 'q', 'r'),
  amount: fc.integer({ min: 1, max: 90 }),
  quantity: fc.integer({ min: 1, max: 3 }),
  cost: fc.integer({ min: 0, max: 30 }),
});
const orders = fc
  .array(
    fc.record({
      customer: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      day: fc.integer({ min: 0, max: 60 }),
      hour: fc.integer({ min: 0, max: 23 }),
      returned: fc.integer({ min: 0, max: 5 }).map((value) => value === 0),
      channel: fc.option(fc.constantFrom('web', 'shop'), { nil: undefined }),
      grade: fc.constantFrom('gold', 'tin'),
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((list) =>
    list.flatMap((one, number) =>
      one.lines.map((own): TestOrder => ({
        customer: one.customer,
        order: `o${number}`,
        at: `${formatDay(at + one.day)} ${String(one.hour).padStart(2, '0')}:00:00`,
        ...(one.channel === undefined ? {} : { channel: one.channel }),
        attributes: { grade: one.grade },
        ...own,
        amount: one.returned ? -own.amount : own.amount,
        kind: one.returned ? 'return' : 'sale',
      })),
    ),
  );

const days = fc
  .tuple(fc.option(fc.integer({ min: 0, max: 60 })), fc.option(fc.integer({ min: 0, max: 60 })))
  .map(([a, b]) => {
    const [from, to] = a !== null && b !== null && a > b ? [b, a] : [a, b];
    return { from: from === null ? null : at + from, to: to === null ? null : at + to };
  });
const exclude = fc.boolean();
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('values' as const, 'first' as const),
    dimension: fc.constant('channel' as const),
    values: fc.subarray(['web', 'shop', null], { minLength: 1 }),
    exclude,
  }),
  fc.record({
    kind: fc.constant('values' as const),
    dimension: fc.constantFrom('attribute_1' as const),
    values: fc.subarray(['gold', 'tin'], { minLength: 1 }),
    exclude,
  }),
  fc.record({
    kind: fc.constantFrom('values' as const, 'first' as const),
    dimension: fc.constant('product' as const),
    values: fc.subarray(['p', 'q', 'r'], { minLength: 1 }),
    exclude,
  }),
  fc.record({ kind: fc.constant('acquired' as const), days, exclude }),
);

const dayOfOrder = (one: TestOrder) => parseDay(one.at.slice(0, 10));

/** The lines that a filter lets through, as one would pick them by hand. */
function naive(all: readonly TestOrder[], filter: DataFilter): TestOrder[] {
  const inside = (day: number, { from, to }: DataFilter['days']) =>
    (from === null || day >= from) && (to === null || day <= to);
  const people = new Set(all.map(({ customer }) => customer));
  const firstLines = (customer: string) => {
    const sales = all.filter((one) => one.customer === customer && one.kind === 'sale');
    const start = sales.map((one) => one.at).toSorted()[0];
    const number = sales.filter((one) => one.at === start).map((one) => one.order);
    return { start, orders: [...new Set(number)], sales };
  };
  for (const one of filter.conditions) {
    for (const customer of people) {
      const { start, orders: numbers, sales } = firstLines(customer);
      let fits: boolean;
      if (one.kind === 'acquired')
        fits = start !== undefined && inside(parseDay(start.slice(0, 10)), one.days);
      else if (one.kind === 'first') {
        const key = firstKey(numbers);
        const lines = sales.filter(({ order }) => order === key);
        const best = lines.toSorted(
          (a, b) =>
            (b.amount ?? 0) - (a.amount ?? 0) || ((a.product ?? '') < (b.product ?? '') ? -1 : 1),
        )[0];
        const value = one.dimension === 'channel' ? best?.channel : best?.product;
        fits = best !== undefined && one.values.includes(value ?? null);
      } else continue;
      if (fits === one.exclude) people.delete(customer);
    }
  }
  return all.filter(
    (line) =>
      people.has(line.customer) &&
      inside(dayOfOrder(line), filter.days) &&
      filter.conditions.every((one) => {
        if (one.kind !== 'values') return true;
        const value = {
          channel: line.channel,
          attribute_1: line.attributes?.['grade'],
          product: line.product,
        }[one.dimension as 'channel'];
        return one.values.includes(value ?? null) !== one.exclude;
      }),
  );
}

/** Of orders at the same moment the one whose key the tables count first. */
function firstKey(numbers: readonly (string | undefined)[]): string | undefined {
  if (numbers.length < 2) return numbers[0];
  const [row] = db.rows(
    sql`SELECT arg_min(order_id, order_key) AS id FROM orders WHERE order_id IN ('', ${numbers[0] ?? ''}, ${numbers[1] ?? ''}, ${numbers[2] ?? ''})`,
  );
  return String(row?.['id']);
}

describe('a slice', () => {
  test('equals the tables of a file that holds only what the filter lets through', () => {
    fc.assert(
      fc.property(
        orders,
        fc.record({ days, conditions: fc.array(condition, { maxLength: 3 }) }),
        (all, filter) => {
          const part = sliced(all, filter);
          const kept = naive(all, filter);
          const wanted = whole(kept, all);
          // The end of observation is the whole's, so the tenure is not compared.
          expect(part).toEqual(wanted);
        },
      ),
      { numRuns: 80 },
    );
  });

  test('is the same whatever the order of the conditions', () => {
    fc.assert(
      fc.property(
        orders,
        days,
        fc.array(condition, { minLength: 2, maxLength: 4 }),
        (all, range, conditions) => {
          const one = sliced(all, { days: range, conditions });
          const other = sliced(all, { days: range, conditions: conditions.toReversed() });
          expect(other).toEqual(one);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('of each value sums to the whole', () => {
    fc.assert(
      fc.property(
        orders,
        fc.constantFrom('channel' as const, 'product' as const),
        (all, dimension) => {
          const values = dimension === 'channel' ? ['web', 'shop', null] : ['p', 'q', 'r'];
          const total = all.reduce((sum, one) => sum + (one.amount ?? 0), 0);
          const parts = values.map((value) => {
            const one: Condition = { kind: 'values', dimension, values: [value], exclude: false };
            const found = sliced(all, { ...NO_FILTER, conditions: [one] });
            return (found['orders'] ?? []).reduce((sum, row) => sum + Number(row['revenue']), 0);
          });
          expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(total, 6);
        },
      ),
      { numRuns: 30 },
    );
  });
});
