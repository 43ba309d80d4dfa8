import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fisherExact, type Overlap } from '../../../src/core/exact-test.ts';

/** n over k as a whole number. */
function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i += 1) result = (result * BigInt(n - k + i)) / BigInt(i);
  return k < 0 || k > n ? 0n : result;
}

/** Both tails by counting every way to place the second mark. */
function counted({ total, first, second, both }: Overlap): number {
  const ways = (k: number) => choose(first, k) * choose(total - first, second - k);
  let [upper, lower] = [0n, 0n];
  for (let k = 0; k <= Math.min(first, second); k += 1) {
    if (k >= both) upper += ways(k);
    if (k <= both) lower += ways(k);
  }
  const smaller = upper < lower ? upper : lower;
  const all = choose(total, second);
  return Math.min(1, (2 * Number((smaller * 10n ** 15n) / all)) / 1e15);
}

describe('Fisher’s exact test', () => {
  it('judges the lady who tastes tea: four of four, three of four', () => {
    expect(fisherExact({ total: 8, first: 4, second: 4, both: 4 })).toBeCloseTo(2 / 70, 12);
    expect(fisherExact({ total: 8, first: 4, second: 4, both: 3 })).toBeCloseTo(34 / 70, 12);
  });

  it('counts as many ways as there are', () => {
    const overlap = fc
      .record({
        total: fc.integer({ min: 1, max: 60 }),
        first: fc.nat(60),
        second: fc.nat(60),
        both: fc.nat(60),
      })
      .filter(
        ({ total, first, second, both }) =>
          first <= total &&
          second <= total &&
          both <= Math.min(first, second) &&
          both >= first + second - total,
      );
    fc.assert(
      fc.property(overlap, (one) => {
        expect(fisherExact(one)).toBeCloseTo(counted(one), 9);
      }),
      { numRuns: 300 },
    );
  });

  it('stays finite of large counts, far from what chance brings', () => {
    const far = { total: 1_000_000, first: 50_000, second: 40_000 };
    expect(fisherExact({ ...far, both: 30_000 })).toBeLessThan(1e-300);
    expect(fisherExact({ ...far, both: 0 })).toBeLessThan(1e-300);
    expect(fisherExact({ ...far, both: 2_000 })).toBeGreaterThan(0.9);
  });

  it('says nothing of a mark that is on all or on none', () => {
    expect(fisherExact({ total: 5, first: 5, second: 2, both: 2 })).toBe(1);
    expect(fisherExact({ total: 5, first: 0, second: 2, both: 0 })).toBe(1);
  });
});
