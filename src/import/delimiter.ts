import { parseRecords } from './parse-records.ts';
import type { Dialect } from './types.ts';

export type Delimiter = Dialect['delimiter'];

const DELIMITERS: readonly Delimiter[] = [',', '\t', ';', '|'];

/** So many records are enough to tell a delimiter. */
const RECORDS = 200;

/**
 * The delimiter that divides the records into the same number of fields, at least two. Of those
 * that do so for nearly all records, the one that makes the most fields: in `a;b;1,5` a comma
 * divides evenly as well. Null where no delimiter makes two columns.
 */
export function findDelimiter(text: string, complete: boolean): Delimiter | null {
  const candidates = DELIMITERS.filter((delimiter) => text.includes(delimiter))
    .map((delimiter) => ({ delimiter, ...evenness(text, delimiter, complete) }))
    .filter(({ fields }) => fields > 1);
  const even = candidates.filter(({ share }) => share >= 0.9);
  const [best] =
    even.length > 0
      ? even.toSorted((a, b) => b.fields - a.fields)
      : candidates.toSorted((a, b) => b.share - a.share || b.fields - a.fields);
  return best?.delimiter ?? null;
}

/** The most frequent number of fields, and the share of the records that have it. */
function evenness(
  text: string,
  delimiter: Delimiter,
  complete: boolean,
): { readonly fields: number; readonly share: number } {
  const { records } = parseRecords(text, { delimiter, complete, limit: RECORDS });
  const fields = usualWidth(records);
  const same = records.filter((record) => record.fields.length === fields).length;
  return { fields, share: records.length === 0 ? 0 : same / records.length };
}

/** The most frequent number of fields; 0 for no records. */
export function usualWidth(records: readonly { readonly fields: readonly string[] }[]): number {
  const counts = new Map<number, number>();
  for (const { fields } of records) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0])[0];
}
