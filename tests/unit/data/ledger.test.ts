import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDecimals, formatDecimal, parseDecimal } from '../../../src/core/decimal.ts';
import {
  REASONS,
  TREATMENTS,
  defaultRules,
  flagOf,
  type CleaningRules,
  type FlagGroup,
  type Reason,
  type Treatment,
} from '../../../src/data/cleaning.ts';
import { ledger, leftOutMask, returnMask, tallyWhere } from '../../../src/data/ledger.ts';

const group = (rows: number, money: string, ...reasons: readonly Reason[]): FlagGroup => ({
  file: 0,
  flags: reasons.reduce((flags, reason) => flags | flagOf(reason), 0),
  rows,
  money,
  unknownMoney: 0,
});

const rulesWith = (changes: Partial<Record<Reason, Treatment>>): CleaningRules => ({
  treatments: { ...defaultRules().treatments, ...changes },
  notProductCodes: [],
});

const sumOf = (money: readonly string[]): string =>
  formatDecimal(money.map(parseDecimal).reduce(addDecimals, parseDecimal('0')));

/** A shop of ten records that can be checked by hand; one more was broken. */
const tenRows = [
  group(5, '50.00'),
  group(1, '10.00', 'noCustomer'),
  group(1, '-4.00', 'noCustomer', 'cancelled', 'negativeQuantity'),
  group(2, '-6.50', 'cancelled', 'negativeQuantity'),
  group(1, '0', 'zeroAmount'),
];

describe('the ledger of ten rows', () => {
  it('counts each row for the first reason that leaves it out', () => {
    const account = ledger(tenRows, 1, defaultRules());
    expect(account.read).toBe(11);
    expect(account.broken).toBe(1);
    expect(account.kept).toEqual({ rows: 5, money: '50', unknownMoney: 0 });
    expect(account.leftOut).toEqual({ rows: 5, money: '-0.5', unknownMoney: 0 });
    expect(account.file.money).toBe('49.5');
    expect(account.lines.noCustomer.leftOut).toEqual({ rows: 2, money: '6', unknownMoney: 0 });
    expect(account.lines.cancelled.matched.rows).toBe(3);
    expect(account.lines.cancelled.leftOut).toEqual({ rows: 2, money: '-6.5', unknownMoney: 0 });
    expect(account.lines.negativeQuantity.matched.rows).toBe(3);
    expect(account.lines.negativeQuantity.leftOut.rows).toBe(0);
    expect(account.returns.rows).toBe(0);
  });

  it('keeps returns only where every rule lets them stay', () => {
    const account = ledger(
      tenRows,
      0,
      rulesWith({ cancelled: 'asReturn', negativeQuantity: 'asReturn' }),
    );
    expect(account.returns).toEqual({ rows: 2, money: '-6.5', unknownMoney: 0 });
    expect(account.kept).toEqual({ rows: 7, money: '43.5', unknownMoney: 0 });
    expect(account.lines.negativeQuantity.leftOut.rows).toBe(0);
  });

  it('lets the next reason take a row that the first no longer leaves out', () => {
    const account = ledger(tenRows, 0, rulesWith({ noCustomer: 'keep' }));
    expect(account.lines.noCustomer.leftOut.rows).toBe(0);
    expect(account.lines.cancelled.leftOut).toEqual({ rows: 3, money: '-10.5', unknownMoney: 0 });
    expect(account.kept.rows).toBe(6);
  });

  it('counts rows of unknown amount apart from the money', () => {
    const unknown = { ...group(3, '0', 'unreadableAmount'), unknownMoney: 3 };
    const kept = ledger([unknown], 0, rulesWith({ unreadableAmount: 'keep' }));
    expect(kept.kept).toEqual({ rows: 3, money: '0', unknownMoney: 3 });
  });

  it('is all zeros for a file without rows', () => {
    const account = ledger([], 0, defaultRules());
    expect([account.read, account.kept.rows, account.leftOut.rows]).toEqual([0, 0, 0]);
    expect(account.file.money).toBe('0');
  });
});

describe('masks', () => {
  it('have the bits of the reasons so treated', () => {
    const rules = rulesWith({ noCustomer: 'keep', cancelled: 'asReturn', duplicate: 'leaveOut' });
    expect(leftOutMask(rules)).toBe(0b110111011101);
    expect(returnMask(rules)).toBe(0b000000100000);
  });
});

const anyGroups = fc.array(
  fc
    .record({
      flags: fc.integer({ min: 0, max: (1 << REASONS.length) - 1 }),
      rows: fc.integer({ min: 1, max: 1_000_000 }),
      cents: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
      scale: fc.integer({ min: 0, max: 4 }),
    })
    .map(({ flags, rows, cents, scale }) => ({
      file: rows % 3,
      flags,
      rows,
      money: formatDecimal({ units: cents, scale }),
      unknownMoney: rows % 7,
    })),
  { maxLength: 40 },
);

const anyRules = fc
  .record(
    Object.fromEntries(REASONS.map((reason) => [reason, fc.constantFrom(...TREATMENTS[reason])])),
  )
  .map((treatments) => rulesWith(treatments as Record<Reason, Treatment>));

