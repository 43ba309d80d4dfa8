import * as v from 'valibot';
import type { Day } from '../../core/calendar.ts';
import type { DatasetFacts } from '../analysis.ts';
import {
  DEFAULT_RULES,
  DEFAULT_SEGMENTS,
  DIMENSIONS,
  MAX_NAME_LENGTH,
  MAX_RULES,
  rulesFor,
  type Dimension,
  type RuleSet,
} from './rules.ts';

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

export const MIN_BINS = 2;
export const MAX_BINS = 10;

/** What the R × F heatmap shows in its cells. */
export const HEATMAP_MEASURES = ['customers', 'monetary'] as const;
export type HeatmapMeasure = (typeof HEATMAP_MEASURES)[number];

/** What the bars of the segments show. */
export const BAR_MEASURES = ['customers', 'orders', 'revenue', 'averageOrder'] as const;
export type BarMeasure = (typeof BAR_MEASURES)[number];

/** `bins` − 1 ascending cut points: recency in days, frequency in orders, monetary in money. */
export type Cuts = Readonly<Record<Dimension, readonly number[]>>;

export interface RfmSettings {
  /** Recency is counted to this day; orders after it are left out. Default: the last day of the data. */
  readonly analysisDay: Day;
  /** The number of scores of each dimension, 2 to 10; default 5. */
  readonly bins: number;
  /** Default `r`, so that results compare with the R package. */
  readonly scoring: Scoring;
  /** Used when `scoring` is `custom`. */
  readonly cuts: Cuts;
  readonly segments: RuleSet;
  readonly heatmap: HeatmapMeasure;
  readonly bars: BarMeasure;
}

/** Whether cut points can be used: as many as needed, finite, each above the one before. */
export function cutsAreValid(cuts: readonly number[], bins: number): boolean {
  return (
    cuts.length === bins - 1 &&
    cuts.every((cut, i) => Number.isFinite(cut) && cut > (cuts[i - 1] ?? -Infinity))
  );
}

const integer = (from: number, to: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

const range = v.pipe(
  v.object({ from: integer(1, MAX_BINS), to: integer(1, MAX_BINS) }),
  v.check(({ from, to }) => from <= to, 'from ≤ to'),
);

const isDefaultId = (id: string) => (DEFAULT_SEGMENTS as readonly string[]).includes(id);

const rule = v.pipe(
  v.object({
    id: v.pipe(
      v.string(),
      v.check((id) => isDefaultId(id) || /^own-\d{1,6}$/.test(id), 'an id'),
    ),
    name: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_NAME_LENGTH))),
    recency: range,
    frequency: range,
    monetary: range,
  }),
  v.check(({ id, name }) => name !== null || isDefaultId(id), 'a name'),
);

const ruleSet = v.pipe(
  v.object({
    bins: integer(MIN_BINS, MAX_BINS),
    rules: v.pipe(v.array(rule), v.maxLength(MAX_RULES)),
  }),
  v.check(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, 'unique ids'),
  v.check(
    ({ bins, rules }) => rules.every((one) => DIMENSIONS.every((d) => one[d].to <= bins)),
    'ranges within the bins',
  ),
);

const cutList = v.array(v.pipe(v.number(), v.finite()));

export const rfmSchema = v.pipe(
  v.object({
    analysisDay: integer(-200_000, 200_000),
    bins: integer(MIN_BINS, MAX_BINS),
    scoring: v.picklist(SCORINGS),
    cuts: v.object({ recency: cutList, frequency: cutList, monetary: cutList }),
    segments: ruleSet,
    heatmap: v.picklist(HEATMAP_MEASURES),
    bars: v.picklist(BAR_MEASURES),
  }),
  v.check(({ bins, cuts }) => DIMENSIONS.every((d) => cutsAreValid(cuts[d], bins)), 'cuts'),
) satisfies v.GenericSchema<unknown, RfmSettings>;

/**
 * The settings to begin with. The own cut points, which are used only once the user asks for
 * them, are multiples of the median gap between purchases and of the mean revenue per customer.
 */
export function rfmDefaults(facts: DatasetFacts): RfmSettings {
  const gap = Math.max(1, Math.round(facts.medianGapDays ?? 30));
  const mean = facts.customers > 0 ? facts.revenue / facts.customers : 0;
  const unit = mean > 0.001 ? Number(mean.toPrecision(1)) : 1;
  return {
    analysisDay: facts.lastDay,
    bins: 5,
    scoring: 'r',
    cuts: {
      recency: [gap, 2 * gap, 4 * gap, 8 * gap],
      frequency: [2, 3, 5, 8],
      monetary: [unit / 4, unit / 2, unit, 2 * unit],
    },
    segments: DEFAULT_RULES,
    heatmap: 'customers',
    bars: 'customers',
  };
}

/** The settings with another number of bins: own cut points are shortened or continued to fit. */
export function withBins(settings: RfmSettings, bins: number): RfmSettings {
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

/** The rules as they are applied: scaled to the number of bins in use. */
export function activeRules(settings: RfmSettings): RuleSet['rules'] {
  return rulesFor(settings.bins, settings.segments);
}
