import { mean, meanInterval, weightedMean, wilsonInterval } from '../../core/statistics.ts';
import type { RetentionRow } from './cohort-rows.ts';
import type { Mean } from './settings.ts';

/** The mean of the cohorts at an age. */
export interface CurvePoint {
  /** Periods or windows after the first. */
  readonly age: number;
  /** Cohorts in the mean: not empty, and their period at this age is over. */
  readonly cohorts: number;
  /** Their customers, and those of them who came back. */
  readonly observed: number;
  readonly customers: number;
  /** Percent, 0–100; null where no cohort has been observed so long. */
  readonly mean: number | null;
  /**
   * 95 % interval in percent, within 0–100. Weighted mean: Wilson's of the customers together.
   * Simple mean: Student's of the cohorts' percentages; null of fewer than two cohorts.
   */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The mean of each column of the table, from age 0. The period that is not over and empty cohorts
 * are left out. Weighted: Σ(percent × observed) ÷ Σ observed.
 */
export function retentionCurve(rows: readonly RetentionRow[], kind: Mean): readonly CurvePoint[] {
  const ages = rows[0]?.cells.length ?? 0;
  return Array.from({ length: ages }, (_, age) => curvePoint(rows, age, kind));
}

function curvePoint(rows: readonly RetentionRow[], age: number, kind: Mean): CurvePoint {
  const percents: number[] = [];
  const weights: number[] = [];
  let customers = 0;
  for (const row of rows) {
    const cell = row.cells[age] ?? null;
    if (cell === null || cell.incomplete || cell.percent === null) continue;
    percents.push(cell.percent);
    weights.push(cell.observed);
    customers += cell.customers;
  }
  const observed = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    age,
    cohorts: percents.length,
    observed,
    customers,
    ...(kind === 'weighted'
      ? {
          mean: weightedMean(percents, weights),
          ...percentBounds(wilsonInterval(customers, observed), 100),
        }
      : { mean: mean(percents), ...percentBounds(meanInterval(percents), 1) }),
  };
}

function percentBounds(interval: { low: number; high: number } | null, factor: number) {
  if (interval === null) return { low: null, high: null };
  return {
    low: Math.max(0, interval.low * factor),
    high: Math.min(100, interval.high * factor),
  };
}
