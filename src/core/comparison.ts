import {
  chiSquareTail,
  type Interval,
  studentTCdf,
  studentTQuantile,
  wilsonInterval,
} from './statistics.ts';

/** Two groups of independent units held against each other: B less A. */
export interface Difference {
  readonly difference: number;
  /** 95 %, of the difference. */
  readonly interval: Interval;
  /** Two-sided, of no difference. Null where it is not defined. */
  readonly p: number | null;
}

/** A sample told by its sums. */
export interface Sums {
  readonly n: number;
  readonly sum: number;
  /** Of the squares. */
  readonly squares: number;
}

/** A difference of means with Welch's standard error and degrees of freedom. */
export interface MeanDifference extends Difference {
  readonly error: number;
  readonly df: number;
}

/** The variance of a sample (n − 1), from its sums; null of fewer than two values. */
export function varianceOf({ n, sum, squares }: Sums): number | null {
  if (n < 2) return null;
  return Math.max(0, squares - (sum * sum) / n) / (n - 1);
}

/**
 * Welch's t test of two means with unequal variances (Welch 1947, Biometrika 34). Null where a
 * group has fewer than two values, or no value differs from another.
 */
export function meanDifference(a: Sums, b: Sums): MeanDifference | null {
  const [va, vb] = [varianceOf(a), varianceOf(b)];
  if (va === null || vb === null) return null;
  const means = { a: a.sum / a.n, b: b.sum / b.n };
  return welch(means.b - means.a, { variance: va / a.n, n: a.n }, { variance: vb / b.n, n: b.n });
}

/** A difference of two estimates with independent errors, by Student's distribution. */
function welch(
  difference: number,
  a: { readonly variance: number; readonly n: number },
  b: { readonly variance: number; readonly n: number },
): MeanDifference | null {
  const variance = a.variance + b.variance;
  if (!(variance > 0)) return null;
  const error = Math.sqrt(variance);
  // Welch and Satterthwaite's degrees of freedom.
  const df = variance ** 2 / (a.variance ** 2 / (a.n - 1) + b.variance ** 2 / (b.n - 1));
  const half = studentTQuantile(0.975, df) * error;
  return {
    difference,
    interval: { low: difference - half, high: difference + half },
    p: Math.min(1, 2 * (1 - studentTCdf(Math.abs(difference) / error, df))),
    error,
    df,
  };
}

/** Successes of n trials. */
export interface Counts {
  readonly successes: number;
  readonly n: number;
}

/**
 * Two proportions: the interval by the hybrid of two score intervals (Newcombe 1998, Statistics in
 * Medicine 17, method 10), p by the pooled z test. Null where a group is empty; p is null where
 * all or none succeeded in both.
 */
export function proportionDifference(a: Counts, b: Counts): Difference | null {
  const [ia, ib] = [wilsonInterval(a.successes, a.n), wilsonInterval(b.successes, b.n)];
  if (ia === null || ib === null) return null;
  const [pa, pb] = [a.successes / a.n, b.successes / b.n];
  const difference = pb - pa;
  const interval = {
    low: difference - Math.hypot(pb - ib.low, ia.high - pa),
    high: difference + Math.hypot(ib.high - pb, pa - ia.low),
  };
  const z = pooledZ(a, b);
  return { difference, interval, p: z === null ? null : chiSquareTail(z * z, 1) };
}

/** The pooled z statistic of two proportions; null where all or none succeeded in both. */
export function pooledZ(a: Counts, b: Counts): number | null {
  const both = (a.successes + b.successes) / (a.n + b.n);
  const variance = both * (1 - both) * (1 / a.n + 1 / b.n);
  if (!(variance > 0)) return null;
  return (b.successes / b.n - a.successes / a.n) / Math.sqrt(variance);
}

/** Pairs (x, y) of units, told by their sums: a ratio is Σy ÷ Σx. */
export interface PairSums {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** Σy ÷ Σx; null where Σx is 0. */
export function ratioOf({ x, y }: PairSums): number | null {
  return x === 0 ? null : y / x;
}

/**
 * Two ratios such as revenue per order, where the units are customers with several orders each:
 * the variance by the delta method (Cochran 1977, Sampling Techniques, eq. 6.13), so that orders of
 * one customer do not pass for independent. Null as for means.
 */
export function ratioDifference(a: PairSums, b: PairSums): MeanDifference | null {
  const [ra, rb] = [ratioOf(a), ratioOf(b)];
  if (ra === null || rb === null || a.n < 2 || b.n < 2) return null;
  return welch(
    rb - ra,
    { variance: ratioVariance(a, ra), n: a.n },
    { variance: ratioVariance(b, rb), n: b.n },
  );
}

function ratioVariance({ n, x, xx, yy, xy }: PairSums, ratio: number): number {
  const squares = Math.max(0, yy - 2 * ratio * xy + ratio * ratio * xx);
  return (n * squares) / ((n - 1) * x * x);
}
