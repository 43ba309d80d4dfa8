import { importCases } from './copies.mjs';
import { peakMemory, renderers } from './memory.mjs';

/**
 * @typedef {object} MeasuredCase
 * @property {string} name
 * @property {number} rows
 * @property {number[]} ours
 * @property {number[]} theirs Of the CSV, in turn with ours.
 * @property {number} aim
 * @property {number | null} peakMb The most memory of the tab, and that for the CSV.
 * @property {number | null} csvPeakMb
 */

/**
 * The import of a file in other formats against its import as CSV, in turn; the memory of each in
 * a tab of its own, since an engine never gives memory back.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {import('@playwright/test').Page} page
 * @param {{ csv: string, address: string, repeats: number }} options
 * @returns {AsyncGenerator<MeasuredCase>}
 */
export async function* measureImports(browser, page, { csv, address, repeats }) {
  const csvPeakMb = await peakOf(browser, address, csv);
  for (const { name, path, aim } of await importCases(csv)) {
    const ours = [];
    const theirs = [];
    let rows = 0;
    for (let i = 0; i < repeats; i += 1) {
      const expected = await importFile(page, csv);
      const imported = await importFile(page, path);
      theirs.push(expected.ms);
      ours.push(imported.ms);
      rows = imported.read;
      const [mine, csvs] = [JSON.stringify(factsOf(imported)), JSON.stringify(factsOf(expected))];
      if (mine !== csvs) throw new Error(`${name}: the answers differ: ${mine} against ${csvs}`);
    }
    const peakMb = await peakOf(browser, address, path);
    yield { name, rows, ours, theirs, aim, peakMb, csvPeakMb };
  }
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} path
 */
async function importFile(page, path) {
  await page.setInputFiles('input', path);
  return page.evaluate(() => window.bench.importFile());
}

/** @param {Awaited<ReturnType<typeof importFile>>} imported */
function factsOf({ read, facts: { customers, orders, rows, revenue, firstDay, lastDay } }) {
  return { read, customers, orders, rows, revenue: Math.round(revenue * 100), firstDay, lastDay };
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} address
 * @param {string} path
 */
async function peakOf(browser, address, path) {
  const others = await renderers(browser);
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(address);
  await page.evaluate(() => window.bench.warmUp());
  const peak = await peakMemory(browser, others, () => importFile(page, path));
  await context.close();
  return peak;
}
