/** An element of JSON, as it stands in the file. */
export interface JsonElement {
  readonly text: string;
  /** Its position in the file, in characters. */
  readonly at: number;
}

/** The text is no JSON from a position on, in characters from its beginning. */
export class JsonFault extends Error {
  readonly at: number;

  constructor(at: number) {
    super(`no JSON at ${at}`);
    this.at = at;
  }
}

const [TAB, LF, CR, BLANK, QUOTE, COMMA, COLON] = [9, 10, 13, 32, 34, 44, 58];
const [OPEN_ARRAY, BACKSLASH, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 92, 93, 123, 125];

/**
 * Divides JSON that comes in chunks into the elements of one of its arrays, or into the values
 * that follow one another in it. What an element holds is not looked at but for strings and
 * brackets; of what is around the array, brackets alone.
 */
export class JsonSplitter {
  readonly #path: readonly string[] | null;
  /** Text that is still needed, and its position in the file. */
  #text = '';
  #base = 0;
  /** The next character of `#text`. */
  #i = 0;
  /** The brackets around it, and the last key of each object among them. */
  readonly #open: number[] = [];
  readonly #keys: string[] = [];
  #inString = false;
  /** Where the string or the element under way began in `#text`; -1 where there is none. */
  #string = -1;
  #stringEnd = -1;
  #element = -1;
  /** How many brackets are open between elements; -1 outside the array. */
  #level: number;
  #found: boolean;
  #isScalar = false;
  #needsComma = false;

  /** @param path the keys that lead to the array, [] for the outermost; null for values in a row */
  constructor(path: readonly string[] | null) {
    this.#path = path;
    this.#level = path === null ? 0 : -1;
    this.#found = path === null;
  }

