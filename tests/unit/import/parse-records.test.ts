import { expect, test } from 'vitest';
import { parseRecords } from '../../../src/import/parse-records.ts';

const fields = (text: string, complete = true): (readonly string[])[] =>
  parseRecords(text, { delimiter: ',', complete }).records.map((record) => record.fields);

test('quotes hold delimiters, newlines and doubled quotes', () => {
  expect(fields('a,"b,""c""\r\nd",e\n')).toEqual([['a', 'b,"c"\r\nd', 'e']]);
});

test('empty fields are kept, blank lines are skipped', () => {
  expect(fields(',a,\n\n\r\n"",b,\n')).toEqual([
    ['', 'a', ''],
    ['', 'b', ''],
  ]);
});

test('a quote inside a field is a character like others', () => {
  expect(fields('5" pipe,"x"y\n')).toEqual([['5" pipe', 'xy']]);
});

test('a quote that is never closed does not swallow the rest of the file', () => {
  expect(fields('a,b\n"c,d\ne,f\n')).toEqual([
    ['a', 'b'],
    ['"c', 'd'],
    ['e', 'f'],
  ]);
});

test('a record knows the line on which it begins, newlines in quotes counted', () => {
  const { records } = parseRecords('a,b\n"1\r\n2\n3",4\r5,6', { delimiter: ',', complete: true });
  expect(records.map(({ line }) => line)).toEqual([1, 2, 5]);
});

test('a text that is cut leaves out its last record and says where that began', () => {
  const cut = parseRecords('a,b\nc,d\ne,"f\n', { delimiter: ',', complete: false });
  expect(cut.records).toHaveLength(2);
  expect(cut.rest).toEqual({ line: 3, length: 5 });
});
