import { Message, MessageHeader } from 'apache-arrow';

/** What encloses the messages of an Arrow file: the magic, padded, and the footer's length before it. */
const MAGIC = 'ARROW1';
const HEAD = 8;
const TAIL = 4 + MAGIC.length;
/** Written before the length of a message since version 0.15 of the format. */
const CONTINUATION = -1;
/** How much is read at once where messages are small. */
const WINDOW = 256 * 1024;

/** A file's messages: the schema, and then dictionaries and batches. */
export interface Messages {
  /** Where each of them begins, and behind the last one, where it ends. */
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
  const [start, end] = await range(file, read);
  const bounds = [start];
  let rows = 0;
  for (let at = start; at < end; bounds.push(at)) {
    const head = await messageAt(read, at, end);
    if (head === null) break;
    if (bounds.length === 1 && !head.message.isSchema()) throw new RangeError('no schema');
    if (head.message.isRecordBatch()) rows += head.message.header().length;
    at = head.body + head.message.bodyLength;
    if (head.message.bodyLength < 0 || at > end) throw new RangeError('the file breaks off');
  }
  if (bounds.length === 1) throw new RangeError('no schema');
  return { bounds, rows };
}

type Read = (at: number, length: number) => Promise<DataView>;

/** Where the messages stand: between magic and footer in a file, everywhere in a stream. */
async function range(file: Blob, read: Read): Promise<[number, number]> {
  if (file.size < HEAD + TAIL || !isMagic(await read(0, MAGIC.length))) return [0, file.size];
  if (!isMagic(await read(file.size - MAGIC.length, MAGIC.length)))
    throw new RangeError('no footer');
  const footer = (await read(file.size - TAIL, 4)).getInt32(0, true);
  const end = file.size - TAIL - footer;
  if (footer <= 0 || end < HEAD) throw new RangeError('footer longer than the file');
  return [HEAD, end];
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
  const message = Message.decode(new Uint8Array(buffer, byteOffset, byteLength));
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
