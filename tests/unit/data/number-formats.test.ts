import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ident, join, sql } from '../../../src/core/sql.ts';
import {
  NUMBER_FORMATS,
  numberFormat,
  type NumberFormat,
  type NumberFormatId,
} from '../../../src/data/number-formats.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

interface Read {
  readonly double: number | null;
  readonly money: number | null;
  readonly type: string;
}

/** What DuckDB reads of each text. */
function readThere(format: NumberFormat, texts: readonly string[]): Read[] {
  const values = join(texts.map((text, i) => sql`(${i}, ${text})`));
  const x = ident('t', 'x');
  return db.rows(
    sql`SELECT ${format.toDouble(x)} AS double, ${format.toMoney(x)} AS money, typeof(${format.toMoney(x)}) AS type FROM (VALUES ${values}) AS t(i, x) ORDER BY i`,
  ) as unknown as Read[];
}

const EXAMPLES: readonly [NumberFormatId, string, number | null][] = [
  ['plain', '1234.56', 1234.56],
  ['plain', '-5', -5],
  ['plain', '+5', 5],
  ['plain', '1e3', 1000],
  ['plain', '.5', 0.5],
  ['plain', '5.', 5],
  ['plain', ' 7 ', 7],
  ['plain', '007', 7],
  ['plain', '', null],
  ['plain', '-', null],
  // DuckDB's own cast to DECIMAL reads these two as 0 and 5.
  ['plain', '- ', null],
  ['plain', '5e ', null],
  ['plain', '1,234', null],
  ['plain', 'NaN', null],
  ['plain', 'inf', null],
  ['plain', '1e14', null],
  ['plain', '1e400', null],
  ['plain', '0x1F', null],
  ['plain', '1_000', 1000],
  ['grouped', '1,234.56', 1234.56],
  ['grouped', '1234.56', 1234.56],
  ['grouped', '₩12,000', 12000],
  ['grouped', '12,000원', 12000],
  ['grouped', '$ 1,234', 1234],
  ['grouped', '-$12.00', -12],
  ['grouped', '$-12.00', -12],
  ['grouped', '($1,200.50)', -1200.5],
  ['grouped', '(1,200)', -1200],
  ['grouped', '\u22121,200', -1200],
  ['grouped', 'US$5', 5],
  ['grouped', 'KRW 5,000', 5000],
  ['grouped', '￦5,000', 5000],
  ['grouped', '12,345,678,901,234', 12345678901234],
  ['grouped', '123,456,789,012,345', null],
  ['grouped', '12,34', null],
  ['grouped', '1,2345', null],
  ['grouped', 'ABC123', null],
  ['grouped', '2024-03-05', null],
  ['grouped', '1.234,56', null],
  ['grouped', '-', null],
  ['european', '1.234,56', 1234.56],
  ['european', '1234,5', 1234.5],
  ['european', '-1.234.567', -1234567],
  ['european', '12,50 €', 12.5],
  ['european', '1\u00a0234,50\u00a0€', 1234.5],
  ['european', '(12,50)', -12.5],
  ['european', '12.34', null],
  ['european', '1,234.56', null],
  // A group of thousands does not begin with a zero: these are decimals of other formats.
  ['european', '0.125', null],
  ['grouped', '0,125', null],
  ['grouped', '12,34,567.89', 1234567.89],
  ['grouped', '1,00,00,000', 10000000],
  ['grouped', '1,200-', -1200],
  ['grouped', '1,200 원-', -1200],
  ['grouped', '△1,200', -1200],
  ['grouped', '▲ 1,200', -1200],
  ['grouped', '-(1,200', null],
  ['grouped', '- 5 -', null],
  ['grouped', '$ (1,200.50)', -1200.5],
  ['grouped', '－￦5,000', -5000],
  ['grouped', '₩-5,000', -5000],
  ['grouped', '12,000 KRW', 12000],
  ['grouped', 'US$ 12.50', 12.5],
  ['grouped', '１２，０００', 12000],
  ['grouped', '1.2만', null],
  ['grouped', '12.5%', null],
  ['spaced', '1 234.56', 1234.56],
  ['spaced', '1\u202f234\u00a0567.5', 1234567.5],
  ['spaced', '-1\u2009234 €', -1234],
  ['spaced', '1 234,56', null],
  ['spaced', '12 34', null],
  ['european', '1 234,56', 1234.56],
  ['european', "1'234,56", 1234.56],
  ['swiss', "1'234.56", 1234.56],
  ['swiss', 'CHF 1’234’567.50', 1234567.5],
  ['swiss', "1'23", null],
  ['percent', '12.5%', 0.125],
  ['percent', '12,5 %', 0.125],
  ['percent', '-1,250%', -12.5],
  ['percent', '100％', 1],
  ['percent', '.5%', 0.005],
  ['percent', '△3%', -0.03],
  ['percent', '0.125', null],
  ['percent', '%', null],
];

