import type { DatasetFacts, Row } from '../../../../src/analyses/analysis.ts';
import { attrition } from '../../../../src/analyses/attrition/index.ts';
import type { AttritionSelection } from '../../../../src/analyses/attrition/query.ts';
import type { AttritionResult } from '../../../../src/analyses/attrition/result.ts';
import type { AttritionSettings } from '../../../../src/analyses/attrition/settings.ts';
import { sql } from '../../../../src/core/sql.ts';
import type { TestDb } from '../../../helpers/duckdb.ts';

/** The result for some settings, over the canonical tables that are there. */
export function runAttrition(
  db: TestDb,
  facts: DatasetFacts,
  patch: Partial<AttritionSettings> = {},
): AttritionResult {
  const settings = { ...attrition.defaults(facts), ...patch };
  const tables = Object.fromEntries(
    Object.entries(attrition.queries(settings, facts)).map(([name, query]) => [
      name,
      db.rows(query),
    ]),
  );
  return attrition.result(tables, settings, facts);
}

/** The customers of a selection, with their ids from the file. */
export function customersOf(
  db: TestDb,
  facts: DatasetFacts,
  selection: AttritionSelection,
  patch: Partial<AttritionSettings> = {},
): readonly Row[] {
  const settings = { ...attrition.defaults(facts), ...patch };
  const query = attrition.customers(selection, settings, facts);
  return db.rows(
    sql`SELECT customer_id, listed.* FROM (${query}) AS listed JOIN customers USING (customer_key)
ORDER BY listed.year_revenue DESC NULLS LAST, customers.orders DESC, customer_key`,
  );
}
