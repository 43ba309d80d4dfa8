import { expect, test } from 'vitest';
import { fileKind } from '../../../src/import/file-format.ts';
import { encodeText } from '../../helpers/encode.ts';
import { zipOf } from '../../helpers/zip.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const raw = (...values: number[]): Uint8Array => Uint8Array.from(values);
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.spreadsheet';

test.each([
  ['CSV', bytes('id,day\n1,2\n'), 'x.csv', 'text'],
  ['CSV in UTF-16', encodeText('id,day\n1,2\n', 'utf-16be'), 'x.csv', 'text'],
  ['CSV in Korean', encodeText('번호,날짜\n1,2\n', 'euc-kr'), 'x.csv', 'text'],
  ['nothing', raw(), 'x.csv', 'text'],
  ['gzip', raw(0x1f, 0x8b, 8, 0), 'x.csv', 'gzip'],
  ['zip', zipOf([{ name: 'a.csv', content: 'a' }]), 'x', 'zip'],
  ['xlsx', zipOf([{ name: 'xl/workbook.xml', content: 'a' }]), 'x.csv', 'workbook'],
  ['ods', zipOf([{ name: 'mimetype', content: OPEN_DOCUMENT, stored: true }]), 'x', 'workbook'],
  ['xls', raw(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'x.xls', 'workbook'],
  ['Parquet', bytes('PAR1\x00\x01'), 'x', 'parquet'],
  ['Arrow', bytes('ARROW1\0\0'), 'x', 'arrow-file'],
  ['Arrow stream', raw(255, 255, 255, 255, 16, 0, 0, 0), 'x', 'arrow-stream'],
  ['SQLite', bytes('SQLite format 3\0'), 'x.db', 'sqlite'],
  ['PDF', bytes('%PDF-1.7\n'), 'x.pdf', 'binary'],
  ['an array of objects', bytes(' [\n {"a": 1}]'), 'x', 'json'],
  ['an object', bytes('\ufeff{"orders": []}'), 'x.txt', 'json'],
  ['lines of objects', bytes('{"a":1}\n{"a":2}\n'), 'x.jsonl', 'json'],
  ['names in brackets', bytes('[id],[day]\n1,2\n'), 'x.csv', 'text'],
  ['names in braces', bytes('{id};{day}\n1;2\n'), 'x.csv', 'text'],
] as const)('%s', (_what, head, name, kind) => {
  expect(fileKind(head, name)).toBe(kind);
});
