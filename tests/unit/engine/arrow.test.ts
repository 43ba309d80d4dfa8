import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { tableToIPC, tableFromArrays } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { decodeRows } from '../../../src/engine/arrow.ts';

const require = createRequire(import.meta.url);
const bundle = require.resolve('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs');

/** The parts of the blocking build that hand out a result's bytes. */
interface Database {
  instantiate(progress: () => undefined): Promise<unknown>;
  connect(): {
    readonly _bindings: { runQuery(connection: number, text: string): Uint8Array };
    readonly _conn: number;
  };
}

interface DuckDB {
  createDuckDB(bundles: unknown, logger: unknown, runtime: unknown): Promise<Database>;
  readonly VoidLogger: new () => unknown;
  readonly NODE_RUNTIME: unknown;
}

/** The IPC bytes of a query, as the engine hands them to the page, without its casts. */
async function bytesOf(text: string): Promise<Uint8Array> {
  const duckdb = require(bundle) as DuckDB;
  const files = dirname(bundle);
  const db = await duckdb.createDuckDB(
    {
      mvp: { mainModule: `${files}/duckdb-mvp.wasm`, mainWorker: '' },
      eh: { mainModule: `${files}/duckdb-eh.wasm`, mainWorker: '' },
    },
    new duckdb.VoidLogger(),
    duckdb.NODE_RUNTIME,
  );
  await db.instantiate(() => undefined);
  const { _bindings: bindings, _conn: connection } = db.connect();
  return bindings.runQuery(connection, text);
}

describe('rows of an Arrow stream', () => {
  it('are plain values of every type that the engine returns', async () => {
    const bytes = await bytesOf(`SELECT * FROM (VALUES
      (1::INTEGER, 9007199254740991::BIGINT, 12.3400::DECIMAL(18,4), -0.0001::DECIMAL(38,4), 1.5::DOUBLE,
       'Ünïcode 단골', TRUE, DATE '2024-02-29', TIMESTAMP '1970-01-01 00:00:01.5'),
      (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
    ) AS t(i, b, d, e, f, s, o, day, moment)`);
    expect(decodeRows(bytes)).toEqual([
      {
        i: 1,
        b: 9007199254740991,
        d: 12.34,
        e: -0.0001,
        f: 1.5,
        s: 'Ünïcode 단골',
        o: true,
        day: 19782,
        moment: 1500,
      },
      { i: null, b: null, d: null, e: null, f: null, s: null, o: null, day: null, moment: null },
    ]);
  });

  it('of an empty result are none', async () => {
    expect(decodeRows(await bytesOf('SELECT 1::INTEGER AS a WHERE FALSE'))).toEqual([]);
  });

  it('of a type that no query returns are refused', async () => {
    await expect(bytesOf('SELECT [1, 2] AS a').then(decodeRows)).rejects.toThrow(
      'no plain value for the column a',
    );
  });

  it('read text that is stored as a dictionary', () => {
    const bytes = tableToIPC(tableFromArrays({ name: ['a', 'b', 'a'] }), 'stream');
    expect(decodeRows(bytes)).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'a' }]);
  });
});
