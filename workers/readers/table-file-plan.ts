import {
  type Data,
  DataType,
  DateDay,
  Decimal,
  type Dictionary,
  type Field,
  type FixedSizeBinary,
  Float64,
  Int64,
  TimestampMicrosecond,
  Type,
  Utf8,
  Vector,
  Bool,
} from 'apache-arrow';
import { fromDictionary } from './table-file-dictionary.ts';
import type { ColumnType } from './table-file.ts';
import {
  hexText,
  missingText,
  plainText,
  uuidText,
  viewedText,
  writtenText,
} from './table-file-text.ts';
import { toDays, toDecimal128, toFloat64, toInt64, toMicroseconds } from './table-file-values.ts';

/** How a column of a file becomes one of ours. */
export interface ColumnPlan {
  readonly type: ColumnType;
  readonly utc?: boolean;
  /** What the engine receives. */
  readonly sent: DataType;
  readonly convert: (data: Data) => Data;
}

/** The most digits of the engine's decimals. */
const DIGITS = 38;

/**
 * Null for lists, structs and other types that have no place in a table of orders.
 *
 * @param checked whether text is known to be UTF-8; it has to be when the engine receives it
 */
export function planColumn(field: Field, checked: boolean): ColumnPlan | null {
  return planType(field.type as DataType, checked);
}

function planType(type: DataType, checked: boolean): ColumnPlan | null {
  if (DataType.isDictionary(type)) return planDictionary(type, checked);
  if (DataType.isBool(type)) return plan('boolean', new Bool(), (data) => data);
  if (DataType.isFloat(type)) return plan('number', new Float64(), toFloat64);
  if (DataType.isDuration(type)) return plan('integer', new Int64(), toInt64);
  if (DataType.isDate(type)) return plan('date', new DateDay(), toDays);
  if (DataType.isTimestamp(type)) {
    const { unit, timezone } = type;
    const column = plan('timestamp', new TimestampMicrosecond(), (d) => toMicroseconds(d, unit));
    return (timezone ?? '') === '' ? column : { ...column, utc: true };
  }
  if (DataType.isInt(type) && (type.isSigned || type.bitWidth < 64)) {
    return plan('integer', new Int64(), toInt64);
  }
  if (
    DataType.isDecimal(type) &&
    type.precision > 0 &&
    type.precision <= DIGITS &&
    type.bitWidth <= 128
  ) {
    const { scale, precision } = type;
    if (scale >= 0 && scale <= precision) {
      return plan('number', new Decimal(scale, precision, 128), (d) => toDecimal128(d, type));
    }
  }
  const convert = textConversion(type, checked);
  return convert === null ? null : plan('text', new Utf8(), convert);
}

function plan(type: ColumnType, sent: DataType, convert: (data: Data) => Data): ColumnPlan {
  return { type, sent, convert };
}

function planDictionary(type: Dictionary, checked: boolean): ColumnPlan | null {
  const values = planType(type.dictionary as DataType, checked);
  if (values === null) return null;
  return { ...values, convert: (data) => fromDictionary(data, values.convert) };
}

function textConversion(type: DataType, checked: boolean): ((data: Data) => Data) | null {
  switch (type.typeId) {
    case Type.Utf8:
      return checked ? (data) => data : plainText;
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      return plainText;
    case Type.Utf8View:
    case Type.BinaryView:
      return viewedText;
    case Type.FixedSizeBinary:
      return (data) => fixedText(data, type as unknown as FixedSizeBinary);
    case Type.Null:
      return ({ length }) => missingText(length);
    case Type.Int:
      return (data) => writtenText(data, (i) => String((data.values as BigUint64Array)[i] ?? ''));
    case Type.Decimal:
      return (data) => writtenText(data, (i) => decimalText(data, i, type as unknown as Decimal));
    case Type.Time:
      return timeText;
    default:
      return null;
  }
}

/** Bytes of a fixed size: 16 are a UUID in every file of orders that has them. */
function fixedText(data: Data, { byteWidth }: FixedSizeBinary): Data {
  const bytes = data.values as Uint8Array;
  const write = byteWidth === 16 ? uuidText : hexText;
  return writtenText(data, (i) => write(bytes.subarray(i * byteWidth, (i + 1) * byteWidth)));
}

/** A decimal as a whole number of its smallest unit. */
export function wholeNumber(data: Data, index: number, { bitWidth }: Decimal): bigint {
  const size = bitWidth / 32;
  const words = (data.values as Uint32Array).subarray(index * size, (index + 1) * size);
  let whole = 0n;
  for (const word of words.toReversed()) whole = (whole << 32n) | BigInt(word);
  return BigInt.asIntN(bitWidth, whole);
}

/** The digits of a decimal too wide for the engine. */
function decimalText(data: Data, index: number, type: Decimal): string {
  return scaled(wholeNumber(data, index, type), type.scale);
}

/** A whole number of units of 10^-scale, written out. */
export function scaled(value: bigint, scale: number): string {
  if (scale <= 0) return String(value * 10n ** BigInt(-scale));
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Times of day as `10:11:12`, with a fraction where there is one. */
function timeText(data: Data): Data {
  const { unit } = data.type as unknown as { unit: number };
  const perSecond = 1000 ** unit;
  const values = new Vector([data]);
  return writtenText(data, (i) => {
    const time = Number(values.get(i) ?? 0);
    const seconds = Math.floor(time / perSecond);
    const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60];
    const clock = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
    const fraction = String(time % perSecond)
      .padStart(unit * 3, '0')
      .replace(/0+$/, '');
    return unit === 0 || fraction === '' ? clock : `${clock}.${fraction}`;
  });
}
