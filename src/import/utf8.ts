const NEWLINE = 10;
const RETURN = 13;

/** The text of the first bytes of a file, without its byte order mark. */
export interface Decoded {
  readonly text: string;
  readonly bom: boolean;
}

/**
 * Decodes UTF-8. Where the bytes are the beginning of a longer file, a character that is cut at
 * their end is left out.
 *
 * @returns the text, or the line (from 1) of the first byte that is not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array, complete: boolean): Decoded | { badLine: number } {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return { text: decoder.decode(bytes, { stream: !complete }), bom };
  } catch {
    return { badLine: lineOf(bytes, firstInvalid(bytes)) };
  }
}

/** The position of the first byte that begins no valid character, by halving. */
function firstInvalid(bytes: Uint8Array): number {
  let [valid, invalid] = [0, bytes.length];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isPrefix(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return valid;
}

/** Whether bytes are UTF-8 as far as they go. */
function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function lineOf(bytes: Uint8Array, position: number): number {
  let line = 1;
  for (let i = 0; i < position; i++) {
    // \r\n is one newline: it counts at its \n.
    if (bytes[i] === NEWLINE || (bytes[i] === RETURN && bytes[i + 1] !== NEWLINE)) line++;
  }
  return line;
}
