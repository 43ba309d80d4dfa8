import { LONGEST_GAP, LOOKED_AT } from '../../src/import/sheet-table.ts';
import { piecesOf } from './pieces.ts';
import type { TextPieces } from './reader.ts';
import { unpack, type Part } from './xlsx-archive.ts';
import { type CellContext, SheetCells } from './xlsx-cells.ts';
import { RowBatch } from './xlsx-row-batch.ts';
import { TextBytes } from './xlsx-text.ts';
import { XmlScanner } from './xlsx-xml.ts';

/** Pieces have about so many bytes. */
const PIECE = 256 * 1024;
/** A table shows within so many rows of its sheet. */
const TABLE_WITHIN = 500;
const [LF, QUOTE, COMMA] = [10, 34, 44];

/**
 * The rows of a sheet's part as CSV: the records of `sheetRecords` as `csvPieces` writes them, made
 * of the bytes of the part without strings and objects in between.
 *
 * @throws Error where the part is damaged; DangolError cancelled
 */
export async function* partAsCsv(
  part: Part,
  context: CellContext,
  signal: AbortSignal,
): TextPieces {
  let records: Records | null = null;
  for await (const rows of rowBatches(part, context, LOOKED_AT, signal)) {
    records ??= new Records(rows);
    records.write(rows);
    rows.clear();
    if (records.text.length >= PIECE) yield records.text.take();
  }
  if (records !== null && records.text.length > 0) yield records.text.take();
}

/** Whether the first rows of a part hold a table: two rows with two cells filled. */
export async function partHoldsTable(
  part: Part,
  context: CellContext,
  signal: AbortSignal,
): Promise<boolean> {
  for await (const rows of rowBatches(part, context, TABLE_WITHIN, signal)) {
    let full = 0;
    for (let row = 0; row < Math.min(rows.rows, TABLE_WITHIN); row++) {
      let filled = 0;
      for (let i = rows.firstCell(row); i < rows.firstCell(row + 1); i++) {
        if (rows.end(i) > rows.start(i)) filled++;
      }
      if (filled >= 2) full++;
    }
    return full >= 2;
  }
  return false;
}

/** The rows as they come, always in the same batch, which first has as many as asked for. */
async function* rowBatches(
  part: Part,
  context: CellContext,
  first: number,
  signal: AbortSignal,
): AsyncGenerator<RowBatch, void, undefined> {
  const rows = new RowBatch();
  const cells = new SheetCells(rows, context);
  const scanner = new XmlScanner(cells);
  let least = first;
  for await (const chunk of piecesOf(unpack(part), signal)) {
    scanner.push(chunk);
    if (rows.rows < least) continue;
    yield rows;
    least = 1;
  }
  if (cells.isCut) throw new Error('the sheet ends in the middle');
  if (rows.rows > 0) yield rows;
}

/** Writes rows as records of equal width, and remembers where the last one stood. */
class Records {
  readonly text = new TextBytes(2 * PIECE);
  /** The columns that records are cut from: [first, end). */
  readonly #first: number;
  readonly #end: number;
  /** Where the fields of the row at hand stand in its batch, by column. */
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #next: number | null = null;

  /** @param top the first rows of the sheet, which tell its width */
  constructor(top: RowBatch) {
    let [first, end] = [Infinity, 0];
    const cells = top.firstCell(Math.min(top.rows, LOOKED_AT));
    for (let i = 0; i < cells; i++) {
      if (top.end(i) === top.start(i)) continue;
      first = Math.min(first, top.column(i));
      end = Math.max(end, top.column(i) + 1);
    }
    [this.#first, this.#end] = [Math.min(first, end), end];
    this.#starts = new Int32Array(end - this.#first);
    this.#ends = new Int32Array(end - this.#first);
  }

  write(rows: RowBatch): void {
    for (let row = 0; row < rows.rows; row++) {
      if (!this.#place(rows, row)) continue;
      const index = rows.indices[row] ?? 0;
      const gap = this.#next === null ? 0 : Math.min(index - this.#next, LONGEST_GAP);
      for (let i = 0; i < gap; i++) this.#writeBlank();
      this.#writeRecord(rows);
      this.#next = index + 1;
    }
  }

  /** Finds the fields of a row. @returns whether one of them has a text */
  #place(rows: RowBatch, row: number): boolean {
    this.#starts.fill(0);
    this.#ends.fill(0);
    let filled = false;
    for (let i = rows.firstCell(row); i < rows.firstCell(row + 1); i++) {
      const column = rows.column(i);
      if (column < this.#first || column >= this.#end) continue;
      this.#starts[column - this.#first] = rows.start(i);
      this.#ends[column - this.#first] = rows.end(i);
      filled ||= rows.end(i) > rows.start(i);
    }
    return filled;
  }

  #writeRecord(rows: RowBatch): void {
    const { text } = this;
    for (let i = 0; i < this.#starts.length; i++) {
      if (i > 0) text.push(COMMA);
      text.append(rows.fields.bytes, this.#starts[i] ?? 0, this.#ends[i] ?? 0);
    }
    text.push(LF);
  }

  #writeBlank(): void {
    const { text } = this;
    // A lone empty field would be a blank line, which readers skip.
    if (this.#starts.length === 1) [QUOTE, QUOTE].forEach((byte) => text.push(byte));
    for (let i = 1; i < this.#starts.length; i++) text.push(COMMA);
    text.push(LF);
  }
}
