import { join, sql, type Sql } from '../core/sql.ts';
import { DATE_FORMATS, dateFormat, type DateFormatId } from '../data/date-formats.ts';
import type { ColumnSample } from './column-sample.ts';
import { evidenceOf } from './date-order.ts';

/** How one of the formats that a column could be in reads it. */
export interface DateReading {
  readonly format: DateFormatId;
  readonly order: 'ymd' | 'dmy' | 'mdy';
  /** Values that read so. */
  readonly reads: number;
  /** Values that read so and by none of the other formats. */
  readonly only: number;
  /** The share (0 to 1) of neighbours that are in the more frequent direction of time. */
  readonly sortedShare: number;
  /** The days from the first to the last; 0 where nothing reads. */
  readonly spanDays: number;
}

/** What tells the order of day, month and year in a column of dates like 03/04/2024. */
export interface DateEvidence {
  /** Values that are a date only with the day, the month or the year first (25/04/2024). */
  readonly dayFirst: number;
  readonly monthFirst: number;
  readonly yearFirst: number;
  /** Values that are a date in more than one order. */
  readonly both: number;
  /** Every format that came into question, the likeliest first. */
  readonly readings: readonly DateReading[];
  /** Up to 3 values that are a date in more than one order, and up to 3 in one order only. */
  readonly ambiguous: readonly string[];
  readonly unambiguous: readonly string[];
}

const EXAMPLES = 3;

/**
 * The formats that write the same digits and marks in another order, the given one first; a lone
 * one where the order is beyond doubt (2024-03-05, 5 Mar 2024).
 */
export function rivalsOf(format: DateFormatId): readonly DateFormatId[] {
  const [, order, shape] = /^(ymd|dmy|mdy)-((?:slash|dot|dash)(?:-short)?)$/.exec(format) ?? [];
  if (shape === undefined || (order === 'ymd' && !shape.endsWith('-short'))) return [format];
  const ends = shape.endsWith('-short') ? ['ymd', 'dmy', 'mdy'] : ['dmy', 'mdy'];
  const ids = ends.map((end) => `${end}-${shape}`);
  const others = DATE_FORMATS.map(({ id }) => id).filter((id) => id !== format && ids.includes(id));
  return [format, ...others];
}

/** The evidence of a sample for a format and its rivals; null where it has none. */
export function dateEvidence(sample: ColumnSample, format: DateFormatId): DateEvidence | null {
  const formats = rivalsOf(format).map(dateFormat);
  if (formats.length < 2) return null;
  const reads = formats.map(() => 0);
  const only = formats.map(() => 0);
  let both = 0;
  const ambiguous: string[] = [];
  const unambiguous: string[] = [];
  for (const [value, count] of sample.counts) {
    const read = formats.map(({ parse }) => parse(value) !== null);
    const ways = read.filter(Boolean).length;
    if (ways === 0) continue;
    const examples = ways > 1 ? ambiguous : unambiguous;
    if (examples.length < EXAMPLES) examples.push(value);
    if (ways > 1) both += count;
    read.forEach((does, i) => {
      if (does) reads[i] = (reads[i] ?? 0) + count;
      if (does && ways === 1) only[i] = (only[i] ?? 0) + count;
    });
  }
  const readings = formats.map((one, i): DateReading => {
    const { sorted, span } = evidenceOf(sample.values, one);
    const counts = { reads: reads[i] ?? 0, only: only[i] ?? 0 };
    return { format: one.id, order: one.order, ...counts, sortedShare: sorted, spanDays: span };
  });
  return { ...totals(readings), both, readings, ambiguous, unambiguous };
}

function totals(
  readings: readonly Pick<DateReading, 'order' | 'only'>[],
): Pick<DateEvidence, 'dayFirst' | 'monthFirst' | 'yearFirst'> {
  const of = (order: DateReading['order']): number =>
    readings.find((reading) => reading.order === order)?.only ?? 0;
  return { dayFirst: of('dmy'), monthFirst: of('mdy'), yearFirst: of('ymd') };
}

/**
 * One row with the same counts over a whole column: `values` (those that are not blank), `unread`,
 * `both`, and for the n-th format `reads_n`, `only_n`, `span_n` (days). Read it by
 * `wholeDateEvidence`.
 *
 * @param text the column, a VARCHAR
 * @param rows what stands behind FROM
 */
export function dateEvidenceSql(text: Sql, rows: Sql, formats: readonly DateFormatId[]): Sql {
  const days = formats.map((id, i) => sql`${dateFormat(id).toSql(text)}::DATE AS day_${i}`);
  const day = (i: number): Sql => sql`day_${i}`;
  const ways = join(
    formats.map((_, i) => sql`(${day(i)} IS NOT NULL)::INTEGER`),
    ' + ',
  );
  const counts = formats.map(
    (_, i) => sql`count(${day(i)})::DOUBLE AS reads_${i},
  (count(*) FILTER (ways = 1 AND ${day(i)} IS NOT NULL))::DOUBLE AS only_${i},
  coalesce(max(${day(i)}) - min(${day(i)}), 0)::DOUBLE AS span_${i}`,
  );
  return sql`WITH
-- each value's day by each format
read AS (SELECT ${join(days)} FROM ${rows} WHERE trim(${text}) <> ''),
counted AS (SELECT *, ${ways} AS ways FROM read)
SELECT count(*)::DOUBLE AS "values",
  (count(*) FILTER (ways = 0))::DOUBLE AS unread,
  (count(*) FILTER (ways > 1))::DOUBLE AS "both",
  ${join(counts, ',\n  ')}
FROM counted`;
}

/** The counts of a whole column; its order of rows and its examples are those of the sample. */
export interface WholeDateEvidence extends Pick<
  DateEvidence,
  'dayFirst' | 'monthFirst' | 'yearFirst' | 'both'
> {
  /** Values that are not blank, and those of them that no format reads. */
  readonly values: number;
  readonly unread: number;
  readonly readings: readonly Omit<DateReading, 'sortedShare'>[];
}

/** The row of `dateEvidenceSql` with the formats that it was made with. */
export function wholeDateEvidence(
  row: Readonly<Record<string, unknown>>,
  formats: readonly DateFormatId[],
): WholeDateEvidence {
  const number = (name: string): number => Number(row[name] ?? 0);
  const readings = formats.map((id, i) => ({
    format: id,
    order: dateFormat(id).order,
    reads: number(`reads_${i}`),
    only: number(`only_${i}`),
    spanDays: number(`span_${i}`),
  }));
  const [values, unread, both] = [number('values'), number('unread'), number('both')];
  return { ...totals(readings), values, unread, both, readings };
}
