import type { DatasetFacts, Row } from '../../../../src/analyses/analysis.ts';
import type { FirstResult } from '../../../../src/analyses/products/first-result.ts';
import { products } from '../../../../src/analyses/products/index.ts';
import type { NextResult } from '../../../../src/analyses/products/next-result.ts';
import type { PairsResult } from '../../../../src/analyses/products/pairs-result.ts';
import type { ProductsSelection } from '../../../../src/analyses/products/query.ts';
import type { ReachResult } from '../../../../src/analyses/products/reach-result.ts';
import type { ProductsResult } from '../../../../src/analyses/products/result.ts';
import type { ProductsSettings, ProductsView } from '../../../../src/analyses/products/settings.ts';
import { sql } from '../../../../src/core/sql.ts';
import type { TestDb } from '../../../helpers/duckdb.ts';

interface Results {
  readonly first: FirstResult;
  readonly pairs: PairsResult;
  readonly next: NextResult;
  readonly reach: ReachResult;
}
type Patch = Partial<Omit<ProductsSettings, 'view'>>;

/** The result of a view, over the canonical tables that are there. */
export function runProducts<View extends ProductsView>(
  db: TestDb,
  facts: DatasetFacts,
  view: View,
  patch: Patch = {},
): Results[View] {
  const result = runAny(db, facts, { ...patch, view });
  if (result.view !== view) throw new Error(`no ${view} in ${result.view}`);
  return result as Results[View];
}

/** The result of any settings. */
export function runAny(
  db: TestDb,
  facts: DatasetFacts,
  patch: Partial<ProductsSettings>,
): ProductsResult {
  const settings = { ...products.defaults(facts), ...patch };
  const tables = Object.fromEntries(
    Object.entries(products.queries(settings, facts)).map(([name, query]) => [
      name,
      db.rows(query),
    ]),
  );
  return products.result(tables, settings, facts);
}

/** The customers of a selection, with their ids from the file, by id. */
export function customersOf(
  db: TestDb,
  facts: DatasetFacts,
  selection: ProductsSelection,
  patch: Partial<ProductsSettings> = {},
): readonly Row[] {
  const settings = { ...products.defaults(facts), ...patch };
  const query = products.customers(selection, settings, facts);
  return db.rows(
    sql`SELECT customer_id, listed.* FROM (${query}) AS listed JOIN customers USING (customer_key) ORDER BY customer_id`,
  );
}

export const idsOf = (rows: readonly Row[]) => rows.map((row) => String(row['customer_id']));
