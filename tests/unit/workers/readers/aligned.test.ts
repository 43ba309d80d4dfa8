import { describe, expect, test } from 'vitest';
import { findAligned } from '../../../../src/import/aligned.ts';
import { alignedLayout } from '../../../../src/import/text-layout.ts';
import { recognise } from '../../../../src/import/recognise.ts';
import { alignedAsCsv } from '../../../../workers/readers/aligned.ts';
import { collect } from '../../../../workers/readers/pieces.ts';
import type { TextPieces } from '../../../../workers/readers/reader.ts';
import { hasSharedData, needsSharedData, readShared } from '../../../helpers/shared-data.ts';

const never = new AbortController().signal;

// eslint-disable-next-line @typescript-eslint/require-await -- a source of pieces
async function* pieces(bytes: Uint8Array, size: number): TextPieces {
  for (let at = 0; at < bytes.length; at += size)
    yield Uint8Array.from(bytes.subarray(at, at + size));
}

const WHOLE = { name: 'x', bytes: 1, complete: true } as const;

/** The CSV of a text, read in pieces of so many bytes; null where it is not set in columns. */
async function csvOf(content: string | Uint8Array, size = 1 << 20): Promise<string | null> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const layout = alignedLayout(bytes, { name: 'x', bytes: bytes.length, complete: true });
  if (layout === null) return null;
  return (await collect(alignedAsCsv(pieces(bytes, size), layout), never)).text();
}

test('columns of right-aligned numbers, by hand', async () => {
  const text =
    ' 00001 19970101  1   11.77\r\n 00002 19970112  1   12.00\r\n 00002 19970112 15  177.00\r\n';
  expect(await csvOf(text)).toBe(
    '00001,19970101,1,11.77\n00002,19970112,1,12.00\n00002,19970112,15,177.00\n',
  );
});

test('values that hold single blanks', async () => {
  const text = `id   name          sum
1    Kim Min Jun   5.00
2    Lee           6,000.00
3    Park "P" Ji   7.00
`;
  expect(await csvOf(text)).toBe(
    'id,name,sum\n1,Kim Min Jun,5.00\n2,Lee,"6,000.00"\n3,"Park ""P"" Ji",7.00\n',
  );
});

test('a blank value leaves the others in their columns', async () => {
  const text = `id   name      city      sum
     Kim A     Seoul     5.00
2              Busan     6.00
3    Park                7.00
4    Lee B     Daegu
`;
  expect(await csvOf(text)).toBe(
    'id,name,city,sum\n,Kim A,Seoul,5.00\n2,,Busan,6.00\n3,Park,,7.00\n4,Lee B,Daegu,\n',
  );
});

test('titles above and totals below a short table', async () => {
  const text = `Sales report
as of March

customer id   amount  day
Kim Min Jun   11.77   2024-03-05
Lee           6.00    2024-03-06
Park Ji       7.00    2024-03-07

Total
`;
  const lines = (await csvOf(text))?.trimEnd().split('\n');
  expect(lines?.slice(-4, -1)).toEqual([
    'Kim Min Jun,11.77,2024-03-05',
    'Lee,6.00,2024-03-06',
    'Park Ji,7.00,2024-03-07',
  ]);
  expect(recognise(new TextEncoder().encode(lines?.join('\n')), WHOLE)).toMatchObject({
    dialect: { hasHeader: true },
    columns: [{ name: 'customer id' }, { name: 'amount' }, { name: 'day' }],
  });
});

test('a title with a blank where a column begins stays whole', async () => {
  const text = `from 2015 to 2026
김 민준     2024-03-05  1   5.00   tea
from 2015   2024-03-06  12  16.00
Park Ji     2024-03-07  3   7.00   cup
Lee Seo     2024-03-08  3   7.00   cup
`;
  expect((await csvOf(text))?.split('\n', 3)).toEqual([
    'from 2015 to 2026',
    '김 민준,2024-03-05,1,5.00,tea',
    'from 2015,2024-03-06,12,16.00,',
  ]);
});

