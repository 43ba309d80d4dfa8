import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createServer } from 'vite';
import { top } from '../../.scripts/run.mjs';

/** The files of the benchmark, made once and kept in the git-ignored .cache/. */

const folder = join(top, '.cache/bench');

/**
 * @typedef {object} BenchFile
 * @property {string} name
 * @property {string} path
 * @property {string} sales The textbook SQL that says which rows are sales.
 */

/**
 * @param {{ large: boolean }} options `large` adds ten million orders.
 * @returns {Promise<BenchFile[]>} Real invoices only where ../shared/data is there.
 */
export async function benchFiles({ large }) {
  mkdirSync(folder, { recursive: true });
  const files = [onlineRetail(), await generated('orders-1m', 1_000_000)];
  if (large) files.push(await generated('orders-10m', 10_000_000));
  return files.filter((file) => file !== null);
}

/** @returns {BenchFile | null} */
function onlineRetail() {
  const packed = join(top, '../shared/data/online_retail.csv.gz');
  if (!existsSync(packed)) {
    console.error('online-retail is left out: ../shared/data is not there.');
    return null;
  }
  const path = join(folder, 'online_retail.csv');
  if (!existsSync(path)) writeFileSync(path, gunzipSync(readFileSync(packed)));
  return { name: 'online-retail', path, sales: 'online-retail.sales.sql' };
}

/**
 * @param {string} name
 * @param {number} orders
 * @returns {Promise<BenchFile>}
 */
async function generated(name, orders) {
  const path = join(folder, `${name}.csv`);
  if (!existsSync(path)) await write(path, orders);
  return { name, path, sales: 'orders.sales.sql' };
}

/**
 * @param {string} path
 * @param {number} orders
 */
async function write(path, orders) {
  // Vite reads the generator's TypeScript, which this Node does not.
  const vite = await createServer({
    root: top,
    configFile: false,
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true, entries: [] },
    server: { middlewareMode: true, watch: null },
    appType: 'custom',
  });
  try {
    const { benchmarkCsv } = await vite.ssrLoadModule('/tests/helpers/benchmark-shop.ts');
    const unfinished = `${path}.part`;
    const file = createWriteStream(unfinished);
    for (const chunk of benchmarkCsv(orders)) {
      if (!file.write(chunk)) await once(file, 'drain');
    }
    file.end();
    await once(file, 'close');
    renameSync(unfinished, path);
  } finally {
    await vite.close();
  }
}
