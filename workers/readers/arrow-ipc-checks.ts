import { type Data, DataType, Type } from 'apache-arrow';

const VIEW = 16;

/**
 * Checks that the buffers of a column hold what its length says. Nobody checks it after us: the
 * engine would read what happens to stand behind a buffer.
 *
 * @throws RangeError where they do not
 */
export function checkColumn(data: Data): void {
  const { length } = data;
  const type: DataType = data.type;
  if (!Number.isSafeInteger(length) || length < 0) throw short();
  if (length === 0 || DataType.isNull(type)) return;
  if (data.nullCount > 0 && data.nullBitmap.length * 8 < length) throw short();
  const size = (data.values as ArrayLike<number> | undefined)?.length ?? 0;
  switch (type.typeId) {
    case Type.Bool:
      if (size * 8 < length) throw short();
      return;
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      checkOffsets(data.valueOffsets as Int32Array | BigInt64Array, length, size);
      return;
    case Type.Utf8View:
    case Type.BinaryView:
      if (size < length * VIEW) throw short();
      return;
    default:
      if (size < length * data.stride) throw short();
  }
  for (const chunk of data.dictionary?.data ?? []) checkColumn(chunk as Data);
}

function checkOffsets(offsets: Int32Array | BigInt64Array, length: number, size: number): void {
  if (offsets.length <= length) throw short();
  let before = 0;
  for (let i = 0; i <= length; i += 1) {
    const offset = Number(offsets[i]);
    if (offset < before) throw new RangeError('offsets that go back');
    before = offset;
  }
  if (before > size) throw short();
}

function short(): RangeError {
  return new RangeError('a buffer too short for its column');
}
