import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openParquet } from '../../../../workers/readers/parquet.ts';
import type { TableFile } from '../../../../workers/readers/table-file.ts';
import { decodeHere, never, openTableDb, type TableDb } from '../../../helpers/table-file.ts';

let db: TableDb;
let native: DuckDBConnection;
const folder = mkdtempSync(join(tmpdir(), 'dangol-parquet-'));
let files = 0;

beforeAll(async () => {
  db = await openTableDb();
  native = await (await DuckDBInstance.create(':memory:')).connect();
});

afterAll(() => {
  native.closeSync();
  rmSync(folder, { recursive: true });
});

/** The rows of a query as a Parquet file written by native DuckDB. */
async function parquet(query: string, options = ''): Promise<Blob> {
  files += 1;
  const path = join(folder, `${files}.parquet`);
  await native.run(`COPY (${query}) TO '${path}' (FORMAT parquet${options})`);
  return new Blob([readFileSync(path)]);
}

async function open(query: string, options = ''): Promise<TableFile> {
  return openParquet(await parquet(query, options), 'orders.parquet', decodeHere);
}

async function headOf(file: TableFile, limit = 10): Promise<string> {
  return new TextDecoder().decode(await file.head(limit, never));
}

/** Three orders with a column of every kind; the second row has nothing but its id. */
const ORDERS = `SELECT * REPLACE (price::FLOAT AS price) FROM (VALUES
  ('A-1', 3::INTEGER, 12.50::DECIMAL(12,2), 9.99, 0.1::DOUBLE, TIMESTAMP '2024-01-31 10:00:00.123456', DATE '2024-01-31', true, 'a, "b"'),
  ('A-2', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  ('A-3', -7, -0.05, 1e-7, 1e21, TIMESTAMP '1969-12-31 23:59:59', DATE '1969-12-31', false, '단골'))
  AS t("order", quantity, money, price, ratio, moment, day, paid, note)`;

