import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

/** @typedef {Record<string, string | number | null>} Row */

/** Native DuckDB with one thread: the measure of things. */
export class Native {
  /** @type {import('@duckdb/node-api').DuckDBConnection} */
  #connection;

  /** @param {import('@duckdb/node-api').DuckDBConnection} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  static async open() {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    return new Native(await instance.connect());
  }

  /**
   * The baseline of an import.
   *
   * @param {string} path
   * @returns {Promise<number>} Milliseconds.
   */
  async importFile(path) {
    await this.#connection.run('DROP TABLE IF EXISTS raw CASCADE');
    const start = performance.now();
    await this.#connection.run(
      `CREATE TABLE raw AS SELECT * FROM read_csv('${path.replaceAll("'", "''")}')`,
    );
    return performance.now() - start;
  }

  /**
   * @param {string} file A file of textbook/.
   * @param {Record<string, string>} [values] Of its parameters.
   * @returns {Promise<{ ms: number, rows: Row[] }>}
   */
  async textbook(file, values) {
    const text = readFileSync(new URL(`textbook/${file}`, import.meta.url), 'utf8');
    const start = performance.now();
    const reader = await this.#connection.runAndReadAll(text, values);
    const rows = reader.getRowObjectsJS();
    return { ms: performance.now() - start, rows: rows.map(plain) };
  }

  /** @returns {Promise<number>} */
  async countRaw() {
    const reader = await this.#connection.runAndReadAll('SELECT count(*)::DOUBLE AS n FROM raw');
    return Number(reader.getRowObjectsJS()[0]?.['n']);
  }
}

/**
 * @param {Record<string, unknown>} row
 * @returns {Row}
 */
function plain(row) {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? Number(value) : /** @type {Row[string]} */ (value),
    ]),
  );
}
