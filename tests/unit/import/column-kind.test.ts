import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { join, sql } from '../../../src/core/sql.ts';
import type { DateFormatId } from '../../../src/data/date-formats.ts';
import { kindOf, type KindOfColumn } from '../../../src/import/column-kind.ts';
import { sampleColumns, type ColumnSample } from '../../../src/import/column-sample.ts';
import {
  dateEvidence,
  dateEvidenceSql,
  rivalsOf,
  wholeDateEvidence,
} from '../../../src/import/date-evidence.ts';
import { numericDate, suggestsDate } from '../../../src/import/numeric-date.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';

function sampleOf(values: readonly string[]): ColumnSample {
  const [sample] = sampleColumns(
    values.map((value) => [value]),
    1,
  );
  if (sample === undefined) throw new Error('no column');
  return sample;
}

function kind(values: readonly string[], header = '', delimiter = ','): KindOfColumn {
  return kindOf(sampleOf(values), delimiter, header);
}

describe('dates', () => {
  test.each<[string, DateFormatId]>([
    ['2024-03-05 10:20:30 +0900', 'iso'],
    ['2024-03-05T10:20:30.123456789Z', 'iso'],
    ['2024. 3. 5. (화) 오후 1:02', 'ymd-spaced'],
    ['2024년 3월 5일 (화)', 'ymd-korean'],
    ['2024年3月5日', 'ymd-korean'],
    ['20240305 102030', 'ymd-compact-time'],
    ['Tue, 05 Mar 2024 10:20:30 +0900', 'rfc-2822'],
    ['5. März 2024', 'dmy-name'],
    ['05Mar2024', 'dmy-name'],
    ['5th March 2024', 'dmy-name'],
    ['Tuesday, March 5, 2024', 'mdy-name'],
    ['２０２４／０３／０５', 'ymd-slash'],
  ])('%s is a date as %s', (value, format) => {
    const column = kind([value]);
    expect([column.kind, column.dateFormat, column.otherDateFormats]).toEqual(['date', format, []]);
  });

  test('24.03.05 could be three things, and all are kept, the nearest together first', () => {
    const korean = kind(['24.03.05', '24.04.07', '24.05.11']);
    expect([korean.kind, korean.dateFormat]).toEqual(['date', 'ymd-dot-short']);
    const german = kind(['05.03.24', '07.04.24', '11.05.24']);
    expect([german.dateFormat, german.otherDateFormats]).toEqual([
      'dmy-dot-short',
      ['mdy-dot-short', 'ymd-dot-short'],
    ]);
  });

  test('two-digit years with dots are a date only where practically all are', () => {
    expect(kind(['24.03.05', '24.04.07', '1.2.345']).kind).toBe('text');
  });

  test('the offsets behind the times are counted', () => {
    const column = kind([
      '2024-03-05 10:20:30 +0900',
      '2024-03-06 10:20:30 +0900',
      '2024-03-05T10:20:30Z',
      '2024-03-05',
    ]);
    expect(column.offsets).toEqual(
      new Map([
        ['+0900', 2],
        ['Z', 1],
      ]),
    );
  });
});

/*
 * 03/04/2024  both ways, twice     25/04/2024  only the day first
 * 05/06/2024  both ways            12/31/2024  only the month first
 */
const MIXED = ['03/04/2024', '05/06/2024', '25/04/2024', '12/31/2024', '03/04/2024', 'n/a'];

