import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CSV_BOM, csvCell, csvLine } from '../../../src/core/csv.ts';
import { parseRecords } from '../../../src/import/parse-records.ts';

test('a record by hand: numbers plain, text quoted where it must be, null empty', () => {
  expect(csvLine(['Kim, Han', 'say "hi"', -12.5, 3n, true, null, ''])).toBe(
    '"Kim, Han","say ""hi""",-12.5,3,true,,\r\n',
  );
});

test('the byte order mark is that of UTF-8', () => {
  expect([...new TextEncoder().encode(CSV_BOM)]).toEqual([0xef, 0xbb, 0xbf]);
});

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '＝1',
  '＋1',
  '－1',
  '＠a',
  '  =1',
  '\n=1',
])('the text %j is no formula', (text) => {
  expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
});

test('numbers are numbers, negative ones as well; those without a value are empty', () => {
  expect([-5, 1e21, 0.1, NaN, Infinity, null].map(csvCell)).toEqual([
    '-5',
    '1e+21',
    '0.1',
    '',
    '',
    '',
  ]);
});

test('a lone empty cell is no blank line', () => {
  expect([csvLine(['']), csvLine([null])]).toEqual(['""\r\n', '""\r\n']);
});

/** Text with much of what is dangerous or needs quotes. */
const text = fc.string({
  unit: fc.constantFrom(...Array.from('=+-@＝＋－＠\t\r\n ",;\'|a1가é')),
  maxLength: 8,
});

test('what is written reads back as it was, apart from the apostrophe before a formula', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 6 }), (values) => {
      const { records } = parseRecords(csvLine(values), { delimiter: ',', complete: true });
      expect(records).toHaveLength(1);
      const read = records[0]?.fields ?? [];
      expect(read).toHaveLength(values.length);
      read.forEach((cell, i) => {
        const value = values[i] ?? '';
        expect([value, `'${value}`]).toContain(cell);
        expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠\t\r]/u);
      });
    }),
    { numRuns: 1000 },
  );
});
