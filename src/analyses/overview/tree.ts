import type { Grain } from '../../core/calendar.ts';
import type { DatasetFacts } from '../analysis.ts';
import { factorEffects } from './decomposition.ts';
import type { OverviewPeriod } from './periods.ts';
import { yearLag, type OverviewSettings } from './settings.ts';

/** sales = customers × orders per customer × items per order × price per item. */
export const BRANCHES = ['customers', 'frequency', 'basket', 'price'] as const;
export type BranchId = (typeof BRANCHES)[number];

export interface Branch {
  readonly id: BranchId;
  /** Null where the factor is unknown: its divisor is 0. */
  readonly before: number | null;
  readonly after: number | null;
  /** Its part in the change of the sales, in money; null where a factor is 0 or unknown. */
  readonly effect: number | null;
  /** The effect in per cent of the change; null also where the sales did not change. */
  readonly share: number | null;
}

/** Two periods of which the data holds the whole, and why their sales differ. */
export interface RevenueTree {
  readonly before: OverviewPeriod;
  readonly after: OverviewPeriod;
  /** After − before, of the sales; null where one is unknown. */
  readonly change: number | null;
  readonly branches: readonly Branch[];
  /** What an item is: a unit of the quantity, or a line of an order. */
  readonly items: 'units' | 'lines';
}

/** The comparison that the settings ask for; null where the data does not hold both periods whole. */
export function revenueTree(
  periods: readonly OverviewPeriod[],
  settings: OverviewSettings,
  { shape }: Pick<DatasetFacts, 'shape'>,
): RevenueTree | null {
  const complete = periods.filter(({ observation }) => observation === 'complete');
  const [from, to] = comparedPeriods(complete.at(-1)?.period ?? null, settings);
  const before = complete.find(({ period }) => period === from);
  const after = complete.find(({ period }) => period === to);
  if (before === undefined || after === undefined) return null;
  const change = before.sales === null || after.sales === null ? null : after.sales - before.sales;
  const [early, late] = [factors(before), factors(after)];
  const effects = factorEffects(early, late);
  const branches = BRANCHES.map((id, i) => {
    const effect = effects?.[i] ?? null;
    const share = effect === null || change === null || change === 0 ? null : effect / change;
    return {
      id,
      before: early[i] ?? null,
      after: late[i] ?? null,
      effect,
      share: share === null ? null : share * 100,
    };
  });
  return { before, after, change, branches, items: shape.quantity ? 'units' : 'lines' };
}

/** The indexes of the periods to compare, the earlier named first. */
export function comparedPeriods(
  lastComplete: number | null,
  { grain, comparison, from, to }: OverviewSettings,
): readonly [number | null, number | null] {
  if (lastComplete === null) return [null, null];
  if (comparison === 'chosen') return [from ?? lastComplete - 1, to ?? lastComplete];
  return [lastComplete - comparisonLag(comparison, grain), lastComplete];
}

function comparisonLag(comparison: 'previous' | 'year', grain: Grain): number {
  return comparison === 'previous' ? 1 : (yearLag(grain) ?? 1);
}

function factors({ customers, orders, items, sales }: OverviewPeriod): readonly (number | null)[] {
  return [customers, ratio(orders, customers), ratio(items, orders), ratio(sales, items)];
}

function ratio(part: number | null, of: number | null): number | null {
  return part === null || of === null || of === 0 ? null : part / of;
}

/** Change in per cent; null where one is unknown or the earlier is not above 0. */
export function changePercent(before: number | null, after: number | null): number | null {
  if (before === null || after === null || before <= 0) return null;
  return (after / before - 1) * 100;
}
