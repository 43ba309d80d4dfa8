import type { Page } from '@playwright/test';
import { serve } from '../../../.scripts/serve.mjs';
import { dist, expect, prefix, test } from '../helpers/app.ts';
import { engineWorkers, runSql } from './engine-workers.ts';
import { openTrap, type Trap } from './trap.ts';
import { allowingWorkersByAddress, buildVariant, withoutPolicy } from './variants.ts';
import { leakySql, tryFromPage, tryFromWorker } from './ways-out.ts';

/**
 * A second server listens, and the app tries to reach it: from the page, from its workers, and
 * through SQL. Then the walls are taken down one by one, to show that each holds by itself, and
 * that these tests would see a leak.
 */

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

/** Tries every way out. Returns what DuckDB said to each statement. */
async function tryAll(page: Page, locked: boolean): Promise<Record<string, string | null>> {
  const { engine, duckdb } = await engineWorkers(page, locked);
  const answers = await trySql(page, locked);
  await engine.evaluate(tryFromWorker, `${trap.address}engine/`);
  await duckdb.evaluate(tryFromWorker, `${trap.address}duckdb/`);
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
  await withApp(page, { root }, () => tryAll(page, false));
  expect(through()).toEqual([]);
});

test("the engine's lock holds by itself, with no policy", async ({ page }) => {
  await withApp(page, { root: dist, rewrite: withoutPolicy }, () => trySql(page, true));
  expect(through()).toEqual([]);
});

test('with no policy and no lock, every way out is seen', async ({ page }) => {
  const root = await buildVariant('unlocked', { unlocked: true });
  await withApp(page, { root, rewrite: withoutPolicy }, () => tryAll(page, false));
  process.stdout.write(`${JSON.stringify(through())}\n`);
});

test('with the engine worker started by its address, the workers leak', async ({ page }) => {
  const root = await buildVariant('engine-by-url', { startByUrl: 'module', unlocked: true });
  await withApp(page, { root, rewrite: allowingWorkersByAddress }, () => tryAll(page, false));
  process.stdout.write(`${JSON.stringify(through())}\n`);
});

test("with DuckDB's worker started by its address, SQL leaks", async ({ page }) => {
  const root = await buildVariant('duckdb-by-url', { startByUrl: 'classic', unlocked: true });
  await withApp(page, { root, rewrite: allowingWorkersByAddress }, () => tryAll(page, false));
  process.stdout.write(`${JSON.stringify(through())}\n`);
});
