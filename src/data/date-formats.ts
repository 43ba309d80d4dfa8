import { dayOf, type Day } from '../core/calendar.ts';
import { join, sql, type Sql } from '../core/sql.ts';
import { DATE_SHAPES, ISO_DATE, MONTHS, type DateShape } from './date-shapes.ts';
import { TIMES, type TimeShape } from './time-shapes.ts';

/** Names the way dates are written; see DATE_FORMATS. */
export type DateFormatId = 'iso' | (typeof DATE_SHAPES)[number]['id'];

/** A moment of local wall-clock time. */
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
  /** An example of the format. */
  readonly label: string;
  /** The moment a text stands for; null unless it is a date of the calendar in this format. */
  readonly parse: (text: string) => Moment | null;
  /** The same in SQL: a TIMESTAMP of a VARCHAR, NULL where `parse` gives null, never an error. */
  readonly toSql: (text: Sql) => Sql;
}

const ISO_CLOCK = '[T ][ \\t]*(?<h>\\d{1,2}):(?<min>[0-5]\\d)(?::(?<s>[0-5]?\\d))?';
/** A fraction and an offset are dropped: shops export the local time, and the local day counts. */
const ISO_TAIL = '(?:[.,]\\d+)?(?: ?(?:Z|UTC|[+-]\\d{2}(?::?\\d{2})?))?';
const ISO = `^ *${ISO_DATE}(?:${ISO_CLOCK}${ISO_TAIL})? *$`;
const ISO_FULL = `${ISO_DATE}[T ]\\d{2}:[0-5]\\d:[0-5]\\d${ISO_TAIL}`;

const iso: DateFormat = {
  id: 'iso',
  order: 'ymd',
  hasTime: true,
  label: '2024-03-05 10:20:00',
  parse: parser(ISO_DATE, [ISO]),
  toSql: isoToSql,
};

/** Every way of writing dates that can be read, the most frequent first. */
export const DATE_FORMATS: readonly DateFormat[] = [iso, ...DATE_SHAPES.map(formatOf)];

const byId = new Map(DATE_FORMATS.map((format) => [format.id, format]));

/** The format of an id. @throws RangeError when there is none. */
export function dateFormat(id: DateFormatId): DateFormat {
  const found = byId.get(id);
  if (found === undefined) throw new RangeError(`no date format: ${id}`);
  return found;
}

/**
 * A cast alone is the fastest way (0.1 µs a row), and in texts of these two shapes it accepts
 * nothing that `parse` does not. Everything else goes through a regular expression.
 */
function isoToSql(text: Sql): Sql {
  const withTail = sqlPattern(`^ *(${ISO_DATE}(?:${ISO_CLOCK})?)`, `(?:${ISO_TAIL}) *$`);
  return sql`CASE
  WHEN ${text} LIKE '20__-__-_____:__:__' OR ${text} LIKE '20__-__-__' THEN TRY_CAST(${text} AS TIMESTAMP)
  WHEN regexp_full_match(${text}, ${sqlPattern(ISO_FULL)}) THEN TRY_CAST(left(${text}, 19) AS TIMESTAMP)
  ELSE TRY_CAST(regexp_extract(${text}, ${withTail}, 1) AS TIMESTAMP)
END`;
}

function formatOf(shape: DateShape & { readonly id: DateFormatId }): DateFormat {
  const times: readonly TimeShape[] = TIMES[shape.times];
  return {
    id: shape.id,
    order: shape.order,
    hasTime: shape.times !== 'none' || shape.date.includes('<h>'),
    label: shape.label,
    parse: parser(
      shape.date,
      times.map((time) => `^ *${shape.date}${time.pattern} *$`),
    ),
    toSql: (text) => sql`CASE
  ${join(
    times.map((time) => branch(text, shape, time)),
    '\n',
  )}
END`,
  };
}

/** `strptime` throws inside for every text that it cannot read, 8 µs each: the pattern goes first. */
function branch(text: Sql, shape: DateShape, time: TimeShape): Sql {
  const hint = time.hint === null ? sql`` : sql`${text} LIKE ${time.hint} AND `;
  const pattern = sqlPattern(` *${shape.date}${time.pattern} *`);
  const rewrites = [...(shape.rewrite ?? []), ...(time.rewrite ?? [])];
  const rewritten = rewrites.reduce(
    (inner, [from, to]) => sql`regexp_replace(${inner}, ${from}, ${to}, 'g')`,
    text,
  );
  return sql`  WHEN ${hint}regexp_full_match(${text}, ${pattern}) THEN try_strptime(${rewritten}, ${shape.strptime + time.strptime})`;
}

/** A pattern without the names of its groups, which RE2 writes differently. */
function sqlPattern(...parts: readonly string[]): string {
  return parts.join('').replaceAll(/\(\?<\w+>/g, '(?:');
}

/** Reads a text that begins as `date` by the first pattern that matches it whole. */
function parser(date: string, patterns: readonly string[]): (text: string) => Moment | null {
  const begins = new RegExp(`^ *${date}`);
  const compiled = patterns.map((pattern) => new RegExp(pattern));
  return (text) => {
    if (!begins.test(text)) return null;
    for (const pattern of compiled) {
      const groups = pattern.exec(text)?.groups;
      if (groups !== undefined) return momentOf(groups);
    }
    return null;
  };
}

function momentOf(groups: Readonly<Record<string, string | undefined>>): Moment | null {
  const year = yearOf(groups['y'] ?? '');
  const month = monthOf(groups['m'] ?? '');
  const date = Number(groups['d']);
  const day = dayOf(year, month, date);
  // A date that is not in the calendar (30 February) has become one of the next month.
  if (date > 28 && day >= dayOf(year, month + 1, 1)) return null;
  const seconds = secondsOf(groups);
  if (seconds > 86_400) return null;
  return seconds === 86_400 ? { day: day + 1, seconds: 0 } : { day, seconds };
}

/** Two digits stand for 1969 to 2068, as `strptime` reads them. */
function yearOf(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year + (year < 69 ? 2000 : 1900);
}

function monthOf(text: string): number {
  if (/^\d/.test(text)) return Number(text);
  const short = text.slice(0, 3).toLowerCase();
  return MONTHS.findIndex((name) => name.toLowerCase().startsWith(short)) + 1;
}

function secondsOf(groups: Readonly<Record<string, string | undefined>>): number {
  const half = groups['half']?.toLowerCase();
  const hour = Number(groups['h'] ?? 0);
  const ofDay = half === undefined ? hour : (hour % 12) + (/^(?:오후|pm)$/.test(half) ? 12 : 0);
  return ofDay * 3600 + Number(groups['min'] ?? 0) * 60 + Number(groups['s'] ?? 0);
}
