import {
  AsyncDuckDB,
  DuckDBDataProtocol,
  getPlatformFeatures,
  VoidLogger,
} from '@duckdb/duckdb-wasm';
import ehWorker from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';
import mvpWorker from '@duckdb/duckdb-wasm/dist/duckdb-browser-mvp.worker.js?url';
import ehModule from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import mvpModule from '@duckdb/duckdb-wasm/dist/duckdb-mvp.wasm?url';
import { DangolError } from '../src/core/errors.ts';
import { ident, type Sql, sql } from '../src/core/sql.ts';
import { READ_BUFFER_BYTES } from '../src/data/source.ts';
import { startWorker } from '../src/engine/start-worker.ts';
import { engineError } from './engine-error.ts';

/** The folder of registered files: the only one that the engine may read. */
const FILES = 'local/';

/** Statements one after another on a connection of their own (and so with temporary tables of their own). */
export interface Session {
  /** The rows as an Arrow IPC stream. Rejects with `cancelled` soon after the signal. */
  query(statement: Sql): Promise<Uint8Array<ArrayBuffer>>;
  run(statement: Sql): Promise<void>;
}

/** Hears how much of a file the statements of a session have gone through, 0 to 1. */
export interface Watch {
  /** Of a registered file. */
  readonly path: string;
  readonly onShare: OnShare;
}

export type OnShare = (share: number) => void;

/** DuckDB, in a worker of its own, shut off from the network and from files that are not registered. */
export class Database {
  readonly #db: AsyncDuckDB;
  readonly #watches: boolean;
  /** The bytes of each registered file. */
  readonly #sizes = new Map<string, number>();

  /** @param watches whether the engine tells how much of a file it has read */
  constructor(db: AsyncDuckDB, watches = false) {
    this.#db = db;
    this.#watches = watches;
  }

  /**
   * Opens a connection for `work` and closes it after. `schemas` are searched in this order for a
   * table's name; the first one gets new tables.
   */
  async session<T>(
    schemas: readonly string[],
    signal: AbortSignal,
    work: (session: Session) => Promise<T>,
    watch?: Watch,
  ): Promise<T> {
    const connection = await this.#db.connectInternal();
    const look = watch === undefined || !this.#watches ? null : await this.#lookAt(watch);
    const query = (statement: Sql) => this.#query(connection, statement, signal, look);
    const run = async (statement: Sql) => {
      await query(statement);
    };
    try {
      if (schemas.length > 0) await run(sql`SET search_path = ${schemas.join(',')}`);
      return await work({ query, run });
    } finally {
      await this.#db.disconnect(connection);
    }
  }

  /**
   * Makes the table `schema.table` of Arrow IPC streams, each whole in itself and the owner of its
   * buffer, which is gone afterwards. The first one tells the columns, the others add their rows.
   * Rejects with `cancelled` between two streams; the rows before stay.
   */
  async insertArrow(
    schema: string,
    table: string,
    stream: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    // What breaks off halfway would be continued by the next insertion on the same connection.
    const connection = await this.#db.connectInternal();
    try {
      let create = true;
      for await (const bytes of stream) {
        throwIfCancelled(signal);
        await this.#db.insertArrowFromIPCStream(connection, bytes, { schema, name: table, create });
        create = false;
      }
    } catch (error) {
      throw engineError(error);
    } finally {
      await this.#db.disconnect(connection);
    }
  }

  /**
   * Tells at each call how much of a file has been read since. The engine's own progress of a
   * query cannot be heard: telling it would need `eval`.
   */
  async #lookAt({ path, onShare }: Watch): Promise<() => Promise<void>> {
    const bytes = Math.max(1, this.#sizes.get(path) ?? 1);
    await this.#db.collectFileStatistics(path, true);
    const read = async () => (await this.#db.exportFileStatistics(path)).totalFileReadsCold;
    const before = await read();
    return async () => {
      // It reads a buffer ahead of what it has gone through.
      const through = (await read()) - before - READ_BUFFER_BYTES;
      if (through > 0) onShare(through / bytes);
    };
  }

  /** Makes a dropped file readable under the returned path, without copying it. */
  async register(name: string, file: Blob): Promise<string> {
    const path = FILES + name;
    await this.#db.registerFileHandle(path, file, DuckDBDataProtocol.BROWSER_FILEREADER, true);
    this.#sizes.set(path, file.size);
    return path;
  }

  async unregister(path: string): Promise<void> {
    this.#sizes.delete(path);
    await this.#db.dropFile(path);
  }

  /** Removes a schema and all in it; not cancellable. */
  async dropSchema(name: string): Promise<void> {
    await this.session([], new AbortController().signal, (session) =>
      session.run(sql`DROP SCHEMA IF EXISTS ${ident(name)} CASCADE`),
    );
  }

  /**
   * Only a query that is started and then polled can be cancelled: between two polls (100 ms at
   * most) the engine's worker hears the page.
   */
  async #query(
    connection: number,
    statement: Sql,
    signal: AbortSignal,
    look: (() => Promise<void>) | null,
  ): Promise<Uint8Array<ArrayBuffer>> {
    throwIfCancelled(signal);
    try {
      let header = await this.#db.startPendingQuery(connection, statement.text, false);
      while (header === null) {
        if (signal.aborted) {
          await this.#db.cancelPendingQuery(connection);
          throw new DangolError('cancelled', {});
        }
        header = await this.#db.pollPendingQuery(connection);
        if (header === null) await look?.();
      }
      const chunks = [header];
      for (;;) {
        throwIfCancelled(signal);
        const chunk = await this.#db.fetchQueryResults(connection);
        if (chunk === null || chunk.length === 0) break;
        chunks.push(chunk);
      }
      return concat(chunks);
    } catch (error) {
      throw engineError(error);
    }
  }
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new DangolError('cancelled', {});
}

function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    result.set(chunk, at);
    at += chunk.length;
  }
  return result;
}

/**
 * Starts the engine: the build for the browser at hand, nothing fetched but the site's own files,
 * and then every way out shut.
 */
export async function openDatabase(): Promise<Database> {
  const { wasmExceptions } = await getPlatformFeatures();
  const [script, module] = wasmExceptions ? [ehWorker, ehModule] : [mvpWorker, mvpModule];
  const worker = startWorker(new URL(script, self.location.href).href, 'classic');
  const db = new AsyncDuckDB(new VoidLogger(), worker);
  await Promise.race([
    db.instantiate(new URL(module, self.location.href).href),
    failedStart(worker),
  ]);
  await db.open({
    query: { castBigIntToDouble: true, castDecimalToDouble: true, queryPollingInterval: 50 },
  });
  const database = new Database(db, true);
  await lockDatabase(database);
  return database;
}

/** Rejects when a worker breaks down: a script that does not load answers no request. */
function failedStart(worker: Worker): Promise<never> {
  return new Promise((_resolve, reject) => {
    worker.addEventListener('error', ({ message }) => {
      reject(new DangolError('engine_failed', { reason: message }, message));
    });
  });
}

/**
 * No extension is looked for, no address and no file is opened but those registered under FILES.
 * External access cannot be switched on again.
 */
export async function lockDatabase(database: Database): Promise<void> {
  await database.session([], new AbortController().signal, async (session) => {
    await session.run(sql`SET autoinstall_known_extensions = false`);
    await session.run(sql`SET autoload_known_extensions = false`);
    await session.run(sql`SET allow_community_extensions = false`);
    await session.run(sql`SET allowed_directories = [${FILES}]`);
    await session.run(sql`SET enable_external_access = false`);
  });
}
