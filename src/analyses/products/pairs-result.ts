import { fisherExact } from '../../core/exact-test.ts';
import { adjustedForMany, FALSE_DISCOVERY_RATE } from '../../core/false-discovery.ts';
import type { Tables } from '../analysis.ts';
import { numberOf, partOf } from './part-rows.ts';
import type { ProductsSelection } from './query.ts';
import type { ItemLevel, ProductsSettings, Rank } from './settings.ts';

export interface PairedItem {
  readonly item: string;
  readonly orders: number;
}

/** Two items in one order; `a` is the one in more orders. */
export interface Pair {
  readonly a: string;
  readonly b: string;
  /** Orders with both. */
  readonly orders: number;
  /** Per cent of all orders that have both (Agrawal & Srikant 1994). */
  readonly support: number;
  /** Of the orders with `a`, the per cent that also have `b`; and the other way. */
  readonly confidence: number;
  readonly reverse: number;
  /** Orders with both ÷ those expected by chance (the interest of Brin et al. 1997). */
  readonly lift: number;
  /** Of no connection, corrected for all pairs that were looked at. */
  readonly p: number;
  /** Whether there is more to it than chance, and the two are together oftener than by chance. */
  readonly clear: boolean;
  readonly selection: ProductsSelection;
}

export interface PairsResult {
  readonly view: 'pairs';
  readonly level: ItemLevel;
  readonly least: number;
  readonly rank: Rank;
  /** Orders with a known item; shares are of them. */
  readonly orders: number;
  /** Items in enough orders; those whose pairs were counted are the first 300. */
  readonly enough: number;
  /** From the most frequent. */
  readonly items: readonly PairedItem[];
  /** How many pairs of these items were looked at. */
  readonly tests: number;
  /** In enough orders: those that are clear first, then by the rank. */
  readonly pairs: readonly Pair[];
}

/** Shapes the rows of `pairsQuery`. */
export function pairsResult(
  tables: Tables,
  { leastOrders, rank }: ProductsSettings,
  level: ItemLevel,
): PairsResult {
  const rows = tables['pairs'];
  const [whole] = partOf(rows, 'all');
  const orders = numberOf(whole, 'orders');
  const items = partOf(rows, 'item')
    .toSorted((x, y) => numberOf(x, 'a') - numberOf(y, 'a'))
    .map((row) => ({ item: String(row['item']), orders: numberOf(row, 'orders') }));
  const counted = partOf(rows, 'pair').flatMap((row) => {
    const [a, b] = [items[numberOf(row, 'a') - 1], items[numberOf(row, 'b') - 1]];
    return a === undefined || b === undefined ? [] : [{ a, b, both: numberOf(row, 'orders') }];
  });
  const tests = (items.length * (items.length - 1)) / 2;
  const ps = adjustedForMany(
    counted.map(({ a, b, both }) =>
      fisherExact({ total: orders, first: a.orders, second: b.orders, both }),
    ),
    tests,
  );
  const pairs = counted.map(({ a, b, both }, i): Pair => {
    const lift = (both * orders) / (a.orders * b.orders);
    const p = ps[i] ?? 1;
    return {
      a: a.item,
      b: b.item,
      orders: both,
      support: (100 * both) / orders,
      confidence: (100 * both) / a.orders,
      reverse: (100 * both) / b.orders,
      lift,
      p,
      clear: lift > 1 && p <= FALSE_DISCOVERY_RATE,
      selection: { kind: 'pair', a: a.item, b: b.item },
    };
  });
  return {
    view: 'pairs',
    level,
    least: leastOrders,
    rank,
    orders,
    enough: numberOf(whole, 'items'),
    items,
    tests,
    pairs: ranked(pairs, rank, ({ a, b }) => `${a}\n${b}`),
  };
}

/** Those that are clear first, then by lift or by how often, then by name. */
export function ranked<
  One extends { readonly lift: number; readonly orders: number; readonly clear: boolean },
>(all: readonly One[], rank: Rank, name: (one: One) => string): readonly One[] {
  const value = (one: One) => (rank === 'lift' ? one.lift : one.orders);
  return all
    .map((one) => ({ one, name: name(one) }))
    .sort(
      (x, y) =>
        Number(y.one.clear) - Number(x.one.clear) ||
        value(y.one) - value(x.one) ||
        (x.name < y.name ? -1 : 1),
    )
    .map(({ one }) => one);
}
