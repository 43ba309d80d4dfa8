import { ident, join, sql, type Sql } from '../../src/core/sql.ts';
import type { DatasetFacts } from '../../src/analyses/analysis.ts';
import { canonicalSql, CANONICAL_TABLES, factsSql } from '../../src/data/canonical.ts';
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
}

/**
 * Builds the canonical tables (in place of earlier ones) from a list of orders, with the SQL that
 * the program ships, and returns the facts of the data.
 */
export function canonicalFrom(db: TestDb, orders: readonly TestOrder[]): DatasetFacts {
  dropCanonical(db);
  const returned = flagOf('cancelled');
  const columns = ['customer_id', 'order_id', 'ordered_at', 'amount', 'channel', 'flags'] as const;
  const definitions = columns.map((name) => `"${name}" ${STAGED_TYPES[name]}`).join(', ');
  db.run(`CREATE TABLE staged (${definitions})`);
  const tuples = orders.map(
    (order) =>
      sql`(${order.customer}, ${order.order ?? null}, ${order.at}, ${order.amount}, ${order.channel ?? null}, ${order.kind === 'return' ? returned : 0})`,
  );
  for (let i = 0; i < tuples.length; i += 2000) {
    db.run(sql`INSERT INTO staged VALUES ${join(tuples.slice(i, i + 2000))}`);
  }
  const order = orders.some((one) => one.order !== undefined);
  const shape: StagedShape = { ...PLAIN_SHAPE, order, channel: true };
  return buildCanonical(db, shape, sql`flags`, 0, returned);
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
  const [facts] = db.rows(factsSql());
  if (facts === undefined) throw new Error('no facts');
  return toFacts(facts);
}

/** Removes the canonical tables and the staged rows. */
export function dropCanonical(db: TestDb): void {
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
