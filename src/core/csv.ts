/**
 * Writing CSV (RFC 4180: comma, quotes doubled, CRLF) that is safe to open in a spreadsheet.
 *
 * A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return as a
 * formula, even from a quoted field, and such a formula can send the other cells to a stranger
 * (OWASP, "CSV Injection"). So a text that begins with one of them, in its full-width form too,
 * is written with an apostrophe before it, which a spreadsheet shows as text. Numbers, also
 * negative ones, are written as numbers: the caller says by the type of the value which it is.
 */

/** A value of a cell. Numbers and bigints are written plain; null is an empty cell. */
export type CsvValue = string | number | bigint | boolean | null;

/** The byte order mark that makes Excel read the file as UTF-8: without it Korean is garbled. */
export const CSV_BOM = '\ufeff';

export const CSV_NEWLINE = '\r\n';

/** What a spreadsheet takes for the beginning of a formula, also after blanks that it skips. */
const FORMULA = /^[\s\ufeff]*[=+\-@＝＋－＠\t\r]/u;
const NEEDS_QUOTES = /[",\r\n\t]|^\s|\s$/;

/** A value as a cell of CSV. A number that is not finite is an empty cell. */
export function csvCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (typeof value !== 'string') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A record, with its newline. */
export function csvLine(values: readonly CsvValue[]): string {
  // A lone empty cell would be a blank line, which readers skip.
  return (values.map(csvCell).join(',') || '""') + CSV_NEWLINE;
}
