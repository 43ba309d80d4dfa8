import { DangolError } from '../src/core/errors.ts';
import { unreadable } from './readers/unreadable.ts';

/**
 * What DuckDB reports, as an error with a code. The reader counts lines from 1, the header
 * included. An error that is none of the known ones becomes `engine_failed` with DuckDB's words.
 */
export function engineError(error: unknown): DangolError {
  if (error instanceof DangolError) return error as DangolError;
  const message = error instanceof Error ? error.message : String(error);
  const line = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1] ?? 0);
  if (/Maximum line size/i.test(message)) {
    return new DangolError('line_too_long', { file: '', line, megabytes: 2 }, message);
  }
  if (line > 0) return new DangolError('csv_broken', { file: '', line }, message);
  if (/Out of Memory|could not allocate|memory access out of bounds|bad_alloc/i.test(message)) {
    return new DangolError('out_of_memory', { file: '' }, message);
  }
  if (unreadable(error, '') !== null || message.includes('FileReader')) {
    return new DangolError('file_unreadable', { file: '' }, message);
  }
  return new DangolError('engine_failed', { reason: firstLine(message) }, message);
}

/** The same error, naming the file that was read. */
export function inFile(error: unknown, file: string): DangolError {
  const known = engineError(error);
  const { code, params, detail } = known;
  return 'file' in params ? new DangolError(code, { ...params, file }, detail) : known;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').slice(0, 200);
}
