import { alignedValues, type AlignedLayout } from '../../src/import/aligned.ts';
import type { TextPieces } from './reader.ts';

const LF = 0x0a;
const CR = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * Text whose columns are set with blanks, as CSV. Lines of dashes are left out.
 *
 * @param pieces UTF-8 without a byte order mark
 */
export async function* alignedAsCsv(pieces: TextPieces, layout: AlignedLayout): TextPieces {
  const lines = new AlignedLines(layout);
  let rest = new Uint8Array();
  for await (const piece of pieces) {
    const bytes = joined(rest, piece);
    const end = lines.read(bytes);
    rest = bytes.slice(end);
    yield lines.take();
  }
  // The last line may have no newline.
  lines.read(joined(rest, Uint8Array.of(lines.newline)));
  yield lines.take();
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/**
 * Writes lines as records. Lines of ASCII whose values need no quotes, which are nearly all, are
 * copied byte by byte; the others take the way through strings, ten times as long.
 */
class AlignedLines {
  readonly #layout: AlignedLayout;
  readonly #starts: readonly number[] | null;
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();
  #out = new Uint8Array(1024 * 1024);
  #length = 0;
  #newline = 0;

  constructor(layout: AlignedLayout) {
    this.#layout = layout;
    this.#starts = layout.places?.map(([from]) => from) ?? null;
  }

  /** The byte that ends lines: a return only where no line feed is. */
  get newline(): number {
    return this.#newline === 0 ? LF : this.#newline;
  }

  /** What was written since the last time. */
  take(): Uint8Array<ArrayBuffer> {
    const written = this.#out.slice(0, this.#length);
    this.#length = 0;
    return written;
  }

  /** Reads the lines that end within the bytes; the position behind the last of them. */
  read(bytes: Uint8Array): number {
    if (this.#newline === 0) this.#newline = bytes.includes(LF) || !bytes.includes(CR) ? LF : CR;
    let from = 0;
    for (;;) {
      const newline = bytes.indexOf(this.#newline, from);
      if (newline === -1) return from;
      this.#line(bytes, from, bytes[newline - 1] === CR && newline > from ? newline - 1 : newline);
      from = newline + 1;
    }
  }

  #line(bytes: Uint8Array, from: number, end: number): void {
    let [start, to] = [from, end];
    while (start < to && bytes[start] === BLANK) start++;
    if (start === to) return;
    while (bytes[to - 1] === BLANK) to--;
    this.#reserve(to - from + this.#layout.columns + 1);
    const before = this.#length;
    const isRule = bytes[start] === 0x2d || bytes[start] === 0x3d || bytes[start] === 0x2b;
    const starts = this.#starts;
    const isWritten =
      !isRule &&
      (starts === null
        ? this.#byBlanks(bytes, start, to)
        : this.#byPlaces(bytes, from, to, starts));
    if (isWritten) {
      this.#out[this.#length++] = LF;
      return;
    }
    this.#length = before;
    this.#slowly(this.#decoder.decode(bytes.subarray(from, to)));
  }

  /** Writes the values at their places; false where one reaches over a place, or is not plain. */
  #byPlaces(bytes: Uint8Array, from: number, to: number, starts: readonly number[]): boolean {
    // What ends so early may be a title.
    if (to <= from + (starts[starts.length >> 1] ?? 0)) return false;
    for (let i = 0; i < starts.length; i++) {
      let at = from + (starts[i] ?? 0);
      let end = Math.min(to, from + (starts[i + 1] ?? Infinity));
      if (i > 0) {
        if (at <= to && bytes[at - 1] !== BLANK) return false;
        this.#out[this.#length++] = COMMA;
      }
      while (at < end && bytes[at] === BLANK) at++;
      while (end > at && bytes[end - 1] === BLANK) end--;
      if (!this.#copy(bytes, at, end)) return false;
    }
    return true;
  }

  /** Writes the values between blanks; false where they are more or fewer, or are not plain. */
  #byBlanks(bytes: Uint8Array, from: number, to: number): boolean {
    const { columns, blanks } = this.#layout;
    let [at, count] = [from, 0];
    while (at < to) {
      let end = at;
      while (end < to && !(bytes[end] === BLANK && (blanks === 1 || bytes[end + 1] === BLANK)))
        end++;
      if (count++ > 0) this.#out[this.#length++] = COMMA;
      if (!this.#copy(bytes, at, end)) return false;
      at = end;
      while (at < to && bytes[at] === BLANK) at++;
    }
    return count === columns;
  }

  #copy(bytes: Uint8Array, from: number, to: number): boolean {
    const out = this.#out;
    let length = this.#length;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x80 || byte === QUOTE || byte === COMMA) return false;
      out[length++] = byte;
    }
    this.#length = length;
    return true;
  }

  #slowly(line: string): void {
    const values = alignedValues(line, this.#layout);
    if (values === null) return;
    const record = this.#encoder.encode(`${values.map(csvField).join(',')}\n`);
    this.#reserve(record.length);
    this.#out.set(record, this.#length);
    this.#length += record.length;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#out.length) return;
    const larger = new Uint8Array((this.#length + bytes) * 2);
    larger.set(this.#out.subarray(0, this.#length));
    this.#out = larger;
  }
}

function csvField(value: string): string {
  return /[",\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
