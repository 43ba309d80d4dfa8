import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { messageOptions } from './.config/messages.mjs';

/** How long each plugin took is no warning. */
const quiet = { checks: { bundlerTimings: false } };

export default defineConfig({
  // Relative addresses, so that dist/ works from any sub-path of any host.
  base: './',
  plugins: [svelte({ configFile: false }), paraglideVitePlugin(messageOptions)],
  build: {
    target: 'es2023',
    // The polyfill would be an inline script, which the policy forbids.
    modulePreload: { polyfill: false },
    // Workers and wasm must stay files of their own: no data: addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: quiet,
  },
  worker: { format: 'es', rolldownOptions: quiet },
  test: {
    include: ['tests/unit/**/*.test.ts'],
    // By itself Vitest leaves a core to others: on two cores it would use one.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
