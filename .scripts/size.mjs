import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { top } from './run.mjs';

/** What the built app weighs, against its budget. */

/** JavaScript that the page loads before the engine: bytes after gzip. */
const scriptBudget = 200_000;

/**
 * The scripts that an index.html loads at once: its module and all that the module imports
 * statically, which Vite lists as modulepreload.
 *
 * @param {string} html
 * @returns {string[]} Addresses relative to the page.
 */
export function startScripts(html) {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  const addresses = tags.flatMap((tag) => {
    const isScript = tag.startsWith('<script');
    if (!isScript && !/\brel="modulepreload"/.test(tag)) return [];
    const address = /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1];
    return address === undefined ? [] : [address];
  });
  return [...new Set(addresses)];
}

/**
 * @param {string} dist The folder of the built app.
 * @returns {Promise<{ scripts: number, wasm: number, files: string[] }>} Bytes after gzip of the
 *   scripts before the engine and of all wasm files; `files` are the scripts counted.
 */
export async function measureSize(dist) {
  // Installed only after `npm ci`, hence not at the top.
  const { default: sizeLimit } = await import('size-limit');
  const { default: filePlugin } = await import('@size-limit/file');
  const files = startScripts(readFileSync(join(dist, 'index.html'), 'utf8'));
  const wasm = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.wasm'),
  );
  const checks = [files, wasm].map((list) => ({
    gzip: true,
    files: list.map((file) => join(dist, file)),
  }));
  const [scripts, engine] = await sizeLimit([filePlugin], { checks });
  return { scripts: scripts?.size ?? 0, wasm: engine?.size ?? 0, files };
}

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const dist = join(top, 'dist');
  if (!existsSync(join(dist, 'index.html'))) {
    console.error('dist/ is missing: run `npm run build` first.');
    process.exit(1);
  }
  const { scripts, wasm, files } = await measureSize(dist);
  console.log(`JavaScript before the engine: ${kilobytes(scripts)} gzip (${files.join(', ')})`);
  console.log(`Engine, all wasm files:       ${kilobytes(wasm)} gzip`);
  if (files.length === 0 || scripts > scriptBudget) {
    console.error(
      files.length === 0
        ? 'index.html loads no script.'
        : `Over the budget of ${kilobytes(scriptBudget)}.`,
    );
    process.exit(1);
  }
}
