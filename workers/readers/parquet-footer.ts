import { DangolError } from '../../src/core/errors.ts';
import { unreadable } from './unreadable.ts';

/** What stands before the footer and at the very end: its length (4 bytes) and the magic. */
const TAIL = 8;
const MAGIC = 4;

/**
 * Checks that a file begins and ends as a Parquet file does: what a copy that broke off does not,
 * and what names encryption.
 *
 * @throws DangolError `parquet_broken`, `parquet_encrypted`; `file_unreadable` as of the file
 */
export async function checkFooter(file: Blob, name: string): Promise<void> {
  const [start, tail] = await bytesOf(
    file,
    name,
    [0, MAGIC],
    [Math.max(0, file.size - TAIL), file.size],
  );
  const magics = [ascii(start), ascii(tail.slice(-MAGIC))];
  if (magics.includes('PARE')) throw new DangolError('parquet_encrypted', { file: name });
  if (magics[0] !== 'PAR1') throw brokenParquet(name, 'not a Parquet file');
  if (magics[1] !== 'PAR1' || file.size < TAIL + MAGIC) throw brokenParquet(name, 'no footer');
  const length = new DataView(tail.buffer).getUint32(0, true);
  if (length > file.size - TAIL - MAGIC) throw brokenParquet(name, 'footer longer than the file');
}

async function bytesOf(
  file: Blob,
  name: string,
  ...ranges: readonly (readonly [number, number])[]
): Promise<[Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>]> {
  try {
    const [first, second] = await Promise.all(
      ranges.map(async ([from, to]) => new Uint8Array(await file.slice(from, to).arrayBuffer())),
    );
    return [first ?? new Uint8Array(), second ?? new Uint8Array()];
  } catch (error) {
    throw new DangolError('file_unreadable', { file: name }, String(error));
  }
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function brokenParquet(file: string, reason: string, detail = ''): DangolError {
  return new DangolError('parquet_broken', { file, reason }, detail);
}

/** What the decoder throws, as an error with a code. */
export function parquetError(error: unknown, file: string): DangolError {
  if (error instanceof DangolError) return error as DangolError;
  const message = error instanceof Error ? error.message : String(error);
  const moved = unreadable(error, file);
  if (moved !== null) return moved;
  if (/encrypt/i.test(message)) return new DangolError('parquet_encrypted', { file }, message);
  if (/allocation|out of memory/i.test(message)) {
    return new DangolError('out_of_memory', { file }, message);
  }
  if (/unreachable/.test(message)) return brokenParquet(file, 'damaged data', message);
  // Each layer of the decoder puts its own name before the message.
  const reason = message.replace(/^((Parquet|Arrow|External|argument|error|EOF)[ :]*)+/i, '');
  return brokenParquet(file, reason.split('\n')[0]?.slice(0, 80) || 'a page', message);
}
