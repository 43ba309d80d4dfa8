import { dayOf } from '../core/calendar.ts';
import { ident, join, sql, type Sql } from '../core/sql.ts';
import type { Moment } from './date-format.ts';
import { monthOfName, monthOfNameSql } from './month-names.ts';
import { AFTERNOON } from './time-shapes.ts';

/** The parts of a date and time by their names in a pattern; see date-shapes.ts. */
export type Parts = Readonly<Record<string, string | undefined>>;

const DAY_SECONDS = 86_400;
const MICROS = 1_000_000;
const AFTERNOON_HERE = new RegExp(AFTERNOON);

/** Parts as a moment; null where they are no day of the calendar or no time of the clock. */
export function momentOf(parts: Parts): Moment | null {
  const year = yearOf(parts['y'] ?? '');
  const month = monthOf(parts['m'] ?? '');
  const date = Number(parts['d']);
  const day = dayOf(year, month, date);
  // A date that is not in the calendar (30 February) has become one of the next month.
  if (date > 28 && day >= dayOf(year, month + 1, 1)) return null;
  const seconds = secondsOf(parts);
  return seconds === null ? null : momentAt(day * DAY_SECONDS + seconds - offsetOf(parts));
}

/** Seconds since 1970-01-01 as a moment. */
export function momentAt(seconds: number): Moment {
  const day = Math.floor(seconds / DAY_SECONDS);
  return { day, seconds: seconds - day * DAY_SECONDS };
}

/** Two digits stand for 1969 to 2068, as `strptime` reads them. */
function yearOf(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year + (year < 69 ? 2000 : 1900);
}

function monthOf(text: string): number {
  return /^\d/.test(text) ? Number(text) : monthOfName(text);
}

/** Seconds since midnight; null for 25:00, 24:01, 13:00 PM and what has AM or PM twice. */
function secondsOf(parts: Parts): number | null {
  const part = (name: string): string => parts[name] ?? '';
  const half = part('half') + part('after');
  const hour = Number(part('h') + part('kh'));
  const rest = Number(part('min') + part('kmin')) * 60 + Number(part('s') + part('ks'));
  if (half === '') return hour * 3600 + rest > DAY_SECONDS ? null : hour * 3600 + rest;
  const twice = part('half') !== '' && part('after') !== '';
  if (twice || hour < 1 || hour > 12) return null;
  return ((hour % 12) + (AFTERNOON_HERE.test(half) ? 12 : 0)) * 3600 + rest;
}

/** How many seconds the clock is before UTC: 32,400 for +09:00. */
export function offsetOf(parts: Parts): number {
  const size = Number(parts['oh'] ?? 0) * 3600 + Number(parts['om'] ?? 0) * 60;
  return parts['sign'] === '-' ? -size : size;
}

/** The names of the groups of a pattern, in their order. */
function groupsOf(pattern: string): string[] {
  return Array.from(pattern.matchAll(/\(\?<(\w+)>/g), ([, name = '']) => name);
}

/** A pattern without the names of its groups, which RE2 writes differently. */
export function withoutNames(pattern: string, group: '(' | '(?:' = '(?:'): string {
  return pattern.replaceAll(/\(\?<\w+>/g, group);
}

/** The parts of a text as SQL: `body` of a function that gives each part's text, '' where none. */
export function withParts(text: Sql, pattern: string, body: (part: PartSql) => Sql): Sql {
  const names = groupsOf(pattern);
  // A lambda, since a text written out at each use would be matched anew each time.
  const part: PartSql = (name) => (names.includes(name) ? ident('parts', name) : sql`''`);
  return sql`list_transform([regexp_extract(${text}, ${withoutNames(pattern, '(')}, [${join(names.map((name) => sql`${name}`))}])], lambda parts: ${body(part)})[1]`;
}

/** The text of a part as SQL. */
export type PartSql = (name: string) => Sql;

/** `momentOf` as SQL: a TIMESTAMP; NULL where the pattern did not match. */
export function momentSql(part: PartSql): Sql {
  const date = sql`TRY_CAST(${yearSql(part('y'))} || '-' || ${monthSql(part('m'))} || '-' || ${part('d')} AS DATE)`;
  const whole = (names: readonly [string, string]): Sql =>
    sql`('0' || ${part(names[0])} || ${part(names[1])})::BIGINT`;
  const hour = whole(['h', 'kh']);
  const half = sql`${part('half')} || ${part('after')}`;
  const seconds = sql`CASE WHEN ${half} = '' THEN ${hour} ELSE ${hour} % 12 + CASE WHEN regexp_matches(${half}, ${AFTERNOON}) THEN 12 ELSE 0 END END * 3600 + ${whole(['min', 'kmin'])} * 60 + ${whole(['s', 'ks'])}`;
  const onClock = sql`CASE WHEN ${half} = '' THEN ${seconds} <= ${DAY_SECONDS} ELSE ${hour} BETWEEN 1 AND 12 AND (${part('half')} = '' OR ${part('after')} = '') END`;
  return sql`CASE WHEN ${part('y')} <> '' AND ${onClock} THEN make_timestamp(((${date} - DATE '1970-01-01') * ${DAY_SECONDS} + ${seconds} - (${offsetSql(part)})) * ${MICROS}) END`;
}

/** `offsetOf` as SQL. */
export function offsetSql(part: PartSql): Sql {
  const size = sql`('0' || ${part('oh')})::BIGINT * 3600 + ('0' || ${part('om')})::BIGINT * 60`;
  return sql`CASE WHEN ${part('sign')} = '-' THEN -(${size}) ELSE ${size} END`;
}

function yearSql(text: Sql): Sql {
  return sql`CASE WHEN length(${text}) > 2 THEN ${text} WHEN ${text} < '69' THEN '20' || ${text} ELSE '19' || ${text} END`;
}

function monthSql(text: Sql): Sql {
  return sql`CASE WHEN ${text} < 'A' THEN ${text} ELSE ${monthOfNameSql(text)} END`;
}

/** The TIMESTAMP of seconds since 1970-01-01, a DOUBLE or an integer. */
export function timestampSql(seconds: Sql): Sql {
  return sql`make_timestamp((${seconds})::BIGINT * ${MICROS})`;
}
