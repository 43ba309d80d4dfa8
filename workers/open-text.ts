import { DangolError } from '../src/core/errors.ts';
import type { AlignedLayout } from '../src/import/aligned.ts';
import { detectEncoding } from '../src/import/detect-encoding.ts';
import { type FileFacts, headText } from '../src/import/head-text.ts';
import { recognise } from '../src/import/recognise.ts';
import { alignedLayout } from '../src/import/text-layout.ts';
import type { FileFormat, Recognition } from '../src/import/types.ts';
import type { SourceChoice } from './engine-api.ts';
import type { FileBytes } from './file-bytes.ts';
import { type FoundTable, HEAD_BYTES, lazyText, tableOf } from './found-table.ts';
import { alignedAsCsv } from './readers/aligned.ts';
import { decodedText, detectFileEncoding } from './readers/decode.ts';
import { collect } from './readers/pieces.ts';
import type { TextPieces } from './readers/reader.ts';

/** A table that is text already: in any encoding, delimited or in aligned columns. */
export async function openText(
  bytes: FileBytes,
  choice: SourceChoice,
  signal: AbortSignal,
): Promise<FoundTable> {
  const { head, complete } = await bytes.head(HEAD_BYTES);
  const size = bytes.size ?? head.length;
  if (head.length === 0) throw new DangolError('empty_file', { file: bytes.name });
  const { id, sure } = await encodingOf(bytes, head, complete, choice, signal);
  const facts = { name: bytes.name, bytes: size, complete, encoding: id };
  const layout = alignedLayout(head, facts);
  const found =
    layout === null
      ? await openDelimited(bytes, recognise(head, facts), signal)
      : await openAligned(bytes, head, facts, layout);
  return { ...found, facts: { ...found.facts, encoding: { id, sure } } };
}

async function openDelimited(
  bytes: FileBytes,
  recognition: Recognition,
  signal: AbortSignal,
): Promise<FoundTable> {
  const { dialect, encoding } = recognition;
  const plain = encoding.id === 'utf-8';
  const source = lazyText(dialect, false, async (s) => {
    const blob = await bytes.blob(s);
    return plain ? blob : collect(decodedText(blob, bytes.name, encoding.id, s), s);
  });
  // A plain file is read where it lies.
  if (plain && bytes.ready()) await source.text(signal);
  return found(bytes, 'delimited', recognition, encoding, source);
}

async function openAligned(
  bytes: FileBytes,
  head: Uint8Array,
  facts: FileFacts,
  layout: AlignedLayout,
): Promise<FoundTable> {
  const { text, encoding } = headText(head, facts);
  // The last line may be cut off.
  const whole = facts.complete ? text : text.slice(0, text.lastIndexOf('\n') + 1);
  const { signal } = new AbortController();
  const csv = await collect(alignedAsCsv(onePiece(whole), layout), signal);
  const rows = new Uint8Array(await csv.arrayBuffer());
  const recognition = recognise(rows, { ...facts, encoding: 'utf-8' });
  const source = lazyText(recognition.dialect, true, async (s) => {
    const blob = await bytes.blob(s);
    return collect(alignedAsCsv(decodedText(blob, bytes.name, encoding.id, s), layout), s);
  });
  return found(bytes, 'aligned', recognition, encoding, source);
}

// eslint-disable-next-line @typescript-eslint/require-await -- a source of pieces that is there already
async function* onePiece(text: string): TextPieces {
  yield new TextEncoder().encode(text);
}

function found(
  { name, size }: FileBytes,
  format: FileFormat,
  recognition: Recognition,
  encoding: Recognition['encoding'],
  source: FoundTable['source'],
): FoundTable {
  const { dialect, fileBytes } = recognition;
  return {
    facts: { name, bytes: size ?? fileBytes, format, encoding, dialect, sheets: [], sheet: null },
    table: tableOf(recognition),
    source,
  };
}

/** What was chosen, or else what the bytes say; of a packed file only its head is looked at. */
async function encodingOf(
  bytes: FileBytes,
  head: Uint8Array,
  complete: boolean,
  choice: SourceChoice,
  signal: AbortSignal,
): Promise<Recognition['encoding']> {
  if (choice.encoding !== undefined) return { id: choice.encoding, sure: true };
  const { encoding, sure } = bytes.ready()
    ? await detectFileEncoding(await bytes.blob(signal), bytes.name, signal)
    : detectEncoding(head, complete);
  return { id: encoding, sure };
}
