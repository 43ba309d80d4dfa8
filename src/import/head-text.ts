import { DangolError } from '../core/errors.ts';
import { binaryKind } from './binary.ts';
import { detectEncoding } from './detect-encoding.ts';
import { byteOrderMark, ENCODING_LABELS, type EncodingId } from './encodings.ts';
import { decodeUtf8 } from './utf8.ts';

/** The file of which the first bytes are looked at. */
export interface FileFacts {
  readonly name: string;
  readonly bytes: number;
  /** Whether the first bytes are all of it. */
  readonly complete: boolean;
  /** What the user chose. Default: detected. */
  readonly encoding?: EncodingId;
}

/** The text of the first bytes of a file, without its byte order mark. */
export interface HeadText {
  readonly text: string;
  readonly bom: boolean;
  readonly encoding: { readonly id: EncodingId; readonly sure: boolean };
}

/**
 * Decodes the first bytes of a text file in the encoding that was chosen, or else detected. Bytes
 * that are no character become U+FFFD, but in UTF-8, where one of them most often means that it is
 * no UTF-8.
 *
 * @throws DangolError binary_file, empty_file, not_utf8, and encoding_wrong where the chosen
 *   encoding does not fit at all
 */
export function headText(head: Uint8Array, file: FileFacts): HeadText {
  const chosen = file.encoding;
  const kind = binaryKind(head);
  if (kind !== null) throw new DangolError('binary_file', { file: file.name, kind });
  const found = detectEncoding(head, file.complete);
  const id = chosen ?? found.encoding;
  const sure = chosen !== undefined || found.sure;
  const text = id === 'utf-8' ? utf8(head, file) : legacy(head, id, file);
  if (text.trim() === '') throw new DangolError('empty_file', { file: file.name });
  return { text, bom: byteOrderMark(head)?.encoding === id, encoding: { id, sure } };
}

function utf8(head: Uint8Array, file: FileFacts): string {
  const decoded = decodeUtf8(head, file.complete);
  if ('text' in decoded) return decoded.text;
  if (file.encoding === undefined) {
    throw new DangolError('not_utf8', { file: file.name, line: decoded.badLine });
  }
  const encoding = ENCODING_LABELS['utf-8'];
  throw new DangolError('encoding_wrong', { file: file.name, encoding, line: decoded.badLine });
}

function legacy(head: Uint8Array, id: EncodingId, file: FileFacts): string {
  const text = new TextDecoder(id).decode(head, { stream: !file.complete });
  if (!isMisread(countReplaced(text), head.length)) return text;
  const line = text.slice(0, text.indexOf('\ufffd')).split(/\r\n|\r|\n/).length;
  throw new DangolError('encoding_wrong', { file: file.name, encoding: ENCODING_LABELS[id], line });
}

/** How many bytes of a text were no character of its encoding, each read as U+FFFD. */
export function countReplaced(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\ufffd'); at !== -1; at = text.indexOf('\ufffd', at + 1)) count++;
  return count;
}

/**
 * Whether so many bytes were no character that the encoding is another: more than ten and more
 * than one in 2,000. A lone bad byte, as from a field that was cut at a byte, is no reason to
 * refuse a file of a million rows.
 */
export function isMisread(replaced: number, bytes: number): boolean {
  return replaced > 10 && replaced * 2000 > bytes;
}
