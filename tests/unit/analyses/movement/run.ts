import type { DatasetFacts, Row } from '../../../../src/analyses/analysis.ts';
import { movement } from '../../../../src/analyses/movement/index.ts';
import type { MovementSelection } from '../../../../src/analyses/movement/query.ts';
import type { MovementResult } from '../../../../src/analyses/movement/result.ts';
import type { MovementSettings } from '../../../../src/analyses/movement/settings.ts';
import { sql } from '../../../../src/core/sql.ts';
import type { TestDb } from '../../../helpers/duckdb.ts';

/** The result for some settings, over the canonical tables that are there. */
export function runMovement(
  db: TestDb,
  facts: DatasetFacts,
  patch: Partial<MovementSettings> = {},
): MovementResult {
  const settings = { ...movement.defaults(facts), ...patch };
  const tables = Object.fromEntries(
    Object.entries(movement.queries(settings, facts)).map(([name, query]) => [
      name,
      db.rows(query),
    ]),
  );
  return movement.result(tables, settings, facts);
}

/** The customers of a selection, with their ids from the file. */
export function customersOf(
  db: TestDb,
  facts: DatasetFacts,
  selection: MovementSelection,
  patch: Partial<MovementSettings> = {},
): readonly Row[] {
  const settings = { ...movement.defaults(facts), ...patch };
  const query = movement.customers(selection, settings, facts);
  return db.rows(
    sql`SELECT customer_id, listed.* FROM (${query}) AS listed JOIN customers USING (customer_key)`,
  );
}

/** The customers of each segment of a mix, those with none left out. */
export function counted(
  result: MovementResult,
  mix: readonly number[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    result.places.flatMap(({ id }, i) => {
      const customers = mix[i] ?? 0;
      return customers === 0 ? [] : [[id, customers] as const];
    }),
  );
}
