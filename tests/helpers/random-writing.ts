import fc from 'fast-check';
import { DATE_FORMATS } from '../../src/data/date-formats.ts';
import { ENCODINGS, type EncodingId } from '../../src/import/encodings.ts';
import type { FileFormat } from '../../src/import/types.ts';
import { encodeText } from './encode.ts';
import { type DateStyle, INSTANTS, type NumberStyle } from './write-value.ts';

/** Everything that is free to choose about how a table becomes a file. */
export interface Writing {
  readonly format: FileFormat | 'json lines';
  readonly packed: 'plain' | 'gzip' | 'zip';
  readonly encoding: EncodingId;
  readonly bom: boolean;
  readonly delimiter: string;
  readonly quoting: 'minimal' | 'all' | 'backslash' | 'single';
  readonly newline: '\n' | '\r\n' | '\r';
  /** How many titles stand above, and whether they have as many delimiters as the rows. */
  readonly titles: number;
  readonly paddedTitles: boolean;
  readonly blankLines: boolean;
  readonly totals: boolean;
  readonly names: 'english' | 'korean' | 'none';
  /** In which order the six columns stand. */
  readonly order: readonly number[];
  readonly date: DateStyle;
  readonly number: NumberStyle;
}

/** Encodings of Hangul; GB18030 has it too, but no Chinese file does. */
const HANGUL: readonly EncodingId[] = ['utf-8', 'utf-16le', 'utf-16be', 'euc-kr'];

/** Every way of writing that there is; `settled` makes it one that can be. */
export const randomWriting: fc.Arbitrary<Writing> = fc.record({
  format: fc.oneof(
    { weight: 12, arbitrary: fc.constant('delimited' as const) },
    { weight: 6, arbitrary: fc.constantFrom('aligned', 'workbook', 'json', 'json lines') },
  ),
  packed: fc.constantFrom('plain', 'plain', 'plain', 'gzip', 'zip'),
  encoding: fc.constantFrom(...ENCODINGS),
  bom: fc.boolean(),
  delimiter: fc.constantFrom(',', ',', ';', ';', '\t', '\t', '|', '^', '~'),
  quoting: fc.constantFrom('minimal', 'minimal', 'all', 'backslash', 'single'),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  titles: fc.constantFrom(0, 0, 0, 1, 2),
  paddedTitles: fc.boolean(),
  blankLines: fc.boolean(),
  totals: fc.boolean(),
  names: fc.constantFrom('english', 'korean', 'none'),
  order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
  date: fc.record({
    format: fc.constantFrom(...DATE_FORMATS.map(({ id }) => id)),
    clock: fc.constantFrom('24', '24', 'T', '12', 'korean'),
    padded: fc.boolean(),
    zone: fc.constantFrom('Asia/Seoul', null),
  }),
  number: fc.record({
    format: fc.constantFrom('plain', 'plain', 'grouped', 'european', 'spaced', 'swiss'),
    fixed: fc.boolean(),
    unit: fc.constantFrom('', '', '', '$', '€', '£', '₩', '원', 'USD'),
    negative: fc.constantFrom('-', '-', 'unit first', 'trailing', 'brackets', '△'),
  }),
});

/** The choices that go together for a table of so many rows, as near as can be to those made. */
export function settled(writing: Writing, rows: number): Writing {
  // A lone object is no list.
  const format = writing.format === 'json lines' && rows === 1 ? 'json' : writing.format;
  const isText = format === 'delimited' || format === 'aligned';
  const encoding = isText ? writing.encoding : 'utf-8';
  const hasHangul = HANGUL.includes(encoding);
  const hasBom = isText && /^utf/.test(encoding);
  const isKeyed = format === 'json' || format === 'json lines';
  // What stands around a table set with blanks is told by being less than the table.
  const isFew = rows < (format === 'aligned' ? 5 : 1);
  const isLone = rows === 1 && writing.names === 'none';
  const clock = writing.date.clock === 'korean' && !hasHangul ? '24' : writing.date.clock;
  const unit = holds(encoding, writing.number.unit) ? writing.number.unit : '';
  const negative = holds(encoding, writing.number.negative) ? writing.number.negative : '-';
  return {
    ...writing,
    format,
    encoding,
    bom: hasBom && writing.bom,
    // Nor is a lone row without names a table, below a title or between rare delimiters.
    titles: isKeyed || isFew || isLone ? 0 : writing.titles,
    delimiter: isLone && /[\^~]/.test(writing.delimiter) ? ';' : writing.delimiter,
    totals: !isKeyed && !isFew && writing.totals,
    names:
      (writing.names === 'none' && (isKeyed || isFew)) || (writing.names === 'korean' && !hasHangul)
        ? 'english'
        : writing.names,
    date: settledDate({ ...writing.date, clock }, hasHangul),
    // Values set with blanks hold none.
    number:
      format === 'aligned'
        ? { ...writing.number, format: 'plain', unit: '', negative: '-' }
        : { ...writing.number, unit, negative },
  };
}

function settledDate(date: DateStyle, hasHangul: boolean): DateStyle {
  const { format, clock } = date;
  const isKoreanDate = format === 'ymd-korean' && !hasHangul;
  const yearFirst = format.startsWith('ymd');
  return {
    ...date,
    format: isKoreanDate ? 'ymd-dash' : format,
    clock: clock === 'korean' && !yearFirst ? '12' : clock,
    zone: INSTANTS.includes(format) ? date.zone : null,
  };
}

function holds(encoding: EncodingId, text: string): boolean {
  try {
    encodeText(text, encoding);
    return true;
  } catch {
    return false;
  }
}
