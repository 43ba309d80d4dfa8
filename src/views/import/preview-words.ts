import { type CleaningRules, type Reason, REASONS } from '../../data/cleaning.ts';
import { leftOutMask, reasonLeftOut, returnMask } from '../../data/ledger.ts';
import { formatDay, formatNumber } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { ReadCell } from '../../import/read-cell.ts';

/** A cell as it is drawn. */
export interface CellWords {
  /** What it is read as, or the text of the file where that says the same. */
  readonly main: string;
  /** The text of the file, where it is read as something else. */
  readonly original: string | null;
  /** What it is not, where it does not read. */
  readonly wrong: string | null;
}

/** As much of a cell is drawn. */
const SHOWN_CHARACTERS = 200;

/** A cell of the first rows and how the mapping reads it. */
export function cellWords(text: string, read: ReadCell): CellWords {
  const original = text.slice(0, SHOWN_CHARACTERS);
  const plain = { main: original, original: null, wrong: null };
  switch (read.as) {
    case 'text':
      return plain;
    case 'date': {
      if (read.moment === null) return { ...plain, wrong: m.profile_not_date() };
      const { day, seconds } = read.moment;
      const shown =
        seconds === 0 && !/[:시]/.test(text)
          ? formatDay(day)
          : `${formatDay(day)} ${timeOf(seconds)}`;
      return shown === text ? plain : { main: shown, original, wrong: null };
    }
    case 'number': {
      if (read.value === null) return { ...plain, wrong: m.profile_not_number() };
      const same = Number(text.replaceAll(/[, ]/g, '')) === read.value;
      return same ? plain : { main: exactly(read.value), original, wrong: null };
    }
  }
}

function timeOf(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return [Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** Up to four decimals, as many as amounts keep. */
function exactly(value: number): string {
  const [, decimals = ''] = String(Math.round(Math.abs(value) * 1e4) / 1e4).split('.');
  return formatNumber(value, Math.min(4, decimals.length));
}

/** What becomes of a row under the rules. */
export type Fate =
  | { readonly kind: 'used' | 'return'; readonly reason: null }
  | { readonly kind: 'leftOut'; readonly reason: Reason };

export function fateOf(flags: number, rules: CleaningRules): Fate {
  const reason = reasonLeftOut(flags, rules);
  if (reason !== null) return { kind: 'leftOut', reason };
  return { kind: (flags & returnMask(rules)) === 0 ? 'used' : 'return', reason: null };
}

/** How many of the rows are used, are returns (of those used) and are left out, and why. */
export function countFates(
  flags: readonly number[],
  rules: CleaningRules,
): {
  readonly used: number;
  readonly returns: number;
  readonly leftOut: number;
  readonly reasons: readonly { readonly reason: Reason; readonly rows: number }[];
} {
  const out = leftOutMask(rules);
  const fates = flags.map((each) => fateOf(each, rules));
  const reasons = REASONS.map((reason) => ({
    reason,
    rows: fates.filter((fate) => fate.reason === reason).length,
  })).filter(({ rows }) => rows > 0);
  const leftOut = flags.filter((each) => (each & out) !== 0).length;
  const returns = fates.filter(({ kind }) => kind === 'return').length;
  return { used: flags.length - leftOut, returns, leftOut, reasons };
}

/** Why a row is left out, in two or three words. */
export function shortReason(reason: Reason): string {
  return m[`profile_reason_${reason}`]();
}
