import { DangolError } from '../../src/core/errors.ts';
import type { TextPieces } from './reader.ts';

const MEGABYTE = 1_000_000;
/**
 * Tables shrink 5 to 30 times, and repetitive ones up to 100; deflate can do no more than 1,032.
 * What grows 200 times and is large was made to fill a disk.
 */
const MOST_RATIO = 200;
const SUSPICIOUS_BYTES = 100 * MEGABYTE;
/** The engine addresses 4 GB; a longer text could not be read even where it is honest. */
const MOST_BYTES = 4_000 * MEGABYTE;

/**
 * Passes on what is unpacked, and stops where it grows beyond all measure: over 200 times its
 * packed size and over 100 MB, or over 4 GB. What an archive says of its sizes is not believed.
 *
 * @throws DangolError archive_too_large
 */
export async function* guarded(pieces: TextPieces, packedBytes: number, file: string): TextPieces {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    guardSize(bytes, packedBytes, file);
    yield piece;
  }
}

/** As `guarded`, for a size that is known. @throws DangolError archive_too_large */
export function guardSize(bytes: number, packedBytes: number, file: string): void {
  const ratio = Math.round(bytes / Math.max(1, packedBytes));
  const isTrap = bytes > SUSPICIOUS_BYTES && ratio > MOST_RATIO;
  if (!isTrap && bytes <= MOST_BYTES) return;
  const megabytes = (isTrap ? SUSPICIOUS_BYTES : MOST_BYTES) / MEGABYTE;
  throw new DangolError('archive_too_large', { file, ratio, megabytes });
}
