import { sql, type Sql } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import { firstCustomers, firstQuery } from './first-query.ts';
import { nextCustomers, nextQuery } from './next-query.ts';
import { pairCustomers, pairsQuery } from './pairs-query.ts';
import { reachCustomers, reachQuery } from './reach-query.ts';
import { activeGrouping, activeLevel, valueMeasure, type ProductsSettings } from './settings.ts';

/** The customers behind a row or a cell; items by name, as in the file. */
export type ProductsSelection =
  /** The first order had it. */
  | { readonly kind: 'first'; readonly item: string }
  /** An order had both. */
  | { readonly kind: 'pair'; readonly a: string; readonly b: string }
  /** One purchase day had the first, the customer's next one the second. */
  | { readonly kind: 'next'; readonly from: string; readonly to: string }
  /** Of a group of customers (null: of all), those who ever bought it. */
  | { readonly kind: 'reach'; readonly item: string; readonly group: string | null };

/** The query of the view in sight; none where neither products nor categories are known. */
export function productsQueries(
  settings: ProductsSettings,
  facts: DatasetFacts,
): Readonly<Record<string, Sql>> {
  const level = activeLevel(settings, facts);
  if (level === null) return {};
  switch (settings.view) {
    case 'first': {
      const money = valueMeasure(settings, facts);
      return { first: firstQuery({ level, money, least: settings.leastCustomers }, facts) };
    }
    case 'pairs':
      return { pairs: pairsQuery(level, settings.leastOrders) };
    case 'next':
      return { next: nextQuery(level, settings.leastSteps) };
    case 'reach':
      return { reach: reachQuery({ level, grouping: activeGrouping(settings, facts) }, facts) };
  }
}

/** The customers of a selection, with what makes them belong to it. */
export function productsCustomers(
  selection: ProductsSelection,
  settings: ProductsSettings,
  facts: DatasetFacts,
): Sql {
  const level = activeLevel(settings, facts);
  if (level === null) return sql`SELECT customer_key FROM customers WHERE FALSE`;
  switch (selection.kind) {
    case 'first':
      return firstCustomers(selection.item, level);
    case 'pair':
      return pairCustomers(selection.a, selection.b, level);
    case 'next':
      return nextCustomers(selection.from, selection.to, level);
    case 'reach': {
      const grouping = activeGrouping(settings, facts);
      return reachCustomers(selection.item, selection.group, { level, grouping }, facts);
    }
  }
}