const anyReason = fc.constantFrom(...REASONS);

describe('for any groups and any rules', () => {
  it('rows and money add up exactly, each row counted once', () => {
    fc.assert(
      fc.property(anyGroups, anyRules, fc.nat(99), (groups, rules, broken) => {
        const account = ledger(groups, broken, rules);
        const lines = REASONS.map((reason) => account.lines[reason].leftOut);
        const rows = groups.reduce((sum, { rows: n }) => sum + n, 0);
        expect(account.read).toBe(rows + broken);
        expect(account.read).toBe(account.kept.rows + account.leftOut.rows + broken);
        expect(lines.reduce((sum, line) => sum + line.rows, 0)).toBe(account.leftOut.rows);
        expect(sumOf(lines.map((line) => line.money))).toBe(account.leftOut.money);
        expect(sumOf([account.kept.money, account.leftOut.money])).toBe(account.file.money);
        expect(account.file.money).toBe(sumOf(groups.map(({ money }) => money)));
        expect(account.kept.unknownMoney + account.leftOut.unknownMoney).toBe(
          account.file.unknownMoney,
        );
      }),
    );
  });

  it('the masks say which rows are kept and which are returns', () => {
    fc.assert(
      fc.property(anyGroups, anyRules, (groups, rules) => {
        const account = ledger(groups, 0, rules);
        const out = leftOutMask(rules);
        const returned = returnMask(rules);
        expect(account.kept).toEqual(tallyWhere(groups, (flags) => (flags & out) === 0));
        expect(account.returns).toEqual(
          tallyWhere(groups, (flags) => (flags & out) === 0 && (flags & returned) !== 0),
        );
      }),
    );
  });

  it('leaving out for one reason more never keeps more rows, nor gives another reason more', () => {
    fc.assert(
      fc.property(anyGroups, anyRules, anyReason, (groups, rules, reason) => {
        const before = ledger(groups, 0, rules);
        const after = ledger(groups, 0, {
          ...rules,
          treatments: { ...rules.treatments, [reason]: 'leaveOut' },
        });
        expect(after.kept.rows).toBeLessThanOrEqual(before.kept.rows);
        expect(after.returns.rows).toBeLessThanOrEqual(before.returns.rows);
        for (const other of REASONS) {
          expect(after.lines[other].matched).toEqual(before.lines[other].matched);
          if (other === reason) continue;
          expect(after.lines[other].leftOut.rows).toBeLessThanOrEqual(
            before.lines[other].leftOut.rows,
          );
        }
      }),
    );
  });
});

/**
 * online_retail, grouped by its flags with native DuckDB. Exact duplicates are the second and
 * later copies of a row; a cancellation does not count as a negative quantity too.
 */
const onlineRetail = [
  group(392_692, '8887208.8940'),
  group(132_186, '1754901.9100', 'noCustomer'),
  group(8_872, '-608689.4700', 'cancelled'),
  group(379, '-285290.2600', 'noCustomer', 'cancelled'),
  group(2, '-22124.1200', 'noCustomer', 'negativePrice'),
  group(40, '0.0000', 'zeroAmount'),
  group(1_134, '0.0000', 'noCustomer', 'zeroAmount'),
  group(1_336, '0.0000', 'noCustomer', 'negativeQuantity', 'zeroAmount'),
  group(5_192, '24199.0100', 'duplicate'),
  group(34, '374.7300', 'noCustomer', 'duplicate'),
  group(33, '-2652.6200', 'cancelled', 'duplicate'),
  group(4, '-180.1400', 'noCustomer', 'cancelled', 'duplicate'),
  group(5, '0.0000', 'noCustomer', 'zeroAmount', 'duplicate'),
];

describe('online_retail', () => {
  const account = ledger(onlineRetail, 0, defaultRules());

  it('matches the published counts before any rule', () => {
    const matched = Object.fromEntries(
      REASONS.map((reason) => [reason, account.lines[reason].matched.rows]),
    );
    expect(account.read).toBe(541_909);
    expect(account.file.money).toBe('9747747.934');
    expect(matched).toEqual({
      totalsLine: 0,
      noCustomer: 135_080,
      unreadableDate: 0,
      otherCurrency: 0,
      unreadableAmount: 0,
      cancelled: 9_288,
      negativeQuantity: 1_336,
      negativePrice: 2,
      zeroAmount: 2_515,
      notProduct: 0,
      overlap: 0,
      duplicate: 5_268,
    });
  });

  it('keeps 397,884 rows worth 8,911,407.904', () => {
    expect(account.kept).toEqual({ rows: 397_884, money: '8911407.904', unknownMoney: 0 });
    expect(account.lines.noCustomer.leftOut.rows).toBe(135_080);
    expect(account.lines.noCustomer.leftOut.money).toBe('1447682.12');
    expect(account.lines.cancelled.leftOut.rows).toBe(8_905);
    expect(account.lines.cancelled.leftOut.money).toBe('-611342.09');
    expect(account.lines.negativeQuantity.leftOut.rows).toBe(0);
    expect(account.lines.zeroAmount.leftOut.rows).toBe(40);
    expect(account.leftOut.rows).toBe(144_025);
  });
});
