import { utf16Of } from './detect-encoding.ts';
import { byteOrderMark } from './encodings.ts';

/**
 * What a file that is no text is, for the sentence about it: the name of the format, or
 * `binary` where it is not known.
 */
export type BinaryKind =
  | 'Excel (.xlsx)'
  | 'Excel (.xls)'
  | 'ZIP'
  | 'gzip'
  | 'Parquet'
  | 'Arrow'
  | 'SQLite'
  | 'PDF'
  | 'PNG'
  | 'JPEG'
  | 'GIF'
  | '7-Zip'
  | 'RAR'
  | 'bzip2'
  | 'xz'
  | 'Zstandard'
  | 'SPSS'
  | 'HDF5'
  | 'UTF-32'
  | 'binary';

const MAGIC: readonly (readonly [BinaryKind, readonly number[]])[] = [
  ['ZIP', [0x50, 0x4b, 0x03, 0x04]],
  ['ZIP', [0x50, 0x4b, 0x05, 0x06]],
  ['Excel (.xls)', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['gzip', [0x1f, 0x8b]],
  ['Parquet', ascii('PAR1')],
  ['Parquet', ascii('PARE')],
  ['Arrow', ascii('ARROW1')],
  ['Arrow', [0xff, 0xff, 0xff, 0xff]],
  ['SQLite', ascii('SQLite format 3\0')],
  ['PDF', ascii('%PDF-')],
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['GIF', ascii('GIF8')],
  ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['RAR', ascii('Rar!\x1a\x07')],
  ['bzip2', ascii('BZh')],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ['SPSS', ascii('$FL2@(#)')],
  ['HDF5', [0x89, 0x48, 0x44, 0x46]],
  ['UTF-32', [0xff, 0xfe, 0, 0]],
  ['UTF-32', [0, 0, 0xfe, 0xff]],
];

function ascii(text: string): number[] {
  return Array.from(text, (c) => c.charCodeAt(0));
}

/**
 * What a file is, by its first bytes; null for text. NUL stands in no text file but those of
 * UTF-16.
 */
export function binaryKind(head: Uint8Array): BinaryKind | null {
  const magic = MAGIC.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte));
  if (magic !== undefined) {
    const [kind] = magic;
    // BZh may begin a name; a digit and the block's mark follow where it is no name.
    if (kind !== 'bzip2' || head[4] === 0x31) return kind === 'ZIP' ? zipKind(head) : kind;
  }
  const isWide = byteOrderMark(head)?.encoding.startsWith('utf-16') === true;
  return head.includes(0) && !isWide && utf16Of(head) === null ? 'binary' : null;
}

/** A workbook's archive begins with `[Content_Types].xml` or names its parts `xl/…`. */
function zipKind(head: Uint8Array): BinaryKind {
  const names = new TextDecoder('latin1').decode(head.subarray(0, 4000));
  return /\[Content_Types\]\.xml|xl\//.test(names) ? 'Excel (.xlsx)' : 'ZIP';
}
