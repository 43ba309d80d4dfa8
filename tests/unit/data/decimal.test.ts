import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  formatDecimal,
  negateDecimal,
  parseDecimal,
} from '../../../src/core/decimal.ts';

const add = (a: string, b: string): string =>
  formatDecimal(addDecimals(parseDecimal(a), parseDecimal(b)));

/** Text with up to 30 digits before the point and 12 after it. */
const decimalText = fc
  .record({
    units: fc.bigInt({ min: -(10n ** 42n), max: 10n ** 42n }),
    scale: fc.integer({ min: 0, max: 12 }),
  })
  .map((decimal) => formatDecimal(decimal));

describe('exact decimal numbers', () => {
  it('adds tenths as they are written, not as floats', () => {
    expect(add('0.1', '0.2')).toBe('0.3');
    expect(add('9999999999999999.99', '0.01')).toBe('10000000000000000');
    expect(add('-1.50', '0.5')).toBe('-1');
    expect(add('2.345', '-2.345')).toBe('0');
  });

  it('writes the shortest text', () => {
    const written = ['1234.5000', '-0.0000', '.5', '-.05', '7.', '+3', '0010', '100'].map((text) =>
      formatDecimal(parseDecimal(text)),
    );
    expect(written).toEqual(['1234.5', '0', '0.5', '-0.05', '7', '3', '10', '100']);
  });

  it.each(['', '-', '.', '1e5', '1,000', ' 1', '0x10', '1.2.3', 'NaN', '--1'])(
    'refuses %j',
    (text) => {
      expect(() => parseDecimal(text)).toThrow(RangeError);
    },
  );

  it('reads back what it writes', () => {
    fc.assert(fc.property(decimalText, (text) => formatDecimal(parseDecimal(text)) === text));
  });

  it('adds in any order and grouping, and a negative takes away', () => {
    fc.assert(
      fc.property(decimalText, decimalText, decimalText, (a, b, c) => {
        expect(add(a, b)).toBe(add(b, a));
        expect(add(add(a, b), c)).toBe(add(a, add(b, c)));
        expect(add(add(a, b), formatDecimal(negateDecimal(parseDecimal(b))))).toBe(a);
      }),
    );
  });
});
