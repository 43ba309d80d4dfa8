import type { Row, TableModel } from '../analysis.ts';
import type { FirstResult } from './first-result.ts';
import { MOST_ROWS } from './items-query.ts';
import type { NextResult } from './next-result.ts';
import type { PairsResult } from './pairs-result.ts';
import { groupKey, type ReachResult } from './reach-result.ts';
import type { ProductsResult } from './result.ts';
import { HORIZONS } from './settings.ts';

type Columns = TableModel['columns'];

/** The view in sight as a flat table, at most 500 rows. */
export function productsTable(result: ProductsResult): TableModel {
  switch (result.view) {
    case 'none':
      return { columns: [], rows: [] };
    case 'first':
      return firstTable(result);
    case 'pairs':
      return pairsTable(result);
    case 'next':
      return nextTable(result);
    case 'reach':
      return reachTable(result);
  }
}

/** All customers first, then the items by customers. */
function firstTable(result: FirstResult): TableModel {
  const { money, outcome, level } = result;
  const format = outcome === 'repeat' ? 'percent' : 'money';
  const columns: Columns = [
    { key: 'item', title: `products_level_${level}`, format: 'message' },
    { key: 'customers', title: 'products_column_customers', format: 'count' },
    ...HORIZONS.flatMap((h): Columns => [
      { key: `observed_${h}`, title: `products_column_observed_${h}`, format: 'count' },
      { key: `rate_${h}`, title: `products_column_rate_${h}`, format: 'percent' },
    ]),
    ...(money === null
      ? []
      : HORIZONS.flatMap((h): Columns => [
          { key: `valued_${h}`, title: `products_column_valued_${h}`, format: 'count' },
          { key: `mean_${h}`, title: `products_column_${money}_${h}`, format: 'money' },
        ])),
    { key: 'low', title: 'products_column_low', format },
    { key: 'high', title: 'products_column_high', format },
    { key: 'p', title: 'products_column_p', format: 'number' },
    { key: 'verdict', title: 'products_column_verdict', format: 'message' },
  ];
  const row = (
    item: string,
    customers: number,
    { courses, estimate }: Pick<FirstResult['rows'][number], 'courses' | 'estimate'>,
  ): Row => ({
    item,
    customers,
    ...Object.fromEntries(
      HORIZONS.flatMap((h) => [
        [`observed_${h}`, courses[h].observed],
        [`rate_${h}`, courses[h].rate],
        [`valued_${h}`, courses[h].valued],
        [`mean_${h}`, courses[h].mean],
      ]),
    ),
    low: estimate?.interval?.low ?? null,
    high: estimate?.interval?.high ?? null,
  });
  const whole = { courses: result.all, estimate: result.allEstimate };
  return {
    columns,
    rows: [
      { ...row('products_all', result.customers, whole), p: null, verdict: null },
      ...result.rows.map((one) => ({
        ...row(one.item, one.customers, one),
        p: one.p,
        verdict: `products_verdict_${one.verdict}`,
      })),
    ],
  };
}

function pairsTable({ pairs }: PairsResult): TableModel {
  return {
    columns: [
      { key: 'a', title: 'products_column_a', format: 'text' },
      { key: 'b', title: 'products_column_b', format: 'text' },
      { key: 'orders', title: 'products_column_together', format: 'count' },
      { key: 'support', title: 'products_column_support', format: 'percent' },
      { key: 'confidence', title: 'products_column_confidence', format: 'percent' },
      { key: 'reverse', title: 'products_column_reverse', format: 'percent' },
      { key: 'lift', title: 'products_column_lift', format: 'number' },
      { key: 'p', title: 'products_column_p', format: 'number' },
      { key: 'verdict', title: 'products_column_verdict', format: 'message' },
    ],
    rows: pairs.slice(0, MOST_ROWS).map((pair) => ({
      a: pair.a,
      b: pair.b,
      orders: pair.orders,
      support: pair.support,
      confidence: pair.confidence,
      reverse: pair.reverse,
      lift: pair.lift,
      p: pair.p,
      verdict: linkVerdict(pair.clear),
    })),
  };
}

function nextTable({ transitions }: NextResult): TableModel {
  return {
    columns: [
      { key: 'from', title: 'products_column_from', format: 'text' },
      { key: 'to', title: 'products_column_to', format: 'text' },
      { key: 'orders', title: 'products_column_steps', format: 'count' },
      { key: 'share', title: 'products_column_share', format: 'percent' },
      { key: 'base', title: 'products_column_base', format: 'percent' },
      { key: 'lift', title: 'products_column_lift', format: 'number' },
      { key: 'p', title: 'products_column_p', format: 'number' },
      { key: 'verdict', title: 'products_column_verdict', format: 'message' },
    ],
    rows: transitions.slice(0, MOST_ROWS).map((step) => ({
      from: step.from,
      to: step.to,
      orders: step.orders,
      share: step.share,
      base: step.base,
      lift: step.lift,
      p: step.p,
      verdict: linkVerdict(step.clear),
    })),
  };
}

/** The message of what a test says of two items. */
function linkVerdict(clear: boolean): string {
  return clear ? 'products_verdict_clear' : 'products_verdict_unclear';
}

/** A row for each item and group, the whole first. */
function reachTable({ level, groups, rows, grouping, customers }: ReachResult): TableModel {
  return {
    columns: [
      { key: 'item', title: `products_level_${level}`, format: 'text' },
      { key: 'group', title: 'products_column_group', format: 'message' },
      { key: 'size', title: 'products_column_size', format: 'count' },
      { key: 'customers', title: 'products_column_buyers', format: 'count' },
      { key: 'share', title: 'products_column_reach', format: 'percent' },
    ],
    rows: rows.flatMap(({ item, all, cells }) => [
      { item, group: 'products_all', size: customers, customers: all.customers, share: all.share },
      ...cells.map((cell, i) => ({
        item,
        group: groupKey(cell.group, grouping),
        size: groups[i]?.customers ?? 0,
        customers: cell.customers,
        share: cell.share,
      })),
    ]),
  };
}
