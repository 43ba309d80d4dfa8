import type { EncodingId } from '../../src/import/encodings.ts';
import { TEXT_PIECES } from './random-table.ts';
import type { Writing } from './random-writing.ts';

const LATIN = ['Smith', 'Lee', "O'Brien", 'Anna B', 'tea cup', 'blue'];
const ACCENTED = [...LATIN, 'Müller', 'José', 'Zoë', 'Groß', 'crème brûlée', 'Ångström', 'façade'];
const HANGUL = [
  '김민수',
  '이영희',
  '박서준',
  '최 지우',
  '꽃무늬 원피스',
  '뷁',
  '똠방각하',
  '머그컵',
];
const KANA = ['さくら', '田中太郎', 'コーヒー', '鈴木', '緑茶', 'トマト', '山田 花子', 'ﾃｽﾄ'];
const HANZI = ['王小明', '李华', '张伟', '蓝色衬衫', '订单', '苹果手机', '中国茶'];

/** Words that an encoding holds, as a file in it would have them. */
const WORDS: Readonly<Record<EncodingId, readonly string[]>> = {
  'utf-8': [...ACCENTED, ...HANGUL, ...KANA, ...HANZI, '🎁 gift'],
  'utf-16le': [...ACCENTED, ...HANGUL, ...KANA, '🎁 gift'],
  'utf-16be': [...ACCENTED, ...HANGUL, ...HANZI],
  'euc-kr': [...LATIN, ...HANGUL],
  shift_jis: [...LATIN, ...KANA],
  gb18030: [...LATIN, ...HANZI],
  'windows-1252': ACCENTED,
};

/** A customer's id; '' for a guest. Values set with blanks are never blank. */
export function customerOf(
  customer: number | null,
  encoding: EncodingId,
  format: Writing['format'],
): string {
  if (customer === null) return format === 'aligned' ? 'guest' : '';
  const words = WORDS[encoding];
  const word = words[(customer * 7) % words.length] ?? '';
  return `${word}${customer > words.length ? String(customer) : ''}`;
}

/** The text of a row, of pieces that the way of writing can hold. */
export function textOf(pieces: readonly number[], writing: Writing): string {
  const words = WORDS[writing.encoding];
  const all = [...TEXT_PIECES, ...words, ...words];
  const text = pieces.map((piece) => all[piece % all.length] ?? '').join('');
  if (writing.format === 'aligned') return text.replaceAll(/[^\p{L}]/gu, '') || 'none';
  if (writing.format !== 'delimited') return text;
  // What else stands behind a backslash, or in a line that single quotes enclose, is for no reader.
  if (writing.quoting === 'backslash') return text.replaceAll('\\', '/');
  return writing.quoting === 'single' ? text.replaceAll(/\s+/g, ' ') : text;
}
