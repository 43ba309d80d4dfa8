import type { Page, Worker } from '@playwright/test';
import { serve } from '../../../.scripts/serve.mjs';
import { dist, expect, prefix, test } from '../helpers/app.ts';
import { TemporaryFolder } from '../helpers/files.ts';
import { writeParquet } from '../helpers/parquet.ts';
import { engineWorkers, runSql } from './engine-workers.ts';
import { openTrap, type Trap } from './trap.ts';
import { allowingWorkersByAddress, buildVariant, withoutPolicy } from './variants.ts';
import { leakySql, tryFromPage, tryFromWorker } from './ways-out.ts';

/**
 * A second server listens, and the app tries to reach it: from the page, from its workers, and
 * through SQL. Then the walls are taken down one by one, to show that each holds by itself, and
 * that these tests would see a leak.
 */

/** Ways that a worker has, whichever it is. */
const workerWays = [
  'eventsource',
  'fetch',
  'inner-import-scripts',
  'inner-worker',
  'websocket',
  'xhr',
  'xhr-sync',
];
const sqlWays = [
  'attach',
  'autoload',
  'copy-from',
  'copy-to',
  'from-address',
  'install',
  'load',
  'read-csv',
  'read-text',
];
const pageWays = [
  'background',
  'beacon',
  'eventsource',
  'fetch',
  'fetch-no-cors',
  'font',
  'form',
  'iframe',
  'image',
  'import',
  'object',
  'ping',
  'prefetch',
  'preload',
  'script',
  'stylesheet',
  'video',
  'websocket',
  'xhr',
];
const from = (who: string, ways: readonly string[]) => ways.map((way) => `${who}/${way}`);

const folder = new TemporaryFolder();
const orders = folder.write('orders.parquet', '');
test.beforeAll(() => writeParquet(orders));
test.afterAll(() => {
  folder.remove();
});

let trap: Trap;
test.beforeEach(async () => {
  trap = await openTrap();
});
test.afterEach(async () => {
  await trap.close();
});

type Rewrite = (path: string, html: string) => string;

/** Opens an app that is served from `root`, its HTML rewritten, tries, and closes it. */
async function withApp(
  page: Page,
  options: { root: string; rewrite?: Rewrite },
  work: () => Promise<unknown>,
): Promise<void> {
  const site = await serve({ ...options, prefix });
  try {
    await page.goto(site.address);
    await work();
  } finally {
    await page.close();
    await site.close();
  }
}

/**
 * Tries the ways out of the worker that decodes Parquet, which the engine's worker starts for such
 * a file. It ends with its work: so it has to wait for its own wasm file meanwhile. Where the
 * policy refuses one of the ways it breaks down, and is ended too: all of them have begun by then.
 */
async function tryParquet(page: Page): Promise<void> {
  const before = new Set(page.workers());
  await page.context().route(/parquet_wasm/, () => undefined);
  await page.locator('input[type=file]').setInputFiles(orders);
  const added = (): Worker[] => page.workers().filter((worker) => !before.has(worker));
  await expect.poll(() => added().length, { timeout: 60_000 }).toBe(1);
  for (const worker of added()) {
    const tried = worker.evaluate(tryFromWorker, `${trap.address}parquet/`);
    await tried.catch(() => undefined);
  }
  await page.waitForTimeout(1500);
}

/** Tries every way out. Returns what DuckDB said to each statement. */
async function tryAll(page: Page, locked: boolean): Promise<Record<string, string | null>> {
  const { engine, duckdb } = await engineWorkers(page, locked);
  const answers = await trySql(page, locked);
  await engine.evaluate(tryFromWorker, `${trap.address}engine/`);
  await duckdb.evaluate(tryFromWorker, `${trap.address}duckdb/`);
  await tryParquet(page);
  await page.evaluate(tryFromPage, `${trap.address}page/`);
  return answers;
}

async function trySql(page: Page, locked: boolean): Promise<Record<string, string | null>> {
  const { duckdb } = await engineWorkers(page, locked);
  expect(await runSql(duckdb, 'SELECT 42'), 'the engine answers').toBeNull();
  const answers: Record<string, string | null> = {};
  for (const [name, text] of Object.entries(leakySql(`${trap.address}sql/`))) {
    answers[name] = await runSql(duckdb, text);
  }
  return answers;
}

/** Who got through: `page/fetch`, `sql/read-csv` … */
function through(): string[] {
  const names = trap.hits.map((path) => /^\/(\w+\/[\w-]+)/.exec(path)?.[1] ?? path);
  return [...new Set(names)].sort();
}

test('nothing reaches another server, from the page, the workers or SQL', async ({
  page,
  site,
}) => {
  await page.goto(site.address);
  const answers = await tryAll(page, true);
  expect(through()).toEqual([]);
  const ran = Object.keys(answers).filter((name) => answers[name] === null);
  expect(ran, 'statements that DuckDB did not refuse').toEqual([]);
});

test('the policy holds by itself, with the engine unlocked', async ({ page }) => {
  const root = await buildVariant('unlocked', { unlocked: true });
  await withApp(page, { root }, async () => {
    await tryAll(page, false);
    expect(through()).toEqual([]);
  });
});

test("the engine's lock holds by itself, with no policy", async ({ page }) => {
  await withApp(page, { root: dist, rewrite: withoutPolicy }, async () => {
    await trySql(page, true);
    expect(through()).toEqual([]);
  });
});

test('the policy lets no worker start by its address', async ({ page, site }) => {
  await page.goto(site.address);
  const outcome = await page.evaluate(
    () =>
      new Promise((done) => {
        const script = document.querySelector('script')?.src ?? '';
        try {
          const worker = new Worker(script, { type: 'module' });
          worker.onerror = () => {
            done('refused');
          };
        } catch {
          done('refused');
        }
        setTimeout(done, 3000, 'started');
      }),
  );
  expect(outcome).toBe('refused');
});

test.describe('a leak is seen', () => {
  test('with neither policy nor lock: every way', async ({ page }) => {
    const root = await buildVariant('unlocked', { unlocked: true });
    await withApp(page, { root, rewrite: withoutPolicy }, async () => {
      await tryAll(page, false);
      await expect
        .poll(through)
        .toEqual([
          ...from('duckdb', workerWays),
          ...from('engine', workerWays),
          ...from('page', pageWays),
          ...from('parquet', workerWays),
          ...from('sql', sqlWays),
        ]);
    });
  });

  test('with the engine worker started by its address: workers and SQL', async ({ page }) => {
    const root = await buildVariant('engine-by-url', { startByUrl: 'module', unlocked: true });
    await withApp(page, { root, rewrite: allowingWorkersByAddress }, async () => {
      await tryAll(page, false);
      await expect
        .poll(through)
        .toEqual([
          ...from('duckdb', workerWays),
          ...from('engine', workerWays),
          ...from('parquet', workerWays),
          ...from('sql', sqlWays),
        ]);
    });
  });

  test("with DuckDB's worker started by its address: that worker and SQL", async ({ page }) => {
    const root = await buildVariant('duckdb-by-url', { startByUrl: 'classic', unlocked: true });
    await withApp(page, { root, rewrite: allowingWorkersByAddress }, async () => {
      await tryAll(page, false);
      await expect.poll(through).toEqual([...from('duckdb', workerWays), ...from('sql', sqlWays)]);
    });
  });
});
