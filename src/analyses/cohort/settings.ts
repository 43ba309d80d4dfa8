import * as v from 'valibot';
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
  /** The period of cohorts and ages. Default: see `fitGrain`. */
  readonly grain: CohortGrain;
  /** Default `retention`. */
  readonly measure: CohortMeasure;
}

export const cohortSchema = v.object({
  grain: v.picklist(COHORT_GRAINS),
  measure: v.picklist(COHORT_MEASURES),
});

/** Mean length of a period in days (Gregorian year: 365.2425). */
const DAYS = { week: 7, month: 30.436875, quarter: 91.310625, year: 365.2425 } as const;

/** More columns than this are hard to read; fewer than `FEWEST` show no course. */
const MOST_PERIODS = 36;
const FEWEST_PERIODS = 4;

/** A fitted period and what decided it: the customers' own gap, or the length of the data. */
export interface FittedGrain {
  readonly grain: CohortGrain;
  readonly reason: 'gap' | 'length';
}

/**
 * The period nearest, in ratio, to the median gap between a customer's purchase days, so that a
 * usual customer comes back about once a period; months where nobody came back. It is made
 * longer while the data would give more than 36 periods, and shorter while fewer than 4.
 */
export function fitGrain(facts: DatasetFacts): FittedGrain {
  const gap = facts.medianGapDays ?? DAYS.month;
  const wished = nearest(gap);
  const periods = (at: number) => (facts.lastDay - facts.firstDay + 1) / DAYS[grainAt(at)];
  let at = wished;
  while (at < COHORT_GRAINS.length - 1 && periods(at) > MOST_PERIODS) at += 1;
  while (at > 0 && periods(at) < FEWEST_PERIODS && periods(at - 1) <= MOST_PERIODS) at -= 1;
  const reason = at === wished && facts.medianGapDays !== null ? 'gap' : 'length';
  return { grain: grainAt(at), reason };
}

function nearest(gap: number): number {
  const distance = (grain: CohortGrain) => Math.abs(Math.log(Math.max(gap, 1) / DAYS[grain]));
  const distances = COHORT_GRAINS.map(distance);
  return distances.indexOf(Math.min(...distances));
}

function grainAt(position: number): CohortGrain {
  return COHORT_GRAINS[position] ?? 'year';
}

export function cohortDefaults(facts: DatasetFacts): CohortSettings {
  return { grain: fitGrain(facts).grain, measure: 'retention' };
}
