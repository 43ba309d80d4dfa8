import { sql, type Sql } from '../core/sql.ts';
import { plainCharacters, plainCharactersSql } from './characters.ts';
import { CURRENCY_PATTERN } from './currency.ts';

/** Names the way numbers are written; see NUMBER_FORMATS. */
export type NumberFormatId = 'plain' | 'grouped' | 'european' | 'spaced' | 'swiss' | 'percent';

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

/** What an amount is written around its digits, after `plainCharacters`. */
const SPACE = '[ \t]*';
const UNIT = `(?:${CURRENCY_PATTERN}|zł|Kč)`;

/**
 * A number with its sign before or after a currency sign or behind all, in brackets where it is
 * negative, or with the triangle of Korean and Japanese accounts.
 */
function written(digits: string): string {
  const prefix = `(?:${UNIT}${SPACE})?`;
  const amount = `${prefix}${digits}(?:${SPACE}${UNIT})?`;
  const forms = [
    `[-+△▲]?${SPACE}${amount}`,
    `${prefix}[-+△▲]${SPACE}${digits}(?:${SPACE}${UNIT})?`,
    `${amount}${SPACE}-`,
    `${prefix}\\(${SPACE}${amount}${SPACE}\\)(?:${SPACE}${UNIT})?`,
  ];
  return `${SPACE}(?:${forms.join('|')})${SPACE}`;
}

const NEGATIVE = '[-(△▲]';
const NEGATIVE_HERE = new RegExp(NEGATIVE);

/** At most 14 digits before the decimal sign, in groups of three or in one piece. */
function wholePart(separator: string): string {
  const group = `${separator}\\d{3}`;
  return `[1-9]\\d?(?:${group}){4}|[1-9]\\d{0,2}(?:${group}){1,3}|\\d{1,14}`;
}

/** Lakhs and crores: 12,34,567. */
const INDIAN = '[1-9]\\d?(?:,\\d{2}){1,4},\\d{3}|[1-9](?:,\\d{2}){5},\\d{3}';

function digits(whole: string, decimal: string): string {
  return `(?:(?:${whole})(?:${decimal}\\d+)?)`;
}

const GROUPED_DIGITS = digits(`${wholePart(',')}|${INDIAN}`, '[.]');
const GROUPED = written(`(?:${GROUPED_DIGITS}|[.]\\d+)`);
const EUROPEAN = written(digits(wholePart("[.' ]"), ','));
const SPACED = written(digits(wholePart(' '), '[.]'));
const SWISS = written(digits(wholePart("'"), '[.]'));
/** The sign of percent stands for the currency; a comma before three digits divides groups. */
const PERCENT = `${SPACE}[-+△▲]?${SPACE}(?:${GROUPED_DIGITS}|[.]\\d+|\\d{1,12},(?:\\d{1,2}|\\d{4,}))${SPACE}%${SPACE}`;

const PLAIN_HERE = new RegExp(`^${PLAIN}$`);

function parsePlain(text: string): number | null {
  const value = PLAIN_HERE.test(text) ? Number(text.replaceAll('_', '')) : NaN;
  return Math.abs(value) < LIMIT ? value : null;
}

/**
 * A cast reads nearly all of what is a number; that both casts agree shuts out what only one of
 * them takes for a number: infinity, NaN and 1e300, but also `- ` and `5e ` (as DECIMAL 0 and 5).
 */
const plain: NumberFormat = {
  id: 'plain',
  label: '1234.56',
  parse: parsePlain,
  toMoney: (text) =>
    sql`CASE WHEN TRY_CAST(${text} AS DOUBLE) IS NOT NULL THEN TRY_CAST(${text} AS DECIMAL(18,4)) END`,
  readDouble: (text) => sql`TRY_CAST(${text} AS DOUBLE)`,
  toDouble: (text) =>
    sql`CASE WHEN abs(TRY_CAST(${text} AS DOUBLE)) < ${LIMIT} THEN TRY_CAST(${text} AS DOUBLE) END`,
};

const grouped = rewritten({ id: 'grouped', label: '1,234.56' }, GROUPED, {
  decimal: '.',
  quick: (text) =>
    sql`WHEN regexp_full_match(${text}, ${GROUPED_DIGITS}) THEN replace(${text}, ',', '')
    WHEN regexp_full_match(${text}, ${`[₩$]${GROUPED_DIGITS}|${GROUPED_DIGITS}원`}) THEN replace(trim(${text}, '₩$원'), ',', '')`,
});

