/** What is done with the parts of an XML document. Ranges are of the bytes given with them. */
export interface XmlHandler {
  /** An element begins; its attributes stand in [start, end). */
  opened(name: number, bytes: Uint8Array, start: number, end: number): void;
  closed(name: number): void;
  /** Text between tags; entities are still in it, except where it is `isRaw` (CDATA). */
  text(bytes: Uint8Array, start: number, end: number, isRaw: boolean): void;
}

const [BANG, QUOTE, APOSTROPHE, DASH, SLASH, COLON] = [0x21, 0x22, 0x27, 0x2d, 0x2f, 0x3a];
const [LESS, GREATER, QUESTION, OPEN, CLOSE] = [0x3c, 0x3e, 0x3f, 0x5b, 0x5d];
const BLANK = 0x20;
/** `<![CDATA[`, the longest mark that something can begin with. */
const CDATA = 9;
/** Browsers unpack in chunks of about this size. */
const CHUNK = 64 * 1024;
/** No tag, comment or text of a cell is longer, and what is unfinished is looked at again. */
const LONGEST = 16 * 1024 * 1024;
const SHEET_DATA = 'sheetData';

/** The number that stands for an element's name; 0 for those that no reader asks for. */
export function elementName(name: string): number {
  return nameIn(new TextEncoder().encode(name), 0, name.length);
}

/**
 * Finds tags and text in the bytes of an XML document as they come, wherever they are cut. It makes
 * neither strings nor a tree, and checks nothing that does not concern it: names are those after a
 * prefix, declarations and comments are passed over.
 */
export class XmlScanner {
  readonly #handler: XmlHandler;
  /** What has come and is not read to the end, and room for more: one buffer for all chunks. */
  #buffer = new Uint8Array(2 * CHUNK);
  #length = 0;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  push(chunk: Uint8Array): void {
    this.#append(chunk);
    const bytes = this.#buffer.subarray(0, this.#length);
    let at = 0;
    for (let next = 0; next !== -1; next = this.#step(bytes, at)) at = next;
    this.#length -= at;
    if (this.#length > LONGEST) throw new Error('a tag or text of the XML has no end');
    bytes.copyWithin(0, at);
  }

  #append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(length + CHUNK);
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
  }

  /** Reads what begins at a position. @returns where it ends; -1 where the end has not come yet */
  #step(bytes: Uint8Array, at: number): number {
    if (bytes[at] !== LESS) {
      const end = indexFrom(bytes, LESS, at);
      if (end > at) this.#handler.text(bytes, at, end, false);
      return end;
    }
    const next = bytes[at + 1];
    if (next === SLASH) return this.#close(bytes, at);
    return next === BANG || next === QUESTION ? this.#special(bytes, at) : this.#open(bytes, at);
  }

  #close(bytes: Uint8Array, at: number): number {
    const end = indexFrom(bytes, GREATER, at);
    if (end === -1) return -1;
    this.#handler.closed(nameIn(bytes, at + 2, nameEnd(bytes, at + 2, end)));
    return end + 1;
  }

  #open(bytes: Uint8Array, at: number): number {
    const end = tagEnd(bytes, at + 1);
    if (end === -1) return -1;
    const isWhole = bytes[end - 1] === SLASH;
    const last = isWhole ? end - 1 : end;
    const attributes = nameEnd(bytes, at + 1, last);
    const name = nameIn(bytes, at + 1, attributes);
    this.#handler.opened(name, bytes, attributes, last);
    if (isWhole) this.#handler.closed(name);
    return end + 1;
  }

  #special(bytes: Uint8Array, at: number): number {
    if (bytes[at + 1] === QUESTION) return after(bytes, at + 2, QUESTION, 1);
    if (bytes.length - at < CDATA) return -1;
    if (bytes[at + 2] === DASH && bytes[at + 3] === DASH) return after(bytes, at + 4, DASH, 2);
    if (bytes[at + 2] !== OPEN) return after(bytes, at + 2, GREATER, 0);
    const end = after(bytes, at + CDATA, CLOSE, 2);
    if (end > at + CDATA + 3) this.#handler.text(bytes, at + CDATA, end - 3, true);
    return end;
  }
}

