import { DataType, tableFromIPC, type Field } from 'apache-arrow';
import type { Row } from '../analyses/analysis.ts';

type Value = Row[string];
type Convert = (value: unknown) => Value;

const MS_PER_DAY = 86_400_000;

/**
 * The rows of an Arrow IPC stream as plain values: 64-bit integers and decimals as numbers, dates
 * as days since 1970-01-01, timestamps as milliseconds, text as text; null stays null.
 * An integer beyond 2^53 loses its last digits, as every JavaScript number does.
 *
 * @throws TypeError for a column of a type that no query of ours returns (a list, a struct).
 */
export function decodeRows(bytes: Uint8Array): Row[] {
  const table = tableFromIPC(bytes);
  const rows: Record<string, Value>[] = Array.from({ length: table.numRows }, () => ({}));
  table.schema.fields.forEach((field: Field, i) => {
    const column = table.getChildAt(i);
    const convert = conversion(field);
    rows.forEach((row, at) => {
      const value: unknown = column?.get(at) ?? null;
      row[field.name] = value === null ? null : convert(value);
    });
  });
  return rows;
}

function conversion(field: Field): Convert {
  const type: unknown = field.type;
  if (DataType.isDecimal(type)) {
    const divisor = 10 ** type.scale;
    return (value) => Number(wholeNumber(value as Uint32Array)) / divisor;
  }
  if (DataType.isDate(type)) return (value) => Math.floor(Number(value) / MS_PER_DAY);
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isTimestamp(type)) return Number;
  if (DataType.isBool(type)) return Boolean;
  if (DataType.isUtf8(type) || DataType.isDictionary(type) || DataType.isLargeUtf8(type)) {
    return String;
  }
  if (DataType.isNull(type)) return () => null;
  throw new TypeError(
    `no plain value for the column ${field.name} of Arrow's type ${field.typeId}`,
  );
}

/** A little-endian two's-complement integer of 32-bit words. */
function wholeNumber(words: Uint32Array): bigint {
  let value = 0n;
  for (let i = words.length - 1; i >= 0; i -= 1) value = (value << 32n) | BigInt(words[i] ?? 0);
  return BigInt.asIntN(words.length * 32, value);
}
