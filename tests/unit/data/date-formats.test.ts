import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatDay } from '../../../src/core/calendar.ts';
import { ident, join, sql } from '../../../src/core/sql.ts';
import {
  DATE_FORMATS,
  dateFormat,
  type DateFormat,
  type DateFormatId,
} from '../../../src/data/date-formats.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

/** What TypeScript reads, as `YYYY-MM-DD HH:MM:SS`. */
function readHere(format: DateFormat, text: string): string | null {
  const moment = format.parse(text);
  if (moment === null) return null;
  const time = new Date(moment.seconds * 1000).toISOString().slice(11, 19);
  return `${formatDay(moment.day)} ${time}`;
}

/** What DuckDB reads of each text, in the same form. */
function readThere(format: DateFormat, texts: readonly string[]): (string | null)[] {
  const values = join(texts.map((text, i) => sql`(${i}, ${text})`));
  const moment = format.toSql(ident('t', 'x'));
  const rows = db.rows(
    sql`SELECT strftime(${moment}, '%Y-%m-%d %H:%M:%S') AS r FROM (VALUES ${values}) AS t(i, x) ORDER BY i`,
  );
  return rows.map((row) => row['r'] as string | null);
}

const EXAMPLES: readonly [DateFormatId, string, string | null][] = [
  ['iso', '2024-03-05', '2024-03-05 00:00:00'],
  ['iso', '2024-03-05 10:20:30', '2024-03-05 10:20:30'],
  ['iso', '2024-03-05T10:20', '2024-03-05 10:20:00'],
  ['iso', '1999-12-31 9:05', '1999-12-31 09:05:00'],
  ['iso', '2024-03-05T10:20:30.123Z', '2024-03-05 10:20:30'],
  // The wall time of the shop stays; 10:20 in Seoul is no 01:20.
  ['iso', '2024-03-05 10:20:30 +0900', '2024-03-05 10:20:30'],
  ['iso', '2024-03-05T23:30:00-08:00', '2024-03-05 23:30:00'],
  ['iso', '2024-03-05T10:20+09', '2024-03-05 10:20:00'],
  ['iso', '2024-03-05 24:00:00', '2024-03-06 00:00:00'],
  ['iso', '2024-03-05 24:00:01', null],
  ['iso', '2024-02-30', null],
  ['iso', '2023-02-29 10:00:00', null],
  ['iso', '2024-13-01', null],
  ['iso', '2024-03-05 25:00:00', null],
  ['iso', '0001-01-01 00:00:00', null],
  ['iso', '9999-12-31', null],
  ['iso', 'infinity', null],
  ['iso', 'epoch', null],
  ['iso', '2024-03-05 (BC)', null],
  ['iso', '2024-3-5', null],
  ['ymd-dash', '2024-3-5 9:05', '2024-03-05 09:05:00'],
  ['ymd-dash', '2024-03-05 오후 1:20:30', '2024-03-05 13:20:30'],
  ['ymd-slash', '2024/3/5', '2024-03-05 00:00:00'],
  ['ymd-slash', '2024/03/05 10:20:30', '2024-03-05 10:20:30'],
  ['ymd-dot', '2024.03.05 10:20', '2024-03-05 10:20:00'],
  ['ymd-spaced', '2024. 3. 5.', '2024-03-05 00:00:00'],
  ['ymd-spaced', '2024. 3. 5. 오전 12:20', '2024-03-05 00:20:00'],
  ['ymd-spaced', '2024. 3. 5 오후 12:20:01', '2024-03-05 12:20:01'],
  ['ymd-korean', '2024년 3월 5일', '2024-03-05 00:00:00'],
  ['ymd-korean', '2024년 03월 05일 10:20', '2024-03-05 10:20:00'],
  ['ymd-korean', '2024년 3월 5일 오후 2시 5분', '2024-03-05 14:05:00'],
  ['ymd-korean', '2024년 3월 5일 14시 05분 06초', '2024-03-05 14:05:06'],
  ['ymd-compact', '20240305', '2024-03-05 00:00:00'],
  ['ymd-compact', '20240230', null],
  ['ymd-compact', '12345678', null],
  ['ymd-compact-time', '20240305102030', '2024-03-05 10:20:30'],
  ['dmy-slash', '31/12/2024 10:20', '2024-12-31 10:20:00'],
  ['dmy-slash', '31/04/2024', null],
  ['dmy-slash', '12/31/2024', null],
  ['dmy-dot', '5.3.2024 10:20:30', '2024-03-05 10:20:30'],
  ['dmy-dash', '05-03-2024', '2024-03-05 00:00:00'],
  ['dmy-slash-short', '05/03/24', '2024-03-05 00:00:00'],
  ['dmy-name', '05 Mar 2024', '2024-03-05 00:00:00'],
  ['dmy-name', '5-march-2024 10:20', '2024-03-05 10:20:00'],
  ['mdy-slash', '3/5/2024 1:20 PM', '2024-03-05 13:20:00'],
  ['mdy-slash', '3/5/2024 12:20:30 am', '2024-03-05 00:20:30'],
  ['mdy-slash', '3/5/2024 13:20 PM', null],
  ['mdy-slash', '3/5/2024 0:20 AM', null],
  ['mdy-slash-short', '3/5/99 1:20pm', '1999-03-05 13:20:00'],
  ['mdy-dash', '12-31-2024', '2024-12-31 00:00:00'],
  ['mdy-dot', '12.31.2024', '2024-12-31 00:00:00'],
  ['mdy-name', 'March 5, 2024 10:20 am', '2024-03-05 10:20:00'],
  ['mdy-name', 'Feb 30, 2024', null],
  // What is dropped by `iso` is kept by `iso-offset`: the moment in UTC.
  ['iso', '2024-03-05T10:20:30.123456789Z', '2024-03-05 10:20:30'],
  ['iso', '2024-03-05Z', null],
  ['iso', '\u00a02024-03-05 10:20:30\u00a0', '2024-03-05 10:20:30'],
  ['iso-offset', '2024-03-05T10:20:30.123456789Z', '2024-03-05 10:20:30'],
  ['iso-offset', '2024-03-05 10:20:30 +0900', '2024-03-05 01:20:30'],
  ['iso-offset', '2024-03-05T23:30:00-08:00', '2024-03-06 07:30:00'],
  ['iso-offset', '2024-03-05T10:20+09', '2024-03-05 01:20:00'],
  ['iso-offset', '2024-03-05 10:20:30 UTC', '2024-03-05 10:20:30'],
  ['iso-offset', '2024-03-05 00:10:00.5 +05:45', '2024-03-04 18:25:00'],
  ['iso-offset', '2024-03-05 10:20:30', '2024-03-05 10:20:30'],
  ['iso-offset', '2024-03-05', '2024-03-05 00:00:00'],
  ['iso-offset', '2024-03-05 10:20:30+99', null],
  ['rfc-2822', 'Tue, 05 Mar 2024 10:20:30 +0900', '2024-03-05 01:20:30'],
  ['rfc-2822', '5 Mar 2024 10:20 GMT', '2024-03-05 10:20:00'],
  ['rfc-2822', 'Tue, 05 Mar 2024 10:20:30 +0900 (KST)', '2024-03-05 01:20:30'],
  ['rfc-2822', 'Tue, 05 Mar 2024 10:20:30', null],
  ['ymd-dash', '2024-03-05 오후 1:20:30.5', '2024-03-05 13:20:30'],
  ['ymd-dot', '2024.3.5', '2024-03-05 00:00:00'],
  ['ymd-slash', '2024/3/5 13시', '2024-03-05 13:00:00'],
  ['ymd-slash', '2024/3/5(火) 10:20', '2024-03-05 10:20:00'],
  ['ymd-slash', '2024/03/05 10:20:30.123', '2024-03-05 10:20:30'],
  ['ymd-slash', '2024/12/31 24:00', '2025-01-01 00:00:00'],
  ['ymd-slash', '2024/12/31 24:01', null],
  ['ymd-slash', '２０２４／０３／０５　１０：２０', '2024-03-05 10:20:00'],
  ['ymd-spaced', '2024. 3. 5. (화) 오후 1:02', '2024-03-05 13:02:00'],
  ['ymd-korean', '2024년 3월 5일 (화)', '2024-03-05 00:00:00'],
  ['ymd-korean', '2024년 3월 5일 화요일 오전 9시', '2024-03-05 09:00:00'],
  ['ymd-korean', '24년 3월 5일', '2024-03-05 00:00:00'],
  ['ymd-korean', '2024年3月5日 午後1時2分', '2024-03-05 13:02:00'],
  ['ymd-compact-time', '20240305 102030', '2024-03-05 10:20:30'],
  ['ymd-compact-time', '20240305T102030Z', '2024-03-05 10:20:30'],
  ['ymd-compact-time', '20240305 10:20', '2024-03-05 10:20:00'],
  ['ymd-compact-time', '20240305 1020', '2024-03-05 10:20:00'],
  ['ymd-dot-short', '24.03.05', '2024-03-05 00:00:00'],
  ['ymd-dash-short', '24-03-05 10:20', '2024-03-05 10:20:00'],
  ['ymd-slash-short', '24/3/5', '2024-03-05 00:00:00'],
  ['dmy-dot-short', '05.03.24', '2024-03-05 00:00:00'],
  ['dmy-name', '5 March 2024', '2024-03-05 00:00:00'],
  ['dmy-name', '5. März 2024 10:20', '2024-03-05 10:20:00'],
  ['dmy-name', '5. Mai. 2024', '2024-05-05 00:00:00'],
  ['dmy-name', '14 juillet 2024', '2024-07-14 00:00:00'],
  ['dmy-name', '14 juin 2024', '2024-06-14 00:00:00'],
  ['dmy-name', '1 AOÛT 2024', '2024-08-01 00:00:00'],
  ['dmy-name', '05-Mar-24', '2024-03-05 00:00:00'],
  ['dmy-name', '5th March 2024', '2024-03-05 00:00:00'],
  ['mdy-name', 'Tuesday, March 5, 2024', '2024-03-05 00:00:00'],
  ['mdy-name', 'Tue Mar 05 2024 10:20:30', '2024-03-05 10:20:30'],
  ['mdy-slash', '3/5/2024, 1:20:30\u202fPM', '2024-03-05 13:20:30'],
  ['mdy-slash', '3/5/2024 1:20 p.m.', '2024-03-05 13:20:00'],
  ['mdy-slash', '3/5/2024 am 1:20 pm', null],
  ['excel', '45356', '2024-03-05 00:00:00'],
  ['excel', '45356.4306', '2024-03-05 10:20:04'],
  ['excel', '1', '1900-01-01 00:00:00'],
  ['excel', '59.5', '1900-02-28 12:00:00'],
  // Excel's 29 February 1900, a day that never was.
  ['excel', '60', null],
  ['excel', '61', '1900-03-01 00:00:00'],
  ['excel', '45356.9999999', '2024-03-06 00:00:00'],
  ['excel', '0', null],
  ['excel', '109574', '2199-12-31 00:00:00'],
  ['excel', '109575', null],
  ['excel', '1e4', null],
  ['epoch-s', '1709634030', '2024-03-05 10:20:30'],
  ['epoch-s', ' 1709634030.99 ', '2024-03-05 10:20:30'],
  ['epoch-s', '9999999999', null],
  ['epoch-s', '17096340', null],
  ['epoch-ms', '1709634030999', '2024-03-05 10:20:30'],
  ['epoch-ms', '1709634030000.5', '2024-03-05 10:20:30'],
  ['epoch-ms', '1709634030', null],
];