/** Every format with a comma before the decimals, whatever divides the groups. */
const european = rewritten({ id: 'european', label: '1.234,56' }, EUROPEAN, { decimal: ',' });

/** Blanks between the groups, but a point before the decimals. */
const spaced = rewritten({ id: 'spaced', label: '1 234.56' }, SPACED, { decimal: '.' });

const swiss = rewritten({ id: 'swiss', label: "1'234.56" }, SWISS, { decimal: '.' });

/** Hundredths: 12.5% is 0.125. A number without the sign is none. */
const percent = rewritten({ id: 'percent', label: '12.5%' }, PERCENT, {
  decimal: '.',
  percent: true,
});

/** Every way of writing numbers that can be read. */
export const NUMBER_FORMATS: readonly NumberFormat[] = [
  plain,
  grouped,
  european,
  spaced,
  swiss,
  percent,
];

const byId = new Map(NUMBER_FORMATS.map((format) => [format.id, format]));

/** The format of an id. @throws RangeError when there is none. */
export function numberFormat(id: NumberFormatId): NumberFormat {
  const found = byId.get(id);
  if (found === undefined) throw new RangeError(`no number format: ${id}`);
  return found;
}

interface Rewriting {
  /** What divides the decimals; every other mark in the number is left out. */
  readonly decimal: '.' | ',';
  /** Hundredths, with either mark before the decimals. */
  readonly percent?: boolean;
  /** Branches for frequent texts, before all others. */
  readonly quick?: (text: Sql) => Sql;
}

/** A format whose text DuckDB rewrites as a plain number, NULL where it is none, and then casts. */
function rewritten(
  name: Pick<NumberFormat, 'id' | 'label'>,
  pattern: string,
  { decimal, percent = false, quick }: Rewriting,
): NumberFormat {
  const toPlain = (text: Sql): Sql => {
    const plain = plainCharactersSql(text);
    const read = percent ? sql`${percentSql(plain)} || 'e-2'` : amountSql(plain, decimal);
    return sql`CASE
    ${quick?.(text) ?? sql``}
    WHEN regexp_full_match(${plain}, ${pattern}) THEN CASE WHEN regexp_matches(${plain}, ${NEGATIVE}) THEN '-' ELSE '' END || ${read}
  END`;
  };
  return {
    ...name,
    parse: parser(pattern, (text) => {
      const plain = plainCharacters(text);
      const sign = NEGATIVE_HERE.test(plain) ? '-' : '';
      return sign + (percent ? `${percentHere(plain)}e-2` : amountHere(plain, decimal));
    }),
    toMoney: (text) => sql`TRY_CAST(${toPlain(text)} AS DECIMAL(18,4))`,
    readDouble: (text) => sql`TRY_CAST(${toPlain(text)} AS DOUBLE)`,
    toDouble: (text) => sql`TRY_CAST(${toPlain(text)} AS DOUBLE)`,
  };
}

/** The digits of an amount, with a point before the decimals. */
function amountHere(text: string, decimal: '.' | ','): string {
  return decimal === '.'
    ? text.replaceAll(/[^0-9.]/g, '')
    : text.replaceAll(/[^0-9,]/g, '').replace(',', '.');
}

function amountSql(text: Sql, decimal: '.' | ','): Sql {
  return decimal === '.'
    ? sql`regexp_replace(${text}, '[^0-9.]', '', 'g')`
    : sql`replace(regexp_replace(${text}, '[^0-9,]', '', 'g'), ',', '.')`;
}

/** A comma is a decimal one where there is no other mark and not three digits behind it. */
const DECIMAL_COMMA = '^[^.,]*,(?:[0-9]{1,2}|[0-9]{4,})[^0-9,.]*$';
const DECIMAL_COMMA_HERE = new RegExp(DECIMAL_COMMA);

function percentHere(text: string): string {
  return amountHere(text, DECIMAL_COMMA_HERE.test(text) ? ',' : '.');
}

function percentSql(text: Sql): Sql {
  return sql`CASE WHEN regexp_matches(${text}, ${DECIMAL_COMMA}) THEN ${amountSql(text, ',')} ELSE ${amountSql(text, '.')} END`;
}

function parser(pattern: string, toPlain: (text: string) => string): NumberFormat['parse'] {
  const whole = new RegExp(`^(?:${pattern})$`);
  return (text) => {
    if (!whole.test(plainCharacters(text))) return null;
    const value = Number(toPlain(text));
    return Math.abs(value) < LIMIT ? value : null;
  };
}
