import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentOf, typedRate, typedShare } from '../../../../src/views/import/typed-decimal.ts';

test.each([
  ['1350.5', '1350.5'],
  [' 1,350.50 ', '1350.5'],
  ['.5', '0.5'],
  ['7.', '7'],
  ['', ''],
  ['0', null],
  ['0.00', null],
  ['-3', null],
  ['1.350,5', null],
  ['1,35', null],
  ['about 3', null],
  ['12345678901234567890', null],
])('the rate %j is %j', (text, rate) => {
  expect(typedRate(text)).toBe(rate);
});

test.each([
  ['30', '0.3'],
  ['30 %', '0.3'],
  ['12.5%', '0.125'],
  ['0', '0'],
  ['100', '1'],
  ['', ''],
  ['100.01', null],
  ['-5', null],
  ['half', null],
])('the percentage %j is the share %j', (text, share) => {
  expect(typedShare(text)).toBe(share);
});

test('a share is shown as the percentage that was typed', () => {
  expect(percentOf('0.305')).toBe('30.5');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (thousandths) => {
      const typed = String(thousandths / 1000);
      expect(percentOf(typedShare(typed) ?? '')).toBe(typed);
    }),
  );
});
