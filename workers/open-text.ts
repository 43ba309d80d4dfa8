import { DangolError } from '../src/core/errors.ts';
import { recognise } from '../src/import/recognise.ts';
import type { SourceChoice } from './engine-api.ts';
import type { FileBytes } from './file-bytes.ts';
import { type FoundTable, HEAD_BYTES, lazyText, tableOf } from './found-table.ts';
import { decodedText, detectFileEncoding } from './readers/decode.ts';
import { collect } from './readers/pieces.ts';

/** A table that is text already: in any encoding, delimited or in aligned columns. */
export async function openText(
  bytes: FileBytes,
  choice: SourceChoice,
  signal: AbortSignal,
): Promise<FoundTable> {
  const { head, complete } = await bytes.head(HEAD_BYTES);
  const size = bytes.size ?? head.length;
  if (head.length === 0) throw new DangolError('empty_file', { file: bytes.name });
  const encoding = choice.encoding ?? (await detected(bytes, signal));
  const facts = { name: bytes.name, bytes: size, complete };
  const recognition = recognise(head, encoding === undefined ? facts : { ...facts, encoding });
  const { dialect, encoding: found } = recognition;
  const plain = found.id === 'utf-8';
  const source = lazyText(dialect, false, async (s) => {
    const blob = await bytes.blob(s);
    return plain ? blob : collect(decodedText(blob, bytes.name, found.id, s), s);
  });
  // A plain file is read where it lies.
  if (plain && bytes.ready() && source.kind === 'text') await source.text(signal);
  return {
    facts: {
      name: bytes.name,
      bytes: size,
      format: 'delimited',
      encoding: found,
      dialect,
      sheets: [],
      sheet: null,
    },
    table: tableOf(recognition),
    source,
  };
}

/** What the bytes say; of a packed file only its head is looked at. */
async function detected(bytes: FileBytes, signal: AbortSignal) {
  if (!bytes.ready()) return undefined;
  const { encoding, sure } = await detectFileEncoding(await bytes.blob(signal), bytes.name, signal);
  return sure ? encoding : undefined;
}
