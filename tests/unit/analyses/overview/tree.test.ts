import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factorEffects, logarithmicMean } from '../../../../src/analyses/overview/decomposition.ts';

const factor = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
const factors = fc.tuple(factor, factor, factor, factor);
const product = (values: readonly number[]) => values.reduce((total, value) => total * value, 1);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('the parts of a change', () => {
  it('are these, worked by hand', () => {
    // 2 × 3 = 6 → 4 × 6 = 24: L = 18 ÷ ln 4, and each factor doubles: half of the change each.
    const [one = 0, other = 0] = factorEffects([2, 3], [4, 6]) ?? [];
    expect(one).toBeCloseTo(9, 12);
    expect(other).toBeCloseTo(9, 12);
    // Only the first changes: all of the change is its own.
    const [all = 0, none = 0] = factorEffects([10, 7], [20, 7]) ?? [];
    expect([all, none]).toEqual([expect.closeTo(70, 10), 0]);
  });

  it('sum to the change', () => {
    fc.assert(
      fc.property(factors, factors, (before, after) => {
        const effects = factorEffects(before, after) ?? [];
        const [from, to] = [product(before), product(after)];
        expect(Math.abs(sum(effects) - (to - from))).toBeLessThanOrEqual(
          1e-10 * Math.max(from, to, ...effects.map(Math.abs)),
        );
      }),
    );
  });

  it('do not hang on the order of the factors, and turn round with time', () => {
    fc.assert(
      fc.property(factors, factors, (before, after) => {
        const effects = factorEffects(before, after) ?? [];
        const turned = factorEffects(before.toReversed(), after.toReversed()) ?? [];
        const back = factorEffects(after, before) ?? [];
        const greatest = Math.max(...effects.map(Math.abs));
        effects.forEach((effect, i) => {
          const close = (value: number | undefined, of: number) => {
            expect(Math.abs((value ?? NaN) - of)).toBeLessThanOrEqual(1e-9 * greatest);
          };
          close(turned[effects.length - 1 - i], effect);
          close(back[i], -effect);
        });
      }),
    );
  });

  it.each([
    [
      [0, 1],
      [1, 1],
    ],
    [
      [1, 1],
      [1, null],
    ],
    [
      [1, -2],
      [1, 2],
    ],
    [
      [1, 1],
      [NaN, 1],
    ],
  ] as const)('of %j and %j are not known', (before, after) => {
    expect(factorEffects(before, after)).toBeNull();
  });

  it('stay exact where almost nothing changes', () => {
    expect(logarithmicMean(5, 5)).toBe(5);
    expect(logarithmicMean(1e9 + 1, 1e9)).toBeCloseTo(1e9 + 0.5, 5);
    const [effect = 0] = factorEffects([1e9, 1], [1e9 + 1, 1]) ?? [];
    expect(effect).toBeCloseTo(1, 6);
  });
});
