import type { ColumnType } from '../../src/data/source.ts';

export type { ColumnType };

/** A column of a file whose columns have names and types of their own. */
export interface TableFileColumn {
  /** As the file has it: untrusted text, possibly blank or there twice. */
  readonly name: string;
  readonly type: ColumnType;
  /** For timestamps: true for instants of UTC. Otherwise they are local time. */
  readonly utc?: boolean;
  /** How many bytes it has, unpacked, where the file tells; of each column or of none. */
  readonly bytes?: number;
}

/** A Parquet or Arrow file, opened: its schema is known, its rows are not read yet. */
export interface TableFile {
  /**
   * In the order of the file, without those that hold lists, structs or intervals. Wherever a
   * column is named by its position, its position in this list is meant, from 0.
   */
  readonly columns: readonly TableFileColumn[];
  readonly rows: number;
  /**
   * The first rows as UTF-8 CSV with a header, of all columns: dates and timestamps ISO
   * (`2024-01-31`, `2024-01-31 10:00:00`), numbers plain, a missing value as nothing.
   */
  head(limit: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * The rows, as Arrow IPC streams each whole in itself and owning its buffer, with the columns at
   * these positions named `c` and the position: text VARCHAR, integer BIGINT, number DOUBLE or a
   * DECIMAL as exact as the file's, timestamp TIMESTAMP, date DATE, boolean BOOLEAN. A number
   * that is not finite is missing. At least one stream comes, if without rows.
   */
  batches(
    columns: readonly number[],
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
  close(): void;
}
