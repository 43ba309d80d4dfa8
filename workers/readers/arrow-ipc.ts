import {
  CompressionType,
  compressionRegistry,
  type RecordBatch,
  RecordBatchReader,
  type Schema,
} from 'apache-arrow';
import { DangolError } from '../../src/core/errors.ts';
import { checkColumn } from './arrow-ipc-checks.ts';
import { decodeLz4 } from './arrow-ipc-lz4.ts';
import { findMessages } from './arrow-ipc-messages.ts';
import { offeredColumns } from './table-file-batch.ts';
import { type BatchSource, makeTable } from './table-file-make.ts';
import type { TableFile } from './table-file.ts';

/**
 * Opens an Arrow file (Feather version 2) or a stream; the heads of its messages are read.
 *
 * @param name as errors call the file
 * @throws DangolError `arrow_broken`, `file_unreadable`, `out_of_memory`; so do its methods
 */
export async function openArrow(file: Blob, name: string): Promise<TableFile> {
  try {
    const { bounds, rows } = await findMessages(file);
    const { schema } = await readerOf(file, bounds.slice(0, 2), never);
    return makeTable(arrowSource(file, name, schema, bounds, rows));
  } catch (error) {
    throw arrowError(error, name);
  }
}

const never = new AbortController().signal;

function arrowError(error: unknown, file: string): DangolError {
  if (error instanceof DangolError) return error as DangolError;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (/NotReadable|NotFoundError|could not be read/i.test(message)) {
    return new DangolError('file_unreadable', { file }, message);
  }
  if (/allocation failed|out of memory/i.test(message)) {
    return new DangolError('out_of_memory', { file }, message);
  }
  const reason = message.replace(/^\w*Error: /, '').slice(0, 80);
  return new DangolError('arrow_broken', { file, reason }, message);
}

/** Registers what compressed buffers need: most Feather files are compressed. */
async function registerCodecs(): Promise<void> {
  if (compressionRegistry.get(CompressionType.ZSTD) !== null) return;
  const { decompressZstd } = await import('hyparquet-compressors');
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decodeLz4 });
  compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => decompressZstd(bytes) });
}

/** A reader of some of the messages, the schema first. */
async function readerOf(
  file: Blob,
  bounds: readonly number[],
  signal: AbortSignal,
): Promise<AsyncBatches> {
  await registerCodecs();
  const reader = await RecordBatchReader.from(messagesOf(file, bounds, signal));
  return await reader.open();
}

/** What is used of Arrow's reader. */
interface AsyncBatches extends AsyncIterable<RecordBatch> {
  readonly schema: Schema;
}

async function* messagesOf(
  file: Blob,
  bounds: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (let i = 1; i < bounds.length; i += 1) {
    if (signal.aborted) throw new DangolError('cancelled', {});
    yield new Uint8Array(await file.slice(bounds[i - 1], bounds[i]).arrayBuffer());
  }
}

function arrowSource(
  file: Blob,
  name: string,
  schema: Schema,
  bounds: readonly number[],
  rows: number,
): BatchSource {
  const offered = offeredColumns(schema, false);
  return {
    offered,
    rows,
    async *read(positions, _limit, signal) {
      const fields = positions.map((position) => offered[position]?.field ?? -1);
      for await (const batch of await readerOf(file, bounds, signal)) {
        if (signal.aborted) throw new DangolError('cancelled', {});
        for (const field of fields) {
          const column = batch.data.children[field];
          if (column !== undefined) checkColumn(column);
        }
        yield { batch, fields };
      }
    },
    error: (thrown) => arrowError(thrown, name),
    close: () => undefined,
  };
}
