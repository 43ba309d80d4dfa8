import { DangolError } from '../../src/core/errors.ts';
import { detectEncoding, type DetectedEncoding } from '../../src/import/detect-encoding.ts';
import { byteOrderMark, ENCODING_LABELS, type EncodingId } from '../../src/import/encodings.ts';
import { countReplaced, isMisread } from '../../src/import/head-text.ts';
import { isLegacy, LegacyDecoder } from './legacy-decoder.ts';
import { piecesOf, throwIfCancelled } from './pieces.ts';
import type { TextPieces } from './reader.ts';

/** So much is looked through at once. */
const PIECE = 1024 * 1024;
const HEAD = 512 * 1024;
/** So much around the first byte of 0x80 or more tells the encoding of what is ASCII before. */
const AROUND = 128 * 1024;

/**
 * The encoding of a file, by its first 512 KB, or where those are ASCII alone by the first part
 * that is not: names may begin to come at the ten-thousandth row.
 *
 * @throws DangolError file_unreadable, cancelled
 */
export async function detectFileEncoding(
  file: Blob,
  name: string,
  signal: AbortSignal,
): Promise<DetectedEncoding> {
  const head = await slice(file, name, 0, HEAD);
  const complete = file.size <= HEAD;
  const found = detectEncoding(head, complete);
  if (complete || found.bom || found.encoding !== 'utf-8' || foreignByte(head) !== -1) return found;
  for (let at = HEAD; at < file.size; at += PIECE) {
    throwIfCancelled(signal);
    const piece = await slice(file, name, at, at + PIECE);
    const foreign = foreignByte(piece);
    if (foreign === -1) continue;
    const from = at + foreign;
    const part = await slice(file, name, from, from + AROUND);
    return detectEncoding(part, from + AROUND >= file.size);
  }
  return found;
}

/** The position of the first byte that is not ASCII, or -1. */
function foreignByte(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let at = 0;
  while (at < words.length && ((words[at] ?? 0) & 0x80808080) === 0) at++;
  for (let i = at * 4; i < bytes.length; i++) if ((bytes[i] ?? 0) >= 0x80) return i;
  return -1;
}

/**
 * A text file as UTF-8 without a byte order mark, in pieces of a megabyte or two at the most.
 *
 * Bytes that are no character of a legacy encoding become U+FFFD, where they are few (see
 * `isMisread`): exports that cut a field at a byte leave half a character, and refusing the file
 * for it would help nobody. In UTF-8 the first of them is an error.
 *
 * @throws DangolError encoding_wrong, file_unreadable, cancelled
 */
export async function* decodedText(
  file: Blob,
  name: string,
  encoding: EncodingId,
  signal: AbortSignal,
): TextPieces {
  const pieces = bytesOf(file, name, encoding, signal);
  if (encoding === 'utf-8') yield* checkedUtf8(pieces, file, name);
  else yield* converted(pieces, file, name, encoding);
}

/** The bytes of a file behind its mark: as a stream, which takes half the time of slices. */
async function* bytesOf(
  file: Blob,
  name: string,
  encoding: EncodingId,
  signal: AbortSignal,
): TextPieces {
  const mark = byteOrderMark(await slice(file, name, 0, 4));
  const behind = mark?.encoding === encoding ? file.slice(mark.bytes) : file;
  try {
    yield* piecesOf(behind.stream(), signal);
  } catch (error) {
    if (error instanceof DangolError) throw error;
    throw new DangolError('file_unreadable', { file: name }, String(error));
  }
}

async function* checkedUtf8(pieces: TextPieces, file: Blob, name: string): TextPieces {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const check = async (piece?: Uint8Array): Promise<void> => {
    try {
      decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      throw wrong('utf-8', name, await replacedLine(file, 'utf-8'));
    }
  };
  for await (const piece of pieces) {
    await check(piece);
    yield piece;
  }
  await check();
}

/** Bytes of another encoding as UTF-8, piece by piece. */
interface Converter {
  /** How many bytes were no character so far. */
  readonly replaced: number;
  decode(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
  end(): Uint8Array<ArrayBuffer>;
}

async function* converted(
  pieces: TextPieces,
  file: Blob,
  name: string,
  encoding: EncodingId,
): TextPieces {
  const converter = isLegacy(encoding) ? new LegacyDecoder(encoding) : textConverter(encoding);
  let bytes = 0;
  const check = async (): Promise<void> => {
    if (isMisread(converter.replaced, bytes)) {
      throw wrong(encoding, name, await replacedLine(file, encoding));
    }
  };
  for await (const piece of pieces) {
    bytes += piece.length;
    const text = converter.decode(piece);
    await check();
    yield text;
  }
  const rest = converter.end();
  await check();
  if (rest.length > 0) yield rest;
}

function textConverter(encoding: EncodingId): Converter {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  let replaced = 0;
  const encode = (text: string): Uint8Array<ArrayBuffer> => {
    replaced += countReplaced(text);
    return encoder.encode(text);
  };
  return {
    get replaced() {
      return replaced;
    },
    decode: (bytes) => encode(decoder.decode(bytes, { stream: true })),
    end: () => encode(decoder.decode()),
  };
}

function wrong(encoding: EncodingId, file: string, line: number): DangolError {
  return new DangolError('encoding_wrong', { file, encoding: ENCODING_LABELS[encoding], line });
}

/** The line (from 1) of the first character that could not be read. */
async function replacedLine(file: Blob, encoding: EncodingId): Promise<number> {
  const decoder = new TextDecoder(encoding);
  let line = 1;
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = await file.slice(at, at + PIECE).arrayBuffer();
    const text = decoder.decode(piece, { stream: true });
    const found = text.indexOf('\ufffd');
    line += (found === -1 ? text : text.slice(0, found)).match(/\r\n?|\n/g)?.length ?? 0;
    if (found !== -1) break;
  }
  return line;
}

async function slice(
  file: Blob,
  name: string,
  from: number,
  to: number,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(from, to).arrayBuffer());
  } catch (error) {
    throw new DangolError('file_unreadable', { file: name }, String(error));
  }
}