test.each(EXAMPLES)('%s reads %j as %j, here and in DuckDB', (id, text, expected) => {
  const format = numberFormat(id);
  expect(format.parse(text)).toBe(expected);
  const [read] = readThere(format, [text]);
  expect(read?.double).toBe(expected);
  // Arrow turns the decimal into a double, which costs its last digit.
  expect(read?.money).toEqual(expected === null ? null : expect.closeTo(expected, 9));
  expect(read?.type).toBe('DECIMAL(18,4)');
});

test.each(NUMBER_FORMATS.map((format) => [format.id, format] as const))(
  '%s reads its own label as 1234.56, or 12.5%%',
  (id, format) => {
    expect(format.parse(format.label)).toBe(id === 'percent' ? 0.125 : 1234.56);
  },
);

test('an unknown id is refused', () => {
  expect(() => numberFormat('roman' as NumberFormatId)).toThrow(RangeError);
});

test('money is rounded to four decimals, half away from zero', () => {
  const read = readThere(numberFormat('plain'), ['1.00005', '-1.00005', '1.00004']);
  expect(read.map(({ money }) => money)).toEqual([1.0001, -1.0001, 1]);
  const percent = readThere(numberFormat('percent'), ['12.345%', '-0.005%', '0.0049%']);
  expect(percent.map(({ money }) => Number(money?.toFixed(9)))).toEqual([0.1235, -0.0001, 0]);
});

const amounts = fc.record({
  cents: fc.integer({ min: -1e12, max: 1e12 }),
  sign: fc.constantFrom('', '₩', '$', '€', '£', '¥'),
});

const WRITERS: Record<NumberFormatId, (cents: number, sign: string) => string> = {
  plain: (cents) => (cents / 100).toFixed(2),
  grouped: (cents, sign) =>
    sign + (cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2 }),
  european: (cents, sign) =>
    `${(cents / 100).toLocaleString('de-DE', { minimumFractionDigits: 2 })} ${sign}`,
  spaced: (cents, sign) => `${inEnglish(cents).replaceAll(',', '\u202f')} ${sign}`,
  swiss: (cents, sign) => `${sign} ${inEnglish(cents).replaceAll(',', "'")}`,
  percent: (cents) => `${cents < 0 ? '△' : ''}${String(Math.abs(cents))}%`,
};

function inEnglish(cents: number): string {
  return (cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
}

test.each(NUMBER_FORMATS.map((format) => [format.id, format] as const))(
  '%s reads the amounts that it writes, here and in DuckDB',
  (id, format) => {
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 30, maxLength: 150 }), (many) => {
        const texts = many.map(({ cents, sign }) => WRITERS[id](cents, sign));
        const expected = many.map(({ cents }) => cents / 100 + 0);
        expect(texts.map((text) => (format.parse(text) ?? NaN) + 0)).toEqual(expected);
        expect(readThere(format, texts).map(({ double }) => (double ?? NaN) + 0)).toEqual(expected);
      }),
      { numRuns: 6 },
    );
  },
);

/** A text near a number: an example with some characters replaced, added or taken away. */
const nearNumbers = fc
  .tuple(
    fc.constantFrom(...EXAMPLES.map(([, text]) => text)),
    fc.array(
      fc.record({
        at: fc.nat(10),
        drop: fc.nat(1),
        put: fc.constantFrom(
          ...Array.from(" -+.,_eE0123456789()$₩€원\t\u00a0\u2212\n\u3000%'’△５，US"),
          '',
        ),
      }),
      { maxLength: 3 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((t, { at, drop, put }) => t.slice(0, at) + put + t.slice(at + drop), text),
  );

test('a text near a number reads alike here and in DuckDB, in every format', () => {
  fc.assert(
    fc.property(fc.array(nearNumbers, { minLength: 100, maxLength: 400 }), (texts) => {
      for (const format of NUMBER_FORMATS) {
        const there = readThere(format, texts);
        texts.forEach((text, i) => {
          const here = format.parse(text);
          const { double, money } = there[i] ?? { double: NaN, money: NaN };
          expect([text, double === null, money === null]).toEqual([
            text,
            here === null,
            here === null,
          ]);
          if (here !== null) {
            expect(double, text).toBeCloseTo(here, 6);
            expect(Math.abs((money ?? NaN) - here), text).toBeLessThan(
              0.0001 + Math.abs(here) * 1e-12,
            );
          }
        });
      }
    }),
    { numRuns: 8 },
  );
});
