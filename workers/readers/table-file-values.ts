import {
  type Data,
  DateDay,
  Decimal,
  Float64,
  Int64,
  makeData,
  TimestampMicrosecond,
  Vector,
} from 'apache-arrow';

/** What the values of a column share with those they become: how many, and which are missing. */
function shell(data: Data) {
  const { length, nullCount, nullBitmap } = data;
  return { length, nullCount, nullBitmap };
}

/** An empty bitmap means that no value is missing. */
function withMissing(data: Data, missing: readonly number[]) {
  const { length, nullCount } = data;
  const nullBitmap = new Uint8Array((length + 7) >> 3).fill(255);
  if (nullCount > 0) nullBitmap.set(data.nullBitmap.subarray(0, nullBitmap.length));
  for (const at of missing) nullBitmap[at >> 3] = (nullBitmap[at >> 3] ?? 0) & ~(1 << (at & 7));
  return { length, nullCount: -1, nullBitmap };
}

/** Integers of 8 to 64 bits, as 64 bits. An unsigned one of 64 bits has to fit. */
export function toInt64(data: Data): Data {
  const values = data.values as ArrayLike<number> | BigInt64Array | BigUint64Array;
  if (values instanceof BigInt64Array)
    return makeData({ type: new Int64(), ...shell(data), data: values });
  if (values instanceof BigUint64Array) throw new TypeError('unsigned integers may not fit');
  const words = new Int32Array(2 * data.length);
  for (let i = 0; i < data.length; i += 1) {
    const value = values[i] ?? 0;
    words[2 * i] = value;
    words[2 * i + 1] = value < 0 ? -1 : 0;
  }
  return makeData({ type: new Int64(), ...shell(data), data: new BigInt64Array(words.buffer) });
}

/** Floats as DOUBLE; what is not finite is missing. */
export function toFloat64(data: Data): Data {
  const values = doubles(data);
  const missing: number[] = [];
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) missing.push(i);
  }
  const rest = missing.length === 0 ? shell(data) : withMissing(data, missing);
  return makeData({ type: new Float64(), ...rest, data: values });
}

function doubles(data: Data): Float64Array {
  const values = data.values as unknown;
  if (values instanceof Float64Array) return values.subarray(0, data.length);
  if (values instanceof Float32Array)
    return Float64Array.from(values.subarray(0, data.length), shortest);
  const halves = new Vector([data]);
  return Float64Array.from({ length: data.length }, (_, i) => Number(halves.get(i) ?? 0));
}

/** The number that a float of 32 bits was written for: 9.99, not 9.989999771118164. */
function shortest(float: number): number {
  const cents = Math.round(float * 100) / 100;
  if (Math.fround(cents) === float) return cents;
  for (let digits = 6; digits < 9; digits += 1) {
    const value = Number(float.toPrecision(digits));
    if (Math.fround(value) === float) return value;
  }
  return float;
}

/** Units of a second, in the order of Arrow's TimeUnit. */
const PER_SECOND = [1n, 1000n, 1_000_000n, 1_000_000_000n] as const;
const MICROSECONDS = 1_000_000n;
/** The years 1 to 9999: beyond them a timestamp is taken for a placeholder, and missing. */
const EARLIEST = -62_135_596_800_000_000n;
const LATEST = 253_402_300_800_000_000n;

/** Timestamps of any unit in microseconds, finer ones rounded down; out of range is missing. */
export function toMicroseconds(data: Data, unit: number): Data {
  const perSecond = PER_SECOND[unit] ?? MICROSECONDS;
  const values = data.values as BigInt64Array;
  const out = perSecond === MICROSECONDS ? values : new BigInt64Array(data.length);
  if (perSecond !== MICROSECONDS) {
    const [times, by] = [MICROSECONDS / perSecond, perSecond / MICROSECONDS];
    for (let i = 0; i < data.length; i += 1) {
      const value = values[i] ?? 0n;
      out[i] = times > 0n ? inRange(value * times) : floorDivide(value, by);
    }
  }
  return makeData({ type: new TimestampMicrosecond(), ...withoutFar(data, out), data: out });
}

/** A value that would not fit into 64 bits, as one that is out of range. */
function inRange(value: bigint): bigint {
  return value < EARLIEST || value >= LATEST ? LATEST : value;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}

function withoutFar(data: Data, values: BigInt64Array) {
  // The upper words suffice: comparing whole values would make each of them an object.
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * data.length);
  const [low, high] = [Number(EARLIEST >> 32n), Number(LATEST >> 32n)];
  const far: number[] = [];
  for (let i = 0; i < data.length; i += 1) {
    const word = words[2 * i + 1] ?? 0;
    if (word < low || word >= high) far.push(i);
  }
  return far.length === 0 ? shell(data) : withMissing(data, far);
}

const MS_PER_DAY = 86_400_000n;

/** Days since 1970-01-01, from days or from milliseconds. */
export function toDays(data: Data): Data {
  const values = data.values as Int32Array | BigInt64Array;
  const days =
    values instanceof Int32Array
      ? values
      : Int32Array.from({ length: data.length }, (_, i) =>
          Number(floorDivide(values[i] ?? 0n, MS_PER_DAY)),
        );
  return makeData({ type: new DateDay(), ...shell(data), data: days });
}

/** Decimals of 32, 64 or 128 bits, as 128 bits. */
export function toDecimal128(data: Data, { scale, precision, bitWidth }: Decimal): Data {
  const values = data.values as Uint32Array;
  const from = bitWidth / 32;
  const words = from === 4 ? values : new Uint32Array(4 * data.length);
  for (let i = 0; from !== 4 && i < data.length; i += 1) {
    const own = values.subarray(i * from, (i + 1) * from);
    const negative = ((own[from - 1] ?? 0) & 0x80000000) !== 0;
    words.fill(negative ? 0xffffffff : 0, 4 * i + from, 4 * i + 4);
    words.set(own, 4 * i);
  }
  return makeData({ type: new Decimal(scale, precision, 128), ...shell(data), data: words });
}
