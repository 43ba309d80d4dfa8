import type { DatasetFacts, Tables } from '../analysis.ts';
import { firstResult, type FirstResult } from './first-result.ts';
import { nextResult, type NextResult } from './next-result.ts';
import { pairsResult, type PairsResult } from './pairs-result.ts';
import { reachResult, type ReachResult } from './reach-result.ts';
import { activeLevel, type ProductsSettings } from './settings.ts';

/** Neither products nor categories are known. */
export interface NoItems {
  readonly view: 'none';
}

/** What the view in sight shows. */
export type ProductsResult = FirstResult | PairsResult | NextResult | ReachResult | NoItems;

/** Shapes the answer to the query of the view in sight. */
export function productsResult(
  tables: Tables,
  settings: ProductsSettings,
  facts: DatasetFacts,
): ProductsResult {
  const level = activeLevel(settings, facts);
  if (level === null) return { view: 'none' };
  switch (settings.view) {
    case 'first':
      return firstResult(tables, settings, facts, level);
    case 'pairs':
      return pairsResult(tables, settings, level);
    case 'next':
      return nextResult(tables, settings, level);
    case 'reach':
      return reachResult(tables, settings, facts, level);
  }
}
