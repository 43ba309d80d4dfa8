import { DangolError } from '../src/core/errors.ts';
import type { Database } from './duckdb.ts';
import type { StagedId } from './engine-api.ts';
import { Slices } from './slices.ts';
import type { CurrentDataset, StagedFile } from './stored.ts';

/**
 * What the engine holds: the files that the page works with, and the dataset in use. A dataset
 * changes only when the new one is whole; a file stays until the page has released it and no
 * dataset comes from it.
 */
export class Store {
  readonly database: Database;
  readonly #files = new Map<StagedId, StagedFile>();
  readonly #released = new Set<StagedId>();
  /** Schemas and paths to be removed: a file in use by a query cannot be removed before its end. */
  readonly #remains = new Map<string, readonly string[]>();
  #current: CurrentDataset | null = null;
  #slices: Slices | null = null;
  #schemas = 0;

  constructor(database: Database) {
    this.database = database;
  }

  /** The dataset in use. @throws DangolError `no_dataset` where there is none. */
  get current(): CurrentDataset {
    if (this.#current === null) throw new DangolError('no_dataset', {});
    return this.#current;
  }

  /** The parts of the dataset in use. @throws DangolError `no_dataset` where there is none. */
  get slices(): Slices {
    if (this.#slices === null) throw new DangolError('no_dataset', {});
    return this.#slices;
  }

  /** @throws DangolError `no_dataset` for a file that was released or never read. */
  file(id: StagedId): StagedFile {
    const file = this.#files.get(id);
    if (file === undefined) throw new DangolError('no_dataset', {});
    return file;
  }

  /** A name for a schema that was not used before. */
  newSchema(prefix: 'file' | 'data' | 'part'): string {
    this.#schemas += 1;
    return `${prefix}_${this.#schemas}`;
  }

  add(file: StagedFile): void {
    this.#files.set(file.id, file);
  }

  /** The page works with a file no longer. */
  async release(id: StagedId): Promise<void> {
    const file = this.#files.get(id);
    if (file === undefined) return;
    this.#released.add(id);
    if (this.#current?.source !== file) await this.#remove(file);
  }

  async use(current: CurrentDataset): Promise<void> {
    const former = this.#current;
    this.#current = current;
    this.#slices?.close();
    this.#slices = new Slices(this, current);
    if (former === null) return;
    await this.discard(former.schema);
    const { source } = former;
    if (source !== current.source && this.#released.has(source.id)) await this.#remove(source);
  }

  /** Removes a schema and the files behind it, now or when no query uses them any more. Never fails. */
  async discard(schema: string, paths: readonly string[] = []): Promise<void> {
    this.#remains.set(schema, paths);
    for (const [name, files] of this.#remains) {
      try {
        await this.database.dropSchema(name);
        for (const file of files) await this.database.unregister(file);
        this.#remains.delete(name);
      } catch {
        // Still in use: it is tried again with the next one.
      }
    }
  }

  async #remove(file: StagedFile): Promise<void> {
    this.#files.delete(file.id);
    this.#released.delete(file.id);
    await this.discard(
      file.id,
      file.sources.flatMap((source) => (source.kind === 'text' ? [source.path] : [])),
    );
  }
}
