import { DangolError } from '../../src/core/errors.ts';

/**
 * What a browser reports of a file that was moved, changed or locked since it was chosen, whatever
 * was being read of it: no format is to blame for that. Null for any other error.
 */
export function unreadable(error: unknown, file: string): DangolError<'file_unreadable'> | null {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const isUnreadable = /NotReadable|NotFoundError|could not be read/i.test(text);
  return isUnreadable ? new DangolError('file_unreadable', { file }, text) : null;
}
