import { DangolError, type ErrorCode, toErrorData } from '../src/core/errors.ts';
import { binaryKind } from '../src/import/binary.ts';
import { type FileKind, fileKind } from '../src/import/file-format.ts';
import { recognise } from '../src/import/recognise.ts';
import type { FileFormat } from '../src/import/types.ts';
import type { SourceChoice, SourceChoices } from './engine-api.ts';
import { type FileBytes, packedBytes, plainBytes } from './file-bytes.ts';
import { type FoundTable, HEAD_BYTES, lazyText, type OpenedText, tableOf } from './found-table.ts';
import { openText } from './open-text.ts';
import { collect, firstBytes } from './readers/pieces.ts';
import type { TextPieces } from './readers/reader.ts';
import type { TableFile } from './readers/table-file.ts';
import { unreadable } from './readers/unreadable.ts';

/** Of a typed table, as many rows. */
const HEAD_ROWS = 3000;

/** What in an archive is no table: descriptions, pictures, programs. */
const NO_TABLE = /\.(?:pdf|png|jpe?g|gif|webp|svg|docx?|pptx?|exe|dll|md|html?|xml|ini|log)$/i;

/** What in an archive may be a table, and is more often a note beside them. */
const MAYBE_NOTE = /\.txt$|(?:^|[/\\])(?:readme|license|changelog)[^/\\]*$/i;

/**
 * The tables of a file: one, or those of an archive.
 *
 * @throws DangolError what the readers throw, and file_unreadable wherever the file can no longer
 *   be read
 */
export async function openSources(
  file: File,
  choices: SourceChoices,
  signal: AbortSignal,
): Promise<readonly FoundTable[]> {
  try {
    return await tablesOf(file, choices, signal);
  } catch (error) {
    throw unreadable(error, file.name) ?? error;
  }
}

async function tablesOf(
  file: File,
  choices: SourceChoices,
  signal: AbortSignal,
): Promise<readonly FoundTable[]> {
  const bytes = plainBytes(file);
  const { head } = await bytes.head(HEAD_BYTES);
  const kind = fileKind(head, file.name);
  if (kind !== 'gzip' && kind !== 'zip') return [await openTable(bytes, choices, signal)];
  const { unpack } = await import('./readers/unpack.ts');
  const packed = await unpack(file, file.name, signal);
  const found: FoundTable[] = [];
  for (const inner of packed) {
    if (packed.length > 1 && NO_TABLE.test(inner.name)) continue;
    const name = kind === 'gzip' ? file.name : `${file.name} › ${inner.name}`;
    try {
      found.push(await openTable(packedBytes(inner, name, signal), choices, signal));
    } catch (error) {
      const isNote = packed.length > 1 && MAYBE_NOTE.test(inner.name);
      if (!isNote || !NO_SHEET.includes(toErrorData(error).code)) throw error;
    }
  }
  if (found.length === 0) throw new DangolError('archive_empty', { file: file.name });
  return found;
}

/** A table, by what its first bytes say that it is. */
async function openTable(
  bytes: FileBytes,
  choices: SourceChoices,
  signal: AbortSignal,
): Promise<FoundTable> {
  const { head } = await bytes.head(HEAD_BYTES);
  const choice = choices[bytes.name] ?? {};
  const kind = fileKind(head, bytes.inner);
  switch (kind) {
    case 'text':
      return openText(bytes, choice, signal);
    case 'json':
      return openJson(bytes, signal);
    case 'workbook':
      return openWorkbook(bytes, choice, signal);
    case 'parquet':
    case 'arrow-file':
    case 'arrow-stream':
      return openTyped(bytes, kind, signal);
    case 'gzip':
    case 'zip':
    case 'sqlite':
    case 'binary':
      throw new DangolError('binary_file', { file: bytes.name, kind: nameOf(kind, head) });
  }
}

function nameOf(kind: FileKind, head: Uint8Array): string {
  return binaryKind(head) ?? kind;
}

