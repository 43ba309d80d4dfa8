import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AsyncDuckDB } from '@duckdb/duckdb-wasm';
import type * as Blocking from '@duckdb/duckdb-wasm/blocking';
import { Database } from '../../workers/duckdb.ts';
import { createEngine } from '../../workers/engine.ts';
import type { EngineApi } from '../../workers/engine-api.ts';

const require = createRequire(import.meta.url);
const bundle = require.resolve('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs');

/** The engine as it ships, its DuckDB under Node. */
export interface TestEngine {
  readonly engine: EngineApi;
  /** Statements begun so far. */
  readonly statements: readonly string[];
  /** The rows of a query, as arrays: over the newest dataset's tables, or those of another schema. */
  query(text: string, schema?: string): unknown[][];
  /** Statements that contain this text take their time from now on, or none for null. */
  slow(text: string | null): void;
  close(): void;
}

/** Opens an engine. `started` delays its start, to be resolved by the test. */
export async function openEngine(started: Promise<void> = Promise.resolve()): Promise<TestEngine> {
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
  const folder = mkdtempSync(join(tmpdir(), 'dangol-engine-'));
  const statements: string[] = [];
  const slowed = new Set<number>();
  let slowText: string | null = null;
  let registered = 0;

  // What AsyncDuckDB does by messages to its worker, with a turn of the event loop for each.
  const asynchronous = {
    async connectInternal() {
      await turn();
      let id = -1;
      db.connect().useUnsafe((_bindings, connection) => (id = connection));
      return id;
    },
    async disconnect(connection: number) {
      await turn();
      db.disconnect(connection);
    },
    async startPendingQuery(connection: number, text: string, stream: boolean) {
      await turn();
      statements.push(text);
      if (slowText !== null && text.includes(slowText)) slowed.add(connection);
      else slowed.delete(connection);
      return db.startPendingQuery(connection, text, stream);
    },
    async pollPendingQuery(connection: number) {
      await (slowed.has(connection) ? pause(100) : turn());
      return db.pollPendingQuery(connection);
    },
    async cancelPendingQuery(connection: number) {
      await turn();
      return db.cancelPendingQuery(connection);
    },
    async fetchQueryResults(connection: number) {
      await turn();
      return db.fetchQueryResults(connection);
    },
    async registerFileHandle(path: string, file: File) {
      registered += 1;
      const copy = join(folder, `${registered}.csv`);
      writeFileSync(copy, Buffer.from(await file.arrayBuffer()));
      db.registerFileURL(path, copy, duckdb.DuckDBDataProtocol.NODE_FS, true);
    },
    async insertArrowFromIPCStream(
      connection: number,
      bytes: Uint8Array,
      options: { schema: string; name: string; create: boolean },
    ) {
      await turn();
      db.insertArrowFromIPCStream(connection, bytes, options);
    },
    async dropFile(path: string) {
      await turn();
      db.dropFile(path);
    },
  };
  return {
    engine: createEngine(async () => {
      await started;
      return new Database(asynchronous as unknown as AsyncDuckDB);
    }),
    statements,
    query: (text, schema = newestDataset(statements)) => {
      const connection = db.connect();
      connection.query(`SET search_path = '${schema}'`);
      const rows = connection.query(text).toArray() as { toArray(): unknown[] }[];
      connection.close();
      return rows.map((row) => [...row.toArray()]);
    },
    slow: (text) => {
      slowText = text;
    },
    close: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

function newestDataset(statements: readonly string[]): string {
  const made = /^CREATE SCHEMA "(data_\d+)"/;
  return made.exec(statements.findLast((statement) => made.test(statement)) ?? '')?.[1] ?? 'main';
}

function turn(): Promise<void> {
  return pause(0);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