test.each(EXAMPLES)('%s reads %j as %j, here and in DuckDB', (id, text, expected) => {
  const format = dateFormat(id);
  expect(readHere(format, text)).toBe(expected);
  expect(readThere(format, [text])).toEqual([expected]);
});

test.each(DATE_FORMATS.map((format) => [format.id, format] as const))(
  '%s reads its own label',
  (_id, format) => {
    expect(format.parse(format.label)).not.toBeNull();
  },
);

test('the catalogue names each format once', () => {
  expect(new Set(DATE_FORMATS.map((format) => format.id)).size).toBe(DATE_FORMATS.length);
  expect(() => dateFormat('roman' as DateFormatId)).toThrow(RangeError);
});

const MONTH_NAMES = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Formats whose dates above have their time. */
const HAVE_TIME = /compact|epoch|excel|rfc/;

interface Written {
  readonly at: Date;
  readonly padded: boolean;
  readonly clock: number;
}

/** A moment as the format writes it; `clock` picks one of the ways of writing the time. */
function write(id: DateFormatId, { at, padded, clock }: Written): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const maybe = (n: number): string => (padded ? two(n) : String(n));
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  const [m, d] = [maybe(month), maybe(day)];
  const dates: Record<DateFormatId, string> = {
    iso: `${year}-${two(month)}-${two(day)}`,
    'iso-offset': `${year}-${two(month)}-${two(day)}`,
    'rfc-2822': `Tue, ${d} ${MONTH_NAMES[month - 1] ?? ''} ${year} ${at.toISOString().slice(11, 19)} GMT`,
    excel: String(at.getTime() / 86_400_000 + 25_569),
    'epoch-s': String(at.getTime() / 1000),
    'epoch-ms': String(at.getTime()),
    'ymd-slash-short': `${two(year % 100)}/${m}/${d}`,
    'ymd-dot-short': `${two(year % 100)}.${m}.${d}`,
    'ymd-dash-short': `${two(year % 100)}-${m}-${d}`,
    'dmy-dot-short': `${d}.${m}.${two(year % 100)}`,
    'dmy-dash-short': `${d}-${m}-${two(year % 100)}`,
    'mdy-dot-short': `${m}.${d}.${two(year % 100)}`,
    'mdy-dash-short': `${m}-${d}-${two(year % 100)}`,
    'ymd-dash': `${year}-${m}-${d}`,
    'ymd-slash': `${year}/${m}/${d}`,
    'ymd-dot': `${year}.${m}.${d}`,
    'ymd-spaced': `${year}. ${m}. ${d}.`,
    'ymd-korean': `${year}년 ${m}월 ${d}일`,
    'ymd-compact': `${year}${two(month)}${two(day)}`,
    'ymd-compact-time': `${year}${two(month)}${two(day)}${at.toISOString().slice(11, 19).replaceAll(':', '')}`,
    'dmy-slash': `${d}/${m}/${year}`,
    'dmy-dot': `${d}.${m}.${year}`,
    'dmy-dash': `${d}-${m}-${year}`,
    'dmy-slash-short': `${d}/${m}/${two(year % 100)}`,
    'dmy-name': `${d} ${MONTH_NAMES[month - 1] ?? ''} ${year}`,
    'mdy-slash': `${m}/${d}/${year}`,
    'mdy-dot': `${m}.${d}.${year}`,
    'mdy-dash': `${m}-${d}-${year}`,
    'mdy-slash-short': `${m}/${d}/${two(year % 100)}`,
    'mdy-name': `${MONTH_NAMES[month - 1] ?? ''} ${d}, ${year}`,
  };
  return dates[id] + (HAVE_TIME.test(id) || !dateFormat(id).hasTime ? '' : time(id, at, clock));
}

