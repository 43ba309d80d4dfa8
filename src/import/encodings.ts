/** The encodings of text that are read: names that `TextDecoder` knows. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'euc-kr',
  'shift_jis',
  'gb18030',
  'windows-1252',
] as const;

export type EncodingId = (typeof ENCODINGS)[number];

/**
 * What an encoding is called where a user reads it. `euc-kr` is what browsers call CP949, which
 * holds all Hangul syllables; `gb18030` holds GBK and GB2312.
 */
export const ENCODING_LABELS: Readonly<Record<EncodingId, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'euc-kr': 'EUC-KR (CP949)',
  shift_jis: 'Shift-JIS',
  gb18030: 'GB18030 (GBK)',
  'windows-1252': 'Windows-1252',
};

const MARKS: readonly (readonly [EncodingId, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['gb18030', [0x84, 0x31, 0x95, 0x33]],
];

/** The encoding that a byte order mark tells, and the mark's bytes; null where there is none. */
export function byteOrderMark(
  head: Uint8Array,
): { readonly encoding: EncodingId; readonly bytes: number } | null {
  const mark = MARKS.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte));
  return mark === undefined ? null : { encoding: mark[0], bytes: mark[1].length };
}
