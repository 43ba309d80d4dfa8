import { sql, type Sql } from '../core/sql.ts';

/** Names the way numbers are written; see NUMBER_FORMATS. */
export type NumberFormatId = 'plain' | 'grouped' | 'european';

export interface NumberFormat {
  readonly id: NumberFormatId;
  /** An example of the format. */
  readonly label: string;
  /** The number a text stands for; null where it is none in this format, or is 10¹⁴ or more. */
  readonly parse: (text: string) => number | null;
  /** The same in SQL: a DOUBLE of a VARCHAR, NULL where `parse` gives null, never an error. */
  readonly toDouble: (text: Sql) => Sql;
  /**
   * As `toDouble`, with one cast instead of two: where `toDouble` gives NULL it may also give NaN,
   * an infinity or a number of 10¹⁴ or more, of which no DECIMAL(18,4) can be made.
   */
  readonly readDouble: (text: Sql) => Sql;
  /** As `toDouble`, but an exact DECIMAL(18,4), rounded half away from zero. */
  readonly toMoney: (text: Sql) => Sql;
}

/** DECIMAL(18,4) holds less than this; a larger amount in an order file is a mistake. */
const LIMIT = 1e14;

/** What a cast reads: DuckDB skips white space around, and underscores between digits. */
const DIGITS = '\\d+(?:_\\d+)*';
const PLAIN = `[ \\t\\n\\v\\f\\r]*[+-]?(?:${DIGITS}(?:\\.(?:${DIGITS})?)?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?[ \\t\\n\\v\\f\\r]*`;

/** Blank, tab, no-break space, narrow no-break space. */
const SPACE = '[ \t\u00a0\u202f]';
const SIGN = '[-+\u2212\uff0d]';
const CURRENCY = '(?:[A-Z]{0,2}[$]|[₩￦€£¥￥]|KRW|USD|EUR|GBP|JPY|CNY|AUD|CAD)';
const UNIT = `(?:${CURRENCY}|원|円|元)`;

/** A number with its sign before or after a currency sign, or in brackets where it is negative. */
function written(digits: string): string {
  const amount = `(?:${CURRENCY}${SPACE}*)?${digits}(?:${SPACE}*${UNIT})?`;
  const signed = `${SIGN}?${SPACE}*${amount}|(?:${CURRENCY}${SPACE}*)?${SIGN}${digits}`;
  return `${SPACE}*(?:${signed}|\\(${SPACE}*${amount}${SPACE}*\\))${SPACE}*`;
}

const NEGATIVE = '[-\u2212\uff0d(]';
const NEGATIVE_HERE = new RegExp(NEGATIVE);

/** At most 14 digits before the decimal sign, in groups of three or in one piece. */
function digits(separator: string, decimal: string): string {
  const group = `${separator}\\d{3}`;
  const whole = `(?:\\d{1,2}(?:${group}){4}|\\d{1,3}(?:${group}){1,3}|\\d{1,14})`;
  return `${whole}(?:${decimal}\\d+)?`;
}

const GROUPED_DIGITS = digits(',', '[.]');
const GROUPED = written(`(?:${GROUPED_DIGITS}|[.]\\d+)`);
const EUROPEAN = written(digits("[.'\u00a0\u202f ]", ','));

/**
 * A cast reads nearly all of what is a number; that both casts agree shuts out what only one of
 * them takes for a number: infinity, NaN and 1e300, but also `- ` and `5e ` (as DECIMAL 0 and 5).
 */
const plain: NumberFormat = {
  id: 'plain',
  label: '1234.56',
  parse: parser(PLAIN, (text) => text.replaceAll('_', '')),
  toMoney: (text) =>
    sql`CASE WHEN TRY_CAST(${text} AS DOUBLE) IS NOT NULL THEN TRY_CAST(${text} AS DECIMAL(18,4)) END`,
  readDouble: (text) => sql`TRY_CAST(${text} AS DOUBLE)`,
  toDouble: (text) =>
    sql`CASE WHEN abs(TRY_CAST(${text} AS DOUBLE)) < ${LIMIT} THEN TRY_CAST(${text} AS DOUBLE) END`,
};

const grouped = rewritten(
  { id: 'grouped', label: '1,234.56' },
  parser(GROUPED, (text) => minus(text) + text.replaceAll(/[^0-9.]/g, '')),
  (text) => sql`CASE
    WHEN regexp_full_match(${text}, ${GROUPED_DIGITS}) THEN replace(${text}, ',', '')
    WHEN regexp_full_match(${text}, ${GROUPED}) THEN ${minusSql(text)} || regexp_replace(${text}, '[^0-9.]', '', 'g')
  END`,
);

const european = rewritten(
  { id: 'european', label: '1.234,56' },
  parser(EUROPEAN, (text) => minus(text) + text.replaceAll(/[^0-9,]/g, '').replace(',', '.')),
  (text) => sql`CASE
    WHEN regexp_full_match(${text}, ${EUROPEAN}) THEN ${minusSql(text)} || replace(regexp_replace(${text}, '[^0-9,]', '', 'g'), ',', '.')
  END`,
);

/** Every way of writing numbers that can be read. */
export const NUMBER_FORMATS: readonly NumberFormat[] = [plain, grouped, european];

const byId = new Map(NUMBER_FORMATS.map((format) => [format.id, format]));

/** The format of an id. @throws RangeError when there is none. */
export function numberFormat(id: NumberFormatId): NumberFormat {
  const found = byId.get(id);
  if (found === undefined) throw new RangeError(`no number format: ${id}`);
  return found;
}

/** A format whose text DuckDB rewrites as a plain number, NULL where it is none, and then casts. */
function rewritten(
  name: Pick<NumberFormat, 'id' | 'label'>,
  parse: NumberFormat['parse'],
  toPlain: (text: Sql) => Sql,
): NumberFormat {
  return {
    ...name,
    parse,
    toMoney: (text) => sql`TRY_CAST(${toPlain(text)} AS DECIMAL(18,4))`,
    readDouble: (text) => sql`TRY_CAST(${toPlain(text)} AS DOUBLE)`,
    toDouble: (text) => sql`TRY_CAST(${toPlain(text)} AS DOUBLE)`,
  };
}

function parser(pattern: string, toPlain: (text: string) => string): NumberFormat['parse'] {
  const whole = new RegExp(`^(?:${pattern})$`);
  return (text) => {
    if (!whole.test(text)) return null;
    const value = Number(toPlain(text));
    return Math.abs(value) < LIMIT ? value : null;
  };
}

/** A minus where a text has one in any form. */
function minus(text: string): string {
  return NEGATIVE_HERE.test(text) ? '-' : '';
}

function minusSql(text: Sql): Sql {
  return sql`CASE WHEN regexp_matches(${text}, ${NEGATIVE}) THEN '-' ELSE '' END`;
}
