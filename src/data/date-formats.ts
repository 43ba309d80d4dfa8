import { join, sql, type Sql } from '../core/sql.ts';
import { plainCharacters, plainCharactersSql } from './characters.ts';
import type { DateFormat, DateFormatId } from './date-format.ts';
import { iso, isoOffset } from './date-iso.ts';
import { momentOf, momentSql, withoutNames, withParts } from './date-moment.ts';
import { NUMERIC_DATES } from './date-numbers.ts';
import { DATE_SHAPES, type DateShape } from './date-shapes.ts';
import { QUICK_TIMES } from './time-shapes.ts';

export type { DateFormat, DateFormatId, Moment } from './date-format.ts';

/**
 * Every way of writing dates that can be read, the most frequent first. Texts that only look
 * alike by their characters read as one: full-width digits, blanks that do not break the line.
 */
export const DATE_FORMATS: readonly DateFormat[] = [
  iso,
  isoOffset,
  ...DATE_SHAPES.map(formatOf),
  ...NUMERIC_DATES,
];

const byId = new Map(DATE_FORMATS.map((format) => [format.id, format]));

/** The format of an id. @throws RangeError when there is none. */
export function dateFormat(id: DateFormatId): DateFormat {
  const found = byId.get(id);
  if (found === undefined) throw new RangeError(`no date format: ${id}`);
  return found;
}

function formatOf(shape: DateShape & { readonly id: DateFormatId }): DateFormat {
  const pattern = `^ *${shape.date}${shape.time ?? ''} *$`;
  const compiled = new RegExp(pattern);
  const quick = quickTimes(shape);
  return {
    id: shape.id,
    order: shape.order,
    hasTime: /<k?h>/.test(pattern),
    instant: shape.instant ?? false,
    isNumber: false,
    label: shape.label,
    parse: (text) => {
      const parts = compiled.exec(plainCharacters(text))?.groups;
      return parts === undefined ? null : momentOf(parts);
    },
    toSql: (text) => {
      const any = withParts(plainCharactersSql(text), pattern, momentSql);
      if (quick.length === 0) return any;
      return sql`CASE
  ${join(
    quick.map((branch) => branch(text)),
    '\n',
  )}
  ELSE ${any}
END`;
    },
  };
}

/** `strptime` throws inside for every text that it cannot read, 8 µs each: the pattern goes first. */
function quickTimes({ date, time, order, quick }: DateShape): ((text: Sql) => Sql)[] {
  if (quick === undefined) return [];
  const times = QUICK_TIMES.filter(({ pattern, korean }) => {
    if (time === undefined) return pattern === '';
    return korean === undefined || order === 'ymd';
  });
  return times.map((one) => {
    const pattern = ` *${withoutNames(quick.date ?? date)}${one.pattern} *`;
    return (text) => {
      const hint = one.hint === null ? sql`` : sql`${text} LIKE ${one.hint} AND `;
      const read = one.korean === true ? inEnglish(text) : text;
      return sql`WHEN ${hint}regexp_full_match(${text}, ${pattern}) THEN try_strptime(${read}, ${quick.strptime + one.strptime})`;
    };
  });
}

function inEnglish(text: Sql): Sql {
  return sql`replace(replace(${text}, '오전', 'AM'), '오후', 'PM')`;
}
