import type { Workbook } from 'hucre/xlsx';
import { DangolError } from '../../src/core/errors.ts';
import {
  holdsTable,
  sheetRecords,
  type SheetRow,
  type SheetRows,
} from '../../src/import/sheet-table.ts';
import { csvPieces } from './csv-pieces.ts';
import { throwIfCancelled } from './pieces.ts';
import type { Parts } from './xlsx-archive.ts';
import type { OpenSheet, OpenWorkbook } from './xlsx-workbook.ts';

/** A workbook that is read whole needs many times its size in memory. */
const MOST_BYTES = 200_000_000;

/** Opens a spreadsheet in the OpenDocument format (.ods). @throws DangolError out_of_memory */
export async function openOds(file: Blob, name: string, parts: Parts): Promise<OpenWorkbook> {
  guard(parts.get('content.xml')?.bytes ?? 0, name);
  const { readOds } = await import('hucre/ods');
  return opened(await readOds(await file.arrayBuffer()));
}

/** Opens a workbook of Excel 97 to 2003 (.xls). @throws DangolError out_of_memory */
export async function openXls(file: Blob, name: string): Promise<OpenWorkbook> {
  guard(file.size, name);
  const { readXls } = await import('hucre/xlsx');
  return opened(await readXls(await file.arrayBuffer()));
}

function guard(bytes: number, file: string): void {
  if (bytes > MOST_BYTES) throw new DangolError('out_of_memory', { file });
}

function opened(workbook: Workbook): OpenWorkbook {
  const is1904 = workbook.dateSystem === '1904';
  return {
    sheets: workbook.sheets.map((sheet): OpenSheet => {
      const { name } = sheet;
      const hidden = sheet.hidden === true || sheet.veryHidden === true;
      const rows = sheet.rows.map((values, index) => ({ index, values }));
      return {
        name,
        hidden,
        info: () => Promise.resolve({ name, hidden, rows: rows.length }),
        holdsTable: () => Promise.resolve(holdsTable(rows)),
        csv: (signal) => csvPieces(sheetRecords(batchOf(rows, signal), is1904)),
      };
    }),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- the rows are there already
async function* batchOf(rows: readonly SheetRow[], signal: AbortSignal): SheetRows {
  throwIfCancelled(signal);
  yield rows;
}
