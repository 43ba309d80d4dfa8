import { type Data, type RecordBatch, RecordBatchStreamWriter, type Schema } from 'apache-arrow';

/** The length of the mark that ends a stream. */
const END_MARK = 8;
/** The continuation mark and the length that stand before a message. */
const PREFIX = 8;

/** Whether a batch became another without a value being touched: its buffers are the same. */
export function isUntouched(batch: RecordBatch, converted: RecordBatch): boolean {
  const [own, made] = [batch.data.children, converted.data.children];
  return (
    own.length === made.length &&
    own.every((child, i) => {
      const other = made[i];
      return other !== undefined && hasSameBuffers(child, other);
    })
  );
}

function hasSameBuffers(a: Data, b: Data): boolean {
  return (
    a.typeId === b.typeId &&
    a.nullCount === b.nullCount &&
    isSamePart(a.values, b.values) &&
    isSamePart(a.nullBitmap, b.nullBitmap) &&
    isSamePart(a.valueOffsets, b.valueOffsets)
  );
}

function isSamePart(a: unknown, b: unknown): boolean {
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b)) return a === b;
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset;
}

/**
 * An Arrow IPC stream under another schema of the same types: a batch names no columns, so that
 * its bytes stay as they are. Writing it anew would cost more than decoding it did, and a mere copy
 * as much: new memory is dear.
 *
 * @param stream is changed, and is what is returned, where the schema has room in it
 */
export function underSchema(
  stream: Uint8Array<ArrayBuffer>,
  schema: Schema,
): Uint8Array<ArrayBuffer> {
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, schema);
  writer.finish();
  const head = writer.toUint8Array(true).subarray(0, -END_MARK);
  const length = new DataView(stream.buffer, stream.byteOffset).getInt32(PREFIX / 2, true);
  const message = head.subarray(PREFIX);
  if (message.length <= length) {
    stream.set(message, PREFIX);
    // What is left of the message is padding.
    stream.fill(0, PREFIX + message.length, PREFIX + length);
    return stream;
  }
  const rest = stream.subarray(PREFIX + length);
  const renamed = new Uint8Array(head.length + rest.length);
  renamed.set(head);
  renamed.set(rest, head.length);
  return renamed;
}
