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
