import { DangolError } from '../../src/core/errors.ts';
import {
  parseRelationships,
  parseWorkbook,
  partPath,
  rowsOfDimension,
  type SheetEntry,
  type SheetInfo,
} from '../../src/import/sheet-info.ts';
import type { TextPieces } from './reader.ts';
import { partHead, partText, type Part, type Parts } from './xlsx-archive.ts';
import type { CellContext } from './xlsx-cells.ts';
import { partAsCsv, partHoldsTable } from './xlsx-csv.ts';
import { NO_STRINGS, readSharedStrings } from './xlsx-strings.ts';
import { readDateStyles } from './xlsx-styles.ts';

/** A workbook whose sheets are known and whose rows are read when they are asked for. */
export interface OpenWorkbook {
  /** In the order of the tabs. */
  readonly sheets: readonly OpenSheet[];
}

export interface OpenSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** What the sheet says of its rows, without reading them. */
  info(): Promise<SheetInfo>;
  /** Whether its first rows hold a table. */
  holdsTable(signal: AbortSignal): Promise<boolean>;
  /** Its records (see `sheetRecords`) as CSV; nothing where it has none. */
  csv(signal: AbortSignal): TextPieces;
}

type Context = (signal: AbortSignal) => Promise<CellContext>;

/** Where `dimension` stands in a sheet, among the first few elements. */
const HEAD = 4000;
/** All shared strings are in memory while a sheet is read: for more a browser's tab has not enough. */
const MOST_SHARED_STRINGS = 300_000_000;

/**
 * Opens a workbook of Office Open XML (.xlsx, .xlsm).
 *
 * @throws DangolError workbook_broken, out_of_memory
 */
export async function openXlsx(file: string, parts: Parts): Promise<OpenWorkbook> {
  const path = await workbookPath(parts);
  const [workbook, rels] = [parts.get(path), parts.get(relsPath(path))];
  if (workbook === undefined || rels === undefined) {
    throw new DangolError('workbook_broken', { file }, `no ${path} or no ${relsPath(path)}`);
  }
  const { sheets, is1904 } = parseWorkbook(await partText(workbook));
  const targets = parseRelationships(await partText(rels));
  const pathOf = (target: string): string => partPath(folderOf(path), target);
  const partOf = (type: string): Part | undefined => {
    const found = [...targets.values()].find((target) => target.type.endsWith(`/${type}`));
    return found === undefined ? undefined : parts.get(pathOf(found.target));
  };
  const strings = partOf('sharedStrings');
  if ((strings?.bytes ?? 0) > MOST_SHARED_STRINGS) throw new DangolError('out_of_memory', { file });
  const context = contextOf(strings, partOf('styles'), is1904);
  const opened = sheets.map((sheet) => {
    const target = targets.get(sheet.relationship);
    // A tab may also hold nothing but a chart or a dialog.
    const part = target?.type.endsWith('/worksheet') === true && parts.get(pathOf(target.target));
    return part ? openSheet(sheet, part, context) : null;
  });
  return { sheets: opened.filter((sheet) => sheet !== null) };
}

/** What cells refer to, read when the first sheet is, and then at hand for the others. */
function contextOf(strings: Part | undefined, styles: Part | undefined, is1904: boolean): Context {
  let context: CellContext | null = null;
  return async (signal) => {
    context ??= {
      strings: strings === undefined ? NO_STRINGS : await readSharedStrings(strings, signal),
      dateStyles: styles === undefined ? [] : await readDateStyles(styles),
      is1904,
    };
    return context;
  };
}

function openSheet({ name, hidden }: SheetEntry, part: Part, context: Context): OpenSheet {
  return {
    name,
    hidden,
    info: async () => ({ name, hidden, rows: rowsOfDimension(await partHead(part, HEAD)) }),
    holdsTable: async (signal) => partHoldsTable(part, await context(signal), signal),
    csv: async function* (signal) {
      yield* partAsCsv(part, await context(signal), signal);
    },
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

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function relsPath(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return partPath(folderOf(path), `_rels/${name}.rels`);
}
