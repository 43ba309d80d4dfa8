import { filled } from './totals-row.ts';

type Fields = readonly string[];

/** Where a table begins among the records of a file. */
export interface TablePlace {
  /** The record that holds the names, or the first of the values where there are none. */
  readonly start: number;
  /** The record above it whose names are those of groups of columns; null where there is none. */
  readonly group: number | null;
}

/** So many titles, comments and remarks may stand above a table. */
const MOST_ABOVE = 50;
/** A record of the table has at least this share of the fields that its records usually have. */
const FULL = 0.6;

/** What is known of a record by the records below it. */
export interface NamesAt {
  /** Whether it holds names, and by its place below or beside values, not by its words alone. */
  readonly isHeader: boolean;
  readonly isSure: boolean;
  /** Whether it is blank in all columns that hold dates and numbers, of which there are some. */
  readonly isBlankInValues: boolean;
}

/**
 * Finds the header below titles and comments: the first record that is about as full as most are.
 * What stands above is left out only where the record is a header, or where all of it is comments
 * or titles of one field; else it may be data that lack fields.
 *
 * Of two rows of names the lower is the header: where the first has blanks, or a name twice, and
 * the second is surely no row of values.
 *
 * @param namesAt what a record is, by the records below it
 */
export function findTable(
  records: readonly Fields[],
  width: number,
  namesAt: (index: number) => NamesAt,
): TablePlace {
  const need = Math.max(2, Math.ceil(usuallyFilled(records) * FULL));
  const isFull = (fields: Fields): boolean =>
    filled(fields) >= need && !isShortComment(fields, width);
  const first = records.slice(0, MOST_ABOVE).findIndex(isFull);
  if (first === -1) return { start: 0, group: null };
  if (isSecondRowOfNames(records, first, isFull, namesAt))
    return { start: first + 1, group: first };
  if (first === 0) return { start: 0, group: null };
  const above = records.slice(0, first);
  const areTitles = above.every(
    (fields) => isComment(fields) || (filled(fields) <= 1 && width > 2),
  );
  if (!areTitles && !namesAt(first).isHeader) return { start: 0, group: null };
  const group = records[first - 1] ?? [];
  const isGroup = group.length >= width && filled(group) >= 2 && !isComment(group);
  return { start: first, group: isGroup ? first - 1 : null };
}

/** Whether the record below a row of names belongs to them. */
function isSecondRowOfNames(
  records: readonly Fields[],
  first: number,
  isFull: (fields: Fields) => boolean,
  namesAt: (index: number) => NamesAt,
): boolean {
  const [upper, lower] = [records[first] ?? [], records[first + 1] ?? []];
  if (first + 2 >= records.length || !isGroupRow(upper)) return false;
  const completes = upper.every((name, i) => name.trim() !== '' || (lower[i] ?? '').trim() !== '');
  if (!isFull(lower) && !(completes && filled(lower) > 0)) return false;
  // Two equal values in the first record of a table without a header are no groups.
  if (!isComment(upper) && !namesAt(first).isHeader) return false;
  const { isHeader, isSure, isBlankInValues } = namesAt(first + 1);
  return (isHeader && isSure) || (completes && isBlankInValues);
}

/** The names of columns that stand in two rows: the lower ones, with their group where not unique. */
export function joinedNames(group: Fields, lower: Fields): string[] {
  const own = lower.map((name, i) => name.trim() || (group[i] ?? '').trim());
  let title = '';
  return own.map((name, i) => {
    title = (group[i] ?? '').trim() || title;
    const isTwice = own.filter((other) => other.toLowerCase() === name.toLowerCase()).length > 1;
    return isTwice && name !== '' && title !== name ? `${title} ${name}`.trim() : name;
  });
}

/** The median of the fields that are filled, among the first records. */
function usuallyFilled(records: readonly Fields[]): number {
  const counts = records
    .slice(0, 200)
    .map(filled)
    .toSorted((a, b) => a - b);
  return counts[counts.length >> 1] ?? 0;
}

/** Whether a row of names cannot be all there is: names of groups, or a comment. */
function isGroupRow(fields: Fields): boolean {
  const names = fields.map((field) => field.trim());
  return isComment(fields) || names.includes('') || new Set(names).size < names.length;
}

function isComment(fields: Fields): boolean {
  return /^\s*(?:#|\/\/)/.test(fields[0] ?? '');
}

function isShortComment(fields: Fields, width: number): boolean {
  return isComment(fields) && fields.length < width;
}
