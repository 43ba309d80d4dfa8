import type { RecordBatch } from 'apache-arrow';
import type { DangolError } from '../../src/core/errors.ts';
import { type OfferedColumn, StreamMaker } from './table-file-batch.ts';
import { headCsv } from './table-file-head.ts';
import type { TableFile } from './table-file.ts';

/** A batch as the file has it, and which of its fields each column asked for is. */
export interface FoundBatch {
  readonly batch: RecordBatch;
  readonly fields: readonly number[];
  /** The Arrow IPC stream that held this batch and nothing else, if there was one: to keep. */
  readonly stream?: Uint8Array<ArrayBuffer>;
}

/** What a format adds to make a table of it. */
export interface BatchSource {
  readonly offered: readonly OfferedColumn[];
  readonly rows: number;
  /** The batches with at least these columns; where it can, not many more rows than `limit`. */
  read(
    positions: readonly number[],
    limit: number | null,
    signal: AbortSignal,
  ): AsyncIterable<FoundBatch>;
  /** Anything thrown, as an error of the file. */
  error(thrown: unknown): DangolError;
  close(): void;
}

/** A table file out of batches. */
export function makeTable(source: BatchSource): TableFile {
  const { offered, rows } = source;
  return {
    columns: offered.map(({ name, type, utc, bytes }) => ({
      name,
      type,
      ...(utc === true && { utc }),
      ...(bytes !== undefined && { bytes }),
    })),
    rows,
    close: () => source.close(),
    async head(limit, signal) {
      const all = offered.map((_, i) => i);
      const maker = new StreamMaker(offered, all);
      const batches: RecordBatch[] = [];
      let found = 0;
      try {
        for await (const { batch, fields } of source.read(all, limit, signal)) {
          if (batch.numRows > 0) batches.push(maker.convert(batch, fields));
          found += batch.numRows;
          if (found >= limit) break;
        }
        return await headCsv(offered, batches, limit);
      } catch (error) {
        throw source.error(error);
      }
    },
    async *batches(columns, signal) {
      const maker = new StreamMaker(offered, columns);
      try {
        for await (const { batch, fields, stream } of source.read(columns, null, signal)) {
          const made = maker.add(batch, fields, stream);
          if (made !== null) yield made;
        }
        const rest = maker.end();
        if (rest !== null) yield rest;
      } catch (error) {
        throw source.error(error);
      }
    },
  };
}
