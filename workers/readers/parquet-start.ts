import * as Comlink from 'comlink';
import { startWorker } from '../../src/engine/start-worker.ts';
import type { ParquetDecoder } from './parquet-decoder.ts';
import workerUrl from './parquet.worker.ts?worker&url';

/** A decoder that runs. */
export interface RunningDecoder {
  readonly decoder: ParquetDecoder;
  /** Rejects when the decoder breaks down; it then answers nothing any more. */
  readonly broken: Promise<never>;
  /** Ends it and gives its memory back. */
  stop(): void;
}

/** How a decoder is started; the tests run one without a worker. */
export type StartDecoder = () => RunningDecoder;

/**
 * Starts a decoder in a worker of its own: the memory of a wasm module never shrinks, and a page
 * of a file that makes the module panic leaves its promise open for ever and the module unsure.
 */
export function startDecoder(): RunningDecoder {
  const worker = startWorker(workerUrl, 'module');
  const broken = new Promise<never>((_resolve, reject) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    });
  });
  return {
    decoder: Comlink.wrap<ParquetDecoder>(worker),
    broken,
    stop: () => worker.terminate(),
  };
}
