const [TAB, LF, CR, BLANK, QUOTE, AMPERSAND, COMMA] = [9, 10, 13, 0x20, 0x22, 0x26, 0x2c];
const [UNDERSCORE, LETTER_X, ASCII_END] = [0x5f, 0x78, 0x80];
/** Below it, bytes are copied one by one faster than by a call. */
const FEW = 48;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
// Without `ignoreBOM` a text that begins with U+FEFF would lose it.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Text in UTF-8 that grows. */
export class TextBytes {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  /** What was written so far, as bytes of its own; begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) this.#reserve(1);
    this.bytes[this.length++] = byte;
  }

  append(source: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    if (end - start > FEW) {
      this.bytes.set(source.subarray(start, end), this.length);
      this.length += end - start;
      return;
    }
    const { bytes } = this;
    let to = this.length;
    for (let i = start; i < end; i++) bytes[to++] = source[i] ?? 0;
    this.length = to;
  }

  appendString(text: string): void {
    this.#reserve(text.length * 3);
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written;
  }

  /**
   * The text of an XML document between two tags, its entities resolved unless it is raw (CDATA);
   * what is no UTF-8 becomes U+FFFD.
   */
  appendXml(source: Uint8Array, start: number, end: number, isRaw: boolean): void {
    let at = start;
    while (at < end && isPlain(source[at] ?? 0)) at++;
    const isClean = at === end || (isUtf8(source, at, end) && (isRaw || !holds(source, AMPERSAND, at, end))); // prettier-ignore
    if (isClean) {
      this.append(source, start, end);
      return;
    }
    const text = decoder.decode(source.subarray(start, end));
    this.appendString(isRaw ? text : withEntities(text));
  }

  /**
   * A text as a field of CSV, in quotes where it needs them.
   *
   * @param isEscaped whether `_x000A_` in it stands for a character
   */
  appendField(source: Uint8Array, start: number, end: number, isEscaped: boolean): void {
    if (isEscaped && holdsEscape(source, start, end)) {
      const unescaped = encoder.encode(withEscapes(decoder.decode(source.subarray(start, end))));
      this.appendField(unescaped, 0, unescaped.length, false);
      return;
    }
    if (!needsQuotes(source, start, end)) {
      this.append(source, start, end);
      return;
    }
    this.#reserve(2 * (end - start) + 2);
    this.push(QUOTE);
    for (let i = start; i < end; i++) {
      const byte = source[i] ?? 0;
      if (byte === QUOTE) this.push(QUOTE);
      this.push(byte);
    }
    this.push(QUOTE);
  }

  #reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, Math.ceil(this.bytes.length * 1.5)));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

/** A text as a string, at once where it is a short one in ASCII, such as a number. */
export function shortString(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > FEW) return decoder.decode(bytes.subarray(start, end));
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= ASCII_END) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

function isPlain(byte: number): boolean {
  return byte < ASCII_END && byte !== AMPERSAND;
}

function holds(bytes: Uint8Array, byte: number, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === byte) return true;
  return false;
}

/** Whether bytes are well-formed UTF-8 as decoders take it: no surrogates, nothing overlong. */
function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end;) {
    const lead = bytes[i++] ?? 0;
    if (lead < ASCII_END) continue;
    const length = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    const next = bytes[i] ?? 0;
    if (lead < 0xc2 || lead > 0xf4 || i + length > end) return false;
    if ((lead === 0xe0 && next < 0xa0) || (lead === 0xed && next > 0x9f)) return false;
    if ((lead === 0xf0 && next < 0x90) || (lead === 0xf4 && next > 0x8f)) return false;
    for (const last = i + length; i < last; i++)
      if (((bytes[i] ?? 0) & 0xc0) !== 0x80) return false;
  }
  return true;
}

/** Text of an XML document with its entities resolved, but for those that it does not define. */
export function withEntities(text: string): string {
  return text.replaceAll(/&(#x[\da-fA-F]+|#\d+|[a-zA-Z]+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function holdsEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end - 6; i++) {
    if (bytes[i] === UNDERSCORE && bytes[i + 1] === LETTER_X) return true;
  }
  return false;
}

/** Office Open XML writes characters that XML cannot hold as `_x` and their code. */
function withEscapes(text: string): string {
  return text.replaceAll(/_x([\da-fA-F]{4})_/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}

/** Whether a field holds a comma, quote or newline, or begins or ends with a blank. */
function needsQuotes(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte > COMMA) continue;
    if (byte === COMMA || byte === QUOTE || byte === LF || byte === CR) return true;
    if ((i === start || i === end - 1) && (byte === BLANK || byte === TAB)) return true;
  }
  return false;
}
