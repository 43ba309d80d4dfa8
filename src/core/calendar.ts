import { sql, type Sql } from './sql.ts';

/** A calendar day as whole days since 1970-01-01 (negative before). */
export type Day = number;

/** A calendar period. Weeks begin on Monday (ISO 8601). */
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';

export const GRAINS = [
  'day',
  'week',
  'month',
  'quarter',
  'year',
] as const satisfies readonly Grain[];

const MS_PER_DAY = 86_400_000;

/** The day of a date; the month counts from 1. */
export function dayOf(year: number, month: number, date: number): Day {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, date);
  return Math.round(at.getTime() / MS_PER_DAY);
}

/** `YYYY-MM-DD` → day. @throws RangeError when the text is not a date of the calendar. */
export function parseDay(text: string): Day {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [, year, month, date] = match ?? [];
  const day = match === null ? NaN : dayOf(Number(year), Number(month), Number(date));
  if (!Number.isFinite(day) || formatDay(day) !== text) throw new RangeError(`not a date: ${text}`);
  return day;
}

/** Day → `YYYY-MM-DD`. */
export function formatDay(day: Day): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/**
 * The number of the period that holds a day: periods are counted without gaps, so that the
 * difference of two indexes is an age. 0 is the period that holds 1970-01-01.
 */
export function periodIndex(day: Day, grain: Grain): number {
  if (grain === 'day') return day;
  if (grain === 'week') return Math.floor((day + 3) / 7);
  const date = new Date(day * MS_PER_DAY);
  const months = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  return Math.floor(months / { month: 1, quarter: 3, year: 12 }[grain]);
}

/** The first day of a period. */
export function periodStart(index: number, grain: Grain): Day {
  if (grain === 'day') return index;
  if (grain === 'week') return index * 7 - 3;
  const months = index * { month: 1, quarter: 3, year: 12 }[grain];
  return dayOf(1970 + Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1);
}

/** The last day of a period. */
export function periodEnd(index: number, grain: Grain): Day {
  return periodStart(index + 1, grain) - 1;
}

/** `DATE '…'` for a day. */
export function dateLiteral(day: Day): Sql {
  return sql`DATE ${formatDay(day)}`;
}

/**
 * `periodIndex` in SQL, of an expression that is a DATE. Not by date_diff: it takes twice as long
 * for months, and its weeks begin on Thursday, the weekday of 1970-01-01.
 */
export function periodIndexSql(date: Sql, grain: Grain): Sql {
  switch (grain) {
    case 'day':
      return sql`(${date} - DATE '1970-01-01')`;
    case 'week':
      return sql`floor((${date} - DATE '1969-12-29') / 7)::INTEGER`;
    case 'month':
      return sql`((year(${date}) - 1970) * 12 + month(${date}) - 1)`;
    case 'quarter':
      return sql`((year(${date}) - 1970) * 4 + quarter(${date}) - 1)`;
    case 'year':
      return sql`(year(${date}) - 1970)`;
  }
}
