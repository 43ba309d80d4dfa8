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
  | 'SQLite'
  | 'PDF'
  | 'PNG'
  | 'JPEG'
  | 'UTF-16'
  | 'UTF-32'
  | 'binary';

const MAGIC: readonly (readonly [BinaryKind, readonly number[]])[] = [
  ['ZIP', [0x50, 0x4b, 0x03, 0x04]],
  ['ZIP', [0x50, 0x4b, 0x05, 0x06]],
  ['Excel (.xls)', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['gzip', [0x1f, 0x8b]],
  ['Parquet', ascii('PAR1')],
  ['SQLite', ascii('SQLite format 3\0')],
  ['PDF', ascii('%PDF-')],
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['UTF-32', [0xff, 0xfe, 0, 0]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
];

function ascii(text: string): number[] {
  return Array.from(text, (c) => c.charCodeAt(0));
}

/** What a file is, by its first bytes; null for text. NUL stands in no text file but UTF-16. */
export function binaryKind(head: Uint8Array): BinaryKind | null {
  const magic = MAGIC.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte));
  if (magic !== undefined)
    return magic[0] === 'ZIP' && isWorkbook(head) ? 'Excel (.xlsx)' : magic[0];
  return head.includes(0) ? (isUtf16(head) ? 'UTF-16' : 'binary') : null;
}

/** A workbook's archive begins with `[Content_Types].xml` or names its parts `xl/…`. */
function isWorkbook(head: Uint8Array): boolean {
  const names = new TextDecoder('latin1').decode(head.subarray(0, 4000));
  return names.includes('[Content_Types].xml') || names.includes('xl/');
}

/** Text of mostly ASCII in UTF-16 without a mark: every second byte is NUL. */
function isUtf16(head: Uint8Array): boolean {
  const sample = head.subarray(0, 1000);
  const nulAt = [0, 1].map(
    (parity) => sample.filter((byte, i) => byte === 0 && i % 2 === parity).length,
  );
  const half = sample.length / 2;
  return nulAt.some((count, i) => count > half * 0.4 && (nulAt[1 - i] ?? 0) === 0);
}
