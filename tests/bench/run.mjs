import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { chromiumFlags, ensureChromium } from '../../.scripts/chromium.mjs';
import { top } from '../../.scripts/run.mjs';
import { serve } from '../../.scripts/serve.mjs';
import { measureSize } from '../../.scripts/size.mjs';
import {
  measureCancel,
  measureFilter,
  measureLongestTask,
  measureSetting,
  measureStart,
} from './app.mjs';
import { analysisCases, difference } from './cases.mjs';
import { benchFiles } from './data.mjs';
import { measureImports } from './imports.mjs';
import { Native } from './native.mjs';

/**
 * `npm run bench`: the built app in Chromium against native DuckDB with one thread, in turn, the
 * median of five; then imports of other formats against that of the CSV. `--json` prints one JSON
 * object, `--size 10m` adds ten million orders, `--only imports` (the formats), `--only analyses`
 * or `--only app` (the page itself) leave the others out.
 * Exits with 1 where the two sides do not give the same answer.
 */

const REPEATS = 5;
/** The textbook queries that ask for the last day. */
const DATED = ['rfm.sql', 'movement.sql', 'movement-holdout.sql', 'attrition.sql'];
const json = process.argv.includes('--json');
const large = process.argv.join(' ').includes('--size 10m');
/** One of the three parts, or all. */
const only = /--only (imports|analyses|app)/.exec(process.argv.join(' '))?.[1] ?? 'all';
const runs = (/** @type {string} */ part) => only === 'all' || only === part;
const say = (/** @type {string} */ text) => {
  if (!json) console.log(text);
};

/**
 * @typedef {object} Recorded
 * @property {string} name
 * @property {number} rows
 * @property {number} ms
 * @property {string} baseline
 * @property {number} baseline_ms
 * @property {number} ratio
 * @property {number} [aim] The ratio that is aimed at.
 * @property {number | null} [peak_mb]
 * @property {number | null} [baseline_peak_mb]
 */

/** @type {Recorded[]} */
const cases = [];

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** @param {number} ms */
const rounded = (ms) => Math.round(ms * 10) / 10;

/**
 * @param {string} name
 * @param {number} rows
 * @param {string} baseline
 * @param {number[]} ours
 * @param {number[]} theirs
 * @param {Partial<Recorded>} [more]
 * @param {string} [words] Behind the line.
 */
function record(name, rows, baseline, ours, theirs, more = {}, words = '') {
  const [ms, baselineMs] = [median(ours), median(theirs)];
  cases.push({
    name,
    rows,
    ms: rounded(ms),
    baseline,
    baseline_ms: rounded(baselineMs),
    ratio: Math.round((ms / baselineMs) * 100) / 100,
    ...more,
  });
  say(
    `${name.padEnd(26)} ${String(rows).padStart(11)} ${ms.toFixed(0).padStart(8)} ms ` +
      `${baselineMs.toFixed(0).padStart(8)} ms ${(ms / baselineMs).toFixed(2).padStart(6)} ×${words}`,
  );
}

/**
 * @param {string} what
 * @param {string | null} differs
 */
