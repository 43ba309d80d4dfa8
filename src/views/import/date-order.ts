import { dateFormat, type DateFormatId } from '../../data/date-formats.ts';
import type { Day } from '../../core/calendar.ts';
import type { SourceColumn } from '../../import/types.ts';

/** One of the ways to read a date like 03/04/2024. */
export interface DateOrder {
  readonly format: DateFormatId;
  readonly order: 'dmy' | 'mdy' | 'ymd';
  /** What the example is, read so. */
  readonly day: Day | null;
}

/** A value of the column that is a date in more than one order; '' where there is none. */
export function ambiguousExample({ dateEvidence, examples }: SourceColumn): string {
  return dateEvidence?.ambiguous[0] ?? examples[0] ?? '';
}

/**
 * The ways in which as many values of the column read, the likeliest first; none where the values
 * themselves tell which it is.
 */
export function dateOrders(column: SourceColumn): readonly DateOrder[] {
  if (column.dateFormat === null || column.otherDateFormats.length === 0) return [];
  const example = ambiguousExample(column).trim();
  return [column.dateFormat, ...column.otherDateFormats].map((id) => {
    const { order, parse } = dateFormat(id);
    return { format: id, order, day: parse(example)?.day ?? null };
  });
}
