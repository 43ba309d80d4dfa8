import { fisherExact } from '../../core/exact-test.ts';
import { adjustedForMany, FALSE_DISCOVERY_RATE } from '../../core/false-discovery.ts';
import type { Tables } from '../analysis.ts';
import { ranked } from './pairs-result.ts';
import { numberOf, partOf } from './part-rows.ts';
import type { ProductsSelection } from './query.ts';
import type { ItemLevel, ProductsSettings, Rank, StepMeasure } from './settings.ts';

export interface SteppedItem {
  readonly item: string;
  /** Purchase days of customers with it. */
  readonly days: number;
  /** Steps that leave from a day with it, and that lead to one. */
  readonly departed: number;
  readonly arrived: number;
  /** Per cent of all steps that lead to it: what is usual. */
  readonly base: number;
}

/** From an item to one of the customer's next purchase day; both may be the same. */
export interface Transition {
  readonly from: string;
  readonly to: string;
  /** How many steps; named as in pairs. */
  readonly orders: number;
  /** Per cent of the steps that leave from `from`. */
  readonly share: number;
  /** Per cent of all steps that lead to `to`. */
  readonly base: number;
  /** share ÷ base. */
  readonly lift: number;
  /** Of no connection, corrected for all transitions that were looked at. */
  readonly p: number;
  readonly clear: boolean;
  readonly selection: ProductsSelection;
}

export interface NextResult {
  readonly view: 'next';
  readonly level: ItemLevel;
  readonly least: number;
  readonly rank: Rank;
  readonly cell: StepMeasure;
  /** From a purchase day to the next one, both with a known item. */
  readonly steps: number;
  /** Items on enough days; those whose transitions were counted are the first 100. */
  readonly enough: number;
  /** From the most frequent. */
  readonly items: readonly SteppedItem[];
  readonly tests: number;
  /** Taken often enough: those that are clear first, then by the rank. */
  readonly transitions: readonly Transition[];
}

/** Shapes the rows of `nextQuery`. */
export function nextResult(
  tables: Tables,
  { leastSteps, rank, cell }: ProductsSettings,
  level: ItemLevel,
): NextResult {
  const rows = tables['next'];
  const [whole] = partOf(rows, 'all');
  const steps = numberOf(whole, 'steps');
  const items = partOf(rows, 'item')
    .toSorted((x, y) => numberOf(x, 'a') - numberOf(y, 'a'))
    .map((row): SteppedItem => {
      const arrived = numberOf(row, 'arrived');
      return {
        item: String(row['item']),
        days: numberOf(row, 'days'),
        departed: numberOf(row, 'departed'),
        arrived,
        base: steps > 0 ? (100 * arrived) / steps : 0,
      };
    });
  const counted = partOf(rows, 'step').flatMap((row) => {
    const [from, to] = [items[numberOf(row, 'a') - 1], items[numberOf(row, 'b') - 1]];
    return from === undefined || to === undefined ? [] : [{ from, to, n: numberOf(row, 'steps') }];
  });
  const tests = items.length ** 2;
  const ps = adjustedForMany(
    counted.map(({ from, to, n }) =>
      fisherExact({ total: steps, first: from.departed, second: to.arrived, both: n }),
    ),
    tests,
  );
  const transitions = counted.map(({ from, to, n }, i): Transition => {
    const lift = (n * steps) / (from.departed * to.arrived);
    const p = ps[i] ?? 1;
    return {
      from: from.item,
      to: to.item,
      orders: n,
      share: (100 * n) / from.departed,
      base: to.base,
      lift,
      p,
      clear: lift > 1 && p <= FALSE_DISCOVERY_RATE,
      selection: { kind: 'next', from: from.item, to: to.item },
    };
  });
  return {
    view: 'next',
    level,
    least: leastSteps,
    rank,
    cell,
    steps,
    enough: numberOf(whole, 'items'),
    items,
    tests,
    transitions: ranked(transitions, rank, ({ from, to }) => `${from}\n${to}`),
  };
}