describe('a Parquet file', () => {
  it('becomes a table of the types that it has', async () => {
    const file = await open(ORDERS);
    expect(file.rows).toBe(3);
    expect(file.columns.map(({ name, type }) => ({ name, type }))).toEqual([
      { name: 'order', type: 'text' },
      { name: 'quantity', type: 'integer' },
      { name: 'money', type: 'number' },
      { name: 'price', type: 'number' },
      { name: 'ratio', type: 'number' },
      { name: 'moment', type: 'timestamp' },
      { name: 'day', type: 'date' },
      { name: 'paid', type: 'boolean' },
      { name: 'note', type: 'text' },
    ]);
    expect(file.columns.every(({ bytes = 0 }) => bytes > 0)).toBe(true);
    await db.load(file);
    expect(Object.values(db.types())).toEqual(
      ['VARCHAR', 'BIGINT', 'DECIMAL(12,2)', 'DOUBLE', 'DOUBLE', 'TIMESTAMP', 'DATE'].concat([
        'BOOLEAN',
        'VARCHAR',
      ]),
    );
    expect(db.rows('SELECT columns(*)::VARCHAR FROM t').map((row) => Object.values(row))).toEqual([
      [
        'A-1',
        '3',
        '12.50',
        '9.99',
        '0.1',
        '2024-01-31 10:00:00.123456',
        '2024-01-31',
        'true',
        'a, "b"',
      ],
      ['A-2', null, null, null, null, null, null, null, null],
      [
        'A-3',
        '-7',
        '-0.05',
        '1e-07',
        '1e+21',
        '1969-12-31 23:59:59',
        '1969-12-31',
        'false',
        '단골',
      ],
    ]);
  });

  it('shows its first rows as CSV', async () => {
    expect(await headOf(await open(ORDERS))).toBe(
      'order,quantity,money,price,ratio,moment,day,paid,note\n' +
        'A-1,3,12.5,9.99,0.1,2024-01-31 10:00:00.123456,2024-01-31,true,"a, ""b"""\n' +
        'A-2,,,,,,,,\n' +
        'A-3,-7,-0.05,0.0000001,1000000000000000000000,1969-12-31 23:59:59,1969-12-31,false,단골\n',
    );
    expect((await headOf(await open(ORDERS), 1)).split('\n')).toHaveLength(3);
  });

  it('gives the columns asked for, named by position, in the order asked for', async () => {
    const file = await open(ORDERS);
    await db.load(file, [8, 0, 2]);
    expect(db.rows(`SELECT c8, c0, c2::VARCHAR AS c2 FROM t WHERE c0 = 'A-1'`)).toEqual([
      { c8: 'a, "b"', c0: 'A-1', c2: '12.50' },
    ]);
    expect(Object.keys(db.types())).toEqual(['c8', 'c0', 'c2']);
    await expect(db.load(file, [9])).rejects.toThrow('no column at 9');
  });

  it('is read whatever its compression', async () => {
    for (const codec of ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw']) {
      const query = `SELECT i, 'customer ' || i % 7 AS who FROM range(3000) r(i)`;
      await db.load(await open(query, `, CODEC '${codec}'`));
      expect(db.rows('SELECT sum(c0)::DOUBLE AS s, count(DISTINCT c1) AS n FROM t'), codec).toEqual(
        [{ s: 4498500, n: 7 }],
      );
    }
  });

  it('keeps timestamps of every unit, and tells instants from local times', async () => {
    const file = await open(`SELECT
      TIMESTAMP_S '2024-02-29 12:34:56' AS s, TIMESTAMP_MS '2024-02-29 12:34:56.789' AS ms,
      TIMESTAMP '2024-02-29 12:34:56.789012' AS us, TIMESTAMP_NS '2024-02-29 12:34:56.789012345' AS ns,
      TIMESTAMP_NS '1969-12-31 23:59:59.999999999' AS before,
      TIMESTAMPTZ '2024-02-29 12:34:56+09' AS zoned, 'infinity'::TIMESTAMP AS never`);
    expect(file.columns.map(({ utc }) => utc ?? false)).toEqual([
      false, false, false, false, false, true, false,
    ]); // prettier-ignore
    await db.load(file);
    expect(new Set(Object.values(db.types()))).toEqual(new Set(['TIMESTAMP']));
    expect(Object.values(db.rows('SELECT columns(*)::VARCHAR FROM t')[0] ?? {})).toEqual([
      '2024-02-29 12:34:56',
      '2024-02-29 12:34:56.789',
      '2024-02-29 12:34:56.789012',
      '2024-02-29 12:34:56.789012',
      '1969-12-31 23:59:59.999999',
      '2024-02-29 03:34:56',
      null,
    ]);
  });

  it('keeps decimals exact, from the narrowest to the widest', async () => {
    const file = await open(`SELECT 123.4::DECIMAL(4,1) AS a, -0.01::DECIMAL(9,2) AS b,
      12345678901234.5678::DECIMAL(18,4) AS c,
      -1234567890123456789012345678.9012345678::DECIMAL(38,10) AS d`);
    await db.load(file);
    expect(db.rows('SELECT columns(*)::VARCHAR FROM t')).toEqual([
      {
        c0: '123.4',
        c1: '-0.01',
        c2: '12345678901234.5678',
        c3: '-1234567890123456789012345678.9012345678',
      },
    ]);
    expect(Object.values(db.types())).toEqual([
      'DECIMAL(4,1)',
      'DECIMAL(9,2)',
      'DECIMAL(18,4)',
      'DECIMAL(38,10)',
    ]);
  });

  it('gives as text what has no type of ours, and as integers what fits', async () => {
    const file =
      await open(`SELECT 18446744073709551615::UBIGINT AS big, TIME '10:11:12.5' AS clock,
      'f9c499b0-0a9c-43fc-950d-21d4dd365ce7'::UUID AS id, encode('단골') AS bytes,
      '\\xFFa'::BLOB AS broken, 200::UTINYINT AS tiny, (-200)::SMALLINT AS small,
      4000000000::UINTEGER AS wide, 'x'::ENUM('x', 'y') AS kind`);
    await db.load(file);
    expect(Object.values(db.types()).join()).toBe(
      'VARCHAR,VARCHAR,VARCHAR,VARCHAR,VARCHAR,BIGINT,BIGINT,BIGINT,VARCHAR',
    );
    expect(Object.values(db.rows('SELECT columns(*)::VARCHAR FROM t')[0] ?? {})).toEqual([
      '18446744073709551615',
      '10:11:12.5',
      'f9c499b0-0a9c-43fc-950d-21d4dd365ce7',
      '단골',
      '\ufffda',
      '200',
      '-200',
      '4000000000',
      'x',
    ]);
  });

  it('leaves out lists, structs and maps, and numbers the rest', async () => {
    const file = await open(`SELECT [1, 2] AS list, 1 AS a, {'a': 1, 'b': 'x'} AS s,
      MAP {'k': 1} AS m, INTERVAL 1 DAY AS i, 2 AS b`);
    expect(file.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    await db.load(file);
    expect(db.rows('SELECT c0::INTEGER AS c0, c1::INTEGER AS c1 FROM t')).toEqual([
      { c0: 1, c1: 2 },
    ]);
    expect(await headOf(file)).toBe('a,b\n1,2\n');
  });

  it('finds columns by position even where the names would mislead', async () => {
    const file = await open(`SELECT 1 AS "a.b", {'b': 2} AS a, 3 AS c, 4 AS " ", 5 AS "select"`);
    expect(file.columns.map(({ name }) => name)).toEqual(['a.b', 'c', ' ', 'select']);
    await db.load(file, [0, 2, 3]);
    expect(db.rows('SELECT columns(*)::INTEGER FROM t')).toEqual([{ c0: 1, c2: 4, c3: 5 }]);
  });

  it('takes what is no number for missing', async () => {
    await db.load(await open(`SELECT unnest(['nan', 'inf', '-inf', '1.5', NULL])::DOUBLE AS x`));
    expect(db.rows('SELECT count(*) AS n, count(c0) AS known, sum(c0) AS s FROM t')).toEqual([
      { n: 5, known: 1, s: 1.5 },
    ]);
  });

  it('may have no rows, and columns of nothing', async () => {
    const none = await open(`SELECT 1 AS a, 'x' AS b WHERE false`);
    await db.load(none);
    expect(none.rows).toBe(0);
    expect(db.types()).toEqual({ c0: 'BIGINT', c1: 'VARCHAR' });
    expect(db.rows('SELECT count(*) AS n FROM t')).toEqual([{ n: 0 }]);
    expect(await headOf(none)).toBe('a,b\n');
    await db.load(await open('SELECT NULL::VARCHAR AS a, NULL::DOUBLE AS b FROM range(5000)'));
    expect(db.rows('SELECT count(*) AS n, count(c0) + count(c1) AS known FROM t')).toEqual([
      { n: 5000, known: 0 },
    ]);
  });

  it('is sent in few pieces, of many row groups or of one', async () => {
    const query = `SELECT i, i % 10 AS k, CASE WHEN i % 3 = 0 THEN i::VARCHAR END AS s FROM range(300000) r(i)`;
    for (const size of [2048, 300_000]) {
      const file = await open(query, `, ROW_GROUP_SIZE ${size}`);
      const sizes: number[] = [];
      for await (const piece of file.batches([0, 2], never)) sizes.push(piece.length);
      expect(sizes.length).toBeLessThan(6);
      expect(Math.max(...sizes)).toBeLessThan(4_000_000);
      await db.load(file);
      expect(
        db.rows('SELECT sum(c0)::DOUBLE AS a, count(c2) AS b, count(DISTINCT c0) AS c FROM t'),
      ).toEqual([{ a: 44999850000, b: 100000, c: 300000 }]);
    }
  });

  it('passes batches on as they come, but for values that have to change', async () => {
    // The names do not fit where those of the file stood, or do; one ratio is no number.
    for (const [names, ratio] of [
      [['a', 'b', 'c', 'd', 'e'], `n / 4`],
      [['order number', 'customer', 'moment', 'money', 'ratio'], `n / 4`],
      [['order number', 'customer', 'moment', 'money', 'ratio'], `if(n = 7, 'nan', n / 4)`],
    ] as const) {
      const [order, customer, moment, money, last] = names.map((name) => `"${name}"`);
      const file = await open(`SELECT n AS ${order},
        CASE WHEN n % 3 > 0 THEN 'customer ' || n END AS ${customer},
        TIMESTAMP '2024-01-01' + to_minutes(n) AS ${moment},
        (n / 100)::DECIMAL(18,2) AS ${money}, (${ratio})::DOUBLE AS ${last} FROM range(40000) AS t(n)`);
      await db.load(file, [0, 1, 2, 3, 4]);
      expect(
        db.rows(`SELECT count(*) FILTER (
          c0 = rowid AND c1 IS NOT DISTINCT FROM CASE WHEN c0 % 3 > 0 THEN 'customer ' || c0 END
          AND c2 = TIMESTAMP '2024-01-01' + to_minutes(c0) AND c3 = (c0 / 100)::DECIMAL(18,2)
          AND (c4 = c0 / 4 OR (c4 IS NULL AND c0 = 7))) AS n, count(c4) AS ratios FROM t`),
      ).toEqual([{ n: 40_000, ratios: ratio === 'n / 4' ? 40_000 : 39_999 }]);
    }
  });

  it('can be left in the middle and read again', async () => {
    const file = await open('SELECT i FROM range(400000) r(i)');
    for await (const piece of file.batches([0], never)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    const stop = new AbortController();
    const cancelled = (async () => {
      for await (const piece of file.batches([0], stop.signal)) if (piece.length > 0) stop.abort();
    })();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await db.load(file);
    expect(db.rows('SELECT count(DISTINCT c0) AS n FROM t')).toEqual([{ n: 400000 }]);
  });
});

const cell = {
  VARCHAR: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0')),
  BIGINT: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String),
  'DECIMAL(18,3)': fc.integer({ min: -1e9, max: 1e9 }).map((n) => (n / 1000).toFixed(3)),
  DOUBLE: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  TIMESTAMP: fc
    .date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString().slice(0, -1)),
  DATE: fc
    .date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString().slice(0, 10)),
  BOOLEAN: fc.boolean().map(String),
} as const;
type Kind = keyof typeof cell;

