import { DangolError } from '../src/core/errors.ts';
import { collect, firstBytes } from './readers/pieces.ts';
import type { PackedFile } from './readers/unpack.ts';

/** The bytes of a file, whether it lies there or is packed in another. */
export interface FileBytes {
  /** As the user knows it: `2024.zip › march.csv`. */
  readonly name: string;
  /** Its own name, which tells what it is: `march.csv`. */
  readonly inner: string;
  /** Null where it is not known before it is unpacked. */
  readonly size: number | null;
  /** Whether `blob` is at hand without work. */
  ready(): boolean;
  head(most: number): Promise<{ readonly head: Uint8Array; readonly complete: boolean }>;
  /** The whole; unpacked once. */
  blob(signal: AbortSignal): Promise<Blob>;
}

export function plainBytes(file: File): FileBytes {
  return {
    name: file.name,
    inner: file.name,
    size: file.size,
    ready: () => true,
    head: async (most) => {
      try {
        const head = new Uint8Array(await file.slice(0, most).arrayBuffer());
        return { head, complete: file.size <= most };
      } catch (error) {
        throw new DangolError('file_unreadable', { file: file.name }, String(error));
      }
    },
    blob: () => Promise.resolve(file),
  };
}

export function packedBytes(packed: PackedFile, name: string, signal: AbortSignal): FileBytes {
  let whole: Blob | null = null;
  let first: { head: Uint8Array; complete: boolean } | null = null;
  return {
    name,
    inner: packed.name,
    size: packed.bytes,
    ready: () => whole !== null,
    head: async (most) => {
      if (first === null) {
        const { bytes, complete } = await firstBytes(packed.open(signal), most);
        first = { head: bytes, complete };
      }
      return first;
    },
    blob: async (s) => {
      whole ??= await collect(packed.open(s), s);
      return whole;
    },
  };
}
