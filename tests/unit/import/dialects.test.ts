import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsSql } from '../../../src/data/source.ts';
import { findOpenQuote } from '../../../src/import/open-quote.ts';
import type { Recognition } from '../../../src/import/types.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';
import { textSource } from '../../helpers/import-csv.ts';
import { recogniseText } from '../../helpers/recognise-text.ts';
import { type TempFolder, tempFolder } from '../../helpers/temp-csv.ts';

let db: TestDb;
let folder: TempFolder;
beforeAll(async () => {
  folder = tempFolder();
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
  folder.remove();
});

type Rows = readonly (readonly (string | null)[])[];

/** The rows that the engine reads under the dialect that was recognised. */
function engineRows(text: string, { dialect, columns }: Recognition): Rows {
  const source = textSource(folder.write(text), columns.length, dialect);
  const rows = db.rows(`SELECT * FROM ${String(rowsSql(source))}`);
  db.run('DROP TABLE IF EXISTS broken_records');
  db.run('DROP TABLE IF EXISTS broken_scans');
  return rows.map((row) => Object.values(row).map((value) => (value as string) || null));
}

/** Recognises a text and checks that the engine reads the same rows; names, and what is to know. */
function both(text: string): Recognition & { readonly names: readonly string[] } {
  const recognition = recogniseText(text);
  expect(engineRows(text, recognition)).toEqual(recognition.rows);
  return { ...recognition, names: recognition.columns.map(({ header }) => header) };
}

const NAMES = ['id', 'day', 'sum'];
const BODY = ['id,day,sum', '1,2024-03-05,5.50', '2,2024-03-06,6.00', '3,2024-03-07,7.25'];

const ABOVE: readonly (readonly [string, readonly string[], number])[] = [
  ['a title', ['매출 내역,,'], 1],
  ['a title of two lines in quotes', ['"Sales\nreport, 2024",,'], 1],
  ['a title, a period, two blank lines', ['매출 내역', '2024-01-01 ~ 2024-01-31', '', ''], 4],
  ['quotes that break the rules', ['"Sales" 2024'], 1],
];

describe('above the header', () => {
  const check = (newline: string, above: readonly string[], skip: number): void => {
    const r = both([...above, ...BODY, ''].join('\n').replaceAll('\n', newline));
    expect([r.dialect.skip, r.dialect.hasHeader, r.names]).toEqual([skip, true, NAMES]);
    expect(r.rows).toHaveLength(3);
    expect(r.columns.map(({ kind }) => kind)).toEqual(['integer', 'date', 'number']);
  };

  test.each([
    ...ABOVE,
    ['a title alone', ['Sales report'], 1],
    ['a comment', ['# exported 2024-03-05'], 1],
    ['a comment with commas', ['# exported, by Kim, 2024-03-05'], 1],
    ['a period', ['Period: 2024-01-01 ~ 2024-01-31'], 1],
    ['blank lines around a title', ['', '', 'Sales', ''], 4],
    ['lines of commas', ['Sales,,', ',,', ',,'], 3],
    ['a delimiter for Excel', ['sep=,'], 1],
  ] as const)('%s', (_what, above, skip) => {
    check('\n', above, skip);
  });

  test.each(ABOVE)('%s, lines that end in CRLF and in CR', (_what, above, skip) => {
    check('\r\n', above, skip);
    check('\r', above, skip);
  });
});

describe('headers of two rows', () => {
  const below =
    '1,2024-03-05,김민준,VIP,5000\n2,2024-03-06,이서연,GOLD,7000\n3,2024-03-07,박,VIP,1\n';

  test('the lower holds the names', () => {
    const r = both(`주문,,고객,,\n번호,일자,이름,등급,금액\n${below}`);
    expect([r.dialect.skip, r.names]).toEqual([1, ['번호', '일자', '이름', '등급', '금액']]);
  });

  test('groups that are repeated', () => {
    const r = both(`주문,주문,고객,고객,금액\n번호,일자,이름,등급,금액\n${below}`);
    expect([r.dialect.skip, r.names[0], r.rows.length]).toEqual([1, '번호', 3]);
  });

  test('names that are not unique have their group, and blank ones are the cell above', () => {
    const r = both(`번호,일자,고객,,금액\n,,이름,등급,\n${below}`);
    expect(r.names).toEqual(['번호', '일자', '이름', '등급', '금액']);
    const twice = both(
      'date,north,,south,\n,n,sum,n,sum\n2024-03-05,1,2.5,3,4.5\n2024-03-06,1,2.5,3,4.5\n',
    );
    expect(twice.names).toEqual(['date', 'north n', 'north sum', 'south n', 'south sum']);
  });

  test('a title and two rows', () => {
    const r = both(`3월 주문,,,,\n\n주문,,고객,,\n번호,일자,이름,등급,금액\n${below}`);
    expect([r.dialect.skip, r.names[4]]).toEqual([3, '금액']);
  });
});

