import { chiSquareTail, type Interval, Z_95 } from './statistics.ts';

/** How many were observed to a time: until their event, or until observation ended without one. */
export interface TimeCount {
  /** Time since the start, 0 or more, in the caller's unit. */
  readonly time: number;
  readonly events: number;
  readonly censored: number;
}

/** The survival function from one observed time to the next. */
export interface SurvivalStep {
  readonly time: number;
  /** Those observed up to this time without an event. */
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
  /** S(time) = P(T > time), 0–1. */
  readonly survival: number;
  /** 95 % interval, 0–1; null where the formula has none: before the first event and at S = 0. */
  readonly interval: Interval | null;
}

/**
 * The product-limit estimate of the survival function (Kaplan & Meier 1958), with Greenwood's
 * variance and the interval on the scale of log(−log S) (Kalbfleisch & Prentice 1980), which stays
 * within 0–1. Whoever is censored at the time of an event counts as at risk at it.
 *
 * @param counts in any order; several of one time are added up, negative times never occur
 * @returns a step for each time that was observed, ascending; none of nothing
 */
export function kaplanMeier(counts: readonly TimeCount[]): readonly SurvivalStep[] {
  const times = byTime(counts);
  let atRisk = times.reduce((sum, each) => sum + each.events + each.censored, 0);
  let survival = 1;
  let greenwood = 0;
  return times.map(({ time, events, censored }) => {
    const before = atRisk;
    atRisk -= events + censored;
    if (events > 0) {
      survival = events === before ? 0 : survival * (1 - events / before);
      greenwood += events / (before * (before - events));
    }
    const interval = logLogInterval(survival, greenwood);
    return { time, atRisk: before, events, censored, survival, interval };
  });
}

function logLogInterval(survival: number, greenwood: number): Interval | null {
  if (survival <= 0 || survival >= 1) return null;
  const spread = Math.exp((Z_95 * Math.sqrt(greenwood)) / Math.abs(Math.log(survival)));
  return { low: survival ** spread, high: survival ** (1 / spread) };
}

function byTime(counts: readonly TimeCount[]): readonly TimeCount[] {
  const times = new Map<number, { time: number; events: number; censored: number }>();
  for (const { time, events, censored } of counts) {
    if (events + censored === 0) continue;
    const known = times.get(time);
    if (known === undefined) times.set(time, { time, events, censored });
    else {
      known.events += events;
      known.censored += censored;
    }
  }
  return [...times.values()].sort((a, b) => a.time - b.time);
}

/** The survival function at a time. */
export interface SurvivalAt {
  readonly survival: number;
  readonly interval: Interval | null;
  /** Those observed up to this time without an event before it. */
  readonly atRisk: number;
  /** Those of them without an event at this time either. */
  readonly beyond: number;
}

/**
 * S(time) of the steps; null of nothing, and beyond the last time that was observed, where it is
 * known only if nobody was left.
 */
export function survivalAt(steps: readonly SurvivalStep[], time: number): SurvivalAt | null {
  const last = steps.at(-1);
  if (last === undefined || (time > last.time && last.survival > 0)) return null;
  const step = steps.findLast((each) => each.time <= time);
  const all = steps[0]?.atRisk ?? 0;
  if (step === undefined) return { survival: 1, interval: null, atRisk: all, beyond: all };
  const { survival, interval, events, censored } = step;
  const left = step.atRisk - events - censored;
  // Whoever is censored at exactly this time was observed without an event to its end.
  return step.time === time
    ? { survival, interval, atRisk: step.atRisk, beyond: left + censored }
    : { survival, interval, atRisk: left, beyond: left };
}

