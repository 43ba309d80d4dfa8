import { DangolError } from '../core/errors.ts';
import type { Dialect } from './types.ts';

/** A quoted field of more bytes, or of more newlines, is one whose quote was never closed. */
const LONGEST_FIELD = 2_000_000;
const MOST_NEWLINES = 1000;

const BACKSLASH = 0x5c;
const BLANK = 0x20;
const LF = 0x0a;
const CR = 0x0d;
const BOM_BYTES = 3;

/**
 * Looks through a whole file for a quote that is never closed. The reader takes all that follows
 * such a quote for one field and says nothing, so that the rows after it would vanish.
 *
 * A quote opens at the start of a field only (blanks before it are passed over, as the reader
 * does), and a doubled quote within the field is a character of it, as is one behind a backslash
 * where the dialect says so. The field is taken for unclosed where the file ends inside it, or where it has more than 2,000,000 bytes or 1,000
 * newlines.
 *
 * @returns the line (from 1) of the opening quote, or null where every quote is closed
 * @throws DangolError file_changed (without its name) where the file gives less than its size;
 *   the signal's reason when aborted; what the file's stream throws when it cannot be read
 */
export async function findOpenQuote(
  file: Blob,
  dialect: Dialect,
  signal: AbortSignal,
): Promise<{ readonly line: number } | null> {
  const scan = new QuoteScan(dialect);
  let bytes = 0;
  for await (const chunk of chunks(file, signal)) {
    bytes += chunk.length;
    scan.read(chunk);
    if (scan.tooLong) break;
  }
  if (!scan.tooLong && bytes < file.size) throw new DangolError('file_changed', { file: '' });
  const opened = scan.end();
  return opened === null ? null : { line: await lineAt(file, opened, signal) };
}

/** The bytes of a file in pieces; the stream is cancelled when the loop is left. */
async function* chunks(file: Blob, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

/** The line (from 1) of a byte. Only a file with an open quote pays for counting its newlines. */
async function lineAt(file: Blob, position: number, signal: AbortSignal): Promise<number> {
  let [line, last] = [1, 0];
  for await (const chunk of chunks(file.slice(0, position), signal)) {
    for (const byte of chunk) {
      // \r\n is one newline: it counts at its \r.
      if (byte === CR || (byte === LF && last !== CR)) line++;
      last = byte;
    }
  }
  return line;
}

/** One pass over the bytes of a file that keeps in mind only what a quote's meaning depends on. */
class QuoteScan {
  readonly #delimiter: number;
  readonly #newline: number;
  readonly #quote: number;
  readonly #isEscaping: boolean;
  /** Inside: whether the last byte was a backslash that escapes the next one. */
  #escaped = false;
  /** Bytes of the byte order mark still to come. */
  #mark: number;
  /** The position of the chunk within the file. */
  #base = 0;
  #inside = false;
  /** Outside quotes: whether nothing but blanks stood in the field so far. */
  #atStart = true;
  /** Inside: whether the last byte was a quote, which the next one doubles or leaves closing. */
  #maybeClosed = false;
  #opened = 0;
  #newlines = 0;
  #tooLong = false;

  constructor({ delimiter, newline, bom, quote = '"', escape }: Dialect) {
    this.#quote = quote.charCodeAt(0);
    this.#isEscaping = escape === '\\';
    this.#delimiter = delimiter.charCodeAt(0);
    this.#newline = newline === '\r' ? CR : LF;
    this.#mark = bom ? BOM_BYTES : 0;
  }

  /** Whether a field was too long; nothing more need be read. */
  get tooLong(): boolean {
    return this.#tooLong;
  }

  read(chunk: Uint8Array): void {
    let at = Math.min(this.#mark, chunk.length);
    this.#mark -= at;
    while (at < chunk.length && !this.#tooLong) {
      at = this.#inside ? this.#readQuoted(chunk, at) : this.#readPlain(chunk, at);
    }
    this.#base += chunk.length;
  }

  /** The position of the quote that is open where the file ends. */
  end(): number | null {
    return this.#tooLong || (this.#inside && !this.#maybeClosed) ? this.#opened : null;
  }

  /** Reads up to behind the next quote. */
  #readPlain(chunk: Uint8Array, from: number): number {
    const quote = nextQuote(chunk, from, this.#quote);
    const end = quote === -1 ? chunk.length : quote;
    this.#atStart = this.#startsField(chunk, from, end);
    if (quote === -1) return end;
    if (this.#atStart) {
      this.#inside = true;
      this.#opened = this.#base + quote;
      this.#newlines = 0;
    }
    this.#atStart = false;
    return quote + 1;
  }

  /** Whether a field starts at `end`, by what stands before it, back to `from`. */
  #startsField(chunk: Uint8Array, from: number, end: number): boolean {
    let at = end - 1;
    while (at >= from && chunk[at] === BLANK) at--;
    if (at < from) return this.#atStart;
    const before = chunk[at];
    return before === this.#delimiter || before === LF || before === CR;
  }

  /** Reads up to the byte behind the closing quote, or the end of the chunk. */
  #readQuoted(chunk: Uint8Array, from: number): number {
    const at = this.#isEscaping ? this.#pastEscapes(chunk, from) : this.#pastDoubled(chunk, from);
    const bytes = this.#base + at - this.#opened;
    this.#tooLong = bytes > LONGEST_FIELD || this.#newlines > MOST_NEWLINES;
    return at;
  }

  #pastDoubled(chunk: Uint8Array, from: number): number {
    const [newline, quote] = [this.#newline, this.#quote];
    let maybeClosed = this.#maybeClosed;
    let newlines = this.#newlines;
    let at = from;
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === quote) maybeClosed = !maybeClosed;
      else if (maybeClosed) {
        this.#inside = false;
        maybeClosed = false;
        break;
      } else if (byte === newline) newlines++;
    }
    this.#maybeClosed = maybeClosed;
    this.#newlines = newlines;
    return at;
  }

  /** As `#pastDoubled`, where a backslash makes the next byte a character of the field. */
  #pastEscapes(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.#maybeClosed) {
        this.#inside = false;
        this.#maybeClosed = false;
        return at;
      }
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === this.#quote) this.#maybeClosed = true;
      if (byte === this.#newline) this.#newlines++;
    }
    return chunk.length;
  }
}

/** The next quote, or -1. Where quotes stand close together, a few steps cost less than a call. */
function nextQuote(chunk: Uint8Array, from: number, quote: number): number {
  const near = Math.min(from + 32, chunk.length);
  for (let at = from; at < near; at++) {
    if (chunk[at] === quote) return at;
  }
  return chunk.indexOf(quote, near);
}
