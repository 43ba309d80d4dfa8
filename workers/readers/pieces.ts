import { DangolError } from '../../src/core/errors.ts';
import type { TextPieces } from './reader.ts';

/** So much is gathered in memory before it becomes a Blob, which the browser may put on disk. */
const GATHERED = 8 * 1024 * 1024;

/** Gathers pieces into a Blob, with no more than some megabytes at a time in memory of our own. */
export async function collect(pieces: TextPieces, signal: AbortSignal): Promise<Blob> {
  const blobs: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    throwIfCancelled(signal);
    parts.push(piece);
    bytes += piece.length;
    if (bytes < GATHERED) continue;
    blobs.push(new Blob(parts));
    [parts, bytes] = [[], 0];
  }
  return new Blob([...blobs, ...parts]);
}

/** The first bytes of pieces, about as many as asked for; the pieces are stopped. */
export async function firstBytes(
  pieces: TextPieces,
  most: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly complete: boolean }> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let [bytes, complete] = [0, true];
  for await (const piece of pieces) {
    parts.push(piece);
    bytes += piece.length;
    if (bytes <= most) continue;
    complete = false;
    break;
  }
  const all = new Uint8Array(await new Blob(parts).arrayBuffer());
  return { bytes: all.subarray(0, most), complete };
}

/** What a stream gives, in pieces; it is cancelled where the consumer stops. */
export async function* piecesOf(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): TextPieces {
  const reader = stream.getReader();
  try {
    for (;;) {
      throwIfCancelled(signal);
      const { done, value } = await reader.read();
      if (done) return;
      yield value as Uint8Array<ArrayBuffer>;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** @throws DangolError cancelled */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new DangolError('cancelled', {});
}
