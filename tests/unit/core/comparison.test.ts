import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  meanDifference,
  type PairSums,
  pooledZ,
  proportionDifference,
  ratioDifference,
  varianceOf,
} from '../../../src/core/comparison.ts';
import { standardDeviation } from '../../../src/core/statistics.ts';

const sums = (values: readonly number[]) => ({
  n: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value * value, 0),
});
const pairs = (values: readonly (readonly [number, number])[]): PairSums => ({
  n: values.length,
  x: values.reduce((sum, [x]) => sum + x, 0),
  y: values.reduce((sum, [, y]) => sum + y, 0),
  xx: values.reduce((sum, [x]) => sum + x * x, 0),
  yy: values.reduce((sum, [, y]) => sum + y * y, 0),
  xy: values.reduce((sum, [x, y]) => sum + x * y, 0),
});

describe('two means', () => {
  it('are compared as published: Welch from sums', () => {
    const found = meanDifference(
      { n: 3407, sum: 1396.87, squares: 52377.9767 },
      { n: 3461, sum: 2422.7, squares: 134698.29 },
    );
    expect(found?.difference).toBeCloseTo(0.29, 4);
    expect(found?.error).toBeCloseTo(0.12478, 5);
    expect(found?.interval.low).toBeCloseTo(0.04538, 4);
    expect(found?.interval.high).toBeCloseTo(0.53462, 4);
    expect(found?.p).toBeCloseTo(0.02016, 5);
    expect(found?.df).toBeCloseTo(5841.742, 1);
  });

  it('have the variance of their values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2 }), (values) => {
        const deviation = standardDeviation(values) ?? 0;
        expect(varianceOf(sums(values))).toBeCloseTo(deviation ** 2, 6);
      }),
    );
  });

  it('differ the other way round with the same p', () => {
    const [a, b] = [sums([1, 2, 3, 4]), sums([2, 4, 6, 9, 1])];
    const [there, back] = [meanDifference(a, b), meanDifference(b, a)];
    expect(back?.difference).toBe(-(there?.difference ?? 0));
    expect(back?.p).toBeCloseTo(there?.p ?? 0, 12);
  });

  it('are not compared where a group has one value, or nothing varies', () => {
    expect(meanDifference(sums([1]), sums([1, 2]))).toBeNull();
    expect(meanDifference(sums([1, 1]), sums([2, 2]))).toBeNull();
  });
});

describe('two proportions', () => {
  it('are compared as published: pooled z', () => {
    const [a, b] = [
      { successes: 14, n: 28 },
      { successes: 16, n: 30 },
    ];
    expect(pooledZ(a, b)).toBeCloseTo(0.25386, 5);
    expect(proportionDifference(a, b)?.p).toBeCloseTo(0.7996, 4);
  });

  it("have Newcombe's interval: 56 of 70 less 48 of 80 is .2, from .0524 to .3339", () => {
    const found = proportionDifference({ successes: 48, n: 80 }, { successes: 56, n: 70 });
    expect(found?.difference).toBeCloseTo(0.2, 10);
    expect(found?.interval.low).toBeCloseTo(0.0524, 4);
    expect(found?.interval.high).toBeCloseTo(0.3339, 4);
  });

  it('have no p where nobody or everybody succeeded, and nothing where a group is empty', () => {
    const none = { successes: 0, n: 5 };
    expect(proportionDifference(none, none)?.p).toBeNull();
    expect(proportionDifference(none, { successes: 0, n: 0 })).toBeNull();
  });
});

describe('two ratios', () => {
  it('are compared as means where every unit has the same x', () => {
    const [a, b] = [
      [3, 5, 8, 1],
      [4, 4, 9, 12, 2],
    ];
    const ones = (values: readonly number[]) => pairs(values.map((y) => [1, y] as const));
    const ratio = ratioDifference(ones(a), ones(b));
    const mean = meanDifference(sums(a), sums(b));
    expect(ratio?.difference).toBeCloseTo(mean?.difference ?? NaN, 12);
    expect(ratio?.error).toBeCloseTo(mean?.error ?? NaN, 12);
    expect(ratio?.p).toBeCloseTo(mean?.p ?? NaN, 12);
  });

  it('have no error where each unit has the ratio', () => {
    const same = pairs([
      [1, 10],
      [3, 30],
    ]);
    expect(ratioDifference(same, same)).toBeNull();
  });
});
