import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDecimals, formatDecimal, parseDecimal } from '../../../../src/core/decimal.ts';
import { defaultRules, flagOf, REASONS } from '../../../../src/data/cleaning.ts';
import { ledger } from '../../../../src/data/ledger.ts';
import { fileLedgers } from '../../../../src/views/import/file-ledgers.ts';

test('each file has its own account', () => {
  const groups = [
    { file: 0, flags: 0, rows: 3, money: '30.5', unknownMoney: 0 },
    { file: 1, flags: 0, rows: 1, money: '10', unknownMoney: 0 },
    { file: 1, flags: flagOf('overlap'), rows: 2, money: '20', unknownMoney: 0 },
  ];
  const [first, second] = fileLedgers(groups, [1, 0], defaultRules());
  expect([first?.read, first?.broken, first?.kept.rows, first?.kept.money]).toEqual([
    4,
    1,
    3,
    '30.5',
  ]);
  expect([second?.read, second?.kept.rows, second?.leftOut.rows, second?.leftOut.money]).toEqual([
    3,
    1,
    2,
    '20',
  ]);
});

test('together they are the account of all files', () => {
  const group = fc.record({
    file: fc.integer({ min: 0, max: 3 }),
    flags: fc.integer({ min: 0, max: 2 ** REASONS.length - 1 }),
    rows: fc.integer({ min: 1, max: 1000 }),
    money: fc.integer({ min: -10_000, max: 10_000 }).map((cents) => (cents / 100).toFixed(2)),
    unknownMoney: fc.constant(0),
  });
  fc.assert(
    fc.property(fc.array(group), (groups) => {
      const broken = [2, 0, 1, 0];
      const rules = defaultRules();
      const each = fileLedgers(groups, broken, rules);
      const all = ledger(groups, 3, rules);
      const sum = (of: (one: (typeof each)[number]) => number) =>
        each.reduce((total, one) => total + of(one), 0);
      expect(sum(({ read }) => read)).toBe(all.read);
      expect(sum(({ kept }) => kept.rows)).toBe(all.kept.rows);
      const money = each.reduce((total, one) => addDecimals(total, parseDecimal(one.kept.money)), {
        units: 0n,
        scale: 0,
      });
      expect(formatDecimal(money)).toBe(all.kept.money);
    }),
  );
});
