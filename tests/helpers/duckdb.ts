import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type * as Blocking from '@duckdb/duckdb-wasm/blocking';
import type { Row } from '../../src/analyses/analysis.ts';
import type { Sql } from '../../src/core/sql.ts';

const require = createRequire(import.meta.url);
const bundle = require.resolve('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs');

/** The parts of the blocking build that the tests use. */
interface Connection {
  query(text: string): { toArray(): { toJSON(): Record<string, unknown> }[] };
  close(): void;
}

/** The shipped engine (the wasm build), run under Node. */
export interface TestDb {
  rows(query: Sql | string): Row[];
  run(statement: Sql | string): void;
  close(): void;
}

/** Opens an empty database. Each call has an engine of its own (≈ 0.3 s): share it within a file. */
export async function openDuckDB(): Promise<TestDb> {
  const duckdb = require(bundle) as typeof Blocking;
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
  db.open({ query: { castBigIntToDouble: true, castDecimalToDouble: true } });
  const connection = db.connect() as unknown as Connection;
  return {
    rows: (query) =>
      connection
        .query(String(query))
        .toArray()
        .map((row) => plain(row.toJSON())),
    run: (statement) => void connection.query(String(statement)),
    close: () => {
      connection.close();
    },
  };
}

/** Arrow's values as those of a `Row`: the same conversion as src/engine/arrow.ts. */
function plain(row: Record<string, unknown>): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? Number(value) : ((value ?? null) as Row[string]),
    ]),
  );
}
