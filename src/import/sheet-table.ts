import { cellText, type SheetValue } from './sheet-cell.ts';

/** A row of a sheet, with its number from 0. Rows without cells may be left out. */
export interface SheetRow {
  readonly index: number;
  readonly values: readonly SheetValue[];
}

/** The rows of a sheet from the top, in batches. */
export type SheetRows = AsyncGenerator<readonly SheetRow[], void, undefined>;

/** So many rows are looked at before the first is written, to tell the width of the sheet. */
export const LOOKED_AT = 1000;
/** So many blank rows on end are kept; of a longer gap the rest is left out. */
export const LONGEST_GAP = 100;

/** The columns that a sheet's records are cut from: [first, end). */
interface Columns {
  readonly first: number;
  readonly end: number;
}

/**
 * The rows of a sheet as records of equal width, in batches; titles above the header are records
 * like any other. Blank rows above and below are left out, as are blank columns at the left.
 * Blank rows between are kept (up to 100 on end), so that a record's number plus the number of the
 * first row is its row in the sheet. What stands beyond the widest of the first 1,000 rows is a
 * note beside the table, and left out.
 */
export async function* sheetRecords(
  batches: AsyncIterable<readonly SheetRow[]>,
  is1904: boolean,
): AsyncGenerator<readonly string[][], void, undefined> {
  let top: readonly SheetRow[] | null = [];
  let records: Records | null = null;
  for await (const batch of batches) {
    if (top === null) {
      yield records?.take(batch) ?? [];
      continue;
    }
    top = [...top, ...batch];
    if (top.length < LOOKED_AT) continue;
    records = new Records(columnsOf(top), is1904);
    yield records.take(top);
    top = null;
  }
  if (top !== null) yield new Records(columnsOf(top), is1904).take(top);
}

/** Makes records of rows, and remembers where the last one stood. */
class Records {
  readonly #columns: Columns;
  readonly #is1904: boolean;
  #next: number | null = null;

  constructor(columns: Columns, is1904: boolean) {
    this.#columns = columns;
    this.#is1904 = is1904;
  }

  take(rows: readonly SheetRow[]): string[][] {
    const records: string[][] = [];
    for (const row of rows) {
      const record = recordOf(row, this.#columns, this.#is1904);
      if (record === null) continue;
      const gap = this.#next === null ? 0 : Math.min(row.index - this.#next, LONGEST_GAP);
      for (let i = 0; i < gap; i++) records.push(new Array<string>(record.length).fill(''));
      records.push(record);
      this.#next = row.index + 1;
    }
    return records;
  }
}

/** Whether rows hold a table: at least two rows with at least two cells filled. */
export function holdsTable(rows: Iterable<SheetRow>): boolean {
  let full = 0;
  for (const { values } of rows) {
    if (values.filter(isFilled).length >= 2 && ++full === 2) return true;
  }
  return false;
}

function columnsOf(rows: readonly SheetRow[]): Columns {
  let [first, end] = [Infinity, 0];
  for (const { values } of rows) {
    const left = values.findIndex(isFilled);
    if (left === -1) continue;
    first = Math.min(first, left);
    end = Math.max(end, values.findLastIndex(isFilled) + 1);
  }
  return { first: Math.min(first, end), end };
}

/** The record of a row; null where it is blank. */
function recordOf(row: SheetRow, { first, end }: Columns, is1904: boolean): string[] | null {
  const record = new Array<string>(end - first);
  let blank = true;
  for (let i = first; i < end; i++) {
    const text = cellText(row.values[i] ?? null, is1904);
    if (text !== '') blank = false;
    record[i - first] = text;
  }
  return blank ? null : record;
}

function isFilled(value: SheetValue): boolean {
  return value !== null && value !== '';
}