function time(id: DateFormatId, at: Date, clock: number): string {
  const [hh, mm, ss] = at.toISOString().slice(11, 19).split(':');
  const hour = at.getUTCHours();
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const ways =
    id === 'iso-offset'
      ? ['Z', ' UTC', '+00:00', '.250', ''].map((tail) => `T${hh}:${mm}:${ss}${tail}`)
      : id === 'iso'
        ? ['Z', '+09:00', ' +0900', '.250', ''].map((tail) => `T${hh}:${mm}:${ss}${tail}`)
        : [
            ` ${hh}:${mm}:${ss}`,
            ` ${twelve}:${mm}:${ss} ${hour < 12 ? 'AM' : 'PM'}`,
            ` ${twelve}:${mm}:${ss}${hour < 12 ? 'am' : 'pm'}`,
            ` ${hour < 12 ? '오전' : '오후'} ${twelve}:${mm}:${ss}`,
            ` ${hour}:${mm}:${ss}`,
            `, ${hour}:${mm}:${ss}.5`,
            ` ${hour}시 ${mm}분 ${ss}초`,
            `T${hh}:${mm}:${ss}`,
          ];
  return ways[clock % ways.length] ?? '';
}

const moments = fc.record({
  at: fc.date({
    min: new Date('1973-03-04T00:00:00Z'),
    max: new Date('2067-12-31T23:59:59Z'),
    noInvalidDate: true,
  }),
  padded: fc.boolean(),
  clock: fc.nat(7),
});

