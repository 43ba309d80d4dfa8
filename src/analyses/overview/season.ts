import type { Grain } from '../../core/calendar.ts';
import { measured, type OverviewPeriod } from './periods.ts';
import { seasonLength, yearLag, type Measure } from './settings.ts';

/** A measure beside that of the season before and evened out over the season. */
export interface SeasonPoint {
  readonly period: number;
  /** The same period a year earlier, where that is complete in the data. */
  readonly yearEarlier: number | null;
  /** Centred over one season, of complete periods only. */
  readonly mean: number | null;
}

/**
 * The points of all periods. The mean is the centred moving average of the length of a season;
 * where that is even, of one period more, whose two ends weigh half ("2 × 12" for months, as in
 * Hyndman, R. J., & Athanasopoulos, G., Forecasting: Principles and Practice, 3rd ed., 3.3), so that
 * each time of the season weighs the same. Null where the data does not hold the whole window.
 */
export function seasonPoints(
  periods: readonly OverviewPeriod[],
  measure: Measure,
  grain: Grain,
): readonly SeasonPoint[] {
  const lag = yearLag(grain);
  const season = seasonLength(grain);
  const values = periods.map((period) =>
    period.observation === 'complete' ? measured(period, measure) : null,
  );
  return periods.map(({ period }, at) => ({
    period,
    yearEarlier: lag === null ? null : (values[at - lag] ?? null),
    mean: season === null ? null : centredMean(values, at, season),
  }));
}

function centredMean(
  values: readonly (number | null)[],
  at: number,
  length: number,
): number | null {
  const half = Math.floor(length / 2);
  if (at < half) return null;
  const isEven = length % 2 === 0;
  let sum = 0;
  for (let i = at - half; i <= at + half; i += 1) {
    const value = values[i] ?? null;
    if (value === null) return null;
    sum += isEven && Math.abs(i - at) === half ? value / 2 : value;
  }
  return sum / length;
}
