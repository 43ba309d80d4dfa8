import { DangolError } from '../../src/core/errors.ts';

const CHUNK = 1024 * 1024;
const NEWLINE = 10;

/**
 * The text of a file in UTF-8, without a byte order mark, a megabyte at a time.
 *
 * @throws DangolError not_utf8, cancelled
 */
export async function* textChunks(
  file: Blob,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let at = 0; at < file.size || at === 0; at += CHUNK) {
    if (signal.aborted) throw new DangolError('cancelled', {});
    const bytes = await file.slice(at, at + CHUNK).arrayBuffer();
    yield decode(decoder, bytes, at + CHUNK < file.size) ?? (await notUtf8(file, name));
  }
}

function decode(decoder: TextDecoder, bytes: ArrayBuffer, stream: boolean): string | null {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return null;
  }
}

/** The line of the first byte that is not UTF-8: a line is judged alone, as none is cut in it. */
async function notUtf8(file: Blob, name: string): Promise<never> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let rest: Uint8Array = new Uint8Array();
  for (let at = 0; at < file.size; at += CHUNK) {
    const chunk = new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer());
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      if (decode(decoder, bytes.slice(start, end).buffer, false) === null) {
        throw new DangolError('not_utf8', { file: name, line });
      }
      start = end + 1;
      line++;
    }
    rest = bytes.subarray(start);
  }
  throw new DangolError('not_utf8', { file: name, line });
}

/** The line and column, both from 1, of a character of the file. */
export async function placeOf(
  file: Blob,
  position: number,
): Promise<{ readonly line: number; readonly column: number }> {
  let [line, lineStart, base] = [1, 0, 0];
  for await (const text of textChunks(file, '', new AbortController().signal)) {
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
      if (base + end >= position) return { line, column: position - lineStart + 1 };
      line++;
      lineStart = base + end + 1;
    }
    base += text.length;
    if (base > position) break;
  }
  return { line, column: position - lineStart + 1 };
}
