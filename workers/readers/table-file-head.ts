import { type Data, DataType, type RecordBatch, util } from 'apache-arrow';
import { csvPieces } from './csv-pieces.ts';
import type { OfferedColumn } from './table-file-batch.ts';
import { scaled, wholeNumber } from './table-file-plan.ts';

/** The first rows of converted batches as CSV with a header; see TableFile.head. */
export async function headCsv(
  columns: readonly OfferedColumn[],
  batches: readonly RecordBatch[],
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of csvPieces(records(columns, batches, limit))) pieces.push(piece);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

function* records(
  columns: readonly OfferedColumn[],
  batches: readonly RecordBatch[],
  limit: number,
): Generator<(string | null)[][]> {
  yield [columns.map(({ name }) => name)];
  let left = limit;
  for (const batch of batches) {
    const read = columns.map((column, i) => {
      const data = batch.data.children[i] as Data;
      const write = WRITERS[column.type];
      return (row: number) => (data.getValid(row) ? write(data, row) : null);
    });
    const rows = Math.min(left, batch.numRows);
    left -= rows;
    yield Array.from({ length: rows }, (_, row) => read.map((value) => value(row)));
  }
}

const decoder = new TextDecoder();

/** How a value of each type is written; the data are as a plan converts them. */
const WRITERS: Readonly<Record<OfferedColumn['type'], (data: Data, row: number) => string>> = {
  text: ({ values, valueOffsets }, row) => {
    const offsets = valueOffsets as Int32Array;
    return decoder.decode((values as Uint8Array).subarray(offsets[row], offsets[row + 1]));
  },
  integer: ({ values }, row) => String((values as BigInt64Array)[row]),
  number: (data, row) => {
    const type: unknown = data.type;
    return DataType.isDecimal(type)
      ? trimmed(scaled(wholeNumber(data, row, type), type.scale))
      : plainNumber((data.values as Float64Array)[row] ?? 0);
  },
  timestamp: ({ values }, row) => isoTimestamp((values as BigInt64Array)[row] ?? 0n),
  date: ({ values }, row) => isoDate(((values as Int32Array)[row] ?? 0) * 86_400_000),
  boolean: ({ values }, row) =>
    String(util.getBool(null, row, (values as Uint8Array)[row >> 3] ?? 0, row & 7)),
};

/** Without the zeros that end a fraction. */
function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A number without an exponent. */
function plainNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Math.abs(value) >= 1 ? String(BigInt(value)) : trimmed(value.toFixed(20));
}

function isoDate(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, -14);
}

function isoTimestamp(microseconds: bigint): string {
  const rest = BigInt.asUintN(64, ((microseconds % 1_000_000n) + 1_000_000n) % 1_000_000n);
  const seconds = Number((microseconds - rest) / 1_000_000n);
  const text = new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return rest === 0n ? text : trimmed(`${text}.${String(rest).padStart(6, '0')}`);
}
