import { DangolError } from '../../src/core/errors.ts';
import { gunzip } from './gzip.ts';
import { guarded } from './limits.ts';
import { collect } from './pieces.ts';
import type { TextPieces } from './reader.ts';
import { zipEntries, type ZipEntry } from './zip.ts';

/** A file within a packed one. */
export interface PackedFile {
  /** `march.csv`, `2024/march.csv`; in an archive within the archive `2024.zip › march.csv`. */
  readonly name: string;
  /** Unpacked; null where it is not known. */
  readonly bytes: number | null;
  /**
   * Its bytes as they are unpacked; each call begins anew.
   *
   * @throws DangolError archive_broken, archive_truncated, archive_too_large, cancelled
   */
  open(signal: AbortSignal): TextPieces;
}

/**
 * What a gzip file or a ZIP archive holds. A packed file in a ZIP archive is opened as well, one
 * level deep; workbooks, which are archives, too, are not.
 *
 * @param name as the user knows it, for errors and for the name of what a gzip file holds
 * @throws DangolError archive_broken, archive_truncated, archive_encrypted, archive_empty,
 *   archive_too_large, cancelled
 */
export async function unpack(
  file: Blob,
  name: string,
  signal: AbortSignal,
): Promise<readonly PackedFile[]> {
  const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (magic[0] === 0x1f && magic[1] === 0x8b) return [gzipped(file, name, name)];
  const files: PackedFile[] = [];
  for (const entry of await zipEntries(file, name)) {
    if (/\.zip$/i.test(entry.name)) files.push(...(await innerZip(entry, name, signal)));
    else if (/\.t?gz$/i.test(entry.name)) files.push(innerGzip(entry, name));
    else files.push(fromZip(entry, entry.name, name));
  }
  if (files.length === 0) throw new DangolError('archive_empty', { file: name });
  return files;
}

function gzipped(file: Blob, name: string, archive: string): PackedFile {
  return {
    name: withoutGz(name),
    bytes: null,
    open: (signal) => guarded(gunzip(file, archive, signal), file.size, archive),
  };
}

function fromZip(entry: ZipEntry, name: string, archive: string): PackedFile {
  return {
    name,
    bytes: entry.bytes,
    open: (signal) => guarded(entry.open(signal), entry.packedBytes, archive),
  };
}

async function innerZip(
  entry: ZipEntry,
  archive: string,
  signal: AbortSignal,
): Promise<PackedFile[]> {
  const blob = await collect(fromZip(entry, entry.name, archive).open(signal), signal);
  const inner = await zipEntries(blob, `${archive} › ${entry.name}`);
  return inner.map((one) => fromZip(one, `${entry.name} › ${one.name}`, archive));
}

function innerGzip(entry: ZipEntry, archive: string): PackedFile {
  return {
    name: withoutGz(entry.name),
    bytes: null,
    open: async function* (signal) {
      const blob = await collect(fromZip(entry, entry.name, archive).open(signal), signal);
      yield* gzipped(blob, entry.name, `${archive} › ${entry.name}`).open(signal);
    },
  };
}

function withoutGz(name: string): string {
  return name.replace(/\.gz$/i, '').replace(/\.tgz$/i, '.tar');
}
