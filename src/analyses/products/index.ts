import type { Analysis } from '../analysis.ts';
import { productsFindings } from './findings.ts';
import { productsCustomers, productsQueries, type ProductsSelection } from './query.ts';
import { productsResult, type ProductsResult } from './result.ts';
import { productsDefaults, productsSchema, type ProductsSettings } from './settings.ts';
import { productsTable } from './table.ts';

/**
 * What customers buy, in four views: what first products lead to, what is in one order (support
 * and confidence after Agrawal & Srikant 1994, "Fast algorithms for mining association rules",
 * VLDB; lift after Brin, Motwani, Ullman & Tsur 1997, "Dynamic itemset counting and implication
 * rules for market basket data", SIGMOD, where it is called interest), what is bought on the next
 * purchase day, and which customers each product reaches.
 */
export const products: Analysis<ProductsSettings, ProductsResult, ProductsSelection> = {
  id: 'products',
  schema: productsSchema,
  defaults: productsDefaults,
  queries: productsQueries,
  needsLines: () => true,
  queryKey: viewKey,
  result: productsResult,
  findings: productsFindings,
  table: productsTable,
  customers: productsCustomers,
};

/** Only what the query of the view in sight depends on. */
function viewKey({ view, level, ...settings }: ProductsSettings): unknown {
  switch (view) {
    case 'first':
      return [view, level, settings.leastCustomers, settings.outcome === 'contribution'];
    case 'pairs':
      return [view, level, settings.leastOrders];
    case 'next':
      return [view, level, settings.leastSteps];
    case 'reach':
      return [view, level, settings.grouping];
  }
}
