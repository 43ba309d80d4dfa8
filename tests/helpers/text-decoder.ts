/**
 * Browsers decode by the Encoding Standard. Node 20 does not for two encodings: it takes
 * windows-1252 for Latin-1 (€ and curly quotes become controls), and euc-kr for KS X 1001 without
 * the 8,822 Hangul syllables of CP949. `useStandardTextDecoder` makes up for it in a test.
 */
export function useStandardTextDecoder(): void {
  if (globalThis.TextDecoder !== StandardTextDecoder) globalThis.TextDecoder = StandardTextDecoder;
}

const NativeTextDecoder = globalThis.TextDecoder;
/** Of windows-1252 from 0x80 to 0x9f; five bytes are controls. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

class StandardTextDecoder extends NativeTextDecoder {
  #lead = 0;

  override decode(input?: AllowSharedBufferSource, options?: TextDecodeOptions): string {
    if (this.encoding === 'windows-1252') return decodeLatin(bytesOf(input));
    if (this.encoding === 'euc-kr') return this.#korean(bytesOf(input), options?.stream === true);
    return super.decode(input, options);
  }

  #korean(bytes: Uint8Array, stream: boolean): string {
    const index = koreanIndex();
    let text = '';
    for (const byte of bytes) {
      if (this.#lead === 0) {
        if (byte < 0x80) text += String.fromCharCode(byte);
        else if (byte === 0x80 || byte === 0xff) text += this.#invalid();
        else this.#lead = byte;
        continue;
      }
      const char = index.get(this.#lead * 256 + byte);
      this.#lead = 0;
      text += char ?? this.#invalid() + (byte < 0x80 ? String.fromCharCode(byte) : '');
    }
    if (stream || this.#lead === 0) return text;
    this.#lead = 0;
    return text + this.#invalid();
  }

  #invalid(): string {
    if (!this.fatal) return '\ufffd';
    this.#lead = 0;
    throw new TypeError('The encoded data was not valid for encoding euc-kr');
  }
}

function bytesOf(input: AllowSharedBufferSource | undefined): Uint8Array {
  if (input === undefined) return new Uint8Array();
  return ArrayBuffer.isView(input)
    ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
    : new Uint8Array(input);
}

function decodeLatin(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text +=
      byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252.charAt(byte - 0x80) : String.fromCharCode(byte);
  }
  return text;
}

let index: ReadonlyMap<number, string> | null = null;

/** The characters of CP949 by their two bytes. */
function koreanIndex(): ReadonlyMap<number, string> {
  if (index !== null) return index;
  const found = new Map<number, string>();
  const native = new NativeTextDecoder('euc-kr');
  for (let lead = 0xa1; lead <= 0xfe; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const char = native.decode(Uint8Array.of(lead, trail));
      if (char.length === 1 && char !== '\ufffd') found.set(lead * 256 + trail, char);
    }
  }
  const places = extensionPlaces();
  const standard = new Set(found.values());
  for (let code = 0xac00; code <= 0xd7a3; code++) {
    const char = String.fromCharCode(code);
    if (!standard.has(char)) found.set(places.next().value ?? 0, char);
  }
  return (index = found);
}

/** Where CP949 puts the syllables that KS X 1001 lacks, in the order of Unicode. */
function* extensionPlaces(): Generator<number, void> {
  for (let lead = 0x81; lead <= 0xc6; lead++) {
    for (let trail = 0x41; trail <= (lead < 0xa1 ? 0xfe : 0xa0); trail++) {
      const isTrail = trail <= 0x5a || (trail >= 0x61 && trail <= 0x7a) || trail >= 0x81;
      if (isTrail) yield lead * 256 + trail;
    }
  }
}
