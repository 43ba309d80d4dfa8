import { ASCII_COST, encodingModels, type EncodingModel } from './encoding-models.ts';
import { byteOrderMark, type EncodingId } from './encodings.ts';

export interface DetectedEncoding {
  readonly encoding: EncodingId;
  /** Whether the bytes begin with its byte order mark. */
  readonly bom: boolean;
  /** False where another encoding fits nearly as well: the user should look at the preview. */
  readonly sure: boolean;
}

/** So many different words with a byte of 0x80 or more tell an encoding. */
const MOST_WORDS = 4000;
/** How much likelier (in nats) the best encoding must be than the second to be sure of it. */
const CLEAR_MARGIN = 8;
/** UTF-8 with mistakes: so many characters of several bytes read for each that does not. */
const READ_PER_BROKEN = 20;
/** Control characters that no text has. Some delimiters (0x01, 0x1c to 0x1f) are controls. */
// eslint-disable-next-line no-control-regex -- it is these that are looked for
const CONTROLS = /[\x00\x02-\x08\x0e-\x1a]/;

/**
 * The encoding of a text, by its first bytes: a byte order mark; NULs at every second byte
 * (UTF-16); the rules of UTF-8, which other encodings break at once; else that of EUC-KR (CP949),
 * Shift-JIS, GB18030 and Windows-1252 under which the bytes are the likeliest text.
 *
 * Bytes that are ASCII alone are UTF-8, whatever follows them in the file.
 *
 * @param complete whether the bytes are the whole file: else a character may be cut at their end
 */
export function detectEncoding(head: Uint8Array, complete: boolean): DetectedEncoding {
  const mark = byteOrderMark(head);
  if (mark !== null) return { encoding: mark.encoding, bom: true, sure: true };
  const wide = utf16Of(head);
  if (wide !== null) return { encoding: wide, bom: false, sure: true };
  if (isUtf8(head, complete)) return { encoding: 'utf-8', bom: false, sure: true };
  if (isBrokenUtf8(head)) return { encoding: 'utf-8', bom: false, sure: false };
  return { ...likeliest(wordsOf(head, complete)), bom: false };
}

function isUtf8(head: Uint8Array, complete: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !complete });
    return true;
  } catch {
    return false;
  }
}

/** Whether nearly all characters of several bytes are UTF-8, which by chance they never are. */
function isBrokenUtf8(head: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(head);
  let [read, broken] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) broken++;
    else if (code >= 0x80) read++;
  }
  return read >= READ_PER_BROKEN * broken || (broken <= 2 && read >= 4);
}

/**
 * UTF-16 without a mark. Digits, delimiters and newlines have a NUL each, at odd positions in
 * little endian; at the other position few characters have one (준 is C9 00).
 */
export function utf16Of(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = head.subarray(0, Math.min(head.length, 8192) & ~1);
  if (sample.length < 4) return null;
  const nuls: [number, number] = [0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0) nuls[i & 1 ? 1 : 0]++;
  });
  const half = sample.length / 2;
  const isLittle = nuls[1] > nuls[0];
  const [most, least] = isLittle ? [nuls[1], nuls[0]] : nuls;
  if (most < half * 0.08 || least > most * 0.2) return null;
  const encoding = isLittle ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(encoding).decode(sample);
  return CONTROLS.test(text) || !/[\n\r,;|\t]/.test(text) ? null : encoding;
}

/**
 * The different words that hold a byte of 0x80 or more, one a line: what stands between bytes that
 * are part of no other character in any of the encodings. A word that comes a thousand times is
 * no more evidence than once.
 */
function wordsOf(head: Uint8Array, complete: boolean): Uint8Array {
  const words = new Set<string>();
  let [start, isForeign] = [0, false];
  const end = complete ? head.length : lastBreak(head);
  for (let i = 0; i <= end && words.size < MOST_WORDS; i++) {
    const byte = head[i] ?? 0x0a;
    if (i < end && !isBreak(byte)) {
      if (byte >= 0x80) isForeign = true;
      continue;
    }
    if (isForeign)
      words.add(String.fromCharCode(...head.subarray(start, Math.min(i, start + 200))));
    [start, isForeign] = [i + 1, false];
  }
  return Uint8Array.from([...words].join('\n'), (char) => char.charCodeAt(0));
}

/** Blanks, quotes, commas, semicolons and newlines. */
function isBreak(byte: number): boolean {
  return byte <= 0x22 || byte === 0x2c || byte === 0x3b;
}

function lastBreak(head: Uint8Array): number {
  let end = head.length;
  while (end > 0 && !isBreak(head[end - 1] ?? 0)) end--;
  return end === 0 ? head.length : end;
}

function likeliest(words: Uint8Array): Omit<DetectedEncoding, 'bom'> {
  const costs = encodingModels()
    .map((model) => ({ encoding: model.encoding, cost: costOf(words, model) }))
    .toSorted((a, b) => a.cost - b.cost);
  const [best, second] = costs;
  if (best === undefined || second === undefined) throw new TypeError('no encodings');
  return { encoding: best.encoding, sure: second.cost - best.cost >= CLEAR_MARGIN };
}

function costOf(words: Uint8Array, model: EncodingModel): number {
  const text = new TextDecoder(model.encoding).decode(words);
  let [cost, previous] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    cost += code < 0x80 ? ASCII_COST : model.cost(code, previous) + Math.LN2;
    previous = code;
  }
  return cost;
}
