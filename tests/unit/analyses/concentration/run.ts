import type { DatasetFacts, Row } from '../../../../src/analyses/analysis.ts';
import { concentration } from '../../../../src/analyses/concentration/index.ts';
import type { ConcentrationSelection } from '../../../../src/analyses/concentration/query.ts';
import type { ConcentrationResult } from '../../../../src/analyses/concentration/result.ts';
import type { ConcentrationSettings } from '../../../../src/analyses/concentration/settings.ts';
import { sql } from '../../../../src/core/sql.ts';
import type { TestDb } from '../../../helpers/duckdb.ts';

/** The result for some settings, over the canonical tables that are there. */
export function runConcentration(
  db: TestDb,
  facts: DatasetFacts,
  patch: Partial<ConcentrationSettings> = {},
): ConcentrationResult {
  const settings = { ...concentration.defaults(facts), ...patch };
  const tables = Object.fromEntries(
    Object.entries(concentration.queries(settings, facts)).map(([name, query]) => [
      name,
      db.rows(query),
    ]),
  );
  return concentration.result(tables, settings, facts);
}

/** The customers of a selection, with their ids from the file. */
export function customersOf(
  db: TestDb,
  facts: DatasetFacts,
  selection: ConcentrationSelection,
  patch: Partial<ConcentrationSettings> = {},
): readonly Row[] {
  const settings = { ...concentration.defaults(facts), ...patch };
  const query = concentration.customers(selection, settings, facts);
  return db.rows(
    sql`SELECT customer_id, listed.* FROM (${query}) AS listed JOIN customers USING (customer_key) ORDER BY rank`,
  );
}
