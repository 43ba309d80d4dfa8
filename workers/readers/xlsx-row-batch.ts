import { TextBytes } from './xlsx-text.ts';

/** Excel's last column, XFD. */
const MOST_COLUMNS = 16_384;

/**
 * Some whole rows of a sheet, their cells as fields of CSV, and the cells that have come of the next.
 * A cell without a text is an empty field.
 */
export class RowBatch {
  /** The fields, one after the other. */
  readonly fields = new TextBytes(256 * 1024);
  /** The number of each row from 0. */
  readonly indices: number[] = [];
  /** Where the cells of each row end. */
  readonly #rowEnds: number[] = [];
  #columns = new Int32Array(8192);
  /** Where the field of each cell ends, from 1. */
  #fieldEnds = new Int32Array(8193);
  #cells = 0;

  get rows(): number {
    return this.indices.length;
  }

  /** Forgets the rows; cells of a row that is not whole stay. */
  clear(): void {
    const cells = this.#rowEnds.at(-1) ?? 0;
    const field = this.start(cells);
    const { fields } = this;
    fields.bytes.copyWithin(0, field, fields.length);
    fields.length -= field;
    for (let i = cells; i < this.#cells; i++) {
      this.#columns[i - cells] = this.column(i);
      this.#fieldEnds[i - cells + 1] = this.end(i) - field;
    }
    this.#cells -= cells;
    this.indices.length = this.#rowEnds.length = 0;
  }

  /** Makes a row of the cells that came since the row before. */
  closeRow(index: number): void {
    this.indices.push(index);
    this.#rowEnds.push(this.#cells);
  }

  /**
   * Makes a cell of the field that was written since the cell before. Without a column (-1) it is none.
   *
   * @throws Error for a column that no sheet has
   */
  closeCell(column: number): void {
    if (column >= MOST_COLUMNS) throw new Error(`a sheet has no column ${column + 1}`);
    if (column < 0) {
      this.fields.length = this.start(this.#cells);
      return;
    }
    if (this.#cells === this.#columns.length) this.#grow();
    this.#columns[this.#cells++] = column;
    this.#fieldEnds[this.#cells] = this.fields.length;
  }

  /** The first cell of a row; that of the row after it is where its cells end. */
  firstCell(row: number): number {
    return row === 0 ? 0 : (this.#rowEnds[row - 1] ?? 0);
  }

  column(cell: number): number {
    return this.#columns[cell] ?? 0;
  }

  start(cell: number): number {
    return cell === 0 ? 0 : (this.#fieldEnds[cell] ?? 0);
  }

  end(cell: number): number {
    return this.#fieldEnds[cell + 1] ?? 0;
  }

  #grow(): void {
    const [columns, ends] = [this.#columns, this.#fieldEnds];
    this.#columns = new Int32Array(columns.length * 2);
    this.#columns.set(columns);
    this.#fieldEnds = new Int32Array(columns.length * 2 + 1);
    this.#fieldEnds.set(ends);
  }
}
