import { DangolError } from '../../src/core/errors.ts';
import {
  parseRelationships,
  parseWorkbook,
  partPath,
  rowsOfDimension,
  type SheetInfo,
} from '../../src/import/sheet-info.ts';
import type { SheetRows } from '../../src/import/sheet-table.ts';
import { partHead, partText, type Parts } from './xlsx-archive.ts';
import { sheetRows } from './xlsx-rows.ts';

/** A workbook whose sheets are known and whose rows are read when they are asked for. */
export interface OpenWorkbook {
  readonly is1904: boolean;
  /** In the order of the tabs. */
  readonly sheets: readonly OpenSheet[];
}

export interface OpenSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** What the sheet says of its rows, without reading them. */
  info(): Promise<SheetInfo>;
  rows(): SheetRows;
}

/** Where `dimension` stands in a sheet, among the first few elements. */
const HEAD = 4000;
/**
 * hucre needs about 27 bytes of memory for each byte of shared strings, all before the first row:
 * for more than these a browser's tab has not enough.
 */
const MOST_SHARED_STRINGS = 100_000_000;

/**
 * Opens a workbook of Office Open XML (.xlsx, .xlsm).
 *
 * @throws DangolError workbook_broken, out_of_memory
 */
export async function openXlsx(file: Blob, name: string, parts: Parts): Promise<OpenWorkbook> {
  const path = await workbookPath(parts);
  const [workbook, rels] = [parts.get(path), parts.get(relsPath(path))];
  if (workbook === undefined || rels === undefined) {
    throw new DangolError('workbook_broken', { file: name }, `no ${path} or no ${relsPath(path)}`);
  }
  const { sheets, is1904 } = parseWorkbook(await partText(workbook));
  const targets = parseRelationships(await partText(rels));
  guardSharedStrings(parts, name);
  const opened = sheets.map((sheet, index) => {
    const target = targets.get(sheet.relationship);
    return openSheet(file, parts, {
      ...sheet,
      index,
      path: target === undefined ? '' : partPath(folderOf(path), target.target),
      // A tab may also hold nothing but a chart or a dialog.
      hasCells: target?.type.endsWith('/worksheet') === true,
    });
  });
  return { is1904, sheets: opened.filter((sheet) => sheet !== null) };
}

function openSheet(
  file: Blob,
  parts: Parts,
  sheet: {
    readonly name: string;
    readonly hidden: boolean;
    readonly index: number;
    readonly path: string;
    readonly hasCells: boolean;
  },
): OpenSheet | null {
  const { name, hidden, path } = sheet;
  const part = parts.get(path);
  if (!sheet.hasCells || part === undefined) return null;
  return {
    name,
    hidden,
    info: async () => ({ name, hidden, rows: rowsOfDimension(await partHead(part, HEAD)) }),
    rows: () => sheetRows(file, parts, sheet.index, path),
  };
}

/** The part that the archive's own relationships name as its document. */
async function workbookPath(parts: Parts): Promise<string> {
  const rels = parts.get('_rels/.rels');
  if (rels === undefined) return 'xl/workbook.xml';
  const found = [...parseRelationships(await partText(rels)).values()].find(({ type }) =>
    type.endsWith('/officeDocument'),
  );
  return found === undefined ? 'xl/workbook.xml' : partPath('', found.target);
}

function guardSharedStrings(parts: Parts, file: string): void {
  const bytes = parts.get('xl/sharedStrings.xml')?.bytes ?? 0;
  if (bytes > MOST_SHARED_STRINGS) throw new DangolError('out_of_memory', { file });
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function relsPath(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return partPath(folderOf(path), `_rels/${name}.rels`);
}
