import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join, sql } from '../../../src/core/sql.ts';
import { numberFormat } from '../../../src/data/number-formats.ts';
import { dateFormat } from '../../../src/data/date-formats.ts';
import {
  columnFactsSql,
  columnValuesSql,
  frequentSql,
  histogramSql,
  outlierOf,
  type ProfileColumn,
  signCountsSql,
  variantsSql,
  wholeCountsSql,
  zerosSql,
} from '../../../src/data/profile-column.ts';
import { SIGNS, type Sign } from '../../../src/data/profile-signs.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

const NOW = '2026-01-01 00:00:00';
const common = { index: 0, ofOrders: true, isCode: true };
const TEXT: ProfileColumn = { ...common, as: 'text', read: null };
const NUMBER: ProfileColumn = { ...common, as: 'number', read: numberFormat('plain').toDouble };
const DATE: ProfileColumn = { ...common, as: 'date', read: dateFormat('iso').toSql };

/** Fills `kept` with a column of these values, and the table of its distinct values. */
function count(column: ProfileColumn, values: readonly (string | null)[]): void {
  const rows = join(values.map((value) => sql`(${value}::VARCHAR)`));
  db.run(sql`CREATE OR REPLACE TABLE kept AS SELECT * FROM (VALUES ${rows}) AS given(c0)`);
  db.run(columnValuesSql(column, sql`kept`));
}

function facts(column: ProfileColumn): Record<string, unknown> {
  return db.rows(columnFactsSql(column))[0] ?? {};
}

function outlier(column: ProfileColumn): number | null {
  const { low, high } = facts(column);
  return typeof low === 'number' && typeof high === 'number' ? outlierOf(low, high) : null;
}

function signs(column: ProfileColumn): Partial<Record<Sign, readonly unknown[]>> {
  const input = { as: column.as, ofOrders: true, now: NOW, outlier: outlier(column) };
  return Object.fromEntries(
    db
      .rows(signCountsSql(input))
      .map((row) => [String(SIGNS[Number(row['sign']) - 1]), [row['rows'], row['example']]]),
  );
}

describe('the values of a column', () => {
  it('are counted once each: filled, distinct, least, greatest', () => {
    count(NUMBER, ['10', '2', '2', ' ', null, '7.5']);
    expect(facts(NUMBER)).toMatchObject({
      filled: 4,
      // A blank is a value of its own, as it always was.
      distinct: 4,
      min: '2.0',
      max: '10.0',
      fractions: true,
      low: 2,
      high: 10,
    });
    expect(db.rows(frequentSql(2))).toEqual([
      { value: '2', rows: 2 },
      { value: '10', rows: 1 },
    ]);
    expect(db.rows(histogramSql(2, 10))).toEqual([
      { slice: 0, rows: 2 },
      { slice: 13, rows: 1 },
      { slice: 19, rows: 1 },
    ]);
  });

  it('of one number have one slice', () => {
    count(NUMBER, ['5', '5']);
    expect(db.rows(histogramSql(5, 5))).toEqual([{ slice: 0, rows: 2 }]);
  });

  it('lie in the middle 98 % as a count of every row tells', () => {
    const amounts = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(amounts, (values) => {
        db.run(
          sql`CREATE OR REPLACE TABLE kept AS SELECT unnest(string_split(${values.join(',')}, ',')) AS c0`,
        );
        db.run(columnValuesSql(NUMBER, sql`kept`));
        const sorted = values.toSorted((a, b) => a - b);
        const at = (rows: number) => sorted[rows - 1];
        expect(facts(NUMBER)).toMatchObject({
          low: at(Math.floor(0.01 * values.length + 1e-9) + 1),
          high: at(Math.max(1, Math.ceil(0.99 * values.length - 1e-9))),
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe('suspicious values', () => {
  it('of numbers: those that say there is none, that do not read, that are far too large', () => {
    count(NUMBER, [
      ...Array.from({ length: 200 }, () => '10'),
      'n/a',
      'N/A ',
      'ten',
      '1001',
      '-1001',
      '1000',
    ]);
    expect(signs(NUMBER)).toEqual({
      placeholder: [2, 'n/a'],
      unreadable: [1, 'ten'],
      outlier: [2, '1001'],
    });
  });

  it('of dates: 0000-00-00, 30 February, those to come and those before 1990', () => {
    count(DATE, [
      '2024-01-05',
      '0000-00-00',
      '9999-12-31',
      '2024-02-30',
      '2030-05-01',
      '1970-01-01',
    ]);
    expect(signs(DATE)).toMatchObject({
      placeholder: [2, '9999-12-31'],
      unreadable: [1, '2024-02-30'],
      future: [1, '2030-05-01'],
      early: [1, '1970-01-01'],
    });
  });

  it('of text: lost characters, great length, blanks at the ends', () => {
    const long = 'x'.repeat(501);
    count(TEXT, ['mug', 'm\ufffdg', long, ' mug', 'mug\u00a0', '없음', '머그컵']);
    expect(signs(TEXT)).toEqual({
      placeholder: [1, '없음'],
      replacement: [1, 'm\ufffdg'],
      long: [1, long.slice(0, 200)],
      blanks: [2, 'mug\u00a0'],
    });
  });

  it('are those that differ from a more frequent one by case, width or blanks alone', () => {
    count(TEXT, ['KIM 1', 'KIM 1', 'kim  1', 'ＫＩＭ 1', 'lee', '123', '123']);
    expect(db.rows(variantsSql())).toEqual([{ rows: 2, example: 'kim  1', other: 'KIM 1' }]);
    count(TEXT, ['a', 'b']);
    expect(db.rows(variantsSql())[0]?.['rows']).toBeNull();
  });

  it('are numbers that have lost their zeros', () => {
    // 00042 and 00043 are five digits wide: 44 has lost three zeros, 12345 none.
    count(TEXT, ['00042', '00043', '44', '12345', '0', 'A1']);
    expect(db.rows(zerosSql())).toEqual([{ rows: 1, example: '44', other: '00043' }]);
    count(TEXT, ['1', '22', '333']);
    expect(db.rows(zerosSql())[0]?.['rows']).toBeNull();
  });
});

describe('a file of more than a million rows', () => {
  it('is counted in one scan as its values are one by one', () => {
    const value = fc.constantFrom(
      '1',
      '2.5',
      '-900',
      'n/a',
      ' ',
      '',
      'x',
      '2024-01-05',
      '2031-01-01',
      '1980-01-01',
      'a ',
      'm\ufffd',
      '?',
      '5000000',
    );
    const values = fc.array(fc.option(value, { freq: 8 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.constantFrom(TEXT, NUMBER, DATE), (rows, column) => {
        count(column, rows);
        const bounded = { ...column, outlier: outlier(column) };
        const [whole = {}] = db.rows(
          wholeCountsSql([bounded], sql`kept`, { now: NOW, estimate: false }),
        );
        const { filled, distinct, min = null, max = null } = facts(column);
        expect(whole).toMatchObject({
          empty_0: rows.length - Number(filled),
          distinct_0: distinct,
        });
        expect([whole['min_0'] ?? null, whole['max_0'] ?? null]).toEqual([min, max]);
        const found = signs(column);
        SIGNS.forEach((sign, i) => {
          expect(whole[`sign_0_${i + 1}`] ?? 0).toBe(found[sign]?.[0] ?? 0);
        });
      }),
      { numRuns: 25 },
    );
  });
});
