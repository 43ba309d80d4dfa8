import type { DatasetFacts, Row } from '../../../../src/analyses/analysis.ts';
import { rfm } from '../../../../src/analyses/rfm/index.ts';
import type { RfmSelection } from '../../../../src/analyses/rfm/query.ts';
import type { RfmResult } from '../../../../src/analyses/rfm/result.ts';
import type { RfmSettings } from '../../../../src/analyses/rfm/settings.ts';
import { sql } from '../../../../src/core/sql.ts';
import type { TestDb } from '../../../helpers/duckdb.ts';

/** The result for some settings, over the canonical tables that are there. */
export function runRfm(
  db: TestDb,
  facts: DatasetFacts,
  patch: Partial<RfmSettings> = {},
): RfmResult {
  const settings = { ...rfm.defaults(facts), ...patch };
  const tables = Object.fromEntries(
    Object.entries(rfm.queries(settings, facts)).map(([name, query]) => [name, db.rows(query)]),
  );
  return rfm.result(tables, settings, facts);
}

/** The customers of a selection, with their ids from the file. */
export function customersOf(
  db: TestDb,
  facts: DatasetFacts,
  selection: RfmSelection,
  patch: Partial<RfmSettings> = {},
): readonly Row[] {
  const settings = { ...rfm.defaults(facts), ...patch };
  const query = rfm.customers(selection, settings, facts);
  return db.rows(
    sql`SELECT customer_id, listed.* FROM (${query}) AS listed JOIN customers USING (customer_key)`,
  );
}
