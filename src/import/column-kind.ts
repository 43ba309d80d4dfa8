import { DATE_FORMATS, type DateFormatId } from '../data/date-formats.ts';
import { NUMBER_FORMATS, numberFormat } from '../data/number-formats.ts';
import { share, type ColumnSample } from './column-sample.ts';
import { dateEvidence, type DateEvidence } from './date-evidence.ts';
import { sortByEvidence } from './date-order.ts';
import { NO_NUMBERS, numbersOf, type NumbersOfColumn } from './number-kind.ts';
import { numericDate } from './numeric-date.ts';
import type { ColumnKind } from './types.ts';

/** What the values of a column are, and how well they read so. */
export interface KindOfColumn extends NumbersOfColumn {
  readonly kind: ColumnKind;
  /** The format that reads the most values, whatever the kind is; null where none reads any. */
  readonly dateFormat: DateFormatId | null;
  /** Formats of another order that read as many (03/04/2024), the likeliest first. */
  readonly otherDateFormats: readonly DateFormatId[];
  /** The share of the values (0 to 1) that the format reads. */
  readonly dateShare: number;
  /** What tells the order of day, month and year; null where the format leaves no doubt. */
  readonly dateEvidence: DateEvidence | null;
  /** How often each offset from UTC stands behind a time (`Z`, `+0900`), in the format `iso`. */
  readonly offsets: ReadonlyMap<string, number>;
}

type DatesOfColumn = Omit<KindOfColumn, 'kind' | keyof NumbersOfColumn>;

/** A column is of dates or numbers when so many of its values read; the rest are mistakes. */
const ENOUGH_DATES = 0.5;
const ENOUGH_NUMBERS = 0.8;
/** Digits that could well be something else are a date only where practically all are one. */
const ENOUGH_DOUBTFUL = 0.95;
const DOUBTFUL = /^ymd-compact|-(?:dot|dash)-short$/;

/** Values that could be a date in some format: spares all other columns the many formats. */
const LIKE_A_DATE =
  /^[ \u00a0]*(?:\d{1,4}[-./] ?\d{1,2}[-./] ?\d{1,4}|(?:\d{8}|\d{14})[ \u00a0]*$|\d{8}[T ]+\d|\d{2,4}[년年]|\d{1,2}(?:st|nd|rd|th)?(?:\. ?|[ /-])?[A-Za-zÀ-ÿ]{3}|[A-Za-z]{3,9}[.,]{0,2} *(?:[A-Za-z]{3,9}\.? *)?\d|[０-９]{2,4}[．／－年])/;
/** 00123, C536379, 85123A: digits that name something, and would lose their zeros or letters as numbers. */
const LIKE_A_CODE = /^0\d+$|^[A-Za-z]{1,3}-?\d+$|^\d+[A-Za-z]{1,2}$/;

const OFFSET = /[T ] *\d{1,2}:\d{2}[\d:.,]* ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?) *$/;

const NO_DATES: DatesOfColumn = {
  dateFormat: null,
  otherDateFormats: [],
  dateShare: 0,
  dateEvidence: null,
  offsets: new Map(),
};

/** Formats whose values look like dates; the others are numbers, see numeric-date.ts. */
const TEXT_FORMATS = DATE_FORMATS.filter(({ isNumber }) => !isNumber);

/** Whether a text is a date in some format. */
export function isDate(text: string): boolean {
  return LIKE_A_DATE.test(text) && TEXT_FORMATS.some(({ parse }) => parse(text) !== null);
}

/** Whether a text is a number in some format. */
export function isNumber(text: string): boolean {
  return /\d/.test(text) && NUMBER_FORMATS.some(({ parse }) => parse(text) !== null);
}

/**
 * The kind of a column, by its sample. `delimiter` tells how numbers are probably written, and the
 * header (where it is known) whether numbers are dates.
 */
export function kindOf(sample: ColumnSample, delimiter: string, header = ''): KindOfColumn {
  const dates = datesOf(sample);
  const numbers = dates.dateShare === 1 ? NO_NUMBERS : numbersOf(sample, delimiter);
  const kind = decide(sample, { ...dates, ...numbers });
  const numeric = kind === 'integer' || kind === 'number' ? numericDate(sample, header) : null;
  if (numeric !== null) return { ...NO_DATES, ...numbers, ...numeric, kind: 'date' };
  return { ...dates, ...numbers, kind };
}

function decide(sample: ColumnSample, shares: Omit<KindOfColumn, 'kind'>): ColumnKind {
  if (sample.values.length === 0) return 'empty';
  const doubtful = DOUBTFUL.test(shares.dateFormat ?? '');
  if (shares.dateShare >= (doubtful ? ENOUGH_DOUBTFUL : ENOUGH_DATES)) return 'date';
  if (shares.numberFormat === null || shares.numberShare < ENOUGH_NUMBERS) return 'text';
  if (share(sample, (value) => LIKE_A_CODE.test(value)) > 0) return 'text';
  if (shares.numberFormat === 'percent') return 'number';
  const decimal = shares.numberFormat === 'european' ? ',' : '.';
  const { parse } = numberFormat(shares.numberFormat);
  const isFraction = (value: string): boolean => parse(value) !== null && value.includes(decimal);
  return share(sample, isFraction) > 0 ? 'number' : 'integer';
}

function datesOf(sample: ColumnSample): DatesOfColumn {
  const likely = [...sample.counts.keys()].slice(0, 200).filter((value) => LIKE_A_DATE.test(value));
  if (likely.length === 0) return NO_DATES;
  const few = likely.slice(0, 20);
  const read = TEXT_FORMATS.filter(({ parse }) => few.some((value) => parse(value) !== null))
    .map((format) => ({
      format,
      share: share(sample, (value) => format.parse(value) !== null),
    }))
    .toSorted((a, b) => b.share - a.share);
  const best = read[0];
  if (best === undefined) return NO_DATES;
  const equal = read.filter((one) => one.share === best.share).map(({ format }) => format);
  // Formats of one order that read as much read the same (2024-03-05 by `iso` and `ymd-dash`).
  const orders = equal.filter((a, i) => equal.findIndex((b) => b.order === a.order) === i);
  const [first = best.format.id, ...others] = sortByEvidence(sample.values, orders).map(
    ({ id }) => id,
  );
  return {
    dateFormat: first,
    otherDateFormats: others,
    dateShare: best.share,
    dateEvidence: dateEvidence(sample, first),
    offsets: first === 'iso' ? offsetsOf(sample) : NO_DATES.offsets,
  };
}

function offsetsOf(sample: ColumnSample): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [value, count] of sample.counts) {
    const offset = OFFSET.exec(value)?.[1];
    if (offset !== undefined) found.set(offset, (found.get(offset) ?? 0) + count);
  }
  return found;
}
