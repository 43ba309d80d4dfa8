import * as v from 'valibot';
import { GRAINS, type Grain } from '../../core/calendar.ts';
import { fitGrain, type FittedGrain } from '../../core/fit-grain.ts';
import type { DatasetFacts } from '../analysis.ts';

/**
 * What a period is measured by:
 * - `customers`: customers with a sale
 * - `orders`: sales
 * - `revenue`: sales and returns
 * - `contribution`: revenue − cost
 */
export const MEASURES = ['customers', 'orders', 'revenue', 'contribution'] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * Which two periods are compared:
 * - `previous`: the last complete period with the one before
 * - `year`: the last complete period with the same one a year earlier
 * - `chosen`: any two
 */
export const COMPARISONS = ['previous', 'year', 'chosen'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface OverviewSettings {
  /** Default: fitted to the gap between orders, see core/fit-grain.ts. */
  readonly grain: Grain;
  /** The measure that is drawn large, and by which parts are compared. Default `revenue`, or `orders` without amounts. */
  readonly measure: Measure;
  /** Default `previous`. */
  readonly comparison: Comparison;
  /** The indexes of the two periods of `chosen`; null: the last complete period and the one before. */
  readonly from: number | null;
  readonly to: number | null;
}

const index = v.nullable(v.pipe(v.number(), v.integer()));

export const overviewSchema = v.object({
  grain: v.picklist(GRAINS),
  measure: v.picklist(MEASURES),
  comparison: v.picklist(COMPARISONS),
  from: index,
  to: index,
}) satisfies v.GenericSchema<unknown, OverviewSettings>;

export function fitOverviewGrain(facts: DatasetFacts): FittedGrain {
  return fitGrain(facts, GRAINS);
}

/** Settings fitted to the data. */
export function overviewDefaults(facts: DatasetFacts): OverviewSettings {
  return {
    grain: fitOverviewGrain(facts).grain,
    measure: facts.hasMoney ? 'revenue' : 'orders',
    comparison: 'previous',
    from: null,
    to: null,
  };
}

/** The measures that the data has. */
export function knownMeasures({ hasMoney, shape }: DatasetFacts): readonly Measure[] {
  return MEASURES.filter(
    (measure) =>
      measure === 'customers' ||
      measure === 'orders' ||
      (hasMoney && (measure === 'revenue' || shape.cost)),
  );
}

/** The measure in force: the one that was chosen, where the data has it. */
export function activeMeasure({ measure }: OverviewSettings, facts: DatasetFacts): Measure {
  return knownMeasures(facts).includes(measure) ? measure : 'orders';
}

/**
 * How many periods before lies the same one of the year before; null for years, which are their
 * own. A day or a week is compared with that 52 weeks earlier: it is the same day of the week.
 */
export function yearLag(grain: Grain): number | null {
  return { day: 364, week: 52, month: 12, quarter: 4, year: null }[grain];
}

/** The periods of the season that a moving mean evens out: the week for days, else the year. */
export function seasonLength(grain: Grain): number | null {
  return { day: 7, week: 52, month: 12, quarter: 4, year: null }[grain];
}