/** A time with its 95 % interval; null where the curve does not come so low. */
export interface MedianTime {
  readonly median: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Products of fractions miss ½ by an ulp where they should meet it. */
const ULPS = 1e-12;

/**
 * The first time at which S ≤ ½. The interval holds the times whose own interval holds ½
 * (Brookmeyer & Crowley 1982), on the log–log scale.
 */
export function medianTime(steps: readonly SurvivalStep[]): MedianTime {
  const first = (value: (step: SurvivalStep) => number | undefined) =>
    steps.find((step) => (value(step) ?? 1) <= 0.5 + ULPS)?.time ?? null;
  return {
    median: first((step) => step.survival),
    low: first((step) => (step.survival === 0 ? 0 : step.interval?.low)),
    high: first((step) => step.interval?.high),
  };
}

/** The test of one survival function for all groups. */
export interface LogRank {
  readonly chiSquare: number;
  readonly df: number;
  /** P of a statistic as large, if all groups had one survival function. */
  readonly p: number;
  /** In the order of the groups; a group without anybody has 0 of 0. */
  readonly groups: readonly { readonly observed: number; readonly expected: number }[];
}

/**
 * The log-rank test of two or more independent groups (Mantel 1966; Peto & Peto 1972), with the
 * hypergeometric variance.
 *
 * @returns null of fewer than two groups that were ever at risk together, or without an event
 */
export function logRank(groups: readonly (readonly TimeCount[])[]): LogRank | null {
  const tables = groups.map(byTime);
  const { observed, expected, variance } = scores(tables);
  const present = tables.flatMap((_, i) => ((variance[i]?.[i] ?? 0) > 0 ? [i] : []));
  // The scores sum to 0: one group tells nothing more.
  const free = present.slice(1);
  if (free.length === 0) return null;
  const score = free.map((i) => (observed[i] ?? 0) - (expected[i] ?? 0));
  const solved = solve(
    free.map((i) => free.map((j) => variance[i]?.[j] ?? 0)),
    score,
  );
  if (solved === null) return null;
  const chiSquare = score.reduce((sum, each, i) => sum + each * (solved[i] ?? 0), 0);
  return {
    chiSquare,
    df: free.length,
    p: chiSquareTail(chiSquare, free.length),
    groups: tables.map((_, i) => ({ observed: observed[i] ?? 0, expected: expected[i] ?? 0 })),
  };
}

/** Observed and expected events of each group, and the covariance of their differences. */
function scores(tables: readonly (readonly TimeCount[])[]) {
  const atRisk = tables.map((times) => times.reduce((n, t) => n + t.events + t.censored, 0));
  const next = tables.map(() => 0);
  const observed = tables.map(() => 0);
  const expected = tables.map(() => 0);
  const variance = tables.map(() => tables.map(() => 0));
  const all = [...new Set(tables.flatMap((times) => times.map((each) => each.time)))];
  for (const time of all.sort((a, b) => a - b)) {
    const now = tables.map((times, i) => {
      const each = times[next[i] ?? 0];
      return each?.time === time ? each : { events: 0, censored: 0 };
    });
    const n = atRisk.reduce((sum, each) => sum + each, 0);
    const d = now.reduce((sum, each) => sum + each.events, 0);
    const shares = atRisk.map((each) => each / n);
    const spread = n > 1 ? (d * (n - d)) / (n - 1) : 0;
    now.forEach(({ events, censored }, i) => {
      const share = shares[i] ?? 0;
      observed[i] = (observed[i] ?? 0) + events;
      expected[i] = (expected[i] ?? 0) + d * share;
      const row = variance[i] ?? [];
      shares.forEach((other, j) => {
        row[j] = (row[j] ?? 0) + spread * share * ((i === j ? 1 : 0) - other);
      });
      atRisk[i] = (atRisk[i] ?? 0) - events - censored;
      if (events + censored > 0) next[i] = (next[i] ?? 0) + 1;
    });
  }
  return { observed, expected, variance };
}

/** x of A·x = b by elimination with the largest pivots; null where A is singular. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++) {
      if (Math.abs(at(i, column)) > Math.abs(at(pivot, column))) pivot = i;
    }
    const [a, b] = [rows[column], rows[pivot]];
    if (a === undefined || b === undefined || Math.abs(at(pivot, column)) < ULPS) return null;
    [rows[column], rows[pivot]] = [b, a];
    for (let i = 0; i < size; i++) {
      if (i === column) continue;
      const factor = at(i, column) / at(column, column);
      rows[i] = (rows[i] ?? []).map((value, j) => value - factor * at(column, j));
    }
  }
  return rows.map((_, i) => at(i, size) / at(i, i));
}