test('commas and blanks within dates, colons within times', async () => {
  const named = `id    day           sum
1     Jan 3, 2015   5.00
20    Jan 14, 2015  6.00
300   Feb 5, 2015   7.00
`;
  expect(await csvOf(named)).toBe(
    'id,day,sum\n1,"Jan 3, 2015",5.00\n20,"Jan 14, 2015",6.00\n300,"Feb 5, 2015",7.00\n',
  );
  const timed = '1     11/08/2017 23:51  5.00\n20    12/28/2017 03:28  16.00\n';
  expect(await csvOf(timed)).toBe('1,11/08/2017 23:51,5.00\n20,12/28/2017 03:28,16.00\n');
  const korean = '1   2022년 1월 25일 4:40 PM    A-1\n5   2018년 11월 13일 12:01 PM  A-2\n';
  expect(await csvOf(korean)).toBe(
    '1,2022년 1월 25일 4:40 PM,A-1\n5,2018년 11월 13일 12:01 PM,A-2\n',
  );
});

test('a rule under the header is left out', async () => {
  const text = 'id   sum\n---- ----\n1    5.00\n2    6.00\n';
  expect(await csvOf(text)).toBe('id,sum\n1,5.00\n2,6.00\n');
});

test('Hangul that is two cells wide, or one', async () => {
  const cells = `번호 이름      금액
1    김민준    5000
2              600
3    이 서연   70
`;
  const expected = '번호,이름,금액\n1,김민준,5000\n2,,600\n3,이 서연,70\n';
  expect(await csvOf(cells)).toBe(expected);
  const characters = `번호   이름     금액
1    김민준    5000
2           600
3    이 서연   70
`;
  expect((await csvOf(characters))?.split('\n')[2]).toMatch(/^2,,?600/);
});

test('a value that is wider than all in the first lines', async () => {
  const narrow = Array.from({ length: 3000 }, (_, i) => `${(i % 90) + 10} 2024-03-05   5.00\n`);
  expect(await csvOf(`${narrow.join('')}123456 2024-03-06 1234567.00\n`)).toMatch(
    /\n123456,2024-03-06,1234567.00\n$/,
  );
});

test('pieces that end anywhere, and any newline', async () => {
  const text = 'id   name      sum\r\n1    김 민준   5.00\r\n2    Lee       6.00';
  const whole = await csvOf(text);
  for (const size of [1, 2, 3, 7]) expect(await csvOf(text, size)).toBe(whole);
  expect(await csvOf(text.replaceAll('\r\n', '\n'))).toBe(whole);
  expect(await csvOf(text.replaceAll('\r\n', '\r'))).toBe(whole);
});

describe('what is not set in columns', () => {
  test.each([
    ['CSV', 'id,first name,sum\n1,Kim Min,5\n2,Lee Seo,6\n'],
    ['semicolons and blanks', 'id ; name ; sum\n1 ; a ; 5\n2 ; b ; 6\n'],
    ['single quotes', `'id'^'first name'^'sum'\n'1'^'Kim ^ Min'^'5'\n`],
    ['one column', 'customer\na\nb\n'],
    ['prose', 'The quick brown fox\njumps over the lazy dog and\nis gone.\nWhat a day it was\n'],
    ['one line', ' 00001 19970101  1   11.77\n'],
  ])('%s', async (_what, text) => {
    expect(await csvOf(text)).toBeNull();
  });

  test('nothing', () => {
    expect(findAligned([])).toBeNull();
    expect(findAligned(['', ' '])).toBeNull();
  });
});

test.skipIf(!hasSharedData)(`CDNOW as it is published${needsSharedData}`, async () => {
  for (const [name, rows, columns, hasHeader] of [
    ['CDNOW_master.txt', 69_659, 4, true],
    ['CDNOW_sample.txt', 6919, 5, false],
  ] as const) {
    const csv = new TextEncoder().encode((await csvOf(readShared(name))) ?? '');
    const lines = new TextDecoder().decode(csv).trimEnd().split('\n');
    expect(lines).toHaveLength(rows + (hasHeader ? 1 : 0));
    expect(new Set(lines.map((line) => line.split(',').length))).toEqual(new Set([columns]));
    const r = recognise(csv, { name, bytes: csv.length, complete: true });
    expect([r.dialect.hasHeader, r.mapping.roles[0], r.mapping.roles.at(-1)]).toEqual([
      hasHeader,
      'customer',
      'amount',
    ]);
  }
});
