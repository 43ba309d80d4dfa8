import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ident, join, sql } from '../../../src/core/sql.ts';
import { isZone, toLocal, zoneNames, zoneTransitions } from '../../../src/core/time-zone.ts';
import { toLocalSql } from '../../../src/data/time-zone.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

/** `2024-03-10T07:00:00` in UTC as seconds. */
function utc(text: string): number {
  return Date.parse(`${text}Z`) / 1000;
}

function text(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}

/** What the engine makes of instants, of a column and of an expression. */
function localThere(instants: readonly number[], zone: string): (readonly [string, string])[] {
  const values = join(instants.map((at, i) => sql`(${i}, TIMESTAMP ${text(at)})`));
  const format = '%Y-%m-%dT%H:%M:%S';
  const local = toLocalSql(ident('t', 'x'), zone);
  const ofExpression = toLocalSql(sql`x + to_seconds(0)`, zone);
  return db
    .rows(
      sql`SELECT strftime(${local}, ${format}) AS a, strftime(${ofExpression}, ${format}) AS b FROM (VALUES ${values}) AS t(i, x) ORDER BY i`,
    )
    .map((row) => [String(row['a']), String(row['b'])]);
}

const EXAMPLES: readonly [string, string, string][] = [
  ['Asia/Seoul', '2024-03-05T23:30:00', '2024-03-06T08:30:00'],
  // Korea had summer time in 1987 and 1988.
  ['Asia/Seoul', '1988-07-01T00:00:00', '1988-07-01T10:00:00'],
  ['America/New_York', '2024-01-15T04:59:59', '2024-01-14T23:59:59'],
  // The hour that is left out in spring, and the one that comes twice in autumn.
  ['America/New_York', '2024-03-10T06:59:59', '2024-03-10T01:59:59'],
  ['America/New_York', '2024-03-10T07:00:00', '2024-03-10T03:00:00'],
  ['America/New_York', '2024-11-03T05:30:00', '2024-11-03T01:30:00'],
  ['America/New_York', '2024-11-03T06:30:00', '2024-11-03T01:30:00'],
  ['Asia/Kathmandu', '2024-03-05T00:00:00', '2024-03-05T05:45:00'],
  // Samoa had no 30 December 2011.
  ['Pacific/Apia', '2011-12-30T09:59:59', '2011-12-29T23:59:59'],
  ['Pacific/Apia', '2011-12-30T10:00:00', '2011-12-31T00:00:00'],
  ['UTC', '2024-03-05T10:20:30', '2024-03-05T10:20:30'],
];

test.each(EXAMPLES)('%s at %s UTC has %s, here and in DuckDB', (zone, instant, local) => {
  expect(text(toLocal(utc(instant), zone))).toBe(local);
  expect(localThere([utc(instant)], zone)).toEqual([[local, local]]);
});

test('the table of a zone begins with its offset and holds every change', () => {
  expect(zoneTransitions('Asia/Seoul')).toEqual([
    { atUtcSeconds: 0, offsetSeconds: 32_400 },
    { atUtcSeconds: utc('1987-05-09T17:00:00'), offsetSeconds: 36_000 },
    { atUtcSeconds: utc('1987-10-10T17:00:00'), offsetSeconds: 32_400 },
    { atUtcSeconds: utc('1988-05-07T17:00:00'), offsetSeconds: 36_000 },
    { atUtcSeconds: utc('1988-10-08T17:00:00'), offsetSeconds: 32_400 },
  ]);
  expect(zoneTransitions('Asia/Seoul', 2000, 2010)).toEqual([
    { atUtcSeconds: utc('2000-01-01T00:00:00'), offsetSeconds: 32_400 },
  ]);
});

test('a zone that the browser does not know is none', () => {
  expect([isZone('Asia/Seoul'), isZone('UTC'), isZone('Mars/Olympus'), isZone('')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(() => zoneTransitions('Mars/Olympus')).toThrow(RangeError);
  expect(zoneNames().every(isZone)).toBe(true);
});

test('an instant that is unknown stays unknown', () => {
  const zones = ['UTC', 'Asia/Seoul', 'Europe/Paris'];
  const columns = zones.map((zone) => toLocalSql(sql`NULL::TIMESTAMP`, zone));
  expect(Object.values(db.rows(sql`SELECT ${join(columns)}`)[0] ?? {})).toEqual([null, null, null]);
});

/** The clock of a zone as the browser shows it. */
function clock(seconds: number, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  })
    .format(seconds * 1000)
    .replace(' ', 'T');
}

const LAST = Date.UTC(2061, 0, 1) / 1000 - 1;

test('random instants, and those around a change, have the time that the browser shows', () => {
  // Zones with summer time, without, with two changes in a month, and with odd offsets.
  const zones = fc.constantFrom(
    'America/New_York',
    'Europe/London',
    'Africa/Casablanca',
    'America/Argentina/Tucuman',
    'Australia/Lord_Howe',
    'Africa/Monrovia',
    'Asia/Gaza',
    'Antarctica/Troll',
    'Asia/Tehran',
    ...zoneNames(),
  );
  const around = fc.record({ change: fc.nat(400), by: fc.integer({ min: -7200, max: 7200 }) });
  const instants = fc.array(fc.oneof(fc.integer({ min: 0, max: LAST }), around), {
    minLength: 40,
    maxLength: 80,
  });
  fc.assert(
    fc.property(zones, instants, (zone, some) => {
      const table = zoneTransitions(zone);
      const times = some.map((one) => {
        if (typeof one === 'number') return one;
        const at = table[one.change % table.length]?.atUtcSeconds ?? 0;
        return Math.min(LAST, Math.max(0, at + one.by));
      });
      const expected = times.map((at) => clock(at, zone));
      expect(times.map((at) => text(toLocal(at, zone)))).toEqual(expected);
      expect(localThere(times, zone)).toEqual(expected.map((local) => [local, local]));
    }),
    { numRuns: 25 },
  );
});
