import * as Comlink from 'comlink';
import wasm from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import { startWorker } from '../../src/engine/start-worker.ts';
import type { ParquetDecoder } from './parquet-decoder.ts';
import type { ParquetWorker } from './parquet.worker.ts';
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

/** The decoder's module, compiled for the first file: it takes a third of the time of reading one. */
let module: Promise<WebAssembly.Module> | null = null;

function compiled(): Promise<WebAssembly.Module> {
  if (module === null) {
    module = compile(new URL(wasm, self.location.href));
    // What was not served may be the next time.
    module.catch(() => (module = null));
  }
  return module;
}

async function compile(url: URL): Promise<WebAssembly.Module> {
  // eslint-disable-next-line no-restricted-globals -- a file of the site itself, as its scripts are
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${String(response.status)} for the Parquet decoder`);
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Starts a decoder in a worker of its own: the memory of a wasm module never shrinks, and a page
 * of a file that makes the module panic leaves its promise open for ever and the module unsure.
 */
export function startDecoder(): RunningDecoder {
  const worker = startWorker(workerUrl, 'module');
  const remote = Comlink.wrap<ParquetWorker>(worker);
  const broken = new Promise<never>((_resolve, reject) => {
    compiled()
      .then((compiledModule) => remote.load(compiledModule))
      .catch(reject);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    });
  });
  return {
    decoder: remote,
    broken,
    stop: () => worker.terminate(),
  };
}
