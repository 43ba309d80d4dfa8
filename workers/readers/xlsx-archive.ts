import { DangolError } from '../../src/core/errors.ts';
import { unreadable } from './unreadable.ts';

/** A part of a workbook's archive, still compressed. */
export interface Part {
  readonly path: string;
  readonly compressed: Blob;
  /** The compression method of ZIP: 0 stored, 8 deflated. */
  readonly method: number;
  /** Bytes when unpacked, as the archive's directory says. */
  readonly bytes: number;
}

/** The parts of a workbook by their paths. */
export type Parts = ReadonlyMap<string, Part>;

const MEGABYTE = 1_000_000;
/** Real sheets shrink 5 to 30 times; a part that shrank more, and is large, is a trap. */
const MOST_RATIO = 200;
const SUSPICIOUS_BYTES = 100 * MEGABYTE;
/** Of no part more is unpacked: a sheet of a million rows and 50 columns has 2.5 GB. */
const MOST_BYTES = 4_000 * MEGABYTE;
const LOCAL_HEADER = 30;
const STORED = 0;

/**
 * The parts of an archive, of which the directory alone is read.
 *
 * @throws DangolError workbook_broken, workbook_encrypted, archive_too_large
 */
export async function openParts(file: Blob, name: string): Promise<Parts> {
  const { ZipReader, BlobReader } = await import('@zip.js/zip.js/lib/zip-core-native.js');
  const parts = new Map<string, Part>();
  try {
    const archive = new ZipReader(new BlobReader(file));
    for (const entry of await archive.getEntries()) {
      if (entry.directory) continue;
      if (entry.encrypted) throw new DangolError('workbook_encrypted', { file: name });
      guardSize(entry.uncompressedSize, entry.compressedSize, name);
      const start = await dataStart(file, entry.offset);
      parts.set(entry.filename, {
        path: entry.filename,
        compressed: file.slice(start, start + entry.compressedSize),
        method: entry.compressionMethod,
        bytes: entry.uncompressedSize,
      });
    }
    await archive.close();
  } catch (error) {
    if (error instanceof DangolError) throw error;
    throw (
      unreadable(error, name) ?? new DangolError('workbook_broken', { file: name }, String(error))
    );
  }
  return parts;
}

function guardSize(bytes: number, compressed: number, file: string): void {
  const ratio = Math.round(bytes / Math.max(1, compressed));
  const isTrap = bytes > SUSPICIOUS_BYTES && ratio > MOST_RATIO;
  if (!isTrap && bytes <= MOST_BYTES) return;
  const limit = isTrap ? SUSPICIOUS_BYTES : MOST_BYTES;
  throw new DangolError('archive_too_large', { file, ratio, megabytes: limit / MEGABYTE });
}

/** Where an entry's data begin: after its own header, whose length the directory does not know. */
async function dataStart(file: Blob, offset: number): Promise<number> {
  const header = await file.slice(offset, offset + LOCAL_HEADER).arrayBuffer();
  const view = new DataView(header);
  return offset + LOCAL_HEADER + view.getUint16(26, true) + view.getUint16(28, true);
}

/** The bytes of a part as they are unpacked. */
export function unpack(part: Part): ReadableStream<Uint8Array> {
  if (part.method === STORED) return part.compressed.stream();
  return part.compressed.stream().pipeThrough(new DecompressionStream('deflate-raw'));
}

/** The text of a part that is small. */
export async function partText(part: Part): Promise<string> {
  return new Response(unpack(part) as ReadableStream<Uint8Array<ArrayBuffer>>).text();
}

/** The first characters of a part, about as many as asked for. */
export async function partHead(part: Part, characters: number): Promise<string> {
  const reader = unpack(part).getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (text.length < characters) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return text;
}
