import { sql, type Sql } from '../core/sql.ts';

/**
 * Characters that stand for a plain one in dates and amounts: the full-width forms of East Asian
 * keyboards, the blanks that do not break a line, the dashes that typesetting puts for a minus.
 */
const VARIANTS =
  '０１２３４５６７８９：／．，－＋（）％＄￡￥￦＇’' +
  '\u00a0\u2007\u2009\u202f\u3000\u2010\u2011\u2013\u2212';
const PLAIN = `0123456789:/.,-+()%$£¥₩''${' '.repeat(5)}----`;

const plainOf = new Map(Array.from(VARIANTS, (variant, i) => [variant, PLAIN[i] ?? variant]));
const ANY_VARIANT = `[${VARIANTS}]`;
const EVERY_VARIANT = new RegExp(ANY_VARIANT, 'g');

/** A text with the plain form of every digit, blank, dash and mark that has one. */
export function plainCharacters(text: string): string {
  return text.replaceAll(EVERY_VARIANT, (variant) => plainOf.get(variant) ?? variant);
}

/**
 * The same in SQL. `translate` takes 2 µs a row, and nearly no text needs it: one of ASCII alone
 * is as many bytes long as characters, and the others are searched first.
 */
export function plainCharactersSql(text: Sql): Sql {
  return sql`CASE WHEN strlen(${text}) = length(${text}) OR NOT regexp_matches(${text}, ${ANY_VARIANT}) THEN ${text} ELSE translate(${text}, ${VARIANTS}, ${PLAIN}) END`;
}
