import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../../src/core/sql.ts';
import { flagOf } from '../../../src/data/cleaning.ts';
import { leftOutRowsSql, leftOutSliceSql, leftOutTableSql } from '../../../src/data/left-out.ts';
import { textRowsSql } from '../../../src/data/source.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';
import { stageCsv, textSource } from '../../helpers/import-csv.ts';
import { tempFolder, type TempFolder } from '../../helpers/temp-csv.ts';

let db: TestDb;
let folder: TempFolder;
beforeAll(async () => {
  db = await openDuckDB();
  folder = tempFolder();
});
afterAll(() => {
  db.close();
  folder.remove();
});

/** The rows without a customer, by their number, with the amount as it stands in the file. */
function withoutCustomer(text: string): [unknown, unknown][] {
  const path = folder.write(text);
  const { recognition } = stageCsv(db, path);
  const { dialect } = recognition;
  db.run(
    'CREATE OR REPLACE TABLE broken AS SELECT DISTINCT 0 AS file, line::INTEGER AS line FROM broken_records',
  );
  db.run('DROP TABLE IF EXISTS left_out');
  db.run('DROP TABLE broken_records');
  db.run('DROP TABLE broken_scans');
  const above = dialect.skip + (dialect.hasHeader ? 1 : 0);
  db.run(leftOutTableSql(3));
  const again = { rows: textRowsSql(textSource(path, 3, dialect), 3), file: 0, linesAbove: above };
  db.run(leftOutRowsSql(again, sql`flags`, flagOf('noCustomer')));
  return db.rows(leftOutSliceSql(3, 0, 100)).map((row) => [row['row'], row['c2']]);
}

const ROWS = ['x1,2024-03-05,1.50', ',2024-03-05,2.50', 'x2,2024-03-05,3.50', ',2024-03-05,4.50'];

test('rows are numbered as they stand in the file', () => {
  expect(withoutCustomer(`customer_id,day,amount\n${ROWS.join('\n')}\n`)).toEqual([
    [2, '2.50'],
    [4, '4.50'],
  ]);
});

test('a broken record counts as a row of the file', () => {
  const broken = 'x9,"2024"-03-05,9.00';
  const rows = [broken, ...ROWS.slice(0, 2), broken, broken, ...ROWS.slice(2), broken, ROWS[1]];
  const expected = [
    [3, '2.50'],
    [7, '4.50'],
    [9, '2.50'],
  ];
  expect(withoutCustomer(`customer_id,day,amount\n${rows.join('\n')}\n`)).toEqual(expected);
  expect(withoutCustomer(`\n\ncustomer_id,day,amount\n${rows.join('\n')}\n`)).toEqual(expected);
});

test('newlines within quotes do not shift the numbers', () => {
  const rows = ['"x\n1",2024-03-05,1.50', 'x9,"2024"-03-05,9.00', ...ROWS];
  expect(withoutCustomer(`customer_id,day,amount\n${rows.join('\n')}\n`)).toEqual([
    [4, '2.50'],
    [6, '4.50'],
  ]);
});
