import type { ColumnProfile, SuspiciousValues } from '../../../workers/engine-api.ts';
import { LONG_VALUE } from '../../data/profile-signs.ts';
import { formatCount, formatDateTime, formatNumber } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';

/** So much of a value is shown in a sentence. */
const SHOWN_CHARACTERS = 60;

/** The type of a column in words. */
export function kindName(kind: ColumnProfile['kind']): string {
  return m[`profile_kind_${kind}`]();
}

/** What is wrong with values of a column, how many there are, and one of them. */
export function suspicionSentence(
  { code, rows, example, other }: SuspiciousValues,
  kind: ColumnProfile['kind'],
): string {
  const inputs = { count: rows, shown: formatCount(rows), example: cut(example) };
  switch (code) {
    case 'unreadable':
      return m[`profile_sign_unreadable_${kind === 'date' ? 'date' : 'number'}`](inputs);
    case 'long':
      return m.profile_sign_long({ ...inputs, length: formatCount(LONG_VALUE) });
    case 'variants':
    case 'zeros':
      return m[`profile_sign_${code}`]({ ...inputs, other: cut(other ?? '') });
    default:
      return m[`profile_sign_${code}`](inputs);
  }
}

/** The start of a value, its blanks at the ends and its line breaks made visible. */
function cut(text: string): string {
  const start = text.length > SHOWN_CHARACTERS ? text.slice(0, SHOWN_CHARACTERS) : text;
  return start
    .replaceAll(/\r?\n/g, '⏎')
    .replaceAll(/^\s+|\s+$/g, (blanks) => '␣'.repeat(blanks.length));
}

/** The least or the greatest value of a column, as a number or a day. */
export function boundWords(text: string | null, kind: ColumnProfile['kind']): string | null {
  if (text === null) return null;
  if (kind !== 'date') return formatNumber(Number(text));
  return formatDateTime(text.slice(0, 16).replace(/ 00:00$/, ''));
}

/** Where a slice of a histogram begins or ends: `share` of the way between its two bounds. */
export function sliceWords(
  range: readonly [string, string],
  share: number,
  kind: ColumnProfile['kind'],
): string {
  if (kind !== 'date') {
    const [low, high] = [Number(range[0]), Number(range[1])];
    return formatNumber(low + (high - low) * share);
  }
  const [low, high] = range.map((text) => Date.parse(`${text.replace(' ', 'T')}Z`)) as [
    number,
    number,
  ];
  const day = new Date(low + (high - low) * share).toISOString().slice(0, 10);
  return formatDateTime(day);
}
