import type { Dialect } from './types.ts';

/** A record of delimited text. */
export interface SourceRecord {
  readonly fields: readonly string[];
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  /** Its length in characters, without the newline. */
  readonly length: number;
}

export interface Records {
  readonly records: readonly SourceRecord[];
  /** The first newline between two records; null where there is none. */
  readonly newline: Dialect['newline'] | null;
  /** What follows the last newline when the text was cut there: the line, and its length. */
  readonly rest: { readonly line: number; readonly length: number } | null;
}

export interface ParseOptions {
  readonly delimiter: string;
  /** Whether the text is the whole file: else the record that it ends in is left out. */
  readonly complete: boolean;
  /** Stop after so many records. Default: all. */
  readonly limit?: number;
}

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * Delimited text as records (RFC 4180): a field that begins with a quote ends at the next single
 * one and may hold delimiters, newlines and doubled quotes. Blank lines are skipped. A quote that
 * is never closed in a complete text is read as an ordinary character, so that one stray quote
 * does not swallow the file.
 */
export function parseRecords(text: string, options: ParseOptions): Records {
  const scan = new Scan(text, options);
  while (scan.more()) scan.record();
  return scan.result();
}

/** One pass over a text. */
class Scan {
  readonly #text: string;
  readonly #delimiter: number;
  readonly #complete: boolean;
  readonly #limit: number;
  readonly #records: SourceRecord[] = [];
  #newline: Dialect['newline'] | null = null;
  #rest: Records['rest'] = null;
  #at = 0;
  #line = 1;
  #quotes = true;

  constructor(text: string, { delimiter, complete, limit = Infinity }: ParseOptions) {
    this.#text = text;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#complete = complete;
    this.#limit = limit;
  }

  more(): boolean {
    return this.#at < this.#text.length && this.#records.length < this.#limit;
  }

  result(): Records {
    return { records: this.#records, newline: this.#newline, rest: this.#rest };
  }

  record(): void {
    const [start, line] = [this.#at, this.#line];
    const fields: string[] = [];
    for (;;) {
      const field = this.#field();
      if (field === null) break;
      fields.push(field);
      if (this.#text.charCodeAt(this.#at) !== this.#delimiter) break;
      this.#at++;
    }
    const length = this.#at - start;
    const newline = this.#takeNewline();
    if (newline === null && !this.#complete) {
      this.#at = this.#text.length;
      this.#rest = { line, length: this.#text.length - start };
      return;
    }
    this.#newline ??= newline;
    if (length > 0) this.#records.push({ fields, line, length });
  }

  /** The field at the position; null where it is quoted and the text is cut inside it. */
  #field(): string | null {
    if (this.#quotes && this.#text.charCodeAt(this.#at) === QUOTE) {
      const end = this.#closingQuote();
      if (end !== -1) return this.#quoted(end);
      if (!this.#complete) {
        this.#at = this.#text.length;
        return null;
      }
      this.#quotes = false;
    }
    return this.#plain();
  }

  /** The quote that closes the field, or -1. */
  #closingQuote(): number {
    let end = this.#at + 1;
    for (;;) {
      end = this.#text.indexOf('"', end);
      if (end === -1 || this.#text.charCodeAt(end + 1) !== QUOTE) return end;
      end += 2;
    }
  }

  #quoted(end: number): string {
    const inside = this.#text.slice(this.#at + 1, end);
    this.#line += inside.match(/\r\n|\n|\r/g)?.length ?? 0;
    this.#at = end + 1;
    return inside.replaceAll('""', '"') + this.#plain();
  }

  #plain(): string {
    const [text, delimiter, start] = [this.#text, this.#delimiter, this.#at];
    let at = start;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === delimiter || c === LF || c === CR) break;
    }
    this.#at = at;
    return text.slice(start, at);
  }

  #takeNewline(): Dialect['newline'] | null {
    const c = this.#text.charCodeAt(this.#at);
    if (c !== LF && c !== CR) return null;
    const newline = c === LF ? '\n' : this.#text.charCodeAt(this.#at + 1) === LF ? '\r\n' : '\r';
    this.#at += newline.length;
    this.#line++;
    return newline;
  }
}