  /** The elements that end in a chunk. @throws JsonFault */
  push(chunk: string): JsonElement[] {
    this.#append(chunk);
    const elements: JsonElement[] = [];
    while (this.#i < this.#text.length) {
      if (this.#inString && !this.#skipString()) break;
      if (!this.#inString && this.#open.length > this.#level && this.#level !== -1)
        this.#skipPlain();
      if (this.#i >= this.#text.length) break;
      this.#step(this.#text.charCodeAt(this.#i), elements);
      this.#i++;
    }
    return elements;
  }

  /** What ended with the text. @throws JsonFault where it ends too early */
  end(): JsonElement[] {
    const elements: JsonElement[] = [];
    if (this.#isScalar) this.#finish(elements, this.#i);
    if (this.#open.length > 0 || this.#inString || !this.#found) throw this.#fault();
    return elements;
  }

  /** The element under way: where it began, and its characters so far. */
  get waiting(): { readonly at: number; readonly length: number } {
    const start = this.#element === -1 ? this.#i : this.#element;
    return { at: this.#base + start, length: this.#text.length - start };
  }

  #append(chunk: string): void {
    const starts = [this.#element, this.#string].filter((start) => start !== -1);
    const keep = Math.min(this.#i, ...starts);
    this.#text = this.#text.slice(keep) + chunk;
    this.#base += keep;
    this.#i -= keep;
    if (this.#element !== -1) this.#element -= keep;
    if (this.#string !== -1) this.#string -= keep;
    this.#stringEnd -= keep;
  }

  /** Goes to the quote that ends the string; false where it is not there yet. */
  #skipString(): boolean {
    let at = this.#i;
    for (;;) {
      const c = this.#text.charCodeAt(at);
      if (c === QUOTE) break;
      at += c === BACKSLASH ? 2 : 1;
      if (at < this.#text.length) continue;
      // A backslash at the end of the chunk is looked at again with what follows it.
      this.#i = at > this.#text.length ? this.#text.length - 1 : at;
      return false;
    }
    this.#i = at;
    return true;
  }

  /** Inside an element, strings and brackets alone matter. */
  #skipPlain(): void {
    const [text, length] = [this.#text, this.#text.length];
    let at = this.#i;
    for (; at < length; at++) {
      const c = text.charCodeAt(at);
      if (c === QUOTE || c === OPEN_OBJECT || c === CLOSE_OBJECT) break;
      if (c === OPEN_ARRAY || c === CLOSE_ARRAY) break;
    }
    this.#i = at;
  }

  #step(c: number, elements: JsonElement[]): void {
    const between = this.#open.length === this.#level;
    if (this.#inString) {
      this.#inString = false;
      this.#stringEnd = this.#i + 1;
      if (between) this.#finish(elements, this.#i + 1);
      return;
    }
    if (c === BLANK || c === LF || c === CR || c === TAB) {
      if (this.#isScalar) this.#finish(elements, this.#i);
      return;
    }
    if (between && c !== CLOSE_ARRAY && this.#between(c, elements)) return;
    // Nothing may follow the outermost value.
    if (!between && this.#found && this.#open.length === 0) throw this.#fault();
    if (c === QUOTE) this.#openString();
    else if (c === OPEN_ARRAY || c === OPEN_OBJECT) this.#openBracket(c);
    else if (c === CLOSE_ARRAY || c === CLOSE_OBJECT) this.#closeBracket(c, elements);
    else if (c === COLON && !this.#found) this.#takeKey();
  }

  /** A character between elements, or of a number or word among them; true where it is done with. */
  #between(c: number, elements: JsonElement[]): boolean {
    if (c === COMMA && this.#path !== null) {
      if (this.#isScalar) this.#finish(elements, this.#i);
      if (!this.#needsComma) throw this.#fault();
      this.#needsComma = false;
      return true;
    }
    if (this.#isScalar) return true;
    if (this.#needsComma || c === CLOSE_OBJECT) throw this.#fault();
    this.#element = this.#i;
    this.#isScalar = c !== QUOTE && c !== OPEN_ARRAY && c !== OPEN_OBJECT;
    return this.#isScalar;
  }

  #openString(): void {
    this.#inString = true;
    // Keys are needed on the way to the array alone.
    if (!this.#found) this.#string = this.#i;
  }

  #openBracket(c: number): void {
    const isArray = c === OPEN_ARRAY && !this.#found && this.#isAtPath();
    this.#open.push(c);
    if (!isArray) return;
    this.#found = true;
    this.#level = this.#open.length;
    this.#string = -1;
  }

  #closeBracket(c: number, elements: JsonElement[]): void {
    if (this.#isScalar) this.#finish(elements, this.#i);
    const opened = this.#open.pop();
    if (opened !== (c === CLOSE_ARRAY ? OPEN_ARRAY : OPEN_OBJECT)) throw this.#fault();
    this.#keys.length = Math.min(this.#keys.length, this.#open.length);
    if (this.#path !== null && this.#open.length < this.#level) this.#level = -1;
    else if (this.#open.length === this.#level) this.#finish(elements, this.#i + 1);
  }

  #takeKey(): void {
    if (this.#string === -1) return;
    const text = this.#text.slice(this.#string, this.#stringEnd);
    this.#keys[this.#open.length - 1] = unquoted(text) ?? text;
    this.#string = -1;
  }

  #isAtPath(): boolean {
    const path = this.#path ?? [];
    return (
      this.#open.length === path.length &&
      this.#open.every((bracket) => bracket === OPEN_OBJECT) &&
      path.every((key, i) => this.#keys[i] === key)
    );
  }

  #finish(elements: JsonElement[], end: number): void {
    elements.push({
      text: this.#text.slice(this.#element, end),
      at: this.#base + this.#element,
    });
    this.#element = -1;
    this.#isScalar = false;
    this.#needsComma = this.#path !== null;
  }

  #fault(): JsonFault {
    return new JsonFault(this.#base + this.#i);
  }
}

/** A string of JSON as text; null where it is none. */
export function unquoted(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
