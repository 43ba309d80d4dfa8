import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chiSquareCdf,
  chiSquareTail,
  incompleteBeta,
  logGamma,
  mean,
  meanInterval,
  standardDeviation,
  studentTCdf,
  studentTQuantile,
  weightedMean,
  wilsonInterval,
} from '../../../src/core/statistics.ts';

describe('wilsonInterval', () => {
  it.each([
    // Newcombe 1998, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the published bounds of %i of %i', (successes, n, low, high) => {
    const interval = wilsonInterval(successes, n);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it('says nothing without trials', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  it('holds the proportion, stays within 0 and 1, and mirrors successes and failures', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const successes = Math.round(share * n);
          const { low, high } = wilsonInterval(successes, n) ?? { low: NaN, high: NaN };
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(successes / n);
          expect(high).toBeGreaterThanOrEqual(successes / n);
          expect(wilsonInterval(n - successes, n)?.low).toBeCloseTo(1 - high, 10);
        },
      ),
    );
  });
});

describe('means', () => {
  it('weighs each value', () => {
    expect(weightedMean([10, 40], [3, 1])).toBe(17.5);
    expect(weightedMean([10, 40], [0, 0])).toBeNull();
    expect(weightedMean([], [])).toBeNull();
  });

  it('is the plain mean without weights', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(mean([])).toBeNull();
  });

  it('takes n − 1 for the deviation', () => {
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(standardDeviation([5])).toBeNull();
  });

  it('gives the interval of Student’s own sleep data', () => {
    // Student 1908, the differences of the two drugs; mean 1.58, R: t.test(…)$conf.int.
    const differences = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
    const interval = meanInterval(differences);
    expect(interval?.low).toBeCloseTo(0.7001142, 6);
    expect(interval?.high).toBeCloseTo(2.4598858, 6);
    expect(meanInterval([1])).toBeNull();
  });
});

describe('studentTQuantile', () => {
  it.each([
    // Abramowitz & Stegun 1964, table 26.10.
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.975, 5, 2.571],
    [0.975, 10, 2.228],
    [0.975, 30, 2.042],
    [0.975, 120, 1.98],
    [0.995, 4, 4.604],
    [0.9, 7, 1.415],
  ])('of %d with %i degrees is the tabled value', (p, df, value) => {
    expect(studentTQuantile(p, df)).toBeCloseTo(value, 3);
  });

  it('is the tangent with one degree of freedom', () => {
    for (const p of [0.6, 0.75, 0.975, 0.999]) {
      expect(studentTQuantile(p, 1)).toBeCloseTo(Math.tan(Math.PI * (p - 0.5)), 6);
    }
  });

  it('nears the normal quantile with many', () => {
    expect(studentTQuantile(0.975, 1e7)).toBeCloseTo(1.959964, 5);
  });

  it('is symmetric and undoes the distribution function', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0.5, max: 500, noNaN: true }),
        (p, df) => {
          const t = studentTQuantile(p, df);
          expect(studentTCdf(t, df)).toBeCloseTo(p, 9);
          expect(studentTQuantile(1 - p, df)).toBeCloseTo(-t, 4);
        },
      ),
    );
  });

  it('refuses what has no quantile', () => {
    expect(() => studentTQuantile(0, 3)).toThrow(RangeError);
    expect(() => studentTQuantile(1, 3)).toThrow(RangeError);
    expect(() => studentTQuantile(0.5, 0)).toThrow(RangeError);
  });
});

describe('special functions', () => {
  it('give ln Γ of whole and half numbers', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 12);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(0.1)).toBeCloseTo(2.252712651734206, 11);
    expect(logGamma(101) - 363.7393755555635).toBeCloseTo(0, 10);
  });

  it('give the incomplete beta function as a binomial tail', () => {
    // I_p(k, n − k + 1) = P(X ≥ k), X binomial(n, p): here n = 5, p = .3.
    const tail = 10 * 0.3 ** 3 * 0.7 ** 2 + 5 * 0.3 ** 4 * 0.7 + 0.3 ** 5;
    expect(incompleteBeta(0.3, 3, 3)).toBeCloseTo(tail, 12);
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
  });
});

describe('chiSquareCdf', () => {
  it.each([
    // Abramowitz & Stegun 1964, table 26.8: upper percentage points.
    [3.84146, 1, 0.05],
    [6.6349, 1, 0.01],
    [5.99146, 2, 0.05],
    [18.307, 10, 0.05],
    [29.5883, 10, 0.001],
    [124.342, 100, 0.05],
  ])('gives the table: P(X > %f) with %i df is %f', (x, df, tail) => {
    expect(chiSquareTail(x, df)).toBeCloseTo(tail, 5);
    expect(chiSquareCdf(x, df)).toBeCloseTo(1 - tail, 5);
  });

  it('is 1 − exp(−x / 2) with two degrees of freedom, far into the tail', () => {
    for (const x of [0, 0.1, 1, 3.9, 4.1, 50, 1000]) {
      expect(chiSquareTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 10);
    }
    expect(chiSquareCdf(0, 3)).toBe(0);
  });
});
