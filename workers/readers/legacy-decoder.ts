import type { EncodingId } from '../../src/import/encodings.ts';

/** Encodings whose characters have one or two bytes each. */
export type LegacyEncoding = Extract<EncodingId, 'euc-kr' | 'shift_jis' | 'windows-1252'>;

/** The bytes that begin a character of two, by the Encoding Standard: [first, last] of each range. */
const LEADS: Readonly<Record<LegacyEncoding, readonly (readonly [number, number])[]>> = {
  'euc-kr': [[0x81, 0xfe]],
  shift_jis: [
    [0x81, 0x9f],
    [0xe0, 0xfc],
  ],
  'windows-1252': [],
};

const REPLACEMENT = 0xfffd;
const LF = 10;
/** Bytes of a character of the basic plane in UTF-8. */
const LONGEST = 3;

/** So few bytes are copied faster one by one. */
const SHORT = 24;

/** What each byte, and each two bytes, stand for: a UTF-16 code unit, 0 for nothing. */
interface Table {
  /** By the byte; 0 for those that begin a character of two. */
  readonly single: Uint16Array;
  /** By the first byte × 256 + the second. */
  readonly double: Uint16Array;
  readonly isLead: Uint8Array;
}

/** Whether an encoding can be read by `LegacyDecoder`. */
export function isLegacy(encoding: EncodingId): encoding is LegacyEncoding {
  return Object.hasOwn(LEADS, encoding);
}

/**
 * Makes UTF-8 of text in an old encoding, as `TextDecoder` and `TextEncoder` would, but several times
 * as fast: Chromium makes some 25 MB a second, even where nearly all is ASCII.
 */
export class LegacyDecoder {
  readonly #table: Table;
  #out = new Uint8Array();
  /** The first byte of a character whose second is in the next piece, or 0. */
  #lead = 0;
  #replaced = 0;

  constructor(encoding: LegacyEncoding) {
    this.#table = tableOf(encoding);
  }

  /** How many bytes were no character so far, each read as U+FFFD. */
  get replaced(): number {
    return this.#replaced;
  }

  decode(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const { single, double, isLead } = this.#table;
    const most = LONGEST * (bytes.length + 1);
    if (this.#out.length < most) this.#out = new Uint8Array(most);
    const out = this.#out;
    let [lead, at, replaced] = [this.#lead, 0, 0];
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0;
      let code: number;
      if (lead !== 0) {
        code = double[lead * 256 + byte] ?? 0;
        lead = 0;
        // A byte that ends no character may be one of ASCII, and is not lost.
        if (code === 0 && byte < 0x80) i--;
      } else if (byte < 0x80) {
        const end = endOfAscii(bytes, i);
        if (end - i < SHORT) for (let k = i; k < end; k++) out[at + k - i] = bytes[k] ?? 0;
        else out.set(bytes.subarray(i, end), at);
        at += end - i;
        i = end - 1;
        continue;
      } else if (isLead[byte] === 1) {
        lead = byte;
        continue;
      } else code = single[byte] ?? 0;
      if (code === 0) {
        code = REPLACEMENT;
        replaced++;
      }
      if (code < 0x800) out[at++] = 0xc0 | (code >> 6);
      else {
        out[at++] = 0xe0 | (code >> 12);
        out[at++] = 0x80 | ((code >> 6) & 0x3f);
      }
      out[at++] = 0x80 | (code & 0x3f);
    }
    this.#lead = lead;
    this.#replaced += replaced;
    return out.slice(0, at);
  }

  /** What is left when all pieces are read: the half of a character, if anything. */
  end(): Uint8Array<ArrayBuffer> {
    if (this.#lead === 0) return new Uint8Array();
    this.#lead = 0;
    this.#replaced += 1;
    return new TextEncoder().encode('\ufffd');
  }
}

function endOfAscii(bytes: Uint8Array, from: number): number {
  let end = from + 1;
  while (end < bytes.length && (bytes[end] ?? 0) < 0x80) end++;
  return end;
}

const tables = new Map<LegacyEncoding, Table>();

/** What the browser's own decoder makes of each byte and each pair. */
function tableOf(encoding: LegacyEncoding): Table {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const isLead = new Uint8Array(256);
  const pairs: number[] = [];
  for (const [first, last] of LEADS[encoding]) {
    isLead.fill(1, first, last + 1);
    for (let lead = first; lead <= last; lead++) {
      for (let trail = 0x30; trail <= 0xff; trail++) pairs.push(lead, trail);
    }
  }
  const singles: number[] = [];
  for (let byte = 0x80; byte <= 0xff; byte++) if (isLead[byte] === 0) singles.push(byte);
  const double = new Uint16Array(isLead.includes(1) ? 65_536 : 0);
  const decoded = lines(encoding, pairs, 2);
  for (let i = 0; i < decoded.length; i++) {
    double[(pairs[2 * i] ?? 0) * 256 + (pairs[2 * i + 1] ?? 0)] = codeOf(decoded[i] ?? '');
  }
  const single = new Uint16Array(256);
  lines(encoding, singles, 1).forEach((text, i) => (single[singles[i] ?? 0] = codeOf(text)));
  const table = { single, double, isLead };
  tables.set(encoding, table);
  return table;
}

/** Characters of so many bytes, decoded in one call: a newline ends each, whatever it is. */
function lines(encoding: LegacyEncoding, bytes: readonly number[], size: 1 | 2): string[] {
  const count = bytes.length / size;
  const text = new Uint8Array(count * (size + 1)).fill(LF);
  for (let i = 0; i < bytes.length; i++) text[i + Math.floor(i / size)] = bytes[i] ?? 0;
  return new TextDecoder(encoding).decode(text).split('\n').slice(0, count);
}

/** 0 for what is no character of its own: replaced, or two. */
function codeOf(text: string): number {
  return text.length === 1 && text !== '\ufffd' ? text.charCodeAt(0) : 0;
}
