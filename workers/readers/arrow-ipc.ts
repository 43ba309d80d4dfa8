import {
  CompressionType,
  compressionRegistry,
  type RecordBatch,
  RecordBatchReader,
} from 'apache-arrow';
import { DangolError } from '../../src/core/errors.ts';
import { checkColumn } from './arrow-ipc-checks.ts';
import { decodeLz4 } from './arrow-ipc-lz4.ts';
import { findMessages, type Messages } from './arrow-ipc-messages.ts';
import { offeredColumns } from './table-file-batch.ts';
import { type BatchSource, makeTable } from './table-file-make.ts';
import type { TableFile } from './table-file.ts';
import { unreadable } from './unreadable.ts';

/**
 * Opens an Arrow file (Feather version 2) or a stream; the heads of its messages are read.
 *
 * @param name as errors call the file
 * @throws DangolError `arrow_broken`, `file_unreadable`, `out_of_memory`; so do its methods
 */
export async function openArrow(file: Blob, name: string): Promise<TableFile> {
  try {
    await registerCodecs();
    return makeTable(arrowSource(file, name, await findMessages(file)));
  } catch (error) {
    throw arrowError(error, name);
  }
}

function arrowError(error: unknown, file: string): DangolError {
  if (error instanceof DangolError) return error as DangolError;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const moved = unreadable(error, file);
  if (moved !== null) return moved;
  if (/allocation failed|out of memory/i.test(message)) {
    return new DangolError('out_of_memory', { file }, message);
  }
  const reason = message.replace(/^\w*Error: /, '').slice(0, 80);
  return new DangolError('arrow_broken', { file, reason }, message);
}

/** Registers what compressed buffers need: most Feather files are compressed. */
async function registerCodecs(): Promise<void> {
  if (compressionRegistry.get(CompressionType.ZSTD) !== null) return;
  const { decompress } = await import('fzstd');
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decodeLz4 });
  compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => decompress(bytes) });
}

/** What is used of Arrow's reader. */
type Batches = AsyncIterable<RecordBatch>;

async function* bytesOf(
  file: Blob,
  { schema, bounds }: Messages,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  yield schema;
  for (let i = 1; i < bounds.length; i += 1) {
    if (signal.aborted) throw new DangolError('cancelled', {});
    yield new Uint8Array(await file.slice(bounds[i - 1], bounds[i]).arrayBuffer());
  }
}

function arrowSource(file: Blob, name: string, messages: Messages): BatchSource {
  const { schema } = RecordBatchReader.from(messages.schema).open();
  const offered = offeredColumns(schema, false);
  return {
    offered,
    rows: messages.rows,
    async *read(positions, _limit, signal) {
      const fields = positions.map((position) => offered[position]?.field ?? -1);
      const reader: Batches = await RecordBatchReader.from(bytesOf(file, messages, signal));
      for await (const batch of reader) {
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
