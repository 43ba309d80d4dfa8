import { ParquetFile, type RecordBatch } from 'parquet-wasm/esm';

/** Rows of a batch: a row group of the engine's own tables. */
const BATCH_ROWS = 122_880;

/** What a Parquet file says about itself. */
export interface ParquetFacts {
  /** An Arrow IPC stream without batches. */
  readonly schema: Uint8Array<ArrayBuffer>;
  readonly rows: number;
}

/** Decodes one file, on the thread where it was made. Its module has to be loaded before. */
export interface ParquetDecoder {
  open(file: Blob): Promise<ParquetFacts>;
  /**
   * Begins to read, from the first row.
   *
   * @param columns names of the columns to read; null: all
   * @param limit rows to read; null: all
   */
  start(columns: readonly string[] | null, limit: number | null): Promise<void>;
  /** The next batch as an Arrow IPC stream of its own; null after the last one. */
  next(): Promise<Uint8Array<ArrayBuffer> | null>;
}

export function createDecoder(): ParquetDecoder {
  let opened: ParquetFile | null = null;
  let reading: ReadableStreamDefaultReader<RecordBatch> | null = null;
  /** The batch that is being decoded. */
  let coming: Promise<unknown> = Promise.resolve();
  return {
    async open(file) {
      opened = await ParquetFile.fromFile(file);
      return {
        schema: opened.schema().intoIPCStream() as Uint8Array<ArrayBuffer>,
        rows: opened.metadata().fileMetadata().numRows(),
      };
    },
    async start(columns, limit) {
      // A stream that is cancelled while it decodes makes the module panic, so one that is not
      // wanted any more is left as it stands, between two batches.
      await coming.catch(() => undefined);
      const stream = (await opened?.stream({
        batchSize: BATCH_ROWS,
        // One row group at a time: more would all be in memory.
        concurrency: 1,
        ...(columns !== null && { columns: [...columns] }),
        ...(limit !== null && { limit }),
      })) as ReadableStream<RecordBatch> | undefined;
      reading = stream?.getReader() ?? null;
    },
    async next() {
      const answer = reading?.read();
      coming = Promise.resolve(answer);
      const result = await answer;
      if (result?.done !== false) return null;
      return result.value.intoIPCStream() as Uint8Array<ArrayBuffer>;
    },
  };
}
