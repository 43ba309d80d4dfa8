import * as Comlink from 'comlink';
import init from 'parquet-wasm/esm';
import { createDecoder, type ParquetDecoder } from './parquet-decoder.ts';

/** A decoder that has to be given its module before it opens a file. */
export interface ParquetWorker extends ParquetDecoder {
  load(module: WebAssembly.Module): Promise<void>;
}

const decoder = createDecoder();
let tellLoaded: () => void;
const loaded = new Promise<void>((resolve) => {
  tellLoaded = resolve;
});

Comlink.expose({
  async load(module) {
    await init({ module_or_path: module });
    tellLoaded();
  },
  async open(file) {
    await loaded;
    return decoder.open(file);
  },
  start: (columns, limit) => decoder.start(columns, limit),
  async next() {
    const batch = await decoder.next();
    return batch === null ? null : Comlink.transfer(batch, [batch.buffer]);
  },
} satisfies ParquetWorker);
