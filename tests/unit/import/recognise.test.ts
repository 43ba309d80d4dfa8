import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine } from '../../../src/core/csv.ts';
import { DangolError, type ErrorData } from '../../../src/core/errors.ts';
import { recognise } from '../../../src/import/recognise.ts';
import type { EncodingId } from '../../../src/import/encodings.ts';
import { encodeText } from '../../helpers/encode.ts';
import { recogniseBytes, recogniseText } from '../../helpers/recognise-text.ts';

function errorOf(run: () => unknown): ErrorData {
  try {
    run();
  } catch (error) {
    if (error instanceof DangolError) return error.toData();
    throw error;
  }
  throw new Error('nothing was thrown');
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const head = (text: string, more = 1e6): ReturnType<typeof recognise> =>
  recognise(bytes(text), { name: 'big.csv', bytes: more, complete: false });

test('a file by hand: delimiter, header, kinds, formats, rows', () => {
  const r = recogniseText('\ufeffid;day;sum\r\n007;05.03.2024;1.234,50\r\n;31.03.2024;12,00\r\n');
  expect(r.dialect).toEqual({
    delimiter: ';',
    newline: '\r\n',
    hasHeader: true,
    bom: true,
    skip: 0,
  });
  expect(r.columns).toMatchObject([
    {
      index: 0,
      header: 'id',
      name: 'id',
      kind: 'text',
      dateFormat: null,
      otherDateFormats: [],
      numberFormat: null,
      examples: ['007'],
      empty: 1,
      distinct: 1,
    },
    {
      index: 1,
      header: 'day',
      name: 'day',
      kind: 'date',
      dateFormat: 'dmy-dot',
      otherDateFormats: [],
      numberFormat: null,
      examples: ['05.03.2024', '31.03.2024'],
      empty: 0,
      distinct: 2,
    },
    {
      index: 2,
      header: 'sum',
      name: 'sum',
      kind: 'number',
      dateFormat: null,
      otherDateFormats: [],
      numberFormat: 'european',
      examples: ['1.234,50', '12,00'],
      empty: 0,
      distinct: 2,
    },
  ]);
  expect(r.rows).toEqual([
    ['007', '05.03.2024', '1.234,50'],
    [null, '31.03.2024', '12,00'],
  ]);
  expect(r.sampledRows).toBe(2);
  expect(r.mapping.numberFormats[2]).toBe('european');
});

describe('delimiter and newline', () => {
  test.each([',', '\t', ';', '|'] as const)('%j divides the columns', (delimiter) => {
    const quoted = `name${delimiter}n\n"x,y;z|w\tv"${delimiter}3\n"p"${delimiter}4\n`;
    expect(recogniseText(quoted).dialect.delimiter).toBe(delimiter);
  });

  test('decimal commas do not make the comma the delimiter', () => {
    expect(recogniseText('a;b\n1,5;2\n2,5;3\n').dialect.delimiter).toBe(';');
  });

  test.each(['\n', '\r\n', '\r'] as const)('%j ends the records', (newline) => {
    const r = recogniseText(`a,b${newline}"1\n2",3${newline}4,5${newline}`);
    expect(r.dialect.newline).toBe(newline);
    expect(r.rows).toEqual([
      ['1\n2', '3'],
      ['4', '5'],
    ]);
  });
});

describe('header', () => {
  test('a first record of values is no header', () => {
    const r = recogniseText('00001,19970101,1,11.77\n00002,19970112,1,12.00\n');
    expect(r.dialect.hasHeader).toBe(false);
    expect(r.columns.map(({ name, header }) => [name, header])).toEqual([
      ['column 1', ''],
      ['column 2', ''],
      ['column 3', ''],
      ['column 4', ''],
    ]);
    expect(r.rows).toHaveLength(2);
  });

  test('a header and one row is a table, and so is a single row of values', () => {
    expect(recogniseText('customer,date,amount\na,2024-03-05,5').rows).toHaveLength(1);
    const single = recogniseText('a,2024-03-05,5\n');
    expect([single.dialect.hasHeader, single.rows]).toEqual([false, [['a', '2024-03-05', '5']]]);
  });

  test('a table of text only has a header where its fields do not come again', () => {
    expect(recogniseText('colour,shape\nred,round\nblue,round\n').dialect.hasHeader).toBe(true);
    expect(recogniseText('red,round\nblue,round\nred,square\n').dialect.hasHeader).toBe(false);
  });

  test('names are made unique, whatever their case, and never blank', () => {
    const r = recogniseText('Total,total,,total (2),Total\n1,2,3,4,5\n');
    expect(r.columns.map(({ name }) => name)).toEqual([
      'Total',
      'total (2)',
      'column 3',
      'total (2) (2)',
      'Total (3)',
    ]);
  });

  test('quotes, SQL and markup in names and values are data', () => {
    const names = [`"; DROP TABLE orders; --`, `<script>alert(1)</script>`, `a'b`, '__proto__'];
    const r = recogniseText(csvLine(names) + csvLine([`' OR 1=1`, '<b>', 'x', 'y']));
    expect(r.columns.map(({ name }) => name)).toEqual(names);
    expect(r.rows).toEqual([[`' OR 1=1`, '<b>', 'x', 'y']]);
  });
});

describe('kinds', () => {
  const kindOf = (...values: string[]) =>
    recogniseText(`x,y\n${values.map((value) => `"${value}",a`).join('\n')}\n`).columns[0];

  test('digits that would lose something as a number are text', () => {
    expect(kindOf('00123', '00456')?.kind).toBe('text');
    expect(kindOf('536365', '536366', '536367', '536368', '536369', 'C536379')?.kind).toBe('text');
  });

  test('a few values that do not read leave a column what it is', () => {
    const column = kindOf('1', '2', '3', '4', '5', '6', '7', '8', 'n/a');
    expect([column?.kind, column?.numberFormat]).toEqual(['integer', 'plain']);
    expect(kindOf('2024-03-05', '2024-03-06', 'unknown')?.kind).toBe('date');
  });

  test('eight digits are a date only where all of them are one', () => {
    expect(kindOf('20240305', '20240306')?.dateFormat).toBe('ymd-compact');
    expect(kindOf('20240305', '98765432')?.kind).toBe('integer');
  });

  test('day and month are told apart by one value above twelve', () => {
    expect(kindOf('03/04/2024', '25/04/2024')?.dateFormat).toBe('dmy-slash');
    expect(kindOf('03/04/2024', '04/25/2024')?.dateFormat).toBe('mdy-slash');
    expect(kindOf('03/04/2024', '04/25/2024')?.otherDateFormats).toEqual([]);
  });

  test('where every value reads both ways, the order of time decides, and both are kept', () => {
    const american = kindOf('01/02/2024', '01/11/2024', '02/03/2024', '02/09/2024', '03/01/2024');
    expect([american?.dateFormat, american?.otherDateFormats]).toEqual([
      'mdy-slash',
      ['dmy-slash'],
    ]);
    const british = kindOf('02/01/2024', '11/01/2024', '03/02/2024', '09/02/2024', '01/03/2024');
    expect([british?.dateFormat, british?.otherDateFormats]).toEqual(['dmy-slash', ['mdy-slash']]);
  });

  test('1,234 is grouped; 1.234 is European where semicolons divide the columns', () => {
    expect(kindOf('1,234', '12')?.numberFormat).toBe('grouped');
    expect(kindOf('1.234', '12')?.numberFormat).toBe('plain');
    const european = recogniseText('x;y\n1.234;a\n12;b\n').columns[0];
    expect([european?.kind, european?.numberFormat]).toEqual(['integer', 'european']);
  });

  test('records that are too short are filled, too long ones cut', () => {
    const r = recogniseText('a,b,c\n1,2\n1,2,3\n1,2,3,4\n5,6,7\n');
    expect(r.rows).toEqual([
      ['1', '2', null],
      ['1', '2', '3'],
      ['1', '2', '3'],
      ['5', '6', '7'],
    ]);
  });
});

describe('what is no table', () => {
  test.each([
    ['xlsx', [0x50, 0x4b, 3, 4, ...bytes('....[Content_Types].xml')], 'Excel (.xlsx)'],
    ['zip', [0x50, 0x4b, 3, 4, ...bytes('....orders.csv')], 'ZIP'],
    ['xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0], 'Excel (.xls)'],
    ['gzip', [0x1f, 0x8b, 8, 0], 'gzip'],
    ['parquet', [...bytes('PAR1'), 0, 1], 'Parquet'],
    ['sqlite', [...bytes('SQLite format 3'), 0], 'SQLite'],
    ['pdf', [...bytes('%PDF-1.7\n')], 'PDF'],
    ['png', [0x89, 0x50, 0x4e, 0x47, 13, 10], 'PNG'],
    ['utf-32', [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0], 'UTF-32'],
    ['a NUL in it', [...bytes('a,b\n1,'), 0, 50], 'binary'],
  ])('%s is named', (_what, content, kind) => {
    expect(errorOf(() => recogniseBytes(Uint8Array.from(content)))).toMatchObject({
      code: 'binary_file',
      params: { file: 'orders.csv', kind },
    });
  });

  test('nothing, blanks or a lone mark are an empty file', () => {
    for (const text of ['', '\n\n', ' ', '\ufeff']) {
      expect(errorOf(() => recogniseText(text)).code).toBe('empty_file');
    }
  });

  test('a single record of names is only a header', () => {
    expect(errorOf(() => recogniseText('customer,date,amount\n')).code).toBe('only_a_header');
    expect(errorOf(() => recogniseText('customer,date,amount')).code).toBe('only_a_header');
  });

  test('one column is no table', () => {
    expect(errorOf(() => recogniseText('customer\na\nb\n')).code).toBe('one_column');
    expect(errorOf(() => recogniseText(' 00001 19970101  1   11.77\n')).code).toBe('one_column');
  });

  test('a byte that is not UTF-8, among many that are, is reported with its line', () => {
    const broken = Uint8Array.from([
      ...bytes('이름,값\r\n가나,2\r\n'),
      0xb0,
      0xa1,
      ...bytes(',3\r\n'),
    ]);
    expect(errorOf(() => recogniseBytes(broken))).toMatchObject({
      code: 'not_utf8',
      params: { line: 3 },
    });
  });

  test('an encoding that was chosen and does not fit is reported with its line', () => {
    const text = `name,n\r\n${'München,3\r\n'.repeat(40)}`;
    const latin = encodeText(text, 'windows-1252');
    const choose = (encoding: EncodingId) => (): unknown =>
      recognise(latin, { name: 'x.csv', bytes: latin.length, complete: true, encoding });
    for (const [encoding, label] of [
      ['utf-8', 'UTF-8'],
      ['euc-kr', 'EUC-KR (CP949)'],
    ] as const) {
      expect(errorOf(choose(encoding))).toEqual({
        code: 'encoding_wrong',
        params: { file: 'x.csv', encoding: label, line: 2 },
        detail: '',
      });
    }
  });

  test('a character that is cut at the end is an error of a whole file, not of its first part', () => {
    const cut = bytes('이름,값\n가,1\n나,2\n다').slice(0, -1);
    expect(recognise(cut, { name: 'x', bytes: 1e6, complete: false }).rows).toHaveLength(2);
    expect(errorOf(() => recogniseBytes(cut))).toMatchObject({
      code: 'not_utf8',
      params: { line: 4 },
    });
  });

  test('a first part without a newline outside quotes is too long a line', () => {
    expect(errorOf(() => head('a,b'.repeat(200_000)))).toMatchObject({
      code: 'line_too_long',
      params: { file: 'big.csv', line: 1, megabytes: 0.6 },
    });
    expect(errorOf(() => head(`a,b\n${'x,'.repeat(300_000)}`))).toMatchObject({
      code: 'line_too_long',
      params: { line: 2 },
    });
    expect(errorOf(() => head(`a,"b\n${'c,d\n'.repeat(150_000)}`)).code).toBe('line_too_long');
  });

  test('a record of more than two million bytes is too long a line', () => {
    const long = `a,b\n1,2\n3,${'x'.repeat(2_000_001)}\n`;
    expect(errorOf(() => recogniseText(long))).toMatchObject({
      code: 'line_too_long',
      params: { line: 3, megabytes: 2 },
    });
  });
});

test('the record in which the first part of a file ends is left out', () => {
  expect(head('a,b\n1,2\n3,4').rows).toEqual([['1', '2']]);
  expect(head('a,b\n1,2\n3,"4\n').rows).toEqual([['1', '2']]);
});

test('at most 200 records are shown', () => {
  const r = recogniseText(`a,b\n${'1,2\n'.repeat(500)}`);
  expect([r.rows.length, r.sampledRows]).toEqual([200, 500]);
});

test('5,000 columns are recognised within a moment', () => {
  const columns = Array.from({ length: 5000 }, (_, i) => i);
  const line = (row: number): string =>
    columns.map((i) => ['2024-03-05', String(i * row), `ab${i}`, ''][i % 4]).join(',');
  const lines = Array.from({ length: 15 }, (_, row) => line(row));
  const content = bytes(`${columns.map((i) => `name ${i}`).join(',')}\n${lines.join('\n')}\n`);
  // The processor's time, the best of five: the machine may be busy with other tests.
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage().user;
    expect(recogniseBytes(content).columns).toHaveLength(5000);
    return (process.cpuUsage().user - before) / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(400);
});

test('any table that is written as CSV comes back as it was', () => {
  const cell = fc.string({
    unit: fc.constantFrom(...Array.from('ab,;|\t"\n\r 가é')),
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
      const text = csvLine(['customer', 'date', 'amount']) + rows.map(csvLine).join('');
      const r = recogniseText(text);
      expect(r.dialect).toMatchObject({ delimiter: ',', newline: '\r\n', hasHeader: true });
      const written = rows.map((row) => row.map((value) => value.replace(/^(?=[\s]*[\t\r])/, "'")));
      expect(r.rows).toEqual(
        written.map((row) => row.map((value) => (value === '' ? null : value))),
      );
    }),
    { numRuns: 300 },
  );
});

test('blank lines before the first record are counted', () => {
  const r = recogniseText('\r\n\r\nid,day,sum\r\n7,2024-03-05,1.50\r\n');
  expect(r.dialect).toMatchObject({ skip: 2, hasHeader: true, newline: '\r\n' });
  expect(r.columns.map(({ name }) => name)).toEqual(['id', 'day', 'sum']);
  expect(recogniseText('id,day,sum\n\n7,2024-03-05,1.50\n').dialect.skip).toBe(0);
});
