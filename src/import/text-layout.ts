import { type AlignedLayout, findAligned } from './aligned.ts';
import { findDivision } from './delimiter.ts';
import { type FileFacts, headText } from './head-text.ts';
import { findQuoting } from './quoting.ts';

/** `Mar 5, 2024` has one comma, `10:20:30+09:00` three colons. */
const MOST_WITHIN_VALUES = 4;

/**
 * How a text is set in columns with blanks, by its first bytes; null where a delimiter divides it,
 * or where it is no table at all (`recognise` then says what is wrong with it).
 *
 * @throws DangolError binary_file, empty_file, not_utf8, encoding_wrong
 */
export function alignedLayout(head: Uint8Array, file: FileFacts): AlignedLayout | null {
  const { text } = headText(head, file);
  const division = findDivision(text, file.complete, findQuoting(text, file.complete));
  const isDivided = division !== null && division.share >= 0.9;
  // A delimiter that makes more columns than this is no comma within dates or colon within times.
  if (isDivided && division.fields > MOST_WITHIN_VALUES) return null;
  const lines = text.split(/\r\n|\r|\n/);
  if (!file.complete) lines.pop();
  const layout = findAligned(lines);
  if (!isDivided || layout === null) return layout;
  const isFiner = layout.columns > division.fields && layout.blanks === 2;
  return isFiner && layout.places !== null ? layout : null;
}