function indexFrom(bytes: Uint8Array, byte: number, from: number): number {
  for (let i = from; i < bytes.length; i++) if (bytes[i] === byte) return i;
  return -1;
}

/** The position after so many of a byte and a `>`; -1 where they do not come. */
function after(bytes: Uint8Array, from: number, byte: number, times: number): number {
  for (let i = from + times; i < bytes.length; i++) {
    if (bytes[i] !== GREATER) continue;
    let found = 0;
    while (found < times && bytes[i - 1 - found] === byte) found++;
    if (found === times) return i + 1;
  }
  return -1;
}

/** Where the `>` of a tag stands, which values of attributes may hold too. */
function tagEnd(bytes: Uint8Array, from: number): number {
  let quote = 0;
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i];
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === GREATER) {
      return i;
    } else if (byte === QUOTE || byte === APOSTROPHE) {
      quote = byte;
    }
  }
  return -1;
}

function nameEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] ?? 0) > BLANK) at++;
  return at;
}

/** Names of up to four letters are their letters; of longer ones only `sheetData` matters. */
function nameIn(bytes: Uint8Array, start: number, end: number): number {
  let [from, name] = [start, 0];
  for (let i = start; i < end; i++) {
    if (bytes[i] === COLON) [from, name] = [i + 1, 0];
    else name = (name << 8) | (bytes[i] ?? 0);
  }
  if (end - from <= 4) return name;
  if (end - from !== SHEET_DATA.length) return 0;
  for (let i = 0; i < SHEET_DATA.length; i++) {
    if (bytes[from + i] !== SHEET_DATA.charCodeAt(i)) return 0;
  }
  return -1;
}

const [TAB, LF, CR, EQUALS] = [9, 10, 13, 0x3d];
const [LETTER_A, LETTERS] = [0x61, 26];

/** The attributes of a tag whose names have one letter (`r`, `s`, `t`), as ranges of its bytes. */
export class ShortAttributes {
  readonly #starts = new Int32Array(LETTERS);
  readonly #ends = new Int32Array(LETTERS);

  /** Forgets what it knew, and reads the attributes in [from, end). */
  read(bytes: Uint8Array, from: number, end: number): void {
    this.#ends.fill(0);
    this.#starts.fill(0);
    for (let at = skipBlanks(bytes, from, end); at < end; at = skipBlanks(bytes, at, end)) {
      const name = at;
      while (at < end && bytes[at] !== EQUALS && !isBlank(bytes[at])) at++;
      const length = at - name;
      const sign = skipBlanks(bytes, at, end);
      if (bytes[sign] !== EQUALS || sign >= end) {
        at = Math.max(sign, name + 1);
        continue;
      }
      at = skipBlanks(bytes, sign + 1, end);
      const quote = bytes[at];
      const start = at + 1;
      if (quote !== QUOTE && quote !== APOSTROPHE) continue;
      at = start;
      while (at < end && bytes[at] !== quote) at++;
      if (length === 1) this.#keep(bytes[name] ?? 0, start, at);
      at++;
    }
  }

  /** Where the value of an attribute begins, whose name is a small letter. */
  start(letter: number): number {
    return this.#starts[letter - LETTER_A] ?? 0;
  }

  /** Where the value ends; at its start where there is none. */
  end(letter: number): number {
    return this.#ends[letter - LETTER_A] ?? 0;
  }

  #keep(letter: number, start: number, end: number): void {
    // Out of range, nothing is kept.
    this.#starts[letter - LETTER_A] = start;
    this.#ends[letter - LETTER_A] = end;
  }
}

function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(bytes[at])) at++;
  return at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === BLANK || byte === TAB || byte === LF || byte === CR;
}
