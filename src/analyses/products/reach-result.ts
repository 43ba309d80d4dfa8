import { DEFAULT_RULES } from '../../data/rfm/presets.ts';
import { OTHERS } from '../../data/rfm/rules.ts';
import type { DatasetFacts, Tables } from '../analysis.ts';
import { numberOf, partOf, percentOf } from './part-rows.ts';
import type { ProductsSelection } from './query.ts';
import { ORDER_CLASSES } from './reach-query.ts';
import {
  activeGrouping,
  type Grouping,
  type ItemLevel,
  type ProductsSettings,
} from './settings.ts';

export interface ReachGroup {
  /** The least number of orders of a class as text, or the id of a segment. */
  readonly id: string;
  readonly customers: number;
}

/** Customers of a group who ever bought an item. */
export interface Reach {
  readonly group: string | null;
  readonly customers: number;
  /** Per cent of the group. */
  readonly share: number;
  readonly selection: ProductsSelection;
}

export interface ReachRow {
  readonly item: string;
  /** Of all customers in the groups. */
  readonly all: Reach;
  /** In the order of the groups. */
  readonly cells: readonly Reach[];
}

export interface ReachResult {
  readonly view: 'reach';
  readonly level: ItemLevel;
  readonly grouping: Grouping;
  readonly customers: number;
  /** From few orders to many, or in the order of the segments' rules; without empty ones. */
  readonly groups: readonly ReachGroup[];
  /** The most customers first. */
  readonly rows: readonly ReachRow[];
}

/** Shapes the rows of `reachQuery`. */
export function reachResult(
  tables: Tables,
  settings: ProductsSettings,
  facts: DatasetFacts,
  level: ItemLevel,
): ReachResult {
  const rows = tables['reach'];
  const grouping = activeGrouping(settings, facts);
  const sizes = new Map(
    partOf(rows, 'group').map((row) => [String(row['group']), numberOf(row, 'customers')]),
  );
  const groups = orderOf(grouping).flatMap((id): ReachGroup[] => {
    const customers = sizes.get(id) ?? 0;
    return customers === 0 ? [] : [{ id, customers }];
  });
  const customers = groups.reduce((sum, group) => sum + group.customers, 0);
  const key = (item: string, group: string) => JSON.stringify([item, group]);
  const counts = new Map(
    partOf(rows, 'cell').map((row) => [
      key(String(row['item']), String(row['group'])),
      numberOf(row, 'customers'),
    ]),
  );
  const reach = (item: string, group: string | null, n: number, of: number): Reach => ({
    group,
    customers: n,
    share: percentOf(n, of) ?? 0,
    selection: { kind: 'reach', item, group },
  });
  return {
    view: 'reach',
    level,
    grouping,
    customers,
    groups,
    rows: partOf(rows, 'item')
      .toSorted(
        (x, y) =>
          numberOf(y, 'customers') - numberOf(x, 'customers') ||
          (String(x['item']) < String(y['item']) ? -1 : 1),
      )
      .map((row) => {
        const item = String(row['item']);
        return {
          item,
          all: reach(item, null, numberOf(row, 'customers'), customers),
          cells: groups.map((group) =>
            reach(item, group.id, counts.get(key(item, group.id)) ?? 0, group.customers),
          ),
        };
      }),
  };
}

/** The message of a group of customers; of all for null. */
export function groupKey(id: string | null, grouping: Grouping): string {
  if (id === null) return 'products_all';
  return grouping === 'orders' ? `products_class_${id}` : `rfm_segment_${id}`;
}

function orderOf(grouping: Grouping): readonly string[] {
  if (grouping === 'orders') return ORDER_CLASSES.map(String);
  return [...DEFAULT_RULES.rules.map(({ id }) => id), OTHERS];
}
