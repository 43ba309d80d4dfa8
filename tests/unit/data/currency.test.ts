import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ident, join, sql, type Sql } from '../../../src/core/sql.ts';
import {
  convertSql,
  CURRENCIES,
  currencyDecimals,
  currencyOf,
  currencyOfSql,
  normaliseCurrency,
  normaliseCurrencySql,
} from '../../../src/data/currency.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

function readThere(texts: readonly string[], read: (text: Sql) => Sql): unknown[] {
  const values = join(texts.map((text, i) => sql`(${i}, ${text})`));
  return db
    .rows(sql`SELECT ${read(ident('t', 'x'))} AS r FROM (VALUES ${values}) AS t(i, x) ORDER BY i`)
    .map((row) => row['r']);
}

const AMOUNTS: readonly [string, string | null][] = [
  ['₩12,000', 'KRW'],
  ['￦12,000', 'KRW'],
  ['12,000원', 'KRW'],
  ['12,000 KRW', 'KRW'],
  ['krw 12,000', 'KRW'],
  ['$12.50', 'USD'],
  ['US$ 12.50', 'USD'],
  ['CA$12.50', 'CAD'],
  ['A$5', 'AUD'],
  ['-(HK$ 5)', 'HKD'],
  ['12,50 €', 'EUR'],
  ['£5', 'GBP'],
  ['￥500', 'JPY'],
  ['500円', 'JPY'],
  ['500元', 'CNY'],
  ['RMB 500', 'CNY'],
  ['Rp 500', 'IDR'],
  ['CHF 1’200.50', 'CHF'],
  ['12.50', null],
  ['', null],
  ['XX$5', null],
  ['EUROS 5', null],
  ['n/a', null],
];

test.each(AMOUNTS)('the currency within %j is %j, here and in DuckDB', (text, expected) => {
  expect(currencyOf(text)).toBe(expected);
  expect(readThere([text], currencyOfSql)).toEqual([expected]);
});

const COLUMN: readonly [string, string | null][] = [
  ['krw', 'KRW'],
  [' USD ', 'USD'],
  ['원', 'KRW'],
  ['us$', 'USD'],
  ['€', 'EUR'],
  ['rmb', 'CNY'],
  ['US Dollar', 'US DOLLAR'],
  ['constructor', 'CONSTRUCTOR'],
  ['ß', 'ß'],
  ['  ', null],
  ['', null],
];

test.each(COLUMN)('a column that says %j means %j, here and in DuckDB', (text, expected) => {
  expect(normaliseCurrency(text)).toBe(expected);
  expect(readThere([text], normaliseCurrencySql)).toEqual([expected]);
});

test('any text near a currency reads alike here and in DuckDB', () => {
  const pieces = fc.constantFrom(
    ...[...AMOUNTS, ...COLUMN].map(([text]) => text),
    ...Object.keys(CURRENCIES),
    ...Array.from('$ \t1aZ€₩원é\u00a0ｋ＄'),
  );
  const texts = fc.array(
    fc.array(pieces, { maxLength: 4 }).map((some) => some.join('')),
    { minLength: 50, maxLength: 150 },
  );
  fc.assert(
    fc.property(texts, (many) => {
      expect(readThere(many, currencyOfSql)).toEqual(many.map(currencyOf));
      expect(readThere(many, normaliseCurrencySql)).toEqual(many.map(normaliseCurrency));
    }),
    { numRuns: 10 },
  );
});

test('the smallest units', () => {
  expect(['KRW', 'USD', 'KWD', 'XYZ', 'toString'].map(currencyDecimals)).toEqual([0, 2, 3, 2, 2]);
});

describe('an amount in another currency', () => {
  const convert = (amount: string, currency: string | null, rate = '1350.5'): unknown => {
    const converted = convertSql(
      sql`${amount}::DECIMAL(18,4)`,
      sql`${currency}::VARCHAR`,
      { USD: rate, KRW: '2' },
      'KRW',
    );
    return db.rows(sql`SELECT (${converted})::VARCHAR AS r, typeof(${converted}) AS t`)[0];
  };
  const money = (text: string | null) => ({ r: text, t: 'DECIMAL(18,4)' });

  test('is multiplied by its rate exactly, that of the target by none', () => {
    expect(convert('12.50', 'USD')).toEqual(money('16881.2500'));
    expect(convert('-12.50', 'KRW')).toEqual(money('-12.5000'));
    expect(convert('0.0001', 'USD', '0.5')).toEqual(money('0.0001'));
    expect(convert('99999999999.9999', 'USD', '0.1234567890123456789')).toEqual(
      money('12345678901.2346'),
    );
  });

  test('is unknown without a rate or a currency, and where it is too large', () => {
    expect(convert('12.50', 'EUR')).toEqual(money(null));
    expect(convert('12.50', null)).toEqual(money(null));
    expect(convert('99999999999999', 'USD')).toEqual(money(null));
  });

  test('a rate that is none is refused', () => {
    for (const rate of ['', '0', '0.00', '-1', '1e3', '1,350', '.', '12345678901234567890']) {
      expect(() => convert('1', 'USD', rate), rate).toThrow(RangeError);
    }
  });
});