describe('what is no title', () => {
  test('short and sparse records of a table without a header', () => {
    const r = both('1,2024-03-05\n2,2024-03-06,5.00\n3,2024-03-07,6.00\n4,2024-03-08,6.00\n');
    expect([r.dialect.skip, r.dialect.hasHeader, r.rows.length]).toEqual([0, false, 4]);
    const sparse = both('1,,,\n2,2024-03-06,5.00,x\n3,2024-03-07,6.00,y\n4,2024-03-07,6.00,z\n');
    expect(sparse.rows.length).toBeGreaterThanOrEqual(3);
  });

  test('a record with a mistake below one with a value twice', () => {
    const r = both('a,a,5\nb,c,n/a\nd,e,6\nf,g,7\nh,i,8\nj,k,9\n');
    expect([r.dialect.skip, r.dialect.hasHeader, r.rows.length]).toEqual([0, false, 6]);
  });

  test('a header that begins with #', () => {
    expect(both(`#${BODY.join('\n')}\n`).dialect.skip).toBe(0);
    expect(both('#,day,sum\n1,2024-03-05,5\n2,2024-03-06,6\n').names).toEqual(['#', 'day', 'sum']);
  });

  test('a comment as wide as the table, above a header', () => {
    const r = both(`# all, our, orders\n${BODY.join('\n')}\n`);
    expect([r.dialect.skip, r.names]).toEqual([1, NAMES]);
    expect(both(`# x,2024-03-05,5\n${BODY.join('\n')}\n`).dialect.skip).toBe(1);
  });

  test('a header with a blank name', () => {
    const r = both(',day,sum\n1,2024-03-05,5\n2,2024-03-06,6\n');
    expect([r.dialect.skip, r.dialect.hasHeader]).toEqual([0, true]);
  });
});

describe('delimiters', () => {
  test.each([',', '\t', ';', '|', '^', '~', '\x01', '\x1f', ':'])('%j', (delimiter) => {
    const text = BODY.map((line) => line.replaceAll(',', delimiter)).join('\n');
    const r = both(`${text}\n`);
    expect([r.dialect.delimiter, r.names]).toEqual([delimiter, NAMES]);
  });

  test('decimal commas between semicolons, with a title', () => {
    const r = both(
      'Umsatz, gesamt\nNr;Datum;Summe;Rabatt\n1;05.03.2024;1.234,50;0,5\n2;31.03.2024;12,00;0,1\n',
    );
    expect(r.dialect).toMatchObject({ delimiter: ';', skip: 1 });
    expect(r.columns[2]?.numberFormat).toBe('european');
  });

  test('a comma in each date does not divide what circumflexes divide more finely', () => {
    const text = 'id^day^sum\n1^Mar 5, 2024^5\n2^Mar 16, 2024^6\n3^Mar 17, 2024^7\n';
    const { dialect, names } = both(text);
    expect(dialect.delimiter).toBe('^');
    expect(names).toEqual(NAMES);
    // A lone tilde in each row is part of a text.
    expect(both('id,span,sum\n1,5~6,5\n2,7~8,6\n').dialect.delimiter).toBe(',');
  });

  test('Excel is told, whatever the records look like', () => {
    const r = both('sep=;\na,b;c,d\n1,5;2,5\n');
    expect([r.dialect.delimiter, r.dialect.skip]).toEqual([';', 1]);
  });

  test('times of one column are not divided by colons', () => {
    expect(() => recogniseText('time\n12:30:00\n12:31:00\n')).toThrow('one_column');
  });
});

describe('quotes and escapes', () => {
  test('a backslash before quotes', async () => {
    const text =
      'id,say,n\n1,"he said \\"hi, you\\"",5\n2,"\\"x\\"",6\n3,"C:\\\\dir",7\n4,plain \\ ,8\n';
    const r = both(text);
    expect(r.dialect).toMatchObject({ escape: '\\', quote: '"' });
    expect(r.rows.map(([, say]) => say)).toEqual([
      'he said "hi, you"',
      '"x"',
      'C:\\dir',
      'plain \\ ',
    ]);
    const never = new AbortController().signal;
    expect(await findOpenQuote(new Blob([text]), r.dialect, never)).toBeNull();
    const open = new Blob([`${text}5,"open\\"\n`]);
    expect(await findOpenQuote(open, r.dialect, never)).toEqual({ line: 6 });
  });

  test('a backslash before a quote, between tildes that nothing else divides', () => {
    const { dialect, rows } = both('id~text\n1~"a\\"b"\n2~" \\" c"\n3~tea\n');
    expect(dialect).toMatchObject({ delimiter: '~', escape: '\\' });
    expect(rows.map((row) => row[1])).toEqual(['a"b', ' " c', 'tea']);
  });

  test('a backslash before the last quote of a field, in one row of many', () => {
    const { dialect, rows } = both('id,text,n\n1,"3.5\\"",5\n2,tea,6\n3,cup,7\n');
    expect(dialect.escape).toBe('\\');
    expect(rows[0]).toEqual(['1', '3.5"', '5']);
  });

  test('a backslash at the end of a field is no escape', () => {
    const r = both('id,path,n\n1,"C:\\",5\n2,"D:\\",6\n3,"say ""x""",7\n');
    expect(r.dialect.escape).toBeUndefined();
    expect(r.rows[0]).toEqual(['1', 'C:\\', '5']);
  });

  test('single quotes, where every field has them', () => {
    const r = both(`'id','name','n'\n'1','it''s','5'\n'2','a,"b"','6'\n`);
    expect(r.dialect.quote).toBe("'");
    expect(r.rows).toEqual([
      ['1', "it's", '5'],
      ['2', 'a,"b"', '6'],
    ]);
    expect(both(`'Orders',,\n'id','name','n'\n'1','a','5'\n`)).toMatchObject({
      dialect: { quote: "'", skip: 1 },
      names: ['id', 'name', 'n'],
    });
    expect(both(`id,name\n'1,it's\n2,'x'\n`).dialect.quote).toBeUndefined();
  });
});

test('lines of totals and notes below leave the kinds as they are', () => {
  const r = both(
    '일자,고객,금액,수량\n20240305,a,5000,1\n20240306,b,7000,2\n20240306,소계,12000,\n20240307,c,1,3\n합계,,12001,6\n※ 부가세 포함,,,\n',
  );
  expect(r.columns.map(({ kind }) => kind)).toEqual(['date', 'text', 'integer', 'integer']);
  expect(r.rows).toHaveLength(6);
});
