import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/app.ts';
import { TemporaryFolder } from '../helpers/files.ts';
import { writeParquet } from '../helpers/parquet.ts';

/** Opens a sample shop and waits for its first analysis. */
async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Charity/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({
    timeout: 90_000,
  });
}

/** Waits for the analysis of the screen, and saves its table as CSV. */
async function exportCsv(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /CSV/ }).first().click();
  return (await download).suggestedFilename();
}

const folder = new TemporaryFolder();
const parquet = folder.write('orders.parquet', '');
test.beforeAll(() => writeParquet(parquet));
test.afterAll(() => {
  folder.remove();
});

test('a whole session asks for nothing but files of the site, by GET', async ({
  page,
  context,
  site,
}) => {
  const requests: { method: string; url: string }[] = [];
  context.on('request', (request) => {
    requests.push({ method: request.method(), url: request.url() });
  });
  const logStart = site.requests.length;

  await page.goto(site.address);
  await openSample(page);
  for (const screen of ['Concentration', 'Cohorts', 'Retention', 'RFM', 'Attrition']) {
    await page.getByRole('link', { name: screen }).click();
    await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible();
    expect(await exportCsv(page)).toMatch(/\.csv$/);
  }
  await page.getByLabel('Language').selectOption('ko');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');

  await page.locator('a.wordmark').click();
  await page.locator('input[type=file]').setInputFiles(parquet);
  await expect(page.getByTestId('fact-customers')).toHaveText('7', { timeout: 90_000 });

  const inPage = (url: string) => url.startsWith('blob:') || url.startsWith('data:');
  const astray = requests.filter(
    ({ method, url }) => method !== 'GET' || !(url.startsWith(site.address) || inPage(url)),
  );
  expect(astray).toEqual([]);
  // The recorder hears the workers too: DuckDB's own worker fetches its wasm file.
  const asked = requests.map(({ url }) => url);
  expect(asked).toContainEqual(expect.stringMatching(/duckdb-\w+-[\w-]+\.wasm$/));
  expect(asked).toContainEqual(expect.stringMatching(/parquet_wasm[\w-]+\.wasm$/));

  const served = site.requests.slice(logStart);
  expect(served.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(served.filter(({ url }) => !/^\/sub\/path\/[\w./-]*$/.test(url))).toEqual([]);
  expect(served.length).toBeGreaterThan(3);
});
