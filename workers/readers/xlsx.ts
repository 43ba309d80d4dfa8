import { DangolError } from '../../src/core/errors.ts';
import type { SheetInfo } from '../../src/import/sheet-info.ts';
import { throwIfCancelled } from './pieces.ts';
import type { TextPieces } from './reader.ts';
import { openParts } from './xlsx-archive.ts';
import { oleKind } from './xlsx-ole.ts';
import { unreadable } from './unreadable.ts';
import { openOds, openXls } from './xlsx-whole.ts';
import { openXlsx, type OpenSheet, type OpenWorkbook } from './xlsx-workbook.ts';

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
    const chosen =
      sheet === null ? await firstTable(workbook, signal) : sheetNamed(workbook, sheet);
    let wrote = false;
    for await (const piece of chosen?.csv(signal) ?? []) {
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
  return openXlsx(name, parts);
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

function sheetNamed({ sheets }: OpenWorkbook, name: string): OpenSheet | null {
  return sheets.find((sheet) => sheet.name === name) ?? null;
}

/** The first visible sheet whose first rows hold a table. */
async function firstTable(
  { sheets }: OpenWorkbook,
  signal: AbortSignal,
): Promise<OpenSheet | null> {
  for (const sheet of sheets) {
    if (!sheet.hidden && (await sheet.holdsTable(signal))) return sheet;
  }
  return null;
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