const tables = fc
  .array(fc.constantFrom(...(Object.keys(cell) as Kind[])), { minLength: 1, maxLength: 6 })
  .chain((kinds) =>
    fc.record({
      kinds: fc.constant(kinds),
      rows: fc.array(fc.tuple(...kinds.map((kind) => fc.option(cell[kind]))), { maxLength: 40 }),
      group: fc.constantFrom(2048, 122_880),
      codec: fc.constantFrom('uncompressed', 'snappy', 'gzip', 'zstd'),
    }),
  );

it('reads back what was written, whatever it was', async () => {
  await fc.assert(
    fc.asyncProperty(tables, async ({ kinds, rows, group, codec }) => {
      const quoted = (value: string | null): string =>
        value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
      const columns = kinds.map((kind, i) => `c${i} ${kind}`).join(', ');
      await native.run(`CREATE OR REPLACE TABLE written (${columns})`);
      for (const row of rows)
        await native.run(`INSERT INTO written VALUES (${row.map(quoted).join(', ')})`);
      // Some thousand rows, so that pages and row groups end somewhere within.
      const query = 'FROM written, range(100)';
      const selected = kinds.map((_, i) => `c${i}`).join(', ');
      const file = await open(
        `SELECT ${selected} ${query}`,
        `, CODEC '${codec}', ROW_GROUP_SIZE ${group}`,
      );
      await db.load(file);
      expect(Object.values(db.types())).toEqual(kinds);
      const text = kinds.map((_, i) => `c${i}::VARCHAR AS c${i}`).join(', ');
      const reader = await native.runAndReadAll(`SELECT ${text} FROM written ORDER BY ALL`);
      expect(db.rows(`SELECT DISTINCT ${text} FROM t ORDER BY ALL`)).toEqual(
        distinct(reader.getRowObjects() as Record<string, unknown>[]),
      );
      expect(db.rows('SELECT count(*) AS n FROM t')).toEqual([{ n: rows.length * 100 }]);
    }),
    { numRuns: 20, seed: 7 },
  );
}, 60_000);

function distinct(rows: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
