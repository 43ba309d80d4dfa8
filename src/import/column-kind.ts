import { DATE_FORMATS, type DateFormatId } from '../data/date-formats.ts';
import { NUMBER_FORMATS, numberFormat, type NumberFormatId } from '../data/number-formats.ts';
import { share, type ColumnSample } from './column-sample.ts';
import { sortByEvidence } from './date-order.ts';
import type { ColumnKind } from './types.ts';

/** What the values of a column are, and how well they read so. */
export interface KindOfColumn {
  readonly kind: ColumnKind;
  /** The format that reads the most values, whatever the kind is; null where none reads any. */
  readonly dateFormat: DateFormatId | null;
  readonly otherDateFormats: readonly DateFormatId[];
  readonly numberFormat: NumberFormatId | null;
  /** The share of the values (0 to 1) that these formats read. */
  readonly dateShare: number;
  readonly numberShare: number;
}

/** A column is of dates or numbers when so many of its values read; the rest are mistakes. */
const ENOUGH_DATES = 0.5;
const ENOUGH_NUMBERS = 0.8;
/** Eight digits are a date only where practically all of them are one. */
const ENOUGH_COMPACT = 0.95;

/** Values that could be a date in some format: spares all other columns the eighteen formats. */
const LIKE_A_DATE =
  /^ *(?:\d{1,4}[-./] ?\d{1,2}[-./] ?\d{2,4}|(?:\d{8}|\d{14}) *$|\d{4}년|\d{1,2}[ -][A-Za-z]{3}|[A-Za-z]{3,9} \d)/;
/** 00123, C536379, 85123A: digits that name something, and would lose their zeros or letters as numbers. */
const LIKE_A_CODE = /^0\d+$|^[A-Za-z]{1,3}-?\d+$|^\d+[A-Za-z]{1,2}$/;

const NO_DATES = { dateFormat: null, otherDateFormats: [], dateShare: 0 };
const NO_NUMBERS = { numberFormat: null, numberShare: 0 };

/** Whether a text is a date in some format. */
export function isDate(text: string): boolean {
  return LIKE_A_DATE.test(text) && DATE_FORMATS.some(({ parse }) => parse(text) !== null);
}

/** Whether a text is a number in some format. */
export function isNumber(text: string): boolean {
  return /\d/.test(text) && NUMBER_FORMATS.some(({ parse }) => parse(text) !== null);
}

/** The kind of a column, by its sample. `delimiter` tells how numbers are probably written. */
export function kindOf(sample: ColumnSample, delimiter: string): KindOfColumn {
  const dates = datesOf(sample);
  const numbers = dates.dateShare === 1 ? NO_NUMBERS : numbersOf(sample, delimiter);
  return { ...dates, ...numbers, kind: decide(sample, { ...dates, ...numbers }) };
}

function decide(sample: ColumnSample, shares: Omit<KindOfColumn, 'kind'>): ColumnKind {
  if (sample.values.length === 0) return 'empty';
  const compact = shares.dateFormat?.startsWith('ymd-compact') === true;
  if (shares.dateShare >= (compact ? ENOUGH_COMPACT : ENOUGH_DATES)) return 'date';
  if (shares.numberFormat === null || shares.numberShare < ENOUGH_NUMBERS) return 'text';
  if (share(sample, (value) => LIKE_A_CODE.test(value)) > 0) return 'text';
  const decimal = shares.numberFormat === 'european' ? ',' : '.';
  const { parse } = numberFormat(shares.numberFormat);
  const isFraction = (value: string): boolean => parse(value) !== null && value.includes(decimal);
  return share(sample, isFraction) > 0 ? 'number' : 'integer';
}

function datesOf(
  sample: ColumnSample,
): Pick<KindOfColumn, 'dateFormat' | 'otherDateFormats' | 'dateShare'> {
  const likely = [...sample.counts.keys()].slice(0, 200).filter((value) => LIKE_A_DATE.test(value));
  if (likely.length === 0) return NO_DATES;
  const few = likely.slice(0, 20);
  const read = DATE_FORMATS.filter(({ parse }) => few.some((value) => parse(value) !== null))
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
  const [first, ...others] = sortByEvidence(sample.values, orders).map(({ id }) => id);
  return { dateFormat: first ?? null, otherDateFormats: others, dateShare: best.share };
}

function numbersOf(
  sample: ColumnSample,
  delimiter: string,
): Pick<KindOfColumn, 'numberFormat' | 'numberShare'> {
  const few = [...sample.counts.keys()].slice(0, 20).filter((value) => /\d/.test(value));
  if (few.length === 0) return NO_NUMBERS;
  const read: { readonly id: NumberFormatId; readonly share: number }[] = [];
  for (const { id, parse } of NUMBER_FORMATS) {
    if (!few.some((value) => parse(value) !== null)) continue;
    read.push({ id, share: share(sample, (value) => parse(value) !== null) });
    if (id === 'plain' && read[0]?.share === 1 && delimiter !== ';') break;
  }
  const most = Math.max(0, ...read.map((one) => one.share));
  const equal = read.filter((one) => one.share === most).map(({ id }) => id);
  const [first] = equal;
  if (first === undefined || most === 0) return NO_NUMBERS;
  // `1.234` is European where semicolons divide the columns, since commas divide the decimals.
  const thousands = /^\D*\d{1,3}(?:\.\d{3})+\D*$/;
  const european =
    delimiter === ';' &&
    equal.includes('european') &&
    first === 'plain' &&
    share(sample, (value) => thousands.test(value)) > 0 &&
    share(sample, (value) => value.includes('.') && !thousands.test(value)) === 0;
  return { numberFormat: european ? 'european' : first, numberShare: most };
}
