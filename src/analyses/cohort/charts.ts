import {
  formatCount,
  formatDay,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPeriod,
  formatPeriodShort,
} from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { CohortSelection } from './query.ts';
import type { CohortResult } from './result.ts';
import type { CohortGrain, CohortMeasure } from './settings.ts';

// What both charts and the screen say; the charts are in heatmap-charts.ts and curve-charts.ts.

/** A measure's name. */
export function measureName(measure: CohortMeasure): string {
  return {
    retention: m.cohort_measure_retention,
    customers: m.cohort_measure_customers,
    orders: m.cohort_measure_orders,
    revenue: m.cohort_measure_revenue,
    revenue_per_customer: m.cohort_measure_revenue_per_customer,
    cumulative_revenue: m.cohort_measure_cumulative_revenue,
  }[measure]();
}

/** A measure's name as an option, short enough for a narrow field. */
export function measureChoice(measure: CohortMeasure): string {
  if (measure === 'revenue_per_customer') return m.cohort_choice_revenue_per_customer();
  if (measure === 'cumulative_revenue') return m.cohort_choice_cumulative_revenue();
  return measureName(measure);
}

/** What ages count: "Months since the first order". */
export function ageTitle(grain: CohortGrain): string {
  return {
    week: m.cohort_age_week,
    month: m.cohort_age_month,
    quarter: m.cohort_age_quarter,
    year: m.cohort_age_year,
  }[grain]();
}

/** A value as it stands in a cell: short, without its unit, which the title tells. */
export function cellValue(value: number | null, measure: CohortMeasure): string {
  if (value === null) return '–';
  switch (measure) {
    case 'retention':
      return formatNumber(value, 1);
    case 'customers':
    case 'orders':
    case 'revenue':
      return formatCount(value);
    case 'revenue_per_customer':
    case 'cumulative_revenue':
      return Math.abs(value) < 1000 ? formatNumber(value, 2) : formatCount(value);
  }
}

/** A mean as it stands at the foot: counts with a decimal, since a mean is seldom whole. */
export function meanValue(value: number | null, measure: CohortMeasure): string {
  if (value === null) return '';
  const counted = measure === 'customers' || measure === 'orders';
  return counted ? formatNumber(value, 1) : cellValue(value, measure);
}

/** A value with its unit, for sentences. */
export function fullValue(value: number | null, measure: CohortMeasure): string {
  if (value === null) return '–';
  if (measure === 'retention') return formatPercent(value);
  return measure === 'customers' || measure === 'orders' ? formatNumber(value) : formatMoney(value);
}

/** Names the customers behind a cell. */
export function selectionTitle({ cohort, age }: CohortSelection, grain: CohortGrain): string {
  return m.cohort_selection({
    cohort: formatPeriodShort(cohort, grain),
    period: formatPeriodShort(cohort + age, grain),
  });
}

/** Why cells are hatched, or that none is. */
export function incompleteNote({ lastComplete, lastPeriod, lastDay, grain }: CohortResult): string {
  if (lastComplete) return m.cohort_complete_note();
  return m.cohort_hatched_note({
    period: formatPeriod(lastPeriod, grain, { long: true }),
    day: formatDay(lastDay),
  });
}
