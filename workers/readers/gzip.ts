import { DangolError } from '../../src/core/errors.ts';
import { piecesOf } from './pieces.ts';
import type { TextPieces } from './reader.ts';
import { unreadable } from './unreadable.ts';

const PIECE = 1024 * 1024;
const SMALL = 128 * 1024;
const HEADER = 10;

/**
 * What a gzip file holds. Files of several members (`cat a.gz b.gz`, bgzip) are read whole:
 * browsers take all that follows the first member for rubbish, so each is unpacked by itself.
 *
 * @throws DangolError archive_broken, archive_truncated, cancelled
 */
export async function* gunzip(file: Blob, name: string, signal: AbortSignal): TextPieces {
  const starts = await memberStarts(file);
  let produced = 0;
  try {
    for (const [i, start] of starts.entries()) {
      for await (const piece of member(file.slice(start, starts[i + 1]), signal)) {
        produced += piece.length;
        yield piece;
      }
    }
  } catch (error) {
    if (starts.length === 1 || error instanceof DangolError) throw packedError(error, name);
    // What looked like the start of a member was data after all.
    yield* whole(file, name, produced, signal);
  }
}

/** The file as a single member, without the bytes that were given already. */
async function* whole(file: Blob, name: string, given: number, signal: AbortSignal): TextPieces {
  let at = 0;
  try {
    for await (const piece of member(file, signal)) {
      if (at + piece.length > given) yield piece.subarray(Math.max(0, given - at));
      at += piece.length;
    }
  } catch (error) {
    throw packedError(error, name);
  }
}

function member(file: Blob, signal: AbortSignal): TextPieces {
  return piecesOf(smallPieces(file).pipeThrough(new DecompressionStream('gzip')), signal);
}

/**
 * A file in pieces smaller than those of its own stream, each of which becomes many megabytes that
 * have to wait: so it is unpacked in two thirds of the time.
 */
function smallPieces(file: Blob): ReadableStream<Uint8Array<ArrayBuffer>> {
  let read = new Uint8Array();
  let [at, position] = [0, 0];
  return new ReadableStream({
    async pull(controller) {
      if (at === read.length) {
        read = new Uint8Array(await file.slice(position, position + PIECE).arrayBuffer());
        [at, position] = [0, position + read.length];
      }
      if (read.length === 0) controller.close();
      else controller.enqueue(read.slice(at, (at = Math.min(at + SMALL, read.length))));
    },
  });
}

/** Where members seem to begin: ten bytes that chance makes once in a thousand gigabytes. */
async function memberStarts(file: Blob): Promise<number[]> {
  const starts = [0];
  for (let from = 0; from < file.size; from += PIECE) {
    const bytes = new Uint8Array(await file.slice(from, from + PIECE + HEADER - 1).arrayBuffer());
    let at = bytes.indexOf(0x1f);
    for (; at !== -1 && at < PIECE; at = bytes.indexOf(0x1f, at + 1)) {
      if (from + at > 0 && isHeader(bytes, at)) starts.push(from + at);
    }
  }
  return starts;
}

/** The magic number, deflate, flags, time, and what writers put for effort and system. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  // Nearly all end here, one byte in 256 of the file.
  if (bytes[at + 1] !== 0x8b) return false;
  const [method, flags, effort, system] = [2, 3, 8, 9].map((i) => bytes[at + i] ?? -1);
  if (method !== 8 || flags === undefined || flags >= 0x20) return false;
  if (effort !== 0 && effort !== 2 && effort !== 4) return false;
  return system !== undefined && ((system >= 0 && system <= 13) || system === 255);
}

/** Browsers say in words of their own whether packed data end early or are damaged. */
export function packedError(error: unknown, file: string): DangolError {
  if (error instanceof DangolError) return error as DangolError;
  const moved = unreadable(error, file);
  if (moved !== null) return moved;
  const text = `${String(error)} ${error instanceof Error ? JSON.stringify(error.cause ?? '') : ''}`;
  const code = /trunc|unexpected (?:end|eof)/i.test(text) ? 'archive_truncated' : 'archive_broken';
  return new DangolError(code, { file }, text.trim());
}
