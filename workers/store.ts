import type { Dataset } from './engine-api.ts';
import type { Recognition } from '../src/import/types.ts';
import type { StagedShape } from '../src/data/staging.ts';
import type { Database } from './duckdb.ts';

/** A file that was read into a schema of its own: `staged` and `broken` stand there. */
export interface StagedFile {
  readonly schema: string;
  readonly path: string;
  readonly recognition: Recognition;
  readonly shape: StagedShape;
  readonly orderIdsUnique: boolean;
  readonly rows: number;
}

/** A dataset in use: its canonical tables stand in `schema`, its rows in `source.schema`. */
export interface CurrentDataset {
  readonly schema: string;
  readonly source: StagedFile;
  readonly dataset: Dataset;
}

/**
 * What the engine holds: the file that is staged and the dataset in use. Both change only when
 * the new one is whole, so that a failure or a cancel leaves the former in place.
 */
export class Store {
  readonly database: Database;
  #staged: StagedFile | null = null;
  #current: CurrentDataset | null = null;
  #schemas = 0;

  constructor(database: Database) {
    this.database = database;
  }

  get staged(): StagedFile | null {
    return this.#staged;
  }

  get current(): CurrentDataset | null {
    return this.#current;
  }

  /** A name for a schema that was not used before. */
  newSchema(prefix: 'file' | 'data'): string {
    this.#schemas += 1;
    return `${prefix}_${this.#schemas}`;
  }

  async stage(staged: StagedFile): Promise<void> {
    const former = this.#staged;
    this.#staged = staged;
    if (former !== null && former !== this.#current?.source) await this.#dropFile(former);
  }

  /** Goes back to the file of the dataset in use. */
  async discardStaged(): Promise<void> {
    const former = this.#staged;
    this.#staged = this.#current?.source ?? null;
    if (former !== null && former !== this.#staged) await this.#dropFile(former);
  }

  async use(current: CurrentDataset): Promise<void> {
    const former = this.#current;
    this.#current = current;
    if (former === null) return;
    await this.database.dropSchema(former.schema);
    if (former.source !== current.source && former.source !== this.#staged) {
      await this.#dropFile(former.source);
    }
  }

  async #dropFile(file: StagedFile): Promise<void> {
    await this.database.dropSchema(file.schema);
    await this.database.unregister(file.path);
  }
}
