import type { EncodingId } from '../../src/import/encodings.ts';
import { useStandardTextDecoder } from './text-decoder.ts';

// What is encoded here would else be read otherwise than in a browser.
useStandardTextDecoder();

const tables = new Map<EncodingId, ReadonlyMap<string, readonly number[]>>();

/**
 * Text in an encoding, by the inverse of `TextDecoder`. Without a byte order mark.
 *
 * @throws RangeError where the encoding lacks a character
 */
export function encodeText(text: string, encoding: EncodingId): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return utf16(text, encoding);
  const table = tableOf(encoding);
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.charCodeAt(0);
    const found = code < 0x80 ? [code] : table.get(char);
    if (found === undefined) throw new RangeError(`${encoding} has no ${char}`);
    bytes.push(...found);
  }
  return Uint8Array.from(bytes);
}

function utf16(text: string, encoding: 'utf-16le' | 'utf-16be'): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) {
    view.setUint16(i * 2, text.charCodeAt(i), encoding === 'utf-16le');
  }
  return bytes;
}

/** Every character of one or two bytes, by decoding all of them. */
function tableOf(encoding: EncodingId): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const table = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(encoding, { fatal: true });
  const add = (...bytes: number[]): boolean => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes));
      if (Array.from(text).length === 1 && !table.has(text)) table.set(text, bytes);
      return true;
    } catch {
      return false;
    }
  };
  for (let lead = 0x80; lead <= 0xff; lead++) {
    if (add(lead)) continue;
    for (let trail = 0x30; trail <= 0xfe; trail++) add(lead, trail);
  }
  tables.set(encoding, table);
  return table;
}
