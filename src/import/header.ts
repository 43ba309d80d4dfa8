import { dateFormat } from '../data/date-formats.ts';
import { numberFormat } from '../data/number-formats.ts';
import { isDate, isNumber, type KindOfColumn } from './column-kind.ts';
import { isKnownName } from './role-names.ts';

/**
 * Whether the first record holds names: where the columns below hold dates and numbers, whether
 * its own fields do not. In a table of text only, whether it has a name that order files use, or
 * has distinct fields that do not come again below.
 *
 * @param kinds the kinds of the columns below the first record
 */
export function isHeader(
  first: readonly string[],
  below: readonly (readonly string[])[],
  kinds: readonly KindOfColumn[],
): boolean {
  if (below.length === 0) return first.every((field) => !isValue(field));
  let [forIt, against] = [0, 0];
  first.forEach((field, i) => {
    const column = kinds[i];
    if (column === undefined || field.trim() === '') return;
    if (column.kind === 'text' || column.kind === 'empty') against += isValue(field) ? 0.5 : 0;
    else if (readsAs(field, column)) against++;
    else forIt++;
  });
  if (forIt !== against) return forIt > against;
  return first.some(isKnownName) || looksLikeNames(first, below);
}

function readsAs(field: string, column: KindOfColumn): boolean {
  if (column.kind === 'date' && column.dateFormat !== null) {
    return dateFormat(column.dateFormat).parse(field) !== null;
  }
  return column.numberFormat !== null && numberFormat(column.numberFormat).parse(field) !== null;
}

/** Whether a field is a number or a date, which no column name is. */
function isValue(field: string): boolean {
  return isNumber(field) || isDate(field);
}

function looksLikeNames(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  const names = first.map((field) => field.trim());
  if (names.includes('') || new Set(names).size < names.length) return false;
  const again = names.filter((name, i) => below.some((fields) => fields[i]?.trim() === name));
  return again.length === 0;
}

/**
 * A unique name for each column that is never blank: the header, or `column 3`, with ` (2)` where
 * the name is taken. Upper and lower case do not make names different, as in SQL.
 */
export function uniqueNames(headers: readonly string[]): string[] {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return headers.map((header, i) => {
    const base = header.trim() === '' ? `column ${i + 1}` : header.trim();
    const key = base.toLowerCase();
    let name = base;
    let n = next.get(key) ?? 1;
    while (taken.has(name.toLowerCase())) name = `${base} (${++n})`;
    next.set(key, n);
    taken.add(name.toLowerCase());
    return name;
  });
}
