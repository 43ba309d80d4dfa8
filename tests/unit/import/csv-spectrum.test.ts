import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsSql } from '../../../src/data/source.ts';
import { parseRecords } from '../../../src/import/parse-records.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';
import { textSource } from '../../helpers/import-csv.ts';
import { recogniseText } from '../../helpers/recognise-text.ts';

/** The cases of csv-spectrum, which parsers of CSV are measured by. */
const folder = fileURLToPath(new URL('../../fixtures/csv-spectrum/', import.meta.url));
const CASES = readdirSync(folder)
  .filter((name) => name.endsWith('.csv'))
  .map((name) => name.slice(0, -4));

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

describe.each(CASES)('%s', (name) => {
  const text = readFileSync(`${folder}${name}.csv`, 'utf8');
  const expected = JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as Record<
    string,
    string
  >[];
  const names = Object.keys(expected[0] ?? {});
  const rows = expected.map((row) => Object.values(row));

  test('is parsed', () => {
    const { records } = parseRecords(text, { delimiter: ',', complete: true });
    expect(records.map(({ fields }) => fields)).toEqual([names, ...rows]);
  });

  test('is recognised, and read by the engine', () => {
    const { columns, dialect } = recogniseText(text);
    expect(dialect).toMatchObject({ delimiter: ',', hasHeader: true, skip: 0 });
    expect(columns.map(({ header }) => header)).toEqual(names);
    const source = textSource(`${folder}${name}.csv`, columns.length, dialect);
    const read = db.rows(`SELECT * FROM ${String(rowsSql(source))}`);
    db.run('DROP TABLE broken_records');
    db.run('DROP TABLE broken_scans');
    expect(read.map((row) => Object.values(row).map((value) => value ?? ''))).toEqual(rows);
  });
});
