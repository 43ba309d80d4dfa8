import { type AlignedLayout, findAligned } from './aligned.ts';
import { findDivision } from './delimiter.ts';
import { type FileFacts, headText } from './head-text.ts';

/**
 * How a text is set in columns with blanks, by its first bytes; null where a delimiter divides it,
 * or where it is no table at all (`recognise` then says what is wrong with it).
 *
 * @throws DangolError binary_file, empty_file, not_utf8, encoding_wrong
 */
export function alignedLayout(head: Uint8Array, file: FileFacts): AlignedLayout | null {
  const { text } = headText(head, file);
  const division = findDivision(text, file.complete);
  if (division !== null && division.share >= 0.9) return null;
  const lines = text.split(/\r\n|\r|\n/);
  if (!file.complete) lines.pop();
  return findAligned(lines);
}
