import type { Dialect } from './types.ts';

/** A record of delimited text. */
export interface SourceRecord {
  readonly fields: readonly string[];
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  /** Its number from 1, blank lines counted as records: the engine skips by it. */
  readonly number: number;
  /** Its length in characters, without the newline. */
  readonly length: number;
  /** Whether text follows a closing quote, which strict readers refuse. */
  readonly loose: boolean;
}

export interface Records {
  readonly records: readonly SourceRecord[];
  /** The first newline between two records; null where there is none. */
  readonly newline: Dialect['newline'] | null;
  /** Whether another kind of newline ends a later record. */
  readonly mixed: boolean;
  /** What follows the last newline when the text was cut there: the line, and its length. */
  readonly rest: { readonly line: number; readonly length: number } | null;
  /** Whether a quote that is never closed was read as an ordinary character. */
  readonly unclosed: boolean;
}

/** What encloses fields, and what stands before a quote within one. */
export interface Quoting {
  readonly quote: '"' | "'";
  readonly escape: '"' | "'" | '\\';
}

export const DOUBLE_QUOTES: Quoting = { quote: '"', escape: '"' };

export interface ParseOptions {
  readonly delimiter: string;
  /** Default: double quotes, doubled. */
  readonly quoting?: Quoting;
  /** Whether the text is the whole file: else the record that it ends in is left out. */
  readonly complete: boolean;
  /** Stop after so many records. Default: all. */
  readonly limit?: number;
}

const LF = 10;
const CR = 13;

/**
 * Delimited text as records (RFC 4180): a field that begins with a quote ends at the next single
 * one and may hold delimiters, newlines and doubled quotes. Where a backslash escapes quotes, it
 * stands for whatever follows it within quotes, as the engine reads it. Blank lines are skipped. A
 * quote that is never closed in a complete text is read as an ordinary character, so that one
 * stray quote does not swallow the file.
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
  readonly #quote: string;
  readonly #quoteCode: number;
  readonly #backslash: boolean;
  readonly #complete: boolean;
  readonly #limit: number;
  readonly #records: SourceRecord[] = [];
  #newline: Dialect['newline'] | null = null;
  #mixed = false;
  #rest: Records['rest'] = null;
  #at = 0;
  #line = 1;
  #number = 0;
  #quotes = true;
  #loose = false;

  constructor(
    text: string,
    { delimiter, complete, limit = Infinity, quoting = DOUBLE_QUOTES }: ParseOptions,
  ) {
    this.#text = text;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = quoting.quote;
    this.#quoteCode = quoting.quote.charCodeAt(0);
    this.#backslash = quoting.escape === '\\';
    this.#complete = complete;
    this.#limit = limit;
  }

  more(): boolean {
    return this.#at < this.#text.length && this.#records.length < this.#limit;
  }

  result(): Records {
    return {
      records: this.#records,
      newline: this.#newline,
      mixed: this.#mixed,
      rest: this.#rest,
      unclosed: !this.#quotes,
    };
  }

  record(): void {
    const [start, line] = [this.#at, this.#line];
    const fields: string[] = [];
    this.#loose = false;
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
    if (newline !== null && newline !== this.#newline) this.#mixed = true;
    const number = ++this.#number;
    if (length > 0) this.#records.push({ fields, line, number, length, loose: this.#loose });
  }

  /** The field at the position; null where it is quoted and the text is cut inside it. */
  #field(): string | null {
    if (this.#quotes && this.#text.charCodeAt(this.#at) === this.#quoteCode) {
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
      end = this.#text.indexOf(this.#quote, end);
      if (end === -1) return -1;
      if (this.#backslash) {
        if (!this.#isEscaped(end)) return end;
        end++;
      } else {
        if (this.#text.charCodeAt(end + 1) !== this.#quoteCode) return end;
        end += 2;
      }
    }
  }

  /** Whether an odd number of backslashes stands before a position of the field. */
  #isEscaped(position: number): boolean {
    let at = position - 1;
    while (at > this.#at && this.#text[at] === '\\') at--;
    return (position - at) % 2 === 0;
  }

  #quoted(end: number): string {
    const inside = this.#text.slice(this.#at + 1, end);
    this.#line += inside.match(/\r\n|\n|\r/g)?.length ?? 0;
    this.#at = end + 1;
    const behind = this.#plain();
    if (behind.trim() !== '') this.#loose = true;
    const value = this.#backslash
      ? inside.replace(/\\([^])/g, '$1')
      : inside.replaceAll(this.#quote + this.#quote, this.#quote);
    return value + behind;
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
