import type { Day } from '../core/calendar.ts';
import type { Sql } from '../core/sql.ts';
import type { DATE_SHAPES } from './date-shapes.ts';

/** Names the way dates are written; see DATE_FORMATS. */
export type DateFormatId =
  'iso' | 'iso-offset' | 'excel' | 'epoch-s' | 'epoch-ms' | (typeof DATE_SHAPES)[number]['id'];

/** A moment of wall-clock time: of the shop, or of UTC where the format is of instants. */
export interface Moment {
  readonly day: Day;
  /** Whole seconds since midnight, 0 to 86,399; a fraction of a second is dropped. */
  readonly seconds: number;
}

export interface DateFormat {
  readonly id: DateFormatId;
  readonly order: 'ymd' | 'dmy' | 'mdy';
  /** Whether a time of day may be written. A date without one is midnight. */
  readonly hasTime: boolean;
  /** Whether the value is a moment in UTC, which becomes local only by a time zone. */
  readonly instant: boolean;
  /** Whether a date is a lone number, which its values alone do not tell from other numbers. */
  readonly isNumber: boolean;
  /** An example of the format. */
  readonly label: string;
  /** The moment a text stands for; null unless it is a date of the calendar in this format. */
  readonly parse: (text: string) => Moment | null;
  /** The same in SQL: a TIMESTAMP of a VARCHAR, NULL where `parse` gives null, never an error. */
  readonly toSql: (text: Sql) => Sql;
}
