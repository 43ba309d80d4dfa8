import { sql, type Sql } from '../core/sql.ts';
import { plainCharacters, plainCharactersSql } from './characters.ts';
import type { DateFormat, Moment } from './date-format.ts';
import { momentOf, offsetSql, timestampSql, withoutNames, withParts } from './date-moment.ts';
import { ISO_DATE } from './date-shapes.ts';
import { OFFSET } from './time-shapes.ts';

const CLOCK = '[T ][ \\t]*(?<h>\\d{1,2}):(?<min>[0-5]\\d)(?::(?<s>[0-5]?\\d))?';
const FRACTION = '(?:[.,]\\d+)?';
const UTC = 'Z|UTC|GMT';
const DROPPED = `${FRACTION}(?: ?(?:${UTC}|[+-]\\d{2}(?::?\\d{2})?))?`;
const KEPT = `${FRACTION}(?: ?(?:${UTC}|${OFFSET}))?`;
const FULL = `${ISO_DATE}[T ]\\d{2}:[0-5]\\d:[0-5]\\d`;

const QUICK = /^20..-..-..(?:...:..:..)?$/su;
const NOT_ASCII = /[^\0-\x7f]/;

/** The offset is dropped: shops export the local time, and the local day counts. */
export const iso: DateFormat = {
  id: 'iso',
  order: 'ymd',
  hasTime: true,
  instant: false,
  isNumber: false,
  label: '2024-03-05 10:20:00',
  parse: parser(DROPPED),
  toSql: (text) => sql`CASE
  ${quick(text)}
  WHEN regexp_full_match(${text}, ${withoutNames(FULL + DROPPED)}) THEN TRY_CAST(left(${text}, 19) AS TIMESTAMP)
  ELSE ${cast(text, DROPPED)}
END`,
};

/** The offset is kept: the moment is the one of UTC. A text without an offset is of UTC. */
export const isoOffset: DateFormat = {
  ...iso,
  id: 'iso-offset',
  instant: true,
  label: '2024-03-05T10:20:00+09:00',
  parse: parser(KEPT),
  toSql: (text) => sql`CASE
  ${quick(text)}
  WHEN regexp_full_match(${text}, ${withoutNames(`${FULL}${FRACTION} ?(?:${UTC})`)}) THEN TRY_CAST(left(${text}, 19) AS TIMESTAMP)
  ELSE ${timestampSql(sql`epoch(${cast(text, KEPT)}) - ${offset(text)}`)}
END`,
};

/**
 * A cast alone is the fastest way (0.1 µs a row), and in texts of these two shapes it accepts
 * nothing that `parse` does not. Everything else goes through a regular expression.
 */
function quick(text: Sql): Sql {
  return sql`WHEN ${text} LIKE '20__-__-_____:__:__' OR ${text} LIKE '20__-__-__' THEN TRY_CAST(${text} AS TIMESTAMP)`;
}

function cast(text: Sql, tail: string): Sql {
  const plain = plainCharactersSql(text);
  const whole = withoutNames(` *${ISO_DATE}(?:${CLOCK}${tail})? *`);
  const moment = `^ *(${withoutNames(`${ISO_DATE}(?:${CLOCK})?`)})`;
  return sql`CASE WHEN regexp_full_match(${plain}, ${whole}) THEN TRY_CAST(regexp_extract(${plain}, ${moment}, 1) AS TIMESTAMP) END`;
}

function offset(text: Sql): Sql {
  return withParts(plainCharactersSql(text), `:\\d{1,2}${FRACTION} ?${OFFSET} *$`, offsetSql);
}

function parser(tail: string): (text: string) => Moment | null {
  const pattern = new RegExp(`^ *${ISO_DATE}(?:${CLOCK}${tail})? *$`);
  return (text) => {
    // The quick way in SQL reads no other characters in place of a digit or a blank.
    if (NOT_ASCII.test(text) && QUICK.test(text)) return null;
    const parts = pattern.exec(plainCharacters(text))?.groups;
    return parts === undefined ? null : momentOf(parts);
  };
}
