/** A range of values with its bounds. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The .975 quantile of the normal distribution: two-sided 95 %. */
export const Z_95 = 1.959963984540054;

/**
 * The score interval of a proportion, which stays within 0–1 and holds for small counts and for
 * 0 and n (Wilson 1927; Newcombe 1998, Statistics in Medicine 17, method 3).
 *
 * @param successes whole number, 0 … n
 * @param n trials; 0 says nothing about the proportion, hence null
 * @param z quantile of the normal distribution; default 95 % two-sided
 * @returns bounds within 0–1
 */
export function wilsonInterval(successes: number, n: number, z = Z_95): Interval | null {
  if (n <= 0) return null;
  const p = successes / n;
  const centre = p + (z * z) / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  // At 0 and n one bound is exact; rounding would miss it by an ulp.
  const low = successes === 0 ? 0 : (centre - spread) / scale;
  const high = successes === n ? 1 : (centre + spread) / scale;
  return { low, high };
}

/** Σ(value × weight) ÷ Σ weight; null where the weights sum to 0. */
export function weightedMean(values: readonly number[], weights: readonly number[]): number | null {
  let sum = 0;
  let total = 0;
  values.forEach((value, i) => {
    const weight = weights[i] ?? 0;
    sum += value * weight;
    total += weight;
  });
  return total === 0 ? null : sum / total;
}

/** The arithmetic mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  return weightedMean(
    values,
    values.map(() => 1),
  );
}

/** The standard deviation with n − 1; null of fewer than two values. */
export function standardDeviation(values: readonly number[]): number | null {
  const centre = mean(values);
  if (centre === null || values.length < 2) return null;
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Student's interval of a mean: mean ± t · s ÷ √n. Null of fewer than two values.
 *
 * @param level coverage, default .95
 */
export function meanInterval(values: readonly number[], level = 0.95): Interval | null {
  const centre = mean(values);
  const deviation = standardDeviation(values);
  if (centre === null || deviation === null) return null;
  const t = studentTQuantile((1 + level) / 2, values.length - 1);
  const half = (t * deviation) / Math.sqrt(values.length);
  return { low: centre - half, high: centre + half };
}

/**
 * P(T ≤ t) of Student's distribution, from the incomplete beta function (Abramowitz & Stegun
 * 1964, 26.7.1).
 *
 * @param df degrees of freedom > 0, not necessarily whole
 */
export function studentTCdf(t: number, df: number): number {
  const tail = incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/**
 * The quantile of Student's distribution, by bisection of its distribution function.
 *
 * @param p 0 < p < 1
 * @param df degrees of freedom > 0
 * @throws RangeError outside these ranges
 */
export function studentTQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1) || !(df > 0)) throw new RangeError(`no t quantile of ${p} with ${df} df`);
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentTQuantile(1 - p, df);
  let low = 0;
  let high = 2;
  while (studentTCdf(high, df) < p) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-14 * high; step++) {
    const middle = (low + high) / 2;
    if (studentTCdf(middle, df) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22)
 * evaluated with Lentz's method (Press et al. 2007, Numerical Recipes, §6.4).
 *
 * @param x 0 … 1
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast only below the mean; above it the symmetry is used.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  return (front * betaFraction(x, a, b)) / a;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const awayFromZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
] as const;

/** ln Γ(x) of x > 0, by Lanczos' approximation with g = 7 and nine terms, to about 1e-14. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const base = shifted + 7.5;
  const series = LANCZOS.reduce((sum, term, i) => (i === 0 ? term : sum + term / (shifted + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}

/**
 * P(X ≤ x) of the chi-square distribution, from the incomplete gamma function (Abramowitz &
 * Stegun 1964, 26.4.19).
 *
 * @param df degrees of freedom > 0
 */
export function chiSquareCdf(x: number, df: number): number {
  return 1 - chiSquareTail(x, df);
}

/** P(X > x) of the chi-square distribution: exact where `1 − chiSquareCdf` would round to 0. */
export function chiSquareTail(x: number, df: number): number {
  return upperGamma(df / 2, x / 2);
}

/**
 * The regularised upper incomplete gamma function Q(a, x): by the series of P (DLMF 8.11.4) below
 * a + 1, else by its continued fraction with Lentz's method (Press et al. 2007, Numerical Recipes,
 * §6.2).
 *
 * @param a > 0
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * gammaSeries(a, x) : front * gammaFraction(a, x);
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n <= 10_000 && term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n <= 10_000; n++) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}
