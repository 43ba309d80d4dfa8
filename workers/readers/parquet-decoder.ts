import { ParquetFile, type ParquetMetaData, type RecordBatch } from 'parquet-wasm/esm';

/** Rows of a batch: a row group of the engine's own tables. */
const BATCH_ROWS = 122_880;

/** What a Parquet file says about itself. */
export interface ParquetFacts {
  /** An Arrow IPC stream without batches. */
  readonly schema: Uint8Array<ArrayBuffer>;
  readonly rows: number;
  /** About how many bytes each column has, unpacked, by its name. */
  readonly columnBytes: ReadonlyMap<string, number>;
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

/** So many row groups tell how the bytes are shared by the columns. */
const WEIGHED_GROUPS = 20;

/** The bytes of the columns of a schema; a nested one has those of all that is in it. */
function columnBytes(metadata: ParquetMetaData): Map<string, number> {
  const bytes = new Map<string, number>();
  const groups = metadata.numRowGroups();
  const weighed = Math.min(groups, WEIGHED_GROUPS);
  for (let group = 0; group < weighed; group += 1) {
    for (const column of metadata.rowGroup(group).columns()) {
      const [name = ''] = column.columnPath();
      const size = (column.uncompressedSize() * groups) / weighed;
      bytes.set(name, (bytes.get(name) ?? 0) + size);
      column.free();
    }
  }
  return bytes;
}

export function createDecoder(): ParquetDecoder {
  let opened: ParquetFile | null = null;
  let reading: ReadableStreamDefaultReader<RecordBatch> | null = null;
  /** The batch that is being decoded. */
  let coming: Promise<unknown> = Promise.resolve();
  return {
    async open(file) {
      opened = await ParquetFile.fromFile(file);
      const metadata = opened.metadata();
      return {
        schema: opened.schema().intoIPCStream() as Uint8Array<ArrayBuffer>,
        rows: metadata.fileMetadata().numRows(),
        columnBytes: columnBytes(metadata),
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
