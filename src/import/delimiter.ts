import { DOUBLE_QUOTES, parseRecords, type Quoting } from './parse-records.ts';
import type { Dialect } from './types.ts';

export type Delimiter = Dialect['delimiter'];

const USUAL: readonly Delimiter[] = [',', '\t', ';', '|'];
/**
 * Taken where no usual one divides as finely. Hive writes 0x01, others the separators of ASCII; a
 * colon stands in times as well, and comes last.
 */
const UNUSUAL: readonly Delimiter[] = ['\x01', '\x1f', '\x1e', '^', '~', '¦', '§', ':'];

/** So many records are enough to tell a delimiter. */
const RECORDS = 200;
/** So many titles may stand above a table. */
const MOST_TITLES = 30;
const EVEN = 0.9;

/** How evenly a delimiter divides records. */
interface Division {
  readonly delimiter: Delimiter;
  readonly fields: number;
  readonly share: number;
  readonly records: number;
  /** How many stand above the first that has so many fields. */
  readonly above: number;
}

/**
 * The delimiter that divides the records into the same number of fields, at least two. Of those
 * that do so for nearly all records, the one that begins to do so first, and of those the one that
 * makes the most fields: in `a;b;1,5` a comma divides evenly as well. One that few files use has to
 * make more fields than any usual one. Titles above the records are passed over. Null where no
 * delimiter makes two columns.
 */
export function findDelimiter(
  text: string,
  complete: boolean,
  quoting: Quoting = DOUBLE_QUOTES,
): Delimiter | null {
  return findDivision(text, complete, quoting)?.delimiter ?? null;
}

/** As `findDelimiter`, with the share of records (0 to 1) that have the same number of fields. */
export function findDivision(
  text: string,
  complete: boolean,
  quoting: Quoting = DOUBLE_QUOTES,
): Division | null {
  const divide = (delimiters: readonly Delimiter[]): Division[] =>
    delimiters
      .filter((delimiter) => text.includes(delimiter))
      .map((delimiter) => division(text, delimiter, complete, quoting))
      .filter(({ fields }) => fields > 1);
  const usual = divide(USUAL);
  const [even] = usual
    .filter(({ share }) => share >= EVEN)
    .toSorted((a, b) => a.above - b.above || b.fields - a.fields);
  const unusual = divide(UNUSUAL).find(
    ({ delimiter, share, records, above }) =>
      records >= 2 && (delimiter === ':' ? share === 1 && above === 0 : share >= 0.95),
  );
  // A comma stands in each date (`Mar 5, 2024`) or amount between circumflexes as well.
  const isFiner = (unusual?.fields ?? 0) > (even?.fields ?? 0) && unusual?.delimiter !== ':';
  if (even !== undefined && !isFiner) return even;
  return unusual ?? usual.toSorted((a, b) => b.share - a.share || b.fields - a.fields)[0] ?? null;
}

function division(
  text: string,
  delimiter: Delimiter,
  complete: boolean,
  quoting: Quoting,
): Division {
  const all = parseRecords(text, { delimiter, complete, quoting, limit: RECORDS }).records;
  const first = all.findIndex((record) => record.fields.length > 1);
  // A lone record behind text of one column is a sentence with a comma.
  const isTitled = first > 0 && first <= MOST_TITLES && all.length - first > 1;
  const fields = usualWidth(isTitled ? all.slice(first) : all);
  const start = all.findIndex((record) => record.fields.length === fields);
  const above = start <= MOST_TITLES ? Math.max(0, start) : 0;
  const table = all.slice(above);
  const same = table.filter((record) => record.fields.length === fields).length;
  const share = same / Math.max(1, table.length);
  return { delimiter, fields, share, records: table.length, above };
}

/** The most frequent number of fields; 0 for no records. */
export function usualWidth(records: readonly { readonly fields: readonly string[] }[]): number {
  const counts = new Map<number, number>();
  for (const { fields } of records) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0])[0];
}
