import { Message, MessageHeader, RecordBatchReader, RecordBatchStreamWriter } from 'apache-arrow';
import { verifyFooter, verifyMessage } from './arrow-ipc-verify.ts';

/** What encloses the messages of an Arrow file: the magic, padded, and the footer's length before it. */
const MAGIC = 'ARROW1';
const HEAD = 8;
const TAIL = 4 + MAGIC.length;
/** Written before the length of a message since version 0.15 of the format. */
const CONTINUATION = -1;
/** The length of the mark that ends a stream. */
const END_MARK = 8;
/** How much is read at once where messages are small. */
const WINDOW = 256 * 1024;

/** A file's messages. */
export interface Messages {
  /** The message that tells the columns. */
  readonly schema: Uint8Array<ArrayBuffer>;
  /** Where each dictionary and batch begins, and behind the last one, where it ends. */
  readonly bounds: readonly number[];
  readonly rows: number;
}

/**
 * Finds the messages of an Arrow file or stream by their heads alone.
 *
 * @throws RangeError for a file that breaks off, or is none
 */
export async function findMessages(file: Blob): Promise<Messages> {
  const read = windowed(file);
  const { start, end, isFile } = await range(file, read);
  const first = await messageAt(read, start, end);
  const inFooter = isFile && first?.message.isSchema() !== true;
  if (!inFooter && first?.message.isSchema() !== true) throw new RangeError('no schema');
  const bounds = [inFooter || first === null ? start : first.body];
  const schema = inFooter ? await footerSchema(file, end) : await bytesOf(file, start, bounds[0]);
  let rows = 0;
  for (let at = bounds[0] ?? end; at < end; bounds.push(at)) {
    const head = await messageAt(read, at, end);
    if (head === null) break;
    if (head.message.isRecordBatch()) rows += head.message.header().length;
    at = head.body + head.message.bodyLength;
    if (head.message.bodyLength < 0 || at > end) throw new RangeError('the file breaks off');
  }
  return { schema, bounds, rows };
}

/** The schema that a file's footer has, as a message: some writers begin without one. */
async function footerSchema(file: Blob, footer: number): Promise<Uint8Array<ArrayBuffer>> {
  // The reader finds the footer in a file that has nothing else.
  verifyFooter(await bytesOf(file, footer, file.size - TAIL));
  const parts = [file.slice(0, HEAD), file.slice(footer)];
  const reader = RecordBatchReader.from(await bytesOf(new Blob(parts)));
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, reader.open().schema);
  writer.finish();
  return writer.toUint8Array(true).slice(0, -END_MARK);
}

async function bytesOf(file: Blob, start = 0, end = file.size): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.slice(start, end).arrayBuffer());
}

type Read = (at: number, length: number) => Promise<DataView>;

/** Where the messages stand: between magic and footer in a file, everywhere in a stream. */
async function range(
  file: Blob,
  read: Read,
): Promise<{ start: number; end: number; isFile: boolean }> {
  if (file.size < HEAD + TAIL || !isMagic(await read(0, MAGIC.length))) {
    return { start: 0, end: file.size, isFile: false };
  }
  if (!isMagic(await read(file.size - MAGIC.length, MAGIC.length))) {
    throw new RangeError('no footer');
  }
  const footer = (await read(file.size - TAIL, 4)).getInt32(0, true);
  const end = file.size - TAIL - footer;
  if (footer <= 0 || end < HEAD) throw new RangeError('footer longer than the file');
  return { start: HEAD, end, isFile: true };
}

function isMagic({ buffer, byteOffset, byteLength }: DataView): boolean {
  return String.fromCharCode(...new Uint8Array(buffer, byteOffset, byteLength)) === MAGIC;
}

/** The message at a place, and where its body begins; null at the end of the stream. */
async function messageAt(
  read: Read,
  at: number,
  end: number,
): Promise<{ message: Message; body: number } | null> {
  if (at === end) return null;
  if (at + 4 > end) throw new RangeError('the file breaks off');
  let length = (await read(at, 4)).getInt32(0, true);
  let start = at + 4;
  if (length === CONTINUATION) {
    if (start + 4 > end) throw new RangeError('the file breaks off');
    length = (await read(start, 4)).getInt32(0, true);
    start += 4;
  }
  if (length === 0) return null;
  if (length < 0) throw new RangeError('not an Arrow file');
  if (start + length > end) throw new RangeError('the file breaks off');
  const { buffer, byteOffset, byteLength } = await read(start, length);
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  verifyMessage(bytes);
  const message = Message.decode(bytes);
  const known = [MessageHeader.Schema, MessageHeader.DictionaryBatch, MessageHeader.RecordBatch];
  if (!known.includes(message.headerType)) throw new RangeError('an unknown kind of message');
  return { message, body: start + length };
}

/** Reads parts of a file in windows, as a slice of it takes its time however short it is. */
function windowed(file: Blob): Read {
  let window = new Uint8Array();
  let start = 0;
  return async (at, length) => {
    if (at < start || at + length > start + window.length) {
      const end = Math.min(file.size, at + Math.max(length, WINDOW));
      window = new Uint8Array(await file.slice(at, end).arrayBuffer());
      start = at;
      if (window.length < length) throw new RangeError('the file breaks off');
    }
    return new DataView(window.buffer, at - start, length);
  };
}