describe('the evidence for the order of day and month', () => {
  test('counts the values that read in one order only', () => {
    expect(kind(MIXED).dateEvidence).toEqual({
      dayFirst: 1,
      monthFirst: 1,
      yearFirst: 0,
      both: 3,
      readings: [
        // 3 April, 5 June, 25 April, 3 April: two of three steps go back
        {
          format: 'dmy-slash',
          order: 'dmy',
          reads: 4,
          only: 1,
          sortedShare: 2 / 3,
          spanDays: 63,
        },
        // 4 March, 6 May, 31 December, 4 March
        {
          format: 'mdy-slash',
          order: 'mdy',
          reads: 4,
          only: 1,
          sortedShare: 2 / 3,
          spanDays: 302,
        },
      ],
      ambiguous: ['03/04/2024', '05/06/2024'],
      unambiguous: ['25/04/2024', '12/31/2024'],
    });
  });

  test('there is none where the format leaves no doubt', () => {
    expect(kind(['2024-03-05']).dateEvidence).toBeNull();
    expect(kind(['5 Mar 2024']).dateEvidence).toBeNull();
    expect(rivalsOf('ymd-slash')).toEqual(['ymd-slash']);
    expect(rivalsOf('dmy-slash')).toEqual(['dmy-slash', 'mdy-slash']);
    expect(rivalsOf('ymd-dash-short')).toEqual([
      'ymd-dash-short',
      'dmy-dash-short',
      'mdy-dash-short',
    ]);
  });

  describe('over a whole column', () => {
    let db: TestDb;
    beforeAll(async () => {
      db = await openDuckDB();
    });
    afterAll(() => {
      db.close();
    });

    test('is the same as over a sample that is the whole column', () => {
      const part = fc.integer({ min: 1, max: 31 }).map((n) => String(n).padStart(2, '0'));
      const date = fc.tuple(part, part, part).map((parts) => parts.join('/'));
      const values = fc.array(fc.oneof(date, fc.constantFrom('n/a', '')), { minLength: 1 });
      fc.assert(
        fc.property(values, (texts) => {
          const formats = rivalsOf('dmy-slash-short');
          const rows = join(texts.map((text) => sql`(${text})`));
          const query = dateEvidenceSql(sql`x`, sql`(VALUES ${rows}) AS t(x)`, formats);
          const whole = wholeDateEvidence(db.rows(query)[0] ?? {}, formats);
          const here = dateEvidence(sampleOf(texts), 'dmy-slash-short');
          const { dayFirst, monthFirst, yearFirst, both } = here ?? {};
          expect(whole).toMatchObject({ dayFirst, monthFirst, yearFirst, both });
          expect(whole.readings).toEqual(
            here?.readings.map(({ format, order, reads, only, spanDays }) => ({
              format,
              order,
              reads,
              only,
              spanDays,
            })),
          );
          expect(whole.values).toBe(texts.filter((text) => text !== '').length);
        }),
        { numRuns: 10 },
      );
    });
  });
});

describe('numbers that are dates', () => {
  test.each<[string, readonly string[], DateFormatId]>([
    ['Order date', ['45356', '45357'], 'excel'],
    ['주문일시', ['45356.4306', '45357.5'], 'excel'],
    ['created_at', ['1709634030', '1709634031'], 'epoch-s'],
    ['createdAt', ['1709634030123', '1709634031456'], 'epoch-ms'],
  ])('%s with %j is a date', (header, values, format) => {
    const column = kind(values, header);
    expect([column.kind, column.dateFormat, column.dateShare]).toEqual(['date', format, 1]);
  });

  test.each([
    ['amount', ['45356', '45357']],
    ['VAT', ['45356', '45357']],
    ['lifetime value', ['45356', '45357']],
    ['customer', ['1709634030', '1709634031']],
    ['order date', ['45356', '12', '13', '14']],
    ['created_at', ['5000000000', '5000000001']],
  ])('%s with %j is none', (header, values) => {
    expect(numericDate(sampleOf(values), header)).toBeNull();
    expect(kind(values, header).kind).toBe('integer');
  });

  test('a header is looked at word by word', () => {
    expect(['orderdate', 'Paid At', 'timestamp', '결제일'].every(suggestsDate)).toBe(true);
    expect(['update', 'format', 'estate', '일수', ''].some(suggestsDate)).toBe(false);
  });
});

describe('numbers', () => {
  test('1,234 could also be 1.234 with a decimal comma, and both are kept', () => {
    const column = kind(['1,234', '12', '5,678']);
    expect([column.kind, column.numberFormat, column.otherNumberFormats]).toEqual([
      'integer',
      'grouped',
      ['european'],
    ]);
    expect(column.numberEvidence).toEqual({
      both: 2,
      ambiguous: ['1,234', '5,678'],
      by: 'frequency',
    });
  });

  test('1.234 is European between semicolons, and both are kept', () => {
    const column = kind(['1.234', '12'], '', ';');
    expect([column.numberFormat, column.otherNumberFormats]).toEqual(['european', ['plain']]);
    expect(column.numberEvidence?.by).toBe('semicolons');
    expect(kind(['1.234', '12']).otherNumberFormats).toEqual(['european']);
  });

  test('one value that reads in one way only leaves no doubt', () => {
    for (const sure of ['1,234.5', '12.5', '0,125']) {
      expect(kind(['1,234', sure]).otherNumberFormats, sure).toEqual([]);
    }
    expect(kind(['1.234', '12.50']).otherNumberFormats).toEqual([]);
    expect(kind(['12', '5']).otherNumberFormats).toEqual([]);
  });

  test.each([
    ['1 234.50', 'spaced'],
    ['1 234,50', 'european'],
    ["1'234.50", 'swiss'],
    ['12.5%', 'percent'],
    ['△1,200.50', 'grouped'],
    ['12,34,567.50', 'grouped'],
  ])('%j is a number as %s', (value, format) => {
    const column = kind([value]);
    expect([column.kind, column.numberFormat]).toEqual(['number', format]);
  });
});
