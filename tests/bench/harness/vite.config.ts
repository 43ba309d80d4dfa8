import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The engine as it ships, behind a page that only the benchmark sees. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  build: {
    target: 'es2023',
    outDir: fileURLToPath(new URL('../../../.cache/bench/harness/', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
});
