import { type Data, makeData, Utf8 } from 'apache-arrow';

/** Where a value's bytes stand: the buffer, the first byte and one beyond the last. */
export type Place = (index: number) => readonly [Uint8Array, number, number];

const NOTHING = [new Uint8Array(), 0, 0] as const;

/** Text of which each value stands somewhere else, as one column. */
export function gatherText(length: number, valid: (index: number) => boolean, place: Place): Data {
  const offsets = new Int32Array(length + 1);
  const nullBitmap = new Uint8Array((length + 7) >> 3);
  let total = 0;
  for (let i = 0; i < length; i += 1) {
    if (valid(i)) {
      const [, start, end] = place(i);
      nullBitmap[i >> 3] = (nullBitmap[i >> 3] ?? 0) | (1 << (i & 7));
      total += end - start;
      if (total > 0x7fffffff) throw new RangeError('more than 2 GB of text at once');
    }
    offsets[i + 1] = total;
  }
  const data = new Uint8Array(total);
  for (let i = 0; i < length; i += 1) {
    let at = offsets[i] ?? 0;
    const [bytes, start, end] = at === offsets[i + 1] ? NOTHING : place(i);
    // A loop is quicker than `set` for values as short as these.
    for (let from = start; from < end; from += 1, at += 1) data[at] = bytes[from] ?? 0;
  }
  return makeData({
    type: new Utf8(),
    length,
    nullCount: -1,
    nullBitmap,
    valueOffsets: offsets,
    data,
  });
}

/** Nothing but missing values. */
export function missingText(length: number): Data {
  return gatherText(
    length,
    () => false,
    () => NOTHING,
  );
}

/** Values without a type of ours, as text: one call a value. */
export function writtenText(data: Data, write: (index: number) => string): Data {
  const encoder = new TextEncoder();
  const texts = Array.from({ length: data.length }, (_, i) =>
    data.getValid(i) ? encoder.encode(write(i)) : NOTHING[0],
  );
  return gatherText(
    data.length,
    (i) => data.getValid(i),
    (i) => {
      const bytes = texts[i] ?? NOTHING[0];
      return [bytes, 0, bytes.length];
    },
  );
}

/** Text or bytes with offsets of 32 or 64 bits, as text; bytes that are no UTF-8 are replaced. */
export function plainText(data: Data): Data {
  const { length, nullCount, nullBitmap } = data;
  const bytes = data.values as Uint8Array;
  const own = data.valueOffsets as Int32Array | BigInt64Array;
  const offsets =
    own instanceof Int32Array
      ? own.subarray(0, length + 1)
      : Int32Array.from({ length: length + 1 }, (_, i) => narrow(own[i] ?? 0n));
  const text = makeData({
    type: new Utf8(),
    length,
    nullCount,
    nullBitmap,
    valueOffsets: offsets,
    data: bytes,
  });
  if (length === 0 || isText(bytes, offsets)) return text;
  const decoder = new TextDecoder();
  return writtenText(text, (i) => decoder.decode(bytes.subarray(offsets[i], offsets[i + 1])));
}

function narrow(offset: bigint): number {
  if (offset > 0x7fffffffn) throw new RangeError('more than 2 GB of text at once');
  return Number(offset);
}

/** Whether every value is UTF-8: all of them together are, and none begins within a character. */
function isText(bytes: Uint8Array, offsets: Int32Array): boolean {
  const whole = bytes.subarray(offsets[0], offsets.at(-1));
  if (isAscii(whole)) return true;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(whole);
  } catch {
    return false;
  }
  for (const at of offsets) if (((bytes[at] ?? 0) & 0xc0) === 0x80) return false;
  return true;
}

/** Most text is, and looking at four bytes at once costs a tenth of decoding them. */
function isAscii(bytes: Uint8Array): boolean {
  const start = Math.min(bytes.length, -bytes.byteOffset & 3);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + start, (bytes.length - start) >> 2);
  let seen = 0;
  for (let i = 0; i < words.length; i += 1) seen |= words[i] ?? 0;
  for (let i = 0; i < start; i += 1) seen |= bytes[i] ?? 0;
  for (let i = start + 4 * words.length; i < bytes.length; i += 1) seen |= bytes[i] ?? 0;
  return (seen & 0x80808080) === 0;
}

/** A view has 16 bytes: the length, and the text itself if it has at most 12 bytes. */
const VIEW = 16;
const INLINE = 12;

/** Text or bytes kept as views, as text. */
export function viewedText(data: Data): Data {
  const views = data.values as Uint8Array;
  const words = new DataView(views.buffer, views.byteOffset, views.byteLength);
  const gathered = gatherText(
    data.length,
    (i) => data.getValid(i),
    (i) => {
      const length = words.getInt32(i * VIEW, true);
      if (length < 0) throw new RangeError('text shorter than nothing');
      if (length <= INLINE) return [views, i * VIEW + 4, i * VIEW + 4 + length];
      const buffer = data.variadicBuffers[words.getInt32(i * VIEW + 8, true)];
      const start = words.getInt32(i * VIEW + 12, true);
      if (buffer === undefined || start < 0 || start + length > buffer.length) {
        throw new RangeError('text outside of its buffer');
      }
      return [buffer, start, start + length];
    },
  );
  return plainText(gathered);
}

/** 16 bytes as a UUID. */
export function uuidText(bytes: Uint8Array): string {
  const hex = hexText(bytes);
  return [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join('-');
}

export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