async function openJson(bytes: FileBytes, signal: AbortSignal): Promise<FoundTable> {
  const { jsonAsCsv, lateKeys } = await import('./readers/json.ts');
  const blob = await bytes.blob(signal);
  const pieces = (s: AbortSignal) => jsonAsCsv(blob, bytes.name, s);
  const found = await converted(bytes, 'json', pieces, [], null, signal);
  return { ...found, source: { ...found.source, late: () => lateKeys(blob) } };
}

async function openWorkbook(
  bytes: FileBytes,
  choice: SourceChoice,
  signal: AbortSignal,
): Promise<FoundTable> {
  const { sheetAsCsv, sheetsOf } = await import('./readers/xlsx.ts');
  const blob = await bytes.blob(signal);
  const sheets = await sheetsOf(blob, bytes.name, signal);
  const visible = sheets.filter(({ hidden }) => !hidden).map(({ name }) => name);
  const chosen = choice.sheet ?? null;
  const pieces = (s: AbortSignal, sheet: string | null) => sheetAsCsv(blob, bytes.name, sheet, s);
  if (chosen !== null || visible.length < 2) {
    const sheet = chosen ?? visible[0] ?? null;
    return converted(bytes, 'workbook', (s) => pieces(s, sheet), visible, sheet, signal);
  }
  // The first sheet that can be recognised as a table.
  for (const sheet of visible) {
    try {
      return await converted(bytes, 'workbook', (s) => pieces(s, sheet), visible, sheet, signal);
    } catch (error) {
      if (!NO_SHEET.includes(toErrorData(error).code)) throw error;
    }
  }
  throw new DangolError('workbook_empty', { file: bytes.name });
}

/** Why a sheet, or a note in an archive, is passed over for the next one. */
const NO_SHEET: readonly ErrorCode[] = [
  'workbook_empty',
  'one_column',
  'only_a_header',
  'empty_file',
  'no_table',
];

/** A table that a reader turns into text: its head now, the whole when it is asked for. */
async function converted(
  bytes: FileBytes,
  format: FileFormat,
  pieces: (signal: AbortSignal) => TextPieces,
  sheets: readonly string[],
  sheet: string | null,
  signal: AbortSignal,
): Promise<FoundTable & { readonly source: OpenedText }> {
  const { bytes: head, complete } = await firstBytes(pieces(signal), HEAD_BYTES);
  const facts = { name: bytes.name, bytes: bytes.size ?? head.length, complete };
  const recognition = recognise(head, { ...facts, encoding: 'utf-8' });
  return {
    facts: {
      name: bytes.name,
      bytes: facts.bytes,
      format,
      encoding: null,
      dialect: recognition.dialect,
      sheets,
      sheet,
    },
    table: tableOf(recognition),
    source: lazyText(recognition.dialect, true, (s) => collect(pieces(s), s)),
  };
}

async function openTyped(
  bytes: FileBytes,
  kind: 'parquet' | 'arrow-file' | 'arrow-stream',
  signal: AbortSignal,
): Promise<FoundTable> {
  const table = await openTableFile(bytes, kind, signal);
  try {
    if (table.columns.length < 2) throw new DangolError('no_table', { file: bytes.name });
    const head = await table.head(HEAD_ROWS, signal);
    const size = bytes.size ?? 0;
    const facts = { name: bytes.name, bytes: size, complete: table.rows <= HEAD_ROWS };
    const recognition = recognise(head, { ...facts, encoding: 'utf-8' });
    return {
      facts: {
        name: bytes.name,
        bytes: size,
        format: kind === 'parquet' ? 'parquet' : 'arrow',
        encoding: null,
        dialect: null,
        sheets: [],
        sheet: null,
      },
      table: tableOf(recognition),
      source: { kind: 'table', table, converted: () => true },
    };
  } catch (error) {
    table.close();
    throw error;
  }
}

async function openTableFile(
  bytes: FileBytes,
  kind: 'parquet' | 'arrow-file' | 'arrow-stream',
  signal: AbortSignal,
): Promise<TableFile> {
  const blob = await bytes.blob(signal);
  if (kind === 'parquet') {
    const { openParquet } = await import('./readers/parquet.ts');
    return openParquet(blob, bytes.name);
  }
  const { openArrow } = await import('./readers/arrow-ipc.ts');
  return openArrow(blob, bytes.name);
}