function mustBeSame(what, differs) {
  if (differs !== null) throw new Error(`${what}: the answers differ: ${differs}`);
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {import('./data.mjs').BenchFile} file
 */
async function benchFile(page, file) {
  const native = await Native.open();
  const ours = [];
  const theirs = [];
  let imported;
  for (let i = 0; i < REPEATS; i += 1) {
    theirs.push(await native.importFile(file.path));
    await page.setInputFiles('input', file.path);
    imported = await page.evaluate(() => window.bench.importFile());
    ours.push(imported.ms);
  }
  if (imported === undefined) throw new Error('nothing was imported');
  await native.textbook(file.sales);
  const { rows: totals } = await native.textbook('totals.sql');
  const { customers, orders, rows, revenue } = imported.facts;
  mustBeSame(`import of ${file.name}`, difference([{ customers, orders, rows, revenue }], totals));
  if (imported.read !== (await native.countRaw())) throw new Error('the numbers of rows differ');
  record(`import ${file.name}`, imported.read, 'read_csv', ours, theirs);

  const lastDay = new Date(imported.facts.lastDay * 86_400_000).toISOString().slice(0, 10);
  const its = analysisCases.filter((one) => one.file === undefined || one.file === file.name);
  for (const one of its) await benchAnalysis(page, native, file, imported.read, lastDay, one);
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {Native} native
 * @param {import('./data.mjs').BenchFile} file
 * @param {number} rows
 * @param {string} lastDay
 * @param {import('./cases.mjs').AnalysisCase} one
 */
async function benchAnalysis(page, native, file, rows, lastDay, one) {
  const ours = [];
  const theirs = [];
  for (let i = 0; i < REPEATS; i += 1) {
    let spent = 0;
    const answers = [];
    for (const part of one.parts) {
      const values = DATED.includes(part.file) ? { last_day: lastDay } : undefined;
      const answer = await native.textbook(part.file, values);
      spent += answer.ms;
      answers.push(answer.rows);
    }
    theirs.push(spent);
    const { id, settings } = one;
    const run = await page.evaluate(
      (request) => window.bench.analyse(request.id, request.settings),
      { id, settings },
    );
    ours.push(run.ms);
    for (const [n, part] of one.parts.entries()) {
      const mine = part.answer(
        /** @type {Record<string, import('./native.mjs').Row[]>} */ (run.tables),
      );
      mustBeSame(`${id} of ${file.name}`, difference(mine, answers[n] ?? []));
    }
  }
  const baseline = one.parts.map((part) => part.file).join(' + ');
  record(`${one.name ?? one.id} ${file.name}`, rows, baseline, ours, theirs);
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {import('@playwright/test').Page} page
 * @param {string} csv
 */
async function benchImports(browser, page, csv) {
  say(
    `\n${'case'.padEnd(26)} ${'rows'.padStart(11)} ${'here'.padStart(11)} ${'CSV'.padStart(11)}  ratio`,
  );
  const options = { csv, address: harness.address, repeats: REPEATS };
  for await (const { name, rows, ours, theirs, ...more } of measureImports(
    browser,
    page,
    options,
  )) {
    const { aim, peakMb, csvPeakMb } = more;
    const memory = { peak_mb: whole(peakMb), baseline_peak_mb: whole(csvPeakMb) };
    const words = `, aim ${aim} ×; at most ${memory.peak_mb ?? '–'} MB, CSV ${memory.baseline_peak_mb ?? '–'} MB`;
    record(name, rows, 'the CSV import', ours, theirs, { aim, ...memory }, words);
  }
}

/** @param {number | null} mb */
function whole(mb) {
  return mb === null ? null : Math.round(mb);
}

/** @param {import('@playwright/test').Browser} browser */
async function benchApp(browser) {
  const site = await serve({ root: join(top, 'dist') });
  const starts = [];
  for (let i = 0; i < REPEATS; i += 1) starts.push(await measureStart(browser, site.address));
  const start = {
    shell_ms: rounded(median(starts.map(({ shell }) => shell))),
    engine_ms: rounded(median(starts.map(({ engine }) => engine))),
  };
  const files = await benchFiles({ large: false });
  const path = (/** @type {string} */ name) => files.find((file) => file.name === name)?.path;
  const retail = path('online-retail');
  const orders = path('orders-1m') ?? '';
  const settings = await measureSetting(browser, site.address, orders);
  const app = {
    setting_ms: rounded(median(settings)),
    filter_ms: rounded(median(await measureFilter(browser, site.address, orders))),
    cancel_ms: rounded(await measureCancel(browser, site.address, orders)),
    longest_task_ms:
      retail === undefined ? null : await measureLongestTask(browser, site.address, retail),
  };
  await site.close();
  return { start, app };
}

if (runs('app'))
  await build({ root: top, configFile: join(top, 'vite.config.ts'), logLevel: 'error' });
await build({
  configFile: fileURLToPath(new URL('harness/vite.config.ts', import.meta.url)),
  logLevel: 'error',
});
const files = await benchFiles({ large });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });
const harness = await serve({ root: join(top, '.cache/bench/harness') });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(harness.address);
  await page.evaluate(() => window.bench.warmUp());
  if (runs('analyses')) {
    say(
      `${'case'.padEnd(26)} ${'rows'.padStart(11)} ${'here'.padStart(11)} ${'native'.padStart(11)}  ratio`,
    );
    for (const file of files) await benchFile(page, file);
  }
  const retail = files.find((file) => file.name === 'online-retail');
  if (retail !== undefined && runs('imports')) await benchImports(browser, page, retail.path);
  await page.close();
  if (runs('app')) await benchWhole(browser);
  else if (json) console.log(JSON.stringify({ cases }));
} finally {
  await browser.close();
  await harness.close();
}

/** @param {import('@playwright/test').Browser} browser */
async function benchWhole(browser) {
  const { start, app } = await benchApp(browser);
  const { scripts, wasm } = await measureSize(join(top, 'dist'));
  const size = { js_gzip_kb: rounded(scripts / 1000), wasm_gzip_kb: rounded(wasm / 1000) };
  if (json) console.log(JSON.stringify({ cases, size, start, app }));
  say(`\npage usable after ${start.shell_ms} ms, engine after ${start.engine_ms} ms`);
  say(
    `a changed setting shows after ${app.setting_ms} ms, a changed filter after ${app.filter_ms} ms, a cancel ends after ${app.cancel_ms} ms`,
  );
  say(
    `longest task of the main thread during the import: ${app.longest_task_ms ?? '–'} ms (0: below 50)`,
  );
  say(`JavaScript before the engine ${size.js_gzip_kb} kB, wasm ${size.wasm_gzip_kb} kB (gzip)`);
}
