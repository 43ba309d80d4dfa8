import { dayOf } from '../core/calendar.ts';
import { dateFormat, type DateFormatId, type Moment } from '../data/date-formats.ts';
import { share, type ColumnSample } from './column-sample.ts';

/** A column of numbers that are dates. */
export interface NumericDate {
  readonly dateFormat: DateFormatId;
  /** The share (0 to 1) of the values that are such a date. */
  readonly dateShare: number;
}

/** Numbers are dates only where practically all of them are. */
const ENOUGH = 0.95;

/** Which days each format's numbers stand for where they are dates, and not amounts or ids. */
const RANGES: readonly (readonly [DateFormatId, first: number, last: number])[] = [
  ['excel', dayOf(1954, 10, 3), dayOf(2099, 12, 31)],
  ['epoch-s', dayOf(1990, 1, 1), dayOf(2099, 12, 31)],
  ['epoch-ms', dayOf(1990, 1, 1), dayOf(2099, 12, 31)],
];

const DATE_WORD =
  /^(?:date|datetime|timestamp|time|created|ordered|paid|purchased|at)$|date(?:time)?$|timestamp$/;
const NO_DATE_WORD = /^(?:update|candidate|mandate)$/;
const KOREAN_DATE = /일시|일자|날짜|시각|(?:주문|결제|구매|등록|생성)일|日時|日付|日期/;

/** Whether a column's name suggests dates, word by word: `created_at` and `orderDate`, no `VAT`. */
export function suggestsDate(header: string): boolean {
  if (KOREAN_DATE.test(header)) return true;
  return header
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => DATE_WORD.test(word) && !NO_DATE_WORD.test(word));
}

/**
 * Whether a column of numbers is one of dates, as spreadsheets and logs write them. The numbers
 * alone never tell: the header has to suggest it as well.
 */
export function numericDate(sample: ColumnSample, header: string): NumericDate | null {
  if (sample.values.length === 0 || !suggestsDate(header)) return null;
  for (const [id, first, last] of RANGES) {
    const { parse } = dateFormat(id);
    const inRange = (moment: Moment | null): boolean =>
      moment !== null && moment.day >= first && moment.day <= last;
    const dateShare = share(sample, (value) => inRange(parse(value)));
    if (dateShare >= ENOUGH) return { dateFormat: id, dateShare };
  }
  return null;
}
