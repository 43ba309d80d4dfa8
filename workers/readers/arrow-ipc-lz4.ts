/** The magic number of a frame. */
const FRAME = 0x184d2204;
/** Bits of a frame's flags. */
const VERSION = 0xc0;
const VERSION_1 = 0x40;
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY_ID = 0x01;
/** The bit of a block's size that says that it is not compressed. */
const STORED = 0x80000000;
const MIN_MATCH = 4;

/** Where a block stands, and how much it may become. */
interface Block {
  readonly start: number;
  readonly end: number;
  readonly stored: boolean;
  readonly most: number;
}

/**
 * Text compressed as LZ4 frames (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md).
 * Checksums are not verified.
 *
 * @throws RangeError for bytes that are none
 */
export function decodeLz4(bytes: Uint8Array): Uint8Array {
  const blocks = blocksOf(bytes);
  const out = new Uint8Array(blocks.reduce((sum, { most }) => sum + most, 0));
  let at = 0;
  for (const { start, end, stored } of blocks) {
    const block = bytes.subarray(start, end);
    if (!stored) at = decodeBlock(block, out, at);
    else {
      out.set(block, at);
      at += block.length;
    }
  }
  return out.subarray(0, at);
}

function blocksOf(bytes: Uint8Array): Block[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks: Block[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (view.getUint32(at, true) !== FRAME) throw new RangeError('no LZ4 frame');
    const flags = view.getUint8(at + 4);
    if ((flags & VERSION) !== VERSION_1) throw new RangeError('an unknown version of LZ4');
    // 64 KB, 256 KB, 1 MB or 4 MB.
    const largest = 4 ** ((view.getUint8(at + 5) >> 4) & 7) * 256;
    at += 7 + (flags & CONTENT_SIZE ? 8 : 0) + (flags & DICTIONARY_ID ? 4 : 0);
    for (;;) {
      const word = view.getUint32(at, true);
      at += 4;
      if (word === 0) break;
      const stored = word >= STORED;
      const size = stored ? word - STORED : word;
      if (at + size > bytes.length) throw new RangeError('an LZ4 block that breaks off');
      // A byte of a match's length stands for 255 bytes at most.
      const most = stored ? size : Math.min(largest, size * 255);
      blocks.push({ start: at, end: at + size, stored, most });
      at += size + (flags & BLOCK_CHECKSUM ? 4 : 0);
    }
    at += flags & CONTENT_CHECKSUM ? 4 : 0;
  }
  return blocks;
}

/** Decodes a block behind those before it, to which it may refer; returns where it ends. */
function decodeBlock(block: Uint8Array, out: Uint8Array, start: number): number {
  let at = start;
  let from = 0;
  const length = (nibble: number): number => {
    let sum = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255; sum += byte) byte = block[from++] ?? 0;
    return sum;
  };
  while (from < block.length) {
    const token = block[from++] ?? 0;
    const literals = length(token >> 4);
    if (from + literals > block.length || at + literals > out.length) throw outside();
    for (const end = at + literals; at < end;) out[at++] = block[from++] ?? 0;
    if (from >= block.length) break;
    const distance = (block[from] ?? 0) | ((block[from + 1] ?? 0) << 8);
    from += 2;
    const end = at + length(token & 15) + MIN_MATCH;
    if (distance === 0 || distance > at || end > out.length) throw outside();
    // Byte by byte, as a match may reach into what it writes.
    for (let copy = at - distance; at < end;) out[at++] = out[copy++] ?? 0;
  }
  return at;
}

function outside(): RangeError {
  return new RangeError('an LZ4 block beyond its bounds');
}
