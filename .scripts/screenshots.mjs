import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { chromiumFlags, ensureChromium, ensureKoreanFont } from './chromium.mjs';
import { install } from './install.mjs';
import { runPackage, top } from './run.mjs';
import { serve } from './serve.mjs';

/**
 * `npm run screenshots`: every view in both languages, both themes and three widths, into the
 * git-ignored .screenshots/. Real invoices where ../shared/data is there, else a sample shop.
 * `npm run screenshots -- cohort rfm` takes only these views.
 */

install();
ensureKoreanFont();
if ((await runPackage('vite', ['build', '--logLevel', 'error'])) !== 0) process.exit(1);

const folder = join(top, '.screenshots');
const views = process.argv.slice(2);
const wanted = (/** @type {string} */ view) => views.length === 0 || views.includes(view);
mkdirSync(folder, { recursive: true });

const { chromium } = await import('@playwright/test');
const site = await serve({ root: join(top, 'dist') });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });
const page = await browser.newPage({ locale: 'ko-KR', deviceScaleFactor: 1 });
page.setDefaultTimeout(300_000);

/** What a language needs to be chosen by, and the words that the script clicks. */
const languages = [
  { code: 'en', name: 'English' },
  { code: 'ko', name: '한국어' },
];
const widths = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

try {
  await page.goto(site.address);
  await page.waitForFunction(() => performance.getEntriesByName('engine-ready').length > 0);
  if (wanted('start')) await shoot('start');
  await load();
  if (wanted('mapping')) {
    await open('#/data');
    await shoot('mapping');
  }
  // Every screen of the rail; what is below the fold as well.
  for (const link of await page.locator('nav ul:last-of-type a[href]').all()) {
    const hash = (await link.getAttribute('href')) ?? '';
    const name = hash.replace('#/', '');
    if (!wanted(name)) continue;
    await open(hash);
    await shoot(name);
    await shoot(`${name}-below`, '[role=tablist]');
  }
  if (wanted('cleaning')) {
    await open('#/data');
    await shoot('cleaning', '[data-testid=ledger-kept]');
  }
  if (wanted('error')) {
    await open('#/');
    const broken = join(folder, 'holiday.csv');
    writeFileSync(broken, Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'));
    await page.setInputFiles('input[type=file]', broken);
    await page.getByRole('alert').first().waitFor();
    await shoot('error');
    rmSync(broken);
  }
} finally {
  await browser.close();
  await site.close();
}
console.log(`Screenshots are in ${folder}`);

async function load() {
  const packed = join(top, '../shared/data/online_retail.csv.gz');
  if (!existsSync(packed)) {
    await page.locator('main button').nth(2).click();
  } else {
    const file = join(folder, 'online_retail.csv');
    writeFileSync(file, gunzipSync(readFileSync(packed)));
    await page.setInputFiles('input[type=file]', file);
    // Both the rows left out and the profile have been counted.
    await page.locator('[data-testid="column-2-empty"]', { hasText: /\d/ }).waitFor();
    await page.getByTestId('analyse').click();
  }
  await page.locator('section.chart svg').first().waitFor();
}

/** @param {string} hash */
async function open(hash) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.waitForTimeout(1500);
}

/**
 * @param {string} name
 * @param {string} [at] What is scrolled into sight.
 */
async function shoot(name, at) {
  for (const { code, name: language } of languages) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('header select').first().selectOption({ label: language });
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.emulateMedia({ colorScheme });
      for (const size of widths) {
        await page.setViewportSize(size);
        if (at === undefined)
          await page.evaluate(() => document.querySelector('main')?.scrollTo(0, 0));
        else if ((await page.locator(at).count()) > 0)
          await page
            .locator(at)
            .first()
            .evaluate((element) => element.scrollIntoView({ block: 'start' }));
        // Charts are drawn anew at the new width.
        await page.waitForTimeout(400);
        await page.screenshot({
          path: join(folder, `${name}-${code}-${colorScheme}-${size.width}.png`),
        });
      }
    }
  }
}
