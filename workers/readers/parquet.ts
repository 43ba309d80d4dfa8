import { RecordBatchReader, type Schema } from 'apache-arrow';
import { DangolError } from '../../src/core/errors.ts';
import type { ParquetFacts } from './parquet-decoder.ts';
import { checkFooter, parquetError } from './parquet-footer.ts';
import { type RunningDecoder, type StartDecoder, startDecoder } from './parquet-start.ts';
import { type OfferedColumn, offeredColumns } from './table-file-batch.ts';
import { type BatchSource, type FoundBatch, makeTable } from './table-file-make.ts';
import type { TableFile } from './table-file.ts';

/**
 * Opens a Parquet file: its footer is read, its rows not yet. Row groups are read one after
 * another, the next one while the caller works on the last.
 *
 * @param name as errors call the file
 * @throws DangolError `parquet_broken`, `parquet_encrypted`, `file_unreadable`; so do its methods
 */
export async function openParquet(
  file: Blob,
  name: string,
  start: StartDecoder = startDecoder,
): Promise<TableFile> {
  await checkFooter(file, name);
  const decoder = new AskedDecoder(start());
  try {
    return makeTable(parquetSource(decoder, await decoder.open(file), name));
  } catch (error) {
    decoder.close();
    throw parquetError(error, name);
  }
}

/** A decoder that is waited for only as long as it runs. */
class AskedDecoder {
  readonly #running: RunningDecoder;
  /** Rejects when it was closed: what is asked for then would be waited for without end. */
  readonly #closed: Promise<never>;
  #tellClosed: () => void = () => undefined;

  constructor(running: RunningDecoder) {
    this.#running = running;
    running.broken.catch(() => undefined);
    this.#closed = new Promise((_resolve, reject) => {
      this.#tellClosed = () => reject(new DangolError('cancelled', {}));
    });
    this.#closed.catch(() => undefined);
  }

  open(file: Blob): Promise<ParquetFacts> {
    return this.#ask(this.#running.decoder.open(file));
  }

  #ask<T>(answer: Promise<T>): Promise<T> {
    return Promise.race([answer, this.#running.broken, this.#closed]);
  }

  /** Batches with these columns of the schema, and maybe others. */
  async *read(
    columns: readonly string[] | null,
    limit: number | null,
    signal: AbortSignal,
  ): AsyncGenerator<Omit<FoundBatch, 'fields'>, void, undefined> {
    const { decoder } = this.#running;
    throwIfCancelled(signal);
    await this.#ask(decoder.start(columns, limit));
    let coming = this.#ask(decoder.next());
    for (;;) {
      const stream = await coming;
      throwIfCancelled(signal);
      if (stream === null) return;
      coming = this.#ask(decoder.next());
      // Whoever stops reading before the end asks no more for it.
      coming.catch(() => undefined);
      const batches = [...RecordBatchReader.from(stream)];
      const isLone = batches.length === 1;
      for (const batch of batches) yield { batch, ...(isLone && { stream }) };
    }
  }

  close(): void {
    this.#tellClosed();
    this.#running.stop();
  }
}

function parquetSource(
  decoder: AskedDecoder,
  { schema: bytes, rows, columnBytes }: ParquetFacts,
  name: string,
): BatchSource {
  const { schema } = RecordBatchReader.from(bytes).open();
  const offered = offeredColumns(schema, true).map((column) => ({
    ...column,
    bytes: columnBytes.get(column.name) ?? 0,
  }));
  return {
    offered,
    rows,
    async *read(positions, limit, signal) {
      const columns = positions.flatMap((position) => offered[position] ?? []);
      const { names, fields } = project(schema, columns);
      for await (const found of decoder.read(names, limit, signal)) yield { ...found, fields };
    },
    error: (thrown) => parquetError(thrown, name),
    close: () => decoder.close(),
  };
}

/** What to read for some columns: names of the file, and where each column then stands. */
interface Projection {
  readonly names: readonly string[] | null;
  readonly fields: readonly number[];
}

/**
 * The decoder finds columns by name. Where a name is there twice, or could be that of a field
 * within a struct, all columns are read.
 */
function project({ fields }: Schema, columns: readonly OfferedColumn[]): Projection {
  const plain = columns.every(
    ({ name }) => !name.includes('.') && fields.filter((field) => field.name === name).length === 1,
  );
  if (!plain || columns.length === 0) return { names: null, fields: columns.map((c) => c.field) };
  const inOrder = columns.map(({ field }) => field).toSorted((a, b) => a - b);
  return {
    names: columns.map(({ name }) => name),
    fields: columns.map(({ field }) => inOrder.indexOf(field)),
  };
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new DangolError('cancelled', {});
}
