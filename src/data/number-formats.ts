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
const GROUPED_DIGITS = '(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?';
const EUROPEAN_DIGITS = `(?:\\d{1,3}(?:[.'\u00a0\u202f ]\\d{3})+|\\d+)(?:,\\d+)?`;
const GROUPED = written(`(?:${GROUPED_DIGITS}|\\.\\d+)`);
const EUROPEAN = written(EUROPEAN_DIGITS);

/** Every way of writing numbers that can be read. */
export const NUMBER_FORMATS: readonly NumberFormat[] = [
  format('plain', '1234.56', PLAIN, (text) => text.replaceAll('_', ''), {
    plainText: (text) => text,
  }),
  format('grouped', '1,234.56', GROUPED, (text) => unsigned(text, /[^0-9.]/g), {
    plainText: (text) => sql`CASE
    WHEN regexp_full_match(${text}, ${GROUPED_DIGITS}) THEN replace(${text}, ',', '')
    WHEN regexp_full_match(${text}, ${GROUPED}) THEN ${sign(text)} || regexp_replace(${text}, '[^0-9.]', '', 'g')
  END`,
  }),
  format('european', '1.234,56', EUROPEAN, (text) => unsigned(text, /[^0-9,]/g).replace(',', '.'), {
    plainText: (text) => sql`CASE
    WHEN regexp_full_match(${text}, ${EUROPEAN}) THEN ${sign(text)} || replace(regexp_replace(${text}, '[^0-9,]', '', 'g'), ',', '.')
  END`,
  }),
];

const byId = new Map(NUMBER_FORMATS.map((item) => [item.id, item]));

/** The format of an id. @throws RangeError when there is none. */
export function numberFormat(id: NumberFormatId): NumberFormat {
  const found = byId.get(id);
  if (found === undefined) throw new RangeError(`no number format: ${id}`);
  return found;
}

function format(
  id: NumberFormatId,
  label: string,
  pattern: string,
  normalise: (text: string) => string,
  { plainText }: { plainText: (text: Sql) => Sql },
): NumberFormat {
  const whole = new RegExp(`^(?:${pattern})$`);
  // Whatever a cast to DECIMAL refuses (infinity, NaN, 1e300) is no number of an order.
  const toMoney = (text: Sql): Sql => sql`TRY_CAST(${plainText(text)} AS DECIMAL(18,4))`;
  return {
    id,
    label,
    parse: (text) => {
      if (!whole.test(text)) return null;
      const value = Number(normalise(text));
      return Math.abs(value) < LIMIT ? value : null;
    },
    toMoney,
    toDouble: (text) =>
      sql`CASE WHEN ${toMoney(text)} IS NOT NULL THEN TRY_CAST(${plainText(text)} AS DOUBLE) END`,
  };
}

/** The digits of a text with a minus where it has one in any form. */
function unsigned(text: string, others: RegExp): string {
  return (new RegExp(NEGATIVE).test(text) ? '-' : '') + text.replaceAll(others, '');
}

function sign(text: Sql): Sql {
  return sql`CASE WHEN regexp_matches(${text}, ${NEGATIVE}) THEN '-' ELSE '' END`;
}
