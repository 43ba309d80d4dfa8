import { DangolError } from '../../src/core/errors.ts';
import type { SheetInfo } from '../../src/import/sheet-info.ts';
import {
  holdsTable,
  sheetRecords,
  type SheetRow,
  type SheetRows,
} from '../../src/import/sheet-table.ts';
import { csvPieces } from './csv-pieces.ts';
import type { TextPieces } from './reader.ts';
import { openParts } from './xlsx-archive.ts';
import { oleKind } from './xlsx-ole.ts';
import { unreadable } from './unreadable.ts';
import { openOds, openXls } from './xlsx-whole.ts';
import { openXlsx, type OpenWorkbook } from './xlsx-workbook.ts';

/**
 * The sheets of a workbook in the order of its tabs (.xlsx, .xlsm; .xls and .ods, which are read whole
 * for it). Tabs without cells, as charts are, are left out.
 *
 * @throws DangolError workbook_broken, workbook_encrypted, workbook_old, workbook_binary,
 *   archive_too_large, out_of_memory, cancelled
 */
export async function sheetsOf(
  file: Blob,
  name: string,
  signal: AbortSignal,
): Promise<readonly SheetInfo[]> {
  try {
    const { sheets } = await openWorkbook(file, name);
    const infos: SheetInfo[] = [];
    for (const sheet of sheets) {
      throwIfCancelled(signal);
      infos.push(await sheet.info());
    }
    return infos;
  } catch (error) {
    throw readerError(error, name);
  }
}

/**
 * A sheet as CSV, titles above its header included (see `sheetRecords`).
 *
 * @param sheet its name; null for the first visible one that holds a table
 * @throws DangolError as `sheetsOf`, and workbook_empty where there is no such sheet or no row
 */
export async function* sheetAsCsv(
  file: Blob,
  name: string,
  sheet: string | null,
  signal: AbortSignal,
): TextPieces {
  try {
    const workbook = await openWorkbook(file, name);
    const rows = sheet === null ? await firstTable(workbook) : rowsOf(workbook, sheet);
    if (rows === null) throw new DangolError('workbook_empty', { file: name });
    let wrote = false;
    for await (const piece of csvPieces(sheetRecords(watched(rows, signal), workbook.is1904))) {
      wrote = true;
      yield piece;
    }
    if (!wrote) throw new DangolError('workbook_empty', { file: name });
  } catch (error) {
    throw readerError(error, name);
  }
}

async function openWorkbook(file: Blob, name: string): Promise<OpenWorkbook> {
  const ole = await oleKind(file);
  if (ole === 'encrypted') throw new DangolError('workbook_encrypted', { file: name });
  if (ole !== null) return openOld(file, name);
  const parts = await openParts(file, name);
  // hucre loses cells of a binary workbook (.xlsb) that other programs than Excel wrote.
  if (parts.has('xl/workbook.bin')) throw new DangolError('workbook_binary', { file: name });
  if (parts.has('content.xml')) return openOds(file, name, parts);
  return openXlsx(file, name, parts);
}

/** What hucre cannot read of the old format (before Excel 97, or damaged) can be saved anew. */
async function openOld(file: Blob, name: string): Promise<OpenWorkbook> {
  try {
    return await openXls(file, name);
  } catch (error) {
    if (error instanceof DangolError) throw error;
    throw unreadable(error, name) ?? new DangolError('workbook_old', { file: name }, String(error));
  }
}

function rowsOf({ sheets }: OpenWorkbook, name: string): SheetRows | null {
  return sheets.find((sheet) => sheet.name === name)?.rows() ?? null;
}

/** The first visible sheet whose first rows hold a table. */
async function firstTable({ sheets }: OpenWorkbook): Promise<SheetRows | null> {
  for (const sheet of sheets) {
    if (sheet.hidden) continue;
    const rows = sheet.rows();
    const first = await rows.next();
    if (first.done !== true && holdsTable(first.value)) return joined(first.value, rows);
    await rows.return();
  }
  return null;
}

async function* joined(first: readonly SheetRow[], rest: SheetRows): SheetRows {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return();
  }
}

async function* watched(batches: SheetRows, signal: AbortSignal): SheetRows {
  for await (const batch of batches) {
    throwIfCancelled(signal);
    yield batch;
  }
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new DangolError('cancelled', {});
}

/** What hucre, the archive and the browser's unpacking throw means a damaged workbook. */
function readerError(error: unknown, file: string): DangolError {
  if (error instanceof DangolError) return error as DangolError;
  const moved = unreadable(error, file);
  if (moved !== null) return moved;
  const isEncrypted = error instanceof Error && error.name === 'EncryptedFileError';
  const code = isEncrypted ? 'workbook_encrypted' : 'workbook_broken';
  return new DangolError(code, { file }, String(error));
}
