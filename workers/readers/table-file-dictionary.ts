import { Bool, type Data, DataType, makeData, type Utf8, util } from 'apache-arrow';
import { gatherText } from './table-file-text.ts';

/** A column of indices into values, written out, its values converted first. */
export function fromDictionary(data: Data, convert: (values: Data) => Data): Data {
  const chunks = (data.dictionary?.data ?? []).map((chunk) => convert(chunk as Data));
  const total = chunks.reduce((sum, { length }) => sum + length, 0);
  const indices = data.values as ArrayLike<number> | ArrayLike<bigint>;
  const [single] = chunks;
  if (single === undefined) return nothing(data, convert);
  const chunkOf = chunks.flatMap((chunk, i) => new Array<number>(chunk.length).fill(i));
  const starts = chunks.map((_, i) => chunks.slice(0, i).reduce((sum, c) => sum + c.length, 0));
  const find = (i: number): [Data, number] => {
    const index = Number(indices[i]);
    if (!(index >= 0 && index < total)) throw new RangeError('an index beyond its dictionary');
    const chunk = chunkOf[index] ?? 0;
    return [chunks[chunk] ?? single, index - (starts[chunk] ?? 0)];
  };
  const valid = (i: number): boolean => {
    if (!data.getValid(i)) return false;
    const [chunk, at] = find(i);
    return chunk.getValid(at);
  };
  return gather(data.length, single.type, valid, find);
}

/** Without a dictionary nothing but missing values can be there. */
function nothing(data: Data, convert: (values: Data) => Data): Data {
  const { dictionary } = data.type as unknown as { dictionary: DataType };
  const empty = convert(makeData({ type: dictionary as unknown as Utf8, length: 0 }));
  return gather(
    data.length,
    empty.type,
    () => false,
    () => [empty, 0],
  );
}

function gather(
  length: number,
  type: DataType,
  valid: (i: number) => boolean,
  find: (i: number) => [Data, number],
): Data {
  if (DataType.isUtf8(type)) {
    return gatherText(length, valid, (i) => {
      const [chunk, at] = find(i);
      const offsets = chunk.valueOffsets as Int32Array;
      return [chunk.values as Uint8Array, offsets[at] ?? 0, offsets[at + 1] ?? 0];
    });
  }
  const nullBitmap = util.packBools(Array.from({ length }, (_, i) => valid(i)));
  const rest = { length, nullCount: -1, nullBitmap };
  if (DataType.isBool(type)) {
    const bits = Array.from({ length }, (_, i) => {
      if (!valid(i)) return false;
      const [chunk, at] = find(i);
      return (((chunk.values as Uint8Array)[at >> 3] ?? 0) & (1 << (at & 7))) !== 0;
    });
    return makeData({ type: new Bool(), ...rest, data: util.packBools(bits) });
  }
  return makeData({ type, ...rest, data: gatherFixed(length, type, valid, find) } as never) as Data;
}

/** Values of one size, word by word. */
function gatherFixed(
  length: number,
  type: DataType,
  valid: (i: number) => boolean,
  find: (i: number) => [Data, number],
): Uint32Array {
  const stride = DataType.isDecimal(type) ? 4 : 1;
  const Values = type.ArrayType as new (length: number) => Uint32Array;
  const out = new Values(length * stride);
  for (let i = 0; i < length; i += 1) {
    if (!valid(i)) continue;
    const [chunk, at] = find(i);
    out.set((chunk.values as Uint32Array).subarray(at * stride, (at + 1) * stride), i * stride);
  }
  return out;
}
