import type { Day } from '../../core/calendar.ts';
import { PERIODS_AHEAD } from './settings.ts';

/** Customers who went from one segment to another; `from` null: newcomers. */
export interface Transition {
  readonly from: string | null;
  readonly to: string;
  readonly customers: number;
}

/** Customers by segment, in the order of the places. */
export type Mix = readonly number[];

/** The expected mix under the rates of the time between the two dates. */
export interface Outlook {
  /** The mix at the end, then after each of `PERIODS_AHEAD` periods. */
  readonly mixes: readonly Mix[];
  /** Newcomers that each period is taken to bring. */
  readonly came: number;
  /** Segments with customers at the end but none at the start: no rate is known, they stay. */
  readonly withoutRates: readonly string[];
}

/** An expected mix held against what came. */
export interface Holdout {
  /** The rates are those between these two days. */
  readonly from: Day;
  readonly to: Day;
  readonly steps: number;
  readonly expected: Mix;
  readonly observed: Mix;
  /** Per cent of the customers whom the expected mix has in a wrong segment; see `misplaced`. */
  readonly error: number;
  /** The same had the mix been taken to stay as it was at `to`. */
  readonly unchangedError: number;
}

/** Rates per segment and newcomers per period. */
interface Rates {
  /** A row a segment, summing to 1; null where nobody was there at the start. */
  readonly rows: readonly (readonly number[] | null)[];
  readonly came: Mix;
}

/** @param ids The places, in order. */
export function ratesOf(transitions: readonly Transition[], ids: readonly string[]): Rates {
  const row = (from: string | null): number[] => {
    const counts = ids.map(() => 0);
    for (const one of transitions) {
      const at = ids.indexOf(one.to);
      if (one.from === from && at >= 0) counts[at] = (counts[at] ?? 0) + one.customers;
    }
    return counts;
  };
  return {
    rows: ids.map((id) => {
      const counts = row(id);
      const total = sumOf(counts);
      return total === 0 ? null : counts.map((count) => count / total);
    }),
    came: row(null),
  };
}

/** One period on: mix × rates + newcomers. Customers of a segment without rates stay in it. */
export function stepAhead(mix: Mix, { rows, came }: Rates): Mix {
  return mix.map((own, to) => {
    const moved = mix.reduce((sum, count, from) => sum + count * (rows[from]?.[to] ?? 0), 0);
    return moved + ((rows[to] ?? null) === null ? own : 0) + (came[to] ?? 0);
  });
}

/** The mix, then after one period, after two … */
export function mixesAhead(mix: Mix, rates: Rates, steps: number): readonly Mix[] {
  const mixes = [mix];
  for (let step = 0; step < steps; step++) mixes.push(stepAhead(mixes.at(-1) ?? mix, rates));
  return mixes;
}

/**
 * Half the sum of the absolute differences of the shares, per cent: the share of the customers
 * who would have to stand elsewhere (total variation). Null where a mix is empty.
 */
export function misplaced(expected: Mix, observed: Mix): number | null {
  const [a, b] = [sumOf(expected), sumOf(observed)];
  if (a === 0 || b === 0) return null;
  const apart = expected.map((count, i) => Math.abs(count / a - (observed[i] ?? 0) / b));
  return 50 * sumOf(apart);
}

export function outlookOf(
  transitions: readonly Transition[],
  ids: readonly string[],
  mix: Mix,
): Outlook {
  const rates = ratesOf(transitions, ids);
  return {
    mixes: mixesAhead(mix, rates, PERIODS_AHEAD),
    came: sumOf(rates.came),
    withoutRates: ids.filter((_, i) => rates.rows[i] === null && (mix[i] ?? 0) > 0),
  };
}

/** Null where nobody was a customer at the beginning of the hold-out. */
export function holdoutOf(
  transitions: readonly Transition[],
  ids: readonly string[],
  observed: Mix,
  dates: { readonly from: Day; readonly to: Day; readonly steps: number },
): Holdout | null {
  const rates = ratesOf(transitions, ids);
  if (rates.rows.every((row) => row === null)) return null;
  const start = ids.map((id) =>
    sumOf(transitions.filter(({ to }) => to === id).map(({ customers }) => customers)),
  );
  const expected = mixesAhead(start, rates, dates.steps).at(-1) ?? start;
  const [error, unchangedError] = [misplaced(expected, observed), misplaced(start, observed)];
  if (error === null || unchangedError === null) return null;
  return { ...dates, expected, observed, error, unchangedError };
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Per cent of a mix that stands in the place at an index; null of an empty mix. */
export function shareOf(mix: Mix, at: number): number | null {
  const total = sumOf(mix);
  return total === 0 ? null : (100 * (mix[at] ?? 0)) / total;
}
