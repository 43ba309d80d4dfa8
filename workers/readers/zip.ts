import { DangolError } from '../../src/core/errors.ts';
import { detectEncoding } from '../../src/import/detect-encoding.ts';
import { crc32 } from './crc32.ts';
import { packedError } from './gzip.ts';
import { guardSize } from './limits.ts';
import { piecesOf } from './pieces.ts';
import type { TextPieces } from './reader.ts';
import { unreadable } from './unreadable.ts';

/** A file within an archive. */
export interface ZipEntry {
  /** Its path there, with slashes. */
  readonly name: string;
  /** Unpacked, as the archive's directory says. */
  readonly bytes: number;
  readonly packedBytes: number;
  open(signal: AbortSignal): TextPieces;
}

const LOCAL_HEADER = 30;
const STORED = 0;
const DEFLATED = 8;
/** What systems put beside the files that were packed. */
const CLUTTER = /(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i;

/**
 * The files of an archive (ZIP, ZIP64), of which the directory alone is read. Folders, empty files
 * and what systems add of their own are left out.
 *
 * @throws DangolError archive_broken, archive_truncated, archive_encrypted, archive_too_large
 */
export async function zipEntries(file: Blob, name: string): Promise<readonly ZipEntry[]> {
  const { ZipReader, BlobReader } = await import('@zip.js/zip.js/lib/zip-core-native.js');
  try {
    const reader = new ZipReader(new BlobReader(file));
    const listed = await reader.getEntries();
    await reader.close();
    if (listed.length > 0 && listed.every(({ offset }) => offset > 0)) {
      // The directory found is that of an archive within, which this one was cut off behind.
      throw new DangolError('archive_truncated', { file: name });
    }
    const all = listed.filter((entry) => !entry.directory && entry.uncompressedSize > 0);
    const names = entryNames(all);
    const kept = all.filter((_, i) => !CLUTTER.test(names.get(i) ?? ''));
    if (kept.some(({ encrypted }) => encrypted)) {
      throw new DangolError('archive_encrypted', { file: name });
    }
    return kept.map((entry) =>
      entryOf(file, name, { ...entry }, names.get(all.indexOf(entry)) ?? ''),
    );
  } catch (error) {
    throw zipError(error, name);
  }
}

/** What the directory says of an entry. */
interface DirectoryEntry {
  readonly offset: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly compressionMethod: number;
  readonly crc32?: number;
}

function entryOf(file: Blob, archive: string, entry: DirectoryEntry, name: string): ZipEntry {
  guardSize(entry.uncompressedSize, entry.compressedSize, archive);
  return {
    name,
    bytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    open: (signal) => opened(file, archive, entry, signal),
  };
}

async function* opened(
  file: Blob,
  archive: string,
  entry: DirectoryEntry,
  signal: AbortSignal,
): TextPieces {
  try {
    let [bytes, crc] = [0, 0];
    for await (const piece of piecesOf(await entryStream(file, archive, entry), signal)) {
      bytes += piece.length;
      crc = crc32(piece, crc);
      yield piece;
    }
    if (bytes !== entry.uncompressedSize || crc !== (entry.crc32 ?? crc)) {
      throw new DangolError('archive_broken', { file: archive }, 'the checksum differs');
    }
  } catch (error) {
    throw packedError(error, archive);
  }
}

async function entryStream(
  file: Blob,
  archive: string,
  entry: DirectoryEntry,
): Promise<ReadableStream<Uint8Array>> {
  const header = await file.slice(entry.offset, entry.offset + LOCAL_HEADER).arrayBuffer();
  if (header.byteLength < LOCAL_HEADER)
    throw new DangolError('archive_truncated', { file: archive });
  // The lengths of the name and of the extra field may differ from those in the directory.
  const view = new DataView(header);
  const start = entry.offset + LOCAL_HEADER + view.getUint16(26, true) + view.getUint16(28, true);
  const data = file.slice(start, start + entry.compressedSize);
  if (entry.compressionMethod === STORED) return data.stream();
  if (entry.compressionMethod === DEFLATED) {
    return data.stream().pipeThrough(new DecompressionStream('deflate-raw'));
  }
  const detail = `compression method ${entry.compressionMethod}`;
  throw new DangolError('archive_broken', { file: archive }, detail);
}

/**
 * The names of entries by their positions. Windows writes them in the encoding of its language
 * (CP949 in Korea) and does not say which: all names together tell.
 */
function entryNames(
  entries: readonly {
    readonly rawFilename: Uint8Array;
    readonly filename: string;
    readonly filenameUTF8: boolean;
  }[],
): ReadonlyMap<number, string> {
  const raw = entries.flatMap(({ filenameUTF8, rawFilename }) =>
    filenameUTF8 ? [] : [...rawFilename, 0x0a],
  );
  const decoder = new TextDecoder(detectEncoding(Uint8Array.from(raw), true).encoding);
  return new Map(
    entries.map(({ filenameUTF8, filename, rawFilename }, i) => {
      const name = filenameUTF8 ? filename : decoder.decode(rawFilename);
      return [i, name.replaceAll('\\', '/')];
    }),
  );
}

/** Without its directory, which stands at the end, an archive was cut off. */
function zipError(error: unknown, file: string): DangolError {
  if (error instanceof DangolError) return error as DangolError;
  const moved = unreadable(error, file);
  if (moved !== null) return moved;
  const text = String(error);
  const isCut = /end of central directory|EOCDR|split zip|not found/i.test(text);
  return new DangolError(isCut ? 'archive_truncated' : 'archive_broken', { file }, text);
}
