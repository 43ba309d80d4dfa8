import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, WeightedChoice } from '../../../src/core/random.ts';

const DRAWS = 100_000;

function moments(draw: () => number): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < DRAWS; i += 1) {
    const x = draw();
    sum += x;
    squares += x * x;
  }
  const mean = sum / DRAWS;
  return { mean, variance: squares / DRAWS - mean * mean };
}

/** Five standard errors of the mean: chance alone would pass it once in a million seeds. */
function meanBound(variance: number): number {
  return 5 * Math.sqrt(variance / DRAWS);
}

describe('Random', () => {
  it('gives the same numbers for the same seed, on every platform', () => {
    // Computed by a second implementation, in Python.
    const random = new Random('dangol');
    const bits = [random.bits(), random.bits(), random.bits()];
    expect(bits).toEqual([-126310549, -643717324, -374728891]);
    expect(random.uniform()).toBe(0.5492577701883302);
    expect(random.normal()).toBe(2.3206170163390354);
    expect(random.gamma(0.4)).toBe(0.02476487779775103);
  });

  it('gives unrelated numbers for seeds that differ in one character', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        fc.pre(left !== right);
        const a = new Random(left);
        const b = new Random(right);
        const same = Array.from({ length: 8 }, () => (a.bits() === b.bits() ? 1 : 0));
        expect(same.reduce<number>((sum, one) => sum + one, 0)).toBe(0);
      }),
    );
  });

  it('draws uniform numbers from 0 to below 1', () => {
    const random = new Random('uniform');
    let low = 1;
    let high = 0;
    const { mean, variance } = moments(() => {
      const x = random.uniform();
      low = Math.min(low, x);
      high = Math.max(high, x);
      return x;
    });
    expect(low).toBeGreaterThanOrEqual(0);
    expect(low).toBeLessThan(0.001);
    expect(high).toBeLessThan(1);
    expect(high).toBeGreaterThan(0.999);
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(meanBound(1 / 12));
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('draws each integer below a count equally often', () => {
    const random = new Random('dice');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i += 1) {
      const face = random.below(6);
      counts[face] = (counts[face] ?? NaN) + 1;
    }
    // Chi square with 5 degrees of freedom passes 25.7 once in 10,000 seeds.
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(25.7);
  });

  it('draws standard normal numbers with thin tails', () => {
    const random = new Random('normal');
    let beyondTwo = 0;
    const { mean, variance } = moments(() => {
      const x = random.normal();
      if (Math.abs(x) > 1.96) beyondTwo += 1;
      return x;
    });
    expect(Math.abs(mean)).toBeLessThan(meanBound(1));
    expect(variance).toBeCloseTo(1, 1);
    expect(beyondTwo / DRAWS).toBeCloseTo(0.05, 2);
  });

  it.each([0.3, 1, 2.5, 40])(
    'draws gamma numbers of shape %f with that mean and variance',
    (shape) => {
      const random = new Random(`gamma ${shape}`);
      const { mean, variance } = moments(() => random.gamma(shape));
      expect(Math.abs(mean - shape)).toBeLessThan(meanBound(shape));
      expect(Math.abs(variance / shape - 1)).toBeLessThan(0.06);
    },
  );

  it('draws exponential numbers of mean 1, half of them below ln 2', () => {
    const random = new Random('exponential');
    let belowMedian = 0;
    const { mean } = moments(() => {
      const x = random.exponential();
      if (x < Math.LN2) belowMedian += 1;
      return x;
    });
    expect(Math.abs(mean - 1)).toBeLessThan(meanBound(1));
    expect(belowMedian / DRAWS).toBeCloseTo(0.5, 2);
  });

  it('draws beta numbers with mean a / (a + b)', () => {
    const random = new Random('beta');
    const { mean, variance } = moments(() => random.beta(0.8, 2.4));
    const wanted = (0.8 * 2.4) / (3.2 * 3.2 * 4.2);
    expect(Math.abs(mean - 0.25)).toBeLessThan(meanBound(wanted));
    expect(variance).toBeCloseTo(wanted, 2);
  });

  it('draws lognormal numbers with the mean and variation asked for', () => {
    const random = new Random('lognormal');
    const { mean, variance } = moments(() => random.logNormal(20, 0.5));
    expect(Math.abs(mean - 20)).toBeLessThan(meanBound(100));
    expect(Math.abs(Math.sqrt(variance) / mean - 0.5)).toBeLessThan(0.02);
  });

  it.each([0.2, 3, 12])('draws Poisson numbers whose mean and variance are %f', (wanted) => {
    const random = new Random(`poisson ${wanted}`);
    const { mean, variance } = moments(() => random.poisson(wanted));
    expect(Math.abs(mean - wanted)).toBeLessThan(meanBound(wanted));
    expect(Math.abs(variance / wanted - 1)).toBeLessThan(0.06);
  });

  it('draws no Poisson number but 0 for mean 0', () => {
    expect(moments(() => new Random('zero').poisson(0)).mean).toBe(0);
  });
});

describe('WeightedChoice', () => {
  it('draws each index as often as its weight says, and never one of weight 0', () => {
    const random = new Random('weights');
    const choice = new WeightedChoice([1, 0, 3, 6]);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < DRAWS; i += 1) {
      const index = choice.draw(random);
      counts[index] = (counts[index] ?? NaN) + 1;
    }
    expect(counts[1]).toBe(0);
    const shares = counts.map((count) => count / DRAWS);
    expect(shares[0]).toBeCloseTo(0.1, 2);
    expect(shares[2]).toBeCloseTo(0.3, 2);
    expect(shares[3]).toBeCloseTo(0.6, 2);
  });

  it('refuses weights without a positive sum', () => {
    expect(() => new WeightedChoice([])).toThrow(RangeError);
    expect(() => new WeightedChoice([0, 0])).toThrow(RangeError);
  });
});
