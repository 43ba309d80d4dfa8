import * as v from 'valibot';
import type { DatasetFacts } from '../../analyses/analysis.ts';
import { binsSchema } from './rule-schema.ts';
import { DIMENSIONS, type Dimension } from './rules.ts';

/**
 * How a value becomes a score from 1 to `bins` (recency reversed: the fewest days score highest).
 * - `r`: the rule of the R package rfm, whose results it repeats. Cut points are type-7 quantiles
 *   plus 1; a score holds lower ≤ x < upper.
 * - `quantile`: type-7 quantiles (Hyndman & Fan 1996) as they are; a score holds lower < x ≤ upper.
 *   Better than `r` where the amounts are small, because 1 is then no small step.
 * - `ntile`: groups of equal size. Customers with equal values can fall in neighbouring groups.
 * - `custom`: the user's own cut points; a score holds lower ≤ x < upper.
 */
export const SCORINGS = ['r', 'quantile', 'ntile', 'custom'] as const;
export type Scoring = (typeof SCORINGS)[number];

/**
 * What frequency counts: sales, days with a sale, or rows of the file that are part of a sale
 * (the lines of its orders; a product a row, in many files).
 */
export const FREQUENCIES = ['orders', 'days', 'rows'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** `bins` − 1 ascending cut points: recency in days, frequency as it is counted, monetary in money. */
export type Cuts = Readonly<Record<Dimension, readonly number[]>>;

/** How customers are scored; the day to which is apart, because it may be several. */
export interface ScoreSettings {
  /** The number of scores of each dimension, 2 to 10; default 5. */
  readonly bins: number;
  /** Default `r`, so that results compare with the R package. */
  readonly scoring: Scoring;
  /** Used when `scoring` is `custom`. */
  readonly cuts: Cuts;
  /** Default `orders`. */
  readonly frequency: Frequency;
}

/** Whether cut points can be used: as many as needed, finite, each above the one before. */
export function cutsAreValid(cuts: readonly number[], bins: number): boolean {
  return (
    cuts.length === bins - 1 &&
    cuts.every((cut, i) => Number.isFinite(cut) && cut > (cuts[i - 1] ?? -Infinity))
  );
}

const cutList = v.array(v.pipe(v.number(), v.finite()));

/** The entries of an object schema for `ScoreSettings`; `cutsFit` is to be checked beside them. */
export const scoreEntries = {
  bins: binsSchema,
  scoring: v.picklist(SCORINGS),
  cuts: v.object({ recency: cutList, frequency: cutList, monetary: cutList }),
  frequency: v.picklist(FREQUENCIES),
};

/** Whether the cut points are as many as the bins ask for, ascending. */
export function cutsFit({ bins, cuts }: Pick<ScoreSettings, 'bins' | 'cuts'>): boolean {
  return DIMENSIONS.every((dimension) => cutsAreValid(cuts[dimension], bins));
}

/**
 * The scores to begin with. The own cut points, which are used only once the user asks for
 * them, are multiples of the median gap between purchases and of the mean revenue per customer.
 */
export function scoreDefaults(facts: DatasetFacts): ScoreSettings {
  const gap = Math.max(1, Math.round(facts.medianGapDays ?? 30));
  const mean = facts.customers > 0 ? facts.revenue / facts.customers : 0;
  const unit = mean > 0.001 ? Number(mean.toPrecision(1)) : 1;
  return {
    bins: 5,
    scoring: 'r',
    cuts: {
      recency: [gap, 2 * gap, 4 * gap, 8 * gap],
      frequency: [2, 3, 5, 8],
      monetary: [unit / 4, unit / 2, unit, 2 * unit],
    },
    frequency: 'orders',
  };
}

/** The settings with another number of bins: own cut points are shortened or continued to fit. */
export function withBins<Settings extends ScoreSettings>(
  settings: Settings,
  bins: number,
): Settings {
  const { recency, frequency, monetary } = settings.cuts;
  return {
    ...settings,
    bins,
    cuts: {
      recency: resizeCuts(recency, bins - 1),
      frequency: resizeCuts(frequency, bins - 1),
      monetary: resizeCuts(monetary, bins - 1),
    },
  };
}

function resizeCuts(cuts: readonly number[], length: number): readonly number[] {
  const resized = cuts.slice(0, length);
  while (resized.length < length) {
    const last = resized.at(-1) ?? 0;
    const step = Math.max(1, last - (resized.at(-2) ?? 0));
    resized.push(last + step);
  }
  return resized;
}

/** The part of the settings that the scores depend on: own cut points only where they are used. */
export function scoreKey({ bins, scoring, cuts, frequency }: ScoreSettings): unknown {
  return [bins, scoring, scoring === 'custom' ? cuts : null, frequency];
}
