import type { TextPieces } from './reader.ts';

/** A record's fields; null and '' are both an empty field. */
export type CsvRecord = readonly (string | null)[];

/** Characters that are gathered before they are encoded: pieces of about 256 KB. */
const PIECE = 256 * 1024;
const [TAB, LF, CR, BLANK, QUOTE, COMMA] = [9, 10, 13, 32, 34, 44];

/**
 * Records as the CSV that the engine reads (RFC 4180: comma, quotes doubled, `\n`), in pieces of
 * about 256 KB. Text is written as it is: this is not the CSV of exports (src/core/csv.ts), which
 * guards against formulas.
 *
 * @param batches the records in the order of the file, some hundreds at a time
 */
export async function* csvPieces(
  batches: AsyncIterable<Iterable<CsvRecord>> | Iterable<Iterable<CsvRecord>>,
): TextPieces {
  const encoder = new TextEncoder();
  let text = '';
  for await (const batch of batches) {
    for (const record of batch) {
      text += csvRecord(record);
      if (text.length < PIECE) continue;
      yield encoder.encode(text);
      text = '';
    }
  }
  if (text !== '') yield encoder.encode(text);
}

function csvRecord(record: CsvRecord): string {
  let line = '';
  for (let i = 0; i < record.length; i++) {
    if (i > 0) line += ',';
    const field = record[i];
    if (field !== null && field !== undefined && field !== '') line += csvField(field);
  }
  // A lone empty field would be a blank line, which readers skip.
  return line === '' ? '""\n' : `${line}\n`;
}

function csvField(field: string): string {
  return needsQuotes(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Whether a field (not '') holds a comma, quote or newline, or begins or ends with a blank. */
function needsQuotes(field: string): boolean {
  const last = field.length - 1;
  for (let i = 0; i <= last; i++) {
    const c = field.charCodeAt(i);
    if (c > COMMA) continue;
    if (c === COMMA || c === QUOTE || c === LF || c === CR) return true;
    if ((i === 0 || i === last) && (c === BLANK || c === TAB)) return true;
  }
  return false;
}
