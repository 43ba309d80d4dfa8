import { ZERO, addDecimals, formatDecimal, parseDecimal } from '../core/decimal.ts';
import { REASONS, flagOf, type CleaningRules, type FlagGroup, type Reason } from './cleaning.ts';

/** A number of rows and what they are worth. */
export interface Tally {
  readonly rows: number;
  /** Exact sum of the amounts that are known, as the shortest decimal text. */
  readonly money: string;
  /** Rows whose amount is unknown: they count in `rows`, not in `money`. */
  readonly unknownMoney: number;
}

/** What one reason did to the file. */
export interface LedgerLine {
  /** Rows the reason matches, whether or not another reason matches them too. */
  readonly matched: Tally;
  /** Rows left out for this reason: no reason before it, in the order of REASONS, left them out. */
  readonly leftOut: Tally;
}

/**
 * Every record of a file, accounted for: `read` = `kept.rows` + `leftOut.rows` + `broken`,
 * `leftOut` is the sum of the lines' `leftOut`, and `file` = `kept` + `leftOut`, in rows and in
 * money, exactly.
 */
export interface Ledger {
  /** Records in the file, the header not counted. */
  readonly read: number;
  /** Records that could not be split into fields; their money is unknown. */
  readonly broken: number;
  /** The records that are not broken. */
  readonly file: Tally;
  readonly kept: Tally;
  /** The part of `kept` that counts as returns. */
  readonly returns: Tally;
  readonly leftOut: Tally;
  readonly lines: Readonly<Record<Reason, LedgerLine>>;
}

/** The flags of which one is enough to leave a row out. */
export function leftOutMask(rules: CleaningRules): number {
  return maskOf((reason) => rules.treatments[reason] === 'leaveOut');
}

/**
 * The flags of which one is enough to keep a row as a return, if it is not left out. A row that is
 * to be netted is a return until its sale is found.
 */
export function returnMask(rules: CleaningRules): number {
  return maskOf((reason) => ['asReturn', 'net'].includes(rules.treatments[reason]));
}

/** The flags of which one is enough to take a row off its sale, if it is not left out. */
export function netMask(rules: CleaningRules): number {
  return maskOf((reason) => rules.treatments[reason] === 'net');
}

/** The reason for which rows with these flags are left out, or null where they are kept. */
export function reasonLeftOut(flags: number, rules: CleaningRules): Reason | null {
  const hit = flags & leftOutMask(rules);
  return REASONS.find((reason) => (hit & flagOf(reason)) !== 0) ?? null;
}

/**
 * The account of a file under these rules.
 *
 * @param groups rows of the staged file by their flags, each row in one group.
 * @param broken records that could not be split into fields and are in no group.
 */
export function ledger(groups: readonly FlagGroup[], broken: number, rules: CleaningRules): Ledger {
  const out = leftOutMask(rules);
  const asReturn = returnMask(rules);
  const file = tallyWhere(groups, () => true);
  return {
    read: file.rows + broken,
    broken,
    file,
    kept: tallyWhere(groups, (flags) => (flags & out) === 0),
    returns: tallyWhere(groups, (flags) => (flags & out) === 0 && (flags & asReturn) !== 0),
    leftOut: tallyWhere(groups, (flags) => (flags & out) !== 0),
    lines: perReason((reason) => ({
      matched: tallyWhere(groups, (flags) => (flags & flagOf(reason)) !== 0),
      leftOut: tallyWhere(groups, (flags) => reasonLeftOut(flags, rules) === reason),
    })),
  };
}

/** The rows of the groups whose flags pass a test. */
export function tallyWhere(groups: readonly FlagGroup[], test: (flags: number) => boolean): Tally {
  let rows = 0;
  let money = ZERO;
  let unknownMoney = 0;
  for (const group of groups) {
    if (!test(group.flags)) continue;
    rows += group.rows;
    money = addDecimals(money, parseDecimal(group.money));
    unknownMoney += group.unknownMoney;
  }
  return { rows, money: formatDecimal(money), unknownMoney };
}

function maskOf(test: (reason: Reason) => boolean): number {
  return REASONS.reduce((mask, reason) => (test(reason) ? mask | flagOf(reason) : mask), 0);
}

function perReason<T>(make: (reason: Reason) => T): Record<Reason, T> {
  return Object.fromEntries(REASONS.map((reason) => [reason, make(reason)])) as Record<Reason, T>;
}
