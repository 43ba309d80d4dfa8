import * as v from 'valibot';
import { fitGrain, type FittedGrain } from '../../core/fit-grain.ts';
import type { DatasetFacts } from '../analysis.ts';

/** Periods that customers can be grouped and followed by. */
export const COHORT_GRAINS = ['week', 'month', 'quarter', 'year'] as const;
export type CohortGrain = (typeof COHORT_GRAINS)[number];

/**
 * What a cell shows of cohort c in its k-th period:
 * - `retention`: active customers, per cent of the cohort
 * - `customers`: active customers (with a sale in the period)
 * - `orders`: sales
 * - `revenue`: sales and returns
 * - `revenue_per_customer`: revenue ÷ customers active in the period
 * - `cumulative_revenue`: revenue of periods 0 to k ÷ customers of the cohort
 */
export const COHORT_MEASURES = [
  'retention',
  'customers',
  'orders',
  'revenue',
  'revenue_per_customer',
  'cumulative_revenue',
] as const;
export type CohortMeasure = (typeof COHORT_MEASURES)[number];

export interface CohortSettings {
  /** The period of cohorts and ages. Default: see `fitCohortGrain`. */
  readonly grain: CohortGrain;
  /** Default `retention`. */
  readonly measure: CohortMeasure;
}

export const cohortSchema = v.object({
  grain: v.picklist(COHORT_GRAINS),
  measure: v.picklist(COHORT_MEASURES),
});

/** See core/fit-grain.ts. */
export function fitCohortGrain(facts: DatasetFacts): FittedGrain<CohortGrain> {
  return fitGrain(facts, COHORT_GRAINS);
}

export function cohortDefaults(facts: DatasetFacts): CohortSettings {
  return { grain: fitCohortGrain(facts).grain, measure: 'retention' };
}
