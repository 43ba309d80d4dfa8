import * as v from 'valibot';
import { fitGrain, type FittedGrain } from '../../core/fit-grain.ts';
import { dimensionsOf, type DimensionId } from '../../data/filter.ts';
import type { DatasetFacts } from '../analysis.ts';
import { availableMeasures, COHORT_MEASURES, COHORT_MODES } from './measures.ts';
import type { CohortMeasure, CohortMode } from './measures.ts';

/** Periods that customers can be grouped and followed by. */
export const COHORT_GRAINS = ['week', 'month', 'quarter', 'year'] as const;
export type CohortGrain = (typeof COHORT_GRAINS)[number];

/**
 * What makes a cohort:
 * - `first_order`: the period of the first sale
 * - `value`: the value that a column has in the first sale, or that is known of the customer
 * - `date`: the period of a date that stands in a column about customers (a registration)
 */
export type CohortBy =
  | { readonly kind: 'first_order' }
  | { readonly kind: 'value'; readonly dimension: DimensionId }
  | { readonly kind: 'date'; readonly dimension: DimensionId };

/** Columns of the heatmap: ages, or the periods of the calendar. */
export const COHORT_ALIGNS = ['age', 'calendar'] as const;
export type CohortAlign = (typeof COHORT_ALIGNS)[number];

/** What a cell is held against: nothing, or the mean of the earlier cohorts at the same age. */
export const COHORT_AGAINST = ['none', 'earlier'] as const;
export type CohortAgainst = (typeof COHORT_AGAINST)[number];

/** Letters of the pasted costs; more is no table of cohorts. */
export const MOST_COSTS_TEXT = 20_000;
export const MOST_COST = 1e9;

export interface CohortSettings {
  /** The period of cohorts and ages. Default: see `fitCohortGrain`. */
  readonly grain: CohortGrain;
  /** Default: the first order. */
  readonly by: CohortBy;
  /** Default `retention`. */
  readonly measure: CohortMeasure;
  /** How orders, revenue, contribution and items are shown; no other measure has modes. Default `total`. */
  readonly mode: CohortMode;
  /** Default `age`. */
  readonly align: CohortAlign;
  /** Only where cohorts are periods. Default `none`. */
  readonly against: CohortAgainst;
  /** What the acquisition of a customer cost; null where it is not known. Default null. */
  readonly cost: number | null;
  /** The same for single cohorts, as pasted: see `parseCosts`. Default ''. */
  readonly costs: string;
}

const dimension = v.custom<DimensionId>(
  (value) =>
    typeof value === 'string' &&
    /^(?:channel|product|category|(?:customer_)?attribute_[1-9]\d{0,2})$/.test(value),
);

const FIRST_ORDER: CohortBy = { kind: 'first_order' };

export const cohortSchema = v.object({
  grain: v.picklist(COHORT_GRAINS),
  by: v.optional(
    v.variant('kind', [
      v.object({ kind: v.literal('first_order') }),
      v.object({ kind: v.picklist(['value', 'date']), dimension }),
    ]),
    FIRST_ORDER,
  ),
  measure: v.picklist(COHORT_MEASURES),
  mode: v.optional(v.picklist(COHORT_MODES), 'total'),
  align: v.optional(v.picklist(COHORT_ALIGNS), 'age'),
  against: v.optional(v.picklist(COHORT_AGAINST), 'none'),
  cost: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_COST))), null),
  costs: v.optional(v.pipe(v.string(), v.maxLength(MOST_COSTS_TEXT)), ''),
});

/** See core/fit-grain.ts. */
export function fitCohortGrain(facts: DatasetFacts): FittedGrain<CohortGrain> {
  return fitGrain(facts, COHORT_GRAINS);
}

export function cohortDefaults(facts: DatasetFacts): CohortSettings {
  return {
    grain: fitCohortGrain(facts).grain,
    by: FIRST_ORDER,
    measure: 'retention',
    mode: 'total',
    align: 'age',
    against: 'none',
    cost: null,
    costs: '',
  };
}

/** What cohorts of this data can be made by: its columns by their value, those of customers also by a date. */
export function cohortChoices({ shape }: Pick<DatasetFacts, 'shape'>): readonly CohortBy[] {
  const dimensions = dimensionsOf(shape);
  return [
    FIRST_ORDER,
    ...dimensions.map(({ id }): CohortBy => ({ kind: 'value', dimension: id })),
    ...dimensions
      .filter(({ of }) => of === 'customer')
      .map(({ id }): CohortBy => ({ kind: 'date', dimension: id })),
  ];
}

/** A choice as text, the same for equal choices. */
export function byKey(by: CohortBy): string {
  return by.kind === 'first_order' ? by.kind : `${by.kind}:${by.dimension}`;
}

/**
 * The settings as this data can answer them: what it does not know (a column, costs, amounts)
 * falls back to the default, and values have no earlier ones to be held against.
 */
export function fittedSettings(settings: CohortSettings, facts: DatasetFacts): CohortSettings {
  const known = cohortChoices(facts).some((choice) => byKey(choice) === byKey(settings.by));
  const by = known ? settings.by : FIRST_ORDER;
  const measure = availableMeasures(facts).includes(settings.measure)
    ? settings.measure
    : 'retention';
  const against = by.kind === 'value' ? 'none' : settings.against;
  return { ...settings, by, measure, against };
}
