import { ident, join, sql, type Sql } from '../../src/core/sql.ts';
import type { DatasetFacts } from '../../src/analyses/analysis.ts';
import {
  canonicalSql,
  CANONICAL_TABLES,
  factsSql,
  hasLines,
  linesSql,
} from '../../src/data/canonical.ts';
import { flagOf } from '../../src/data/cleaning.ts';
import { toFacts } from '../../src/data/facts.ts';
import { PLAIN_SHAPE, type StagedShape } from '../../src/data/staged-shape.ts';
import { STAGED_TYPES } from '../../src/data/staging.ts';
import type { TestDb } from './duckdb.ts';

/** A row of an order file, as the tests write it. */
export interface TestOrder {
  readonly customer: string;
  /** `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`. */
  readonly at: string;
  readonly amount: number | null;
  readonly kind?: 'sale' | 'return';
  /** Rows with the same order number are lines of one order; without it each row is an order. */
  readonly order?: string;
  readonly channel?: string;
  readonly product?: string;
  readonly category?: string;
  readonly quantity?: number;
  /** Of the line, as the amount. */
  readonly cost?: number;
  /** Values of the order's attributes by column name. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Values of the customer's attributes by column name. */
  readonly customerAttributes?: Readonly<Record<string, string>>;
}

/**
 * Builds the canonical tables (in place of earlier ones) from a list of orders, with the SQL that
 * the program ships, and returns the facts of the data.
 */
export function canonicalFrom(db: TestDb, orders: readonly TestOrder[]): DatasetFacts {
  dropCanonical(db);
  const returned = flagOf('cancelled');
  const shape = shapeOf(orders);
  const attributes = (names: readonly string[], prefix: string) =>
    names.map((_, i) => ident(`${prefix}_${i + 1}`));
  const columns = [
    ...(['customer_id', 'order_id', 'ordered_at', 'amount', 'channel', 'flags'] as const),
    ...(shape.product ? (['product'] as const) : []),
    ...(shape.category ? (['category'] as const) : []),
    ...(shape.quantity ? (['quantity'] as const) : []),
    ...(shape.cost ? (['cost'] as const) : []),
  ];
  const definitions = [
    ...columns.map((name) => `"${name}" ${STAGED_TYPES[name]}`),
    ...attributes(shape.attributes, 'attribute').map((name) => `${name.text} VARCHAR`),
    ...attributes(shape.customerAttributes, 'customer_attribute').map(
      (name) => `${name.text} VARCHAR`,
    ),
  ];
  db.run(`CREATE TABLE staged (${definitions.join(', ')})`);
  const tuples = orders.map((order) => {
    const values = {
      customer_id: order.customer,
      order_id: order.order ?? null,
      ordered_at: order.at,
      amount: order.amount,
      channel: order.channel ?? null,
      flags: order.kind === 'return' ? returned : 0,
      product: order.product ?? null,
      category: order.category ?? null,
      quantity: order.quantity ?? null,
      cost: order.cost ?? null,
    };
    const literals = [
      ...columns.map((name) => values[name]),
      ...shape.attributes.map((name) => order.attributes?.[name] ?? null),
      ...shape.customerAttributes.map((name) => order.customerAttributes?.[name] ?? null),
    ];
    return sql`(${join(literals.map((value) => sql`${value}`))})`;
  });
  for (let i = 0; i < tuples.length; i += 2000) {
    db.run(sql`INSERT INTO staged VALUES ${join(tuples.slice(i, i + 2000))}`);
  }
  return buildCanonical(db, shape, sql`flags`, 0, returned);
}

/** A column is there where any order has a value of it; the channel always is. */
function shapeOf(orders: readonly TestOrder[]): StagedShape {
  const has = (key: keyof TestOrder) => orders.some((one) => one[key] !== undefined);
  const names = (key: 'attributes' | 'customerAttributes') => [
    ...new Set(orders.flatMap((one) => Object.keys(one[key] ?? {}))),
  ];
  return {
    ...PLAIN_SHAPE,
    order: has('order'),
    channel: true,
    product: has('product'),
    category: has('category'),
    quantity: has('quantity'),
    cost: has('cost'),
    attributes: names('attributes'),
    customerAttributes: names('customerAttributes'),
  };
}

/** Builds the canonical tables from the table `staged` that is there. */
export function buildCanonical(
  db: TestDb,
  shape: StagedShape,
  flags: Sql,
  leftOutMask: number,
  returnMask: number,
): DatasetFacts {
  for (const { statement } of canonicalSql({
    shape,
    flags,
    leftOutMask,
    returnMask,
    orderIdsUnique: false,
    stagedSchema: null,
  })) {
    db.run(statement);
  }
  if (hasLines(shape)) db.run(linesSql(shape));
  const [facts] = db.rows(factsSql());
  if (facts === undefined) throw new Error('no facts');
  return toFacts(facts, shape);
}

/** Removes the canonical tables and the staged rows. */
export function dropCanonical(db: TestDb): void {
  db.run('DROP TABLE IF EXISTS lines');
  db.run('DROP VIEW IF EXISTS order_lines');
  db.run('DROP VIEW IF EXISTS purchase_summaries');
  for (const table of [
    ...CANONICAL_TABLES,
    'days',
    'customer_names',
    'staged',
    'broken_records',
    'broken_scans',
  ]) {
    db.run(sql`DROP TABLE IF EXISTS ${ident(table)}`);
  }
}
