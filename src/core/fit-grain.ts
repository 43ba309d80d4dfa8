import type { Day, Grain } from './calendar.ts';

/** Mean length of a period in days (Gregorian year: 365.2425). */
export const GRAIN_DAYS = {
  day: 1,
  week: 7,
  month: 30.436875,
  quarter: 91.310625,
  year: 365.2425,
} as const satisfies Record<Grain, number>;

/** More periods than this are hard to read; fewer than `FEWEST_PERIODS` show no course. */
const MOST_PERIODS = 36;
const FEWEST_PERIODS = 4;

/** A fitted period and what decided it: the customers' own gap, or the length of the data. */
export interface FittedGrain<G extends Grain = Grain> {
  readonly grain: G;
  readonly reason: 'gap' | 'length';
}

/** What a period is fitted to: the days that were observed, and the customers' own rhythm. */
export interface Observed {
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** Median days between one purchase day of a customer and the next; null without repeat purchases. */
  readonly medianGapDays: number | null;
}

/**
 * The period nearest, in ratio, to the median gap between a customer's purchase days, so that a
 * usual customer comes back about once a period; months where nobody came back. It is made
 * longer while the data would give more than 36 periods, and shorter while fewer than 4.
 *
 * @param grains The periods to choose from, ascending; at least one.
 */
export function fitGrain<G extends Grain>(
  { firstDay, lastDay, medianGapDays }: Observed,
  grains: readonly [G, ...G[]],
): FittedGrain<G> {
  const grainAt = (at: number): G => grains[at] ?? grains[0];
  const periods = (at: number) => (lastDay - firstDay + 1) / GRAIN_DAYS[grainAt(at)];
  const gap = Math.max(medianGapDays ?? GRAIN_DAYS.month, 1);
  const distances = grains.map((grain) => Math.abs(Math.log(gap / GRAIN_DAYS[grain])));
  const wished = distances.indexOf(Math.min(...distances));
  let at = wished;
  while (at < grains.length - 1 && periods(at) > MOST_PERIODS) at += 1;
  while (at > 0 && periods(at) < FEWEST_PERIODS && periods(at - 1) <= MOST_PERIODS) at -= 1;
  return {
    grain: grainAt(at),
    reason: at === wished && medianGapDays !== null ? 'gap' : 'length',
  };
}
