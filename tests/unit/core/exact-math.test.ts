import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, log, pow } from '../../../src/core/exact-math.ts';

function relativeError(got: number, wanted: number): number {
  return got === wanted ? 0 : Math.abs(got - wanted) / Math.abs(wanted);
}

describe('log', () => {
  it('knows the values one knows by heart', () => {
    expect(log(1)).toBe(0);
    expect(log(2)).toBe(Math.LN2);
    expect(log(Math.E)).toBe(1);
    expect(relativeError(log(10), Math.LN10)).toBeLessThan(1e-15);
  });

  it('says what has no logarithm', () => {
    expect(log(0)).toBe(-Infinity);
    expect(log(-1)).toBeNaN();
    expect(log(NaN)).toBeNaN();
    expect(log(Infinity)).toBe(Infinity);
  });

  it('is within 1e-15 of Math.log over the whole range of doubles, subnormal ones too', () => {
    const positive = fc.double({ min: 5e-324, max: 1.7e308, noNaN: true });
    fc.assert(
      fc.property(positive, (x) => relativeError(log(x), Math.log(x)) < 1e-15),
      { numRuns: 5000 },
    );
  });

  it('keeps its relative accuracy near 1, where the result is nearly 0', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        (x) => relativeError(log(x), Math.log(x)) < 1e-15,
      ),
      { numRuns: 5000 },
    );
  });
});

describe('exp', () => {
  it('knows the values one knows by heart', () => {
    expect(exp(0)).toBe(1);
    expect(relativeError(exp(1), Math.E)).toBeLessThan(1e-15);
    expect(relativeError(exp(Math.LN2), 2)).toBeLessThan(1e-15);
  });

  it('overflows to Infinity and underflows to 0', () => {
    expect(exp(710)).toBe(Infinity);
    expect(exp(Infinity)).toBe(Infinity);
    expect(exp(-800)).toBe(0);
    expect(exp(-Infinity)).toBe(0);
    expect(exp(NaN)).toBeNaN();
    expect(exp(-745)).toBe(5e-324);
  });

  it('is within 1e-15 of Math.exp wherever the result is a normal number', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -708, max: 709.7, noNaN: true }),
        (x) => relativeError(exp(x), Math.exp(x)) < 1e-15,
      ),
      { numRuns: 5000 },
    );
  });

  it('is the inverse of log', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (x) => relativeError(exp(log(x)), x) < 1e-14,
      ),
    );
  });
});

describe('pow', () => {
  it('raises to whole, broken and no power', () => {
    expect(relativeError(pow(2, 10), 1024)).toBeLessThan(1e-14);
    expect(relativeError(pow(9, 0.5), 3)).toBeLessThan(1e-15);
    expect(pow(7, 0)).toBe(1);
    expect(pow(0, 2)).toBe(0);
  });

  it('is within 1e-14 of ** for results of usual size', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (x, y) => relativeError(pow(x, y), x ** y) < 1e-14,
      ),
      { numRuns: 5000 },
    );
  });
});
