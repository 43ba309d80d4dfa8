import { mean, meanInterval, wilsonInterval } from '../../core/statistics.ts';
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
   * Simple mean: Student's of the cohorts' percentages; null of fewer than two cohorts, and where
   * no interval holds.
   */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The mean of each column of the table, from age 0. The period that is not over and empty cohorts
 * are left out. Weighted: Σ(percent × observed) ÷ Σ observed.
 *
 * @param among whether those who came back are among the observed: else Wilson's interval, which
 *   is of a share, does not hold, and a percentage may pass 100. Default: at every age
 */
export function retentionCurve(
  rows: readonly RetentionRow[],
  kind: Mean,
  among: (age: number) => boolean = () => true,
): readonly CurvePoint[] {
  const ages = rows[0]?.cells.length ?? 0;
  return Array.from({ length: ages }, (_, age) => curvePoint(rows, age, kind, among(age)));
}

function curvePoint(
  rows: readonly RetentionRow[],
  age: number,
  kind: Mean,
  among: boolean,
): CurvePoint {
  const percents: number[] = [];
  let customers = 0;
  let observed = 0;
  for (const row of rows) {
    const cell = row.cells[age] ?? null;
    if (cell === null || cell.incomplete) continue;
    customers += cell.customers;
    observed += cell.observed;
    if (cell.percent !== null) percents.push(cell.percent);
  }
  return {
    age,
    cohorts: percents.length,
    observed,
    customers,
    ...(kind === 'weighted'
      ? {
          mean: observed === 0 ? null : (100 * customers) / observed,
          ...percentBounds(among ? wilsonInterval(customers, observed) : null, 100, 100),
        }
      : {
          mean: mean(percents),
          ...percentBounds(meanInterval(percents), 1, among ? 100 : Infinity),
        }),
  };
}

function percentBounds(
  interval: { low: number; high: number } | null,
  factor: number,
  most: number,
) {
  if (interval === null) return { low: null, high: null };
  return {
    low: Math.max(0, interval.low * factor),
    high: Math.min(most, interval.high * factor),
  };
}
