import {
  Field,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
} from 'apache-arrow';
import { type ColumnPlan, planColumn } from './table-file-plan.ts';
import { isUntouched, underSchema } from './table-file-whole.ts';
import type { TableFileColumn } from './table-file.ts';

/** A column of the file that is offered. */
export interface OfferedColumn extends TableFileColumn {
  readonly plan: ColumnPlan;
  /** Which of the schema's fields it is. */
  readonly field: number;
}

/** The columns that a schema offers; see `planColumn`. */
export function offeredColumns(schema: Schema, checked: boolean): OfferedColumn[] {
  return schema.fields.flatMap((field: Field, index) => {
    const plan = planColumn(field, checked);
    if (plan === null) return [];
    const { type, utc } = plan;
    return [{ name: field.name, type, ...(utc === true && { utc }), plan, field: index }];
  });
}

/** Rows that are enough for a stream of their own: each costs the engine an insertion. */
const ENOUGH_ROWS = 65_536;
/** Rows that are enough for a stream that is passed on as it came. */
const ENOUGH_AS_IT_IS = 16_384;

/** Writes batches as the streams that the engine receives. */
export class StreamMaker {
  readonly #columns: readonly OfferedColumn[];
  readonly #schema: Schema;
  #waiting: RecordBatch[] = [];
  #rows = 0;
  #streams = 0;

  /** @param positions of the columns to write, in `offered` */
  constructor(offered: readonly OfferedColumn[], positions: readonly number[]) {
    this.#columns = positions.map((position) => {
      const column = offered[position];
      if (column === undefined) throw new RangeError(`no column at ${position}`);
      return column;
    });
    this.#schema = new Schema(
      this.#columns.map(({ plan }, i) => new Field(`c${positions[i] ?? i}`, plan.sent, true)),
    );
  }

  /**
   * A stream, once there are rows enough for one.
   *
   * @param fields where each column's field stands in this batch
   * @param own the stream that the batch alone came in, if it did
   */
  add(
    batch: RecordBatch,
    fields: readonly number[],
    own: Uint8Array<ArrayBuffer> | null = null,
  ): Uint8Array<ArrayBuffer> | null {
    if (batch.numRows === 0) return null;
    const converted = this.convert(batch, fields);
    const isEnough = this.#rows === 0 && batch.numRows >= ENOUGH_AS_IT_IS;
    if (own !== null && isEnough && isUntouched(batch, converted)) {
      this.#streams += 1;
      return underSchema(own, this.#schema);
    }
    this.#waiting.push(converted);
    this.#rows += batch.numRows;
    return this.#rows < ENOUGH_ROWS ? null : this.#write();
  }

  /** The rows that are left, and a stream without rows where there never were any. */
  end(): Uint8Array<ArrayBuffer> | null {
    return this.#rows > 0 || this.#streams === 0 ? this.#write() : null;
  }

  convert(batch: RecordBatch, fields: readonly number[]): RecordBatch {
    const children = this.#columns.map(({ plan }, i) => {
      const child = batch.data.children[fields[i] ?? -1];
      if (child === undefined) throw new RangeError('a batch without one of the columns');
      if (child.length !== batch.numRows) throw new RangeError('a column unlike its batch');
      return plan.convert(child);
    });
    const type = new Struct(this.#schema.fields);
    const data = makeData({ type, length: batch.numRows, nullCount: 0, children });
    return new RecordBatch(this.#schema, data);
  }

  #write(): Uint8Array<ArrayBuffer> {
    const writer = new RecordBatchStreamWriter();
    const batches = this.#waiting;
    this.#waiting = [];
    this.#rows = 0;
    this.#streams += 1;
    writer.reset(undefined, this.#schema);
    for (const batch of batches) writer.write(batch);
    writer.finish();
    const bytes = writer.toUint8Array(true);
    return bytes.byteLength === bytes.buffer.byteLength
      ? (bytes as Uint8Array<ArrayBuffer>)
      : bytes.slice();
  }
}