describe('for random moments', () => {
  test.each(DATE_FORMATS.map((format) => [format.id, format] as const))(
    '%s reads what it writes, here and in DuckDB',
    (id, format) => {
      fc.assert(
        fc.property(fc.array(moments, { minLength: 30, maxLength: 90 }), (random) => {
          const many = random.map((one) => ({
            ...one,
            at: new Date(Math.floor(one.at.getTime() / 1000) * 1000),
          }));
          const texts = many.map((one) => write(id, one));
          const expected = many.map(({ at }) => {
            const text = at.toISOString().slice(0, 19).replace('T', ' ');
            return format.hasTime ? text : `${text.slice(0, 10)} 00:00:00`;
          });
          expect(texts.map((text) => readHere(format, text))).toEqual(expected);
          expect(readThere(format, texts)).toEqual(expected);
        }),
        { numRuns: 2 },
      );
    },
  );
});

const GARBAGE = ['', ' ', 'n/a', '-', 'epoch', 'infinity', '2024', '31/04/2024', '2024-02-30'];

/** A text near a date: one of those above, with some characters replaced, added or taken away. */
const nearDates = fc
  .tuple(
    fc.constantFrom(...EXAMPLES.map(([, text]) => text), ...GARBAGE),
    fc.array(
      fc.record({
        at: fc.nat(30),
        drop: fc.nat(1),
        put: fc.constantFrom(
          ...Array.from(' -:./,T0123459ZAPM+\t()년월일시분초오전후화月２．\u00a0\u2212é'),
          '',
        ),
      }),
      { maxLength: 3 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((t, { at, drop, put }) => t.slice(0, at) + put + t.slice(at + drop), text),
  );

test('a text near a date reads alike here and in DuckDB, in every format', () => {
  fc.assert(
    fc.property(fc.array(nearDates, { minLength: 300, maxLength: 600 }), (texts) => {
      for (const format of DATE_FORMATS) {
        const here = texts.map((text) => [text, readHere(format, text)]);
        const there = readThere(format, texts).map((read, i) => [texts[i], read]);
        expect(there, format.id).toEqual(here);
      }
    }),
    { numRuns: 3 },
  );
});
