import { dayOf } from '../core/calendar.ts';
import { sql, type Sql } from '../core/sql.ts';
import { plainCharacters, plainCharactersSql } from './characters.ts';
import type { DateFormat } from './date-format.ts';
import { momentAt, timestampSql } from './date-moment.ts';

const DAY_SECONDS = 86_400;
/** Dates end here, as they do in all other formats. */
const END = dayOf(2200, 1, 1) * DAY_SECONDS;
/** The days that Excel counts before 1970, from 1 March 1900 on. */
const EXCEL_ZERO = dayOf(1899, 12, 30);
/** Excel has a 29 February 1900, which was none: the days before it are one further on. */
const EXCEL_LEAP_DAY = 60;

/**
 * Days since the end of 1899, as spreadsheets store them, with the time of day as a fraction;
 * rounded to the second, as the fraction of a second's time is never exact.
 */
const excel = numeric({
  id: 'excel',
  label: '45356.4306',
  instant: false,
  pattern: '\\d{1,6}(?:\\.\\d+)?',
  secondsOf: (serial) => {
    const days = Math.floor(serial);
    if (days < 1 || days === EXCEL_LEAP_DAY) return null;
    const day = days + EXCEL_ZERO + (days < EXCEL_LEAP_DAY ? 1 : 0);
    return day * DAY_SECONDS + Math.round((serial - days) * DAY_SECONDS);
  },
  secondsSql: (serial) => {
    const days = sql`floor(${serial})`;
    const day = sql`${days} + (${EXCEL_ZERO}) + CASE WHEN ${days} < ${EXCEL_LEAP_DAY} THEN 1 ELSE 0 END`;
    return sql`CASE WHEN ${days} >= 1 AND ${days} <> ${EXCEL_LEAP_DAY} THEN (${day}) * ${DAY_SECONDS} + round((${serial} - ${days}) * ${DAY_SECONDS}) END`;
  },
});

/** Seconds since 1970-01-01 UTC. */
const epochSeconds = numeric({
  id: 'epoch-s',
  label: '1709634000',
  instant: true,
  pattern: '\\d{9,10}(?:\\.\\d+)?',
  secondsOf: Math.floor,
  secondsSql: (seconds) => sql`floor(${seconds})`,
});

/** Milliseconds since 1970-01-01 UTC. */
const epochMilliseconds = numeric({
  id: 'epoch-ms',
  label: '1709634000000',
  instant: true,
  pattern: '\\d{12,13}(?:\\.\\d+)?',
  secondsOf: (milliseconds) => Math.floor(milliseconds / 1000),
  secondsSql: (milliseconds) => sql`floor(${milliseconds} / 1000)`,
});

/** Dates that are written as a lone number. */
export const NUMERIC_DATES: readonly DateFormat[] = [excel, epochSeconds, epochMilliseconds];

/** A format whose number gives the seconds since 1970-01-01, alike in doubles here and in SQL. */
function numeric(shape: {
  readonly id: DateFormat['id'];
  readonly label: string;
  readonly instant: boolean;
  readonly pattern: string;
  readonly secondsOf: (value: number) => number | null;
  readonly secondsSql: (value: Sql) => Sql;
}): DateFormat {
  const pattern = ` *${shape.pattern} *`;
  const whole = new RegExp(`^${pattern}$`);
  return {
    id: shape.id,
    order: 'ymd',
    hasTime: true,
    instant: shape.instant,
    isNumber: true,
    label: shape.label,
    parse: (text) => {
      const plain = plainCharacters(text);
      const seconds = whole.test(plain) ? shape.secondsOf(Number(plain)) : null;
      return seconds === null || seconds >= END ? null : momentAt(seconds);
    },
    toSql: (text) => {
      const plain = plainCharactersSql(text);
      const value = sql`CASE WHEN regexp_full_match(${plain}, ${pattern}) THEN TRY_CAST(${plain} AS DOUBLE) END`;
      // A lambda, since an expression written out at each use would be computed each time.
      const seconds = sql`list_transform([${value}], lambda number: ${shape.secondsSql(sql`number`)})[1]`;
      return sql`list_transform([${seconds}], lambda seconds: CASE WHEN seconds < ${END} THEN ${timestampSql(sql`seconds`)} END)[1]`;
    },
  };
}
