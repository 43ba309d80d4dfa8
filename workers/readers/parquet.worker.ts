import * as Comlink from 'comlink';
import init from 'parquet-wasm/esm';
import wasm from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import { createDecoder, type ParquetDecoder } from './parquet-decoder.ts';

const loaded = init({ module_or_path: new URL(wasm, import.meta.url) });
const decoder = createDecoder();

Comlink.expose({
  async open(file) {
    await loaded;
    return decoder.open(file);
  },
  start: (columns, limit) => decoder.start(columns, limit),
  async next() {
    const batch = await decoder.next();
    return batch === null ? null : Comlink.transfer(batch, [batch.buffer]);
  },
} satisfies ParquetDecoder);
