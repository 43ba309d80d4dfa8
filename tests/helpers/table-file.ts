import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { AsyncDuckDB } from '@duckdb/duckdb-wasm';
import type * as Blocking from '@duckdb/duckdb-wasm/blocking';
import { tableFromIPC } from 'apache-arrow';
import { initSync } from 'parquet-wasm/esm';
import { Database } from '../../workers/duckdb.ts';
import { createDecoder } from '../../workers/readers/parquet-decoder.ts';
import type { StartDecoder } from '../../workers/readers/parquet-start.ts';
import type { TableFile } from '../../workers/readers/table-file.ts';

const require = createRequire(import.meta.url);
const bundle = require.resolve('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs');

/** A signal that is never given. */
export const never = new AbortController().signal;

/**
 * The Parquet decoder on the thread of the test. Where its module panics it leaves its promise
 * open; the panic comes out of a microtask, which a worker would report as its own breakdown.
 */
export const decodeHere: StartDecoder = () => {
  initSync({ module: readFileSync(require.resolve('parquet-wasm/esm/parquet_wasm_bg.wasm')) });
  const broken = new Promise<never>((_resolve, reject) => {
    globalThis.queueMicrotask = (task) => {
      enqueue(() => {
        try {
          task();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    };
  });
  const stop = () => {
    globalThis.queueMicrotask = enqueue;
  };
  return { decoder: createDecoder(), broken, stop };
};

const enqueue = globalThis.queueMicrotask;

/** The shipped engine, and what it holds after a file was read into it. */
export interface TableDb {
  readonly database: Database;
  /** Reads columns of a file (default: all) into `main.t`, made anew. */
  load(file: TableFile, columns?: readonly number[]): Promise<void>;
  /** Rows of plain values; ask for text where a number may be large. */
  rows(query: string): Record<string, unknown>[];
  /** Makes bytes readable under a name. */
  register(name: string, bytes: Uint8Array): void;
  /** The types of `main.t`, by column. */
  types(): Record<string, string>;
}

/** Opens an engine (≈ 0.3 s): share it within a file. */
export async function openTableDb(): Promise<TableDb> {
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
  db.open({ query: { castBigIntToDouble: true } });
  const connect = (): number => {
    let id = -1;
    db.connect().useUnsafe((_bindings, connection) => (id = connection));
    return id;
  };
  const main = connect();
  const rows = (query: string): Record<string, unknown>[] =>
    tableFromIPC(db.runQuery(main, query))
      .toArray()
      .map((row: { toJSON(): Record<string, unknown> }) => row.toJSON());
  // What AsyncDuckDB does by messages to its worker.
  const asynchronous = {
    async connectInternal() {
      await Promise.resolve();
      return connect();
    },
    async disconnect(connection: number) {
      await Promise.resolve();
      db.disconnect(connection);
    },
    async insertArrowFromIPCStream(
      connection: number,
      bytes: Uint8Array,
      options: Blocking.ArrowInsertOptions,
    ) {
      await Promise.resolve();
      db.insertArrowFromIPCStream(connection, bytes, options);
    },
  };
  const database = new Database(asynchronous as unknown as AsyncDuckDB);
  return {
    database,
    rows,
    async load(file, columns = file.columns.map((_, i) => i)) {
      db.runQuery(main, 'DROP TABLE IF EXISTS main.t');
      await database.insertArrow('main', 't', file.batches(columns, never), never);
    },
    register: (name, bytes) => {
      db.registerFileBuffer(name, bytes);
    },
    types: () =>
      Object.fromEntries(
        rows('DESCRIBE main.t').map((row) => [
          String(row['column_name']),
          String(row['column_type']),
        ]),
      ),
  };
}
