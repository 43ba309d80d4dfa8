import { DangolError } from '../src/core/errors.ts';
import { binaryKind, type BinaryKind } from '../src/import/binary.ts';
import {
  MOST_WORKSPACE_BYTES,
  parseWorkspace,
  type SavedWorkspace,
  WORKSPACE_ENTRY,
  workspaceText,
} from '../src/import/saved-workspace.ts';
import type { UnpackedWorkspace } from './engine-api.ts';
import { type Job, steps } from './job.ts';
import { guarded } from './readers/limits.ts';
import { collect, throwIfCancelled } from './readers/pieces.ts';
import type { TextPieces } from './readers/reader.ts';
import { unreadable } from './readers/unreadable.ts';
import { zipEntries, type ZipEntry } from './readers/zip.ts';

/** What does not shrink any more. */
const PACKED: readonly (BinaryKind | null)[] = ['ZIP', 'gzip', 'Excel (.xlsx)', 'Parquet'];

/**
 * A workspace as one file: a ZIP archive of the original files and `dangol.json`, which tells the
 * rest.
 *
 * @param files as many as `saved.files`, in its order
 * @throws DangolError file_unreadable, cancelled
 */
export async function packWorkspace(
  files: readonly File[],
  saved: SavedWorkspace,
  job: Job,
): Promise<Blob> {
  const report = steps(job, ['export'])('export');
  const { BlobReader, BlobWriter, TextReader, ZipWriter } =
    await import('@zip.js/zip.js/lib/zip-core-native.js');
  const archive = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  await archive.add(WORKSPACE_ENTRY, new TextReader(workspaceText(saved)));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const [i, file] of files.entries()) {
    const before = done;
    try {
      await archive.add(saved.files[i]?.path ?? file.name, new BlobReader(file), {
        level: (await isPacked(file)) ? 0 : 6,
        lastModDate: new Date(file.lastModified),
        signal: job.signal,
        onprogress: (bytes) => {
          report((before + bytes) / Math.max(1, total), before + bytes);
          return undefined;
        },
      });
    } catch (error) {
      throwIfCancelled(job.signal);
      throw unreadable(error, file.name) ?? error;
    }
    done += file.size;
  }
  throwIfCancelled(job.signal);
  return archive.close();
}

async function isPacked(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  return PACKED.includes(binaryKind(head));
}

/**
 * What a saved workspace holds, its files under the names that they had; null for a file that is
 * none, whatever it is called.
 *
 * @throws DangolError workspace_broken, workspace_too_new, archive_broken, archive_truncated,
 *   archive_too_large, cancelled
 */
export async function unpackWorkspace(file: File, job: Job): Promise<UnpackedWorkspace | null> {
  const step = steps(job, ['unpack']);
  const entries = await entriesOf(file);
  const told = entries.get(WORKSPACE_ENTRY);
  if (told === undefined) return null;
  if (told.bytes > MOST_WORKSPACE_BYTES) throw broken(file, WORKSPACE_ENTRY);
  const text = await (await collect(told.open(job.signal), job.signal)).text();
  const saved = parseWorkspace(text, file.name);
  const packed = saved.files.map(({ path }, i) => {
    const entry = entries.get(path);
    if (entry === undefined) throw broken(file, `files.${i}.path`);
    return entry;
  });
  const report = step('unpack');
  const total = packed.reduce((sum, { bytes }) => sum + bytes, 0);
  const files: File[] = [];
  let done = 0;
  for (const [i, entry] of packed.entries()) {
    const before = done;
    const pieces = counted(entry, file.name, job.signal, (bytes) => {
      report((before + bytes) / Math.max(1, total), before + bytes);
    });
    const name = saved.files[i]?.name ?? entry.name;
    files.push(
      new File([await collect(pieces, job.signal)], name, { lastModified: file.lastModified }),
    );
    done += entry.bytes;
  }
  return { saved, files };
}

/** The files of an archive by their paths; none where it is no archive that can be read. */
async function entriesOf(file: File): Promise<ReadonlyMap<string, ZipEntry>> {
  try {
    const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    if (binaryKind(head) !== 'ZIP') return new Map();
    return new Map((await zipEntries(file, file.name)).map((entry) => [entry.name, entry]));
  } catch {
    // What is wrong with it is told where it is opened as an archive.
    return new Map();
  }
}

/** What an entry holds, and how much of it has come. */
async function* counted(
  entry: ZipEntry,
  archive: string,
  signal: AbortSignal,
  report: (bytes: number) => void,
): TextPieces {
  let bytes = 0;
  for await (const piece of guarded(entry.open(signal), entry.packedBytes, archive)) {
    report((bytes += piece.length));
    yield piece;
  }
}

function broken(file: File, path: string): DangolError {
  return new DangolError('workspace_broken', { file: file.name, path });
}
