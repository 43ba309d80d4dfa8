/** Measurements of the app itself, as a person meets it. */

/** @typedef {import('@playwright/test').Browser} Browser */

/**
 * A cold load: when the drop target and the language can be used, and when the engine can answer.
 *
 * @param {Browser} browser
 * @param {string} address
 */
export async function measureStart(browser, address) {
  const page = await newPage(browser);
  await page.goto(address);
  await page.waitForFunction(
    () =>
      performance.getEntriesByName('shell-ready').length > 0 &&
      performance.getEntriesByName('engine-ready').length > 0,
    undefined,
    { timeout: 120_000 },
  );
  const [shell, engine] = await page.evaluate(() =>
    ['shell-ready', 'engine-ready'].map((name) => performance.getEntriesByName(name)[0]?.startTime),
  );
  await page.context().close();
  return { shell: shell ?? NaN, engine: engine ?? NaN };
}

/**
 * The longest task of the main thread while a file is imported and shown.
 *
 * @param {Browser} browser
 * @param {string} address
 * @param {string} file
 */
export async function measureLongestTask(browser, address, file) {
  const page = await newPage(browser);
  await page.goto(address);
  await engineReady(page);
  await page.evaluate(() => {
    const longest = { ms: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) longest.ms = Math.max(longest.ms, task.duration);
    }).observe({ type: 'longtask' });
  });
  await importInto(page, file);
  const ms = await page.evaluate(
    () => /** @type {{ longest: { ms: number } }} */ (/** @type {unknown} */ (window)).longest.ms,
  );
  await page.context().close();
  // The browser reports tasks from 50 ms on.
  return ms;
}

/**
 * From a click on another period to the new table on screen, on a file.
 *
 * @param {Browser} browser
 * @param {string} address
 * @param {string} file
 */
export async function measureSetting(browser, address, file) {
  const page = await newPage(browser);
  await page.goto(address);
  await importInto(page, file);
  await toCohorts(page);
  const times = [];
  for (const name of ['Qtr', 'Year', 'Week', 'Month']) {
    const button = page.getByRole('radio', { name, exact: true });
    if (await button.isChecked()) continue;
    times.push(
      await button.evaluate(async (element) => {
        const table = () => document.querySelector('table')?.textContent ?? '';
        const before = table();
        const start = performance.now();
        /** @type {HTMLElement} */ (element).click();
        while (table() === before) await new Promise((done) => requestAnimationFrame(done));
        return performance.now() - start;
      }),
    );
  }
  await page.context().close();
  return times;
}

/**
 * From a click on a range of days to the new table on screen, on a file.
 *
 * @param {Browser} browser
 * @param {string} address
 * @param {string} file
 */
export async function measureFilter(browser, address, file) {
  const page = await newPage(browser);
  await page.goto(address);
  await importInto(page, file);
  await toCohorts(page);
  const times = [];
  for (const name of ['last 90 days', 'last 365 days', 'last 30 days']) {
    await page.getByRole('button', { name: /^Days/ }).click();
    const button = page.getByRole('dialog').getByRole('button', { name, exact: true });
    await button.waitFor();
    times.push(
      await button.evaluate(async (element) => {
        const table = () => document.querySelector('section.chart table')?.textContent ?? '';
        const before = table();
        const start = performance.now();
        /** @type {HTMLElement} */ (element).click();
        while (table() === before) await new Promise((done) => requestAnimationFrame(done));
        return performance.now() - start;
      }),
    );
  }
  await page.context().close();
  return times;
}

/**
 * From a click on cancel to the end of the job, while a file is read.
 *
 * @param {Browser} browser
 * @param {string} address
 * @param {string} file
 */
export async function measureCancel(browser, address, file) {
  const page = await newPage(browser);
  await page.goto(address);
  await engineReady(page);
  await page.setInputFiles('input[type=file]', file);
  const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
  await cancel.waitFor();
  const ms = await page.evaluate(async () => {
    // The button is drawn anew with each step.
    const button = () =>
      [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Cancel');
    await new Promise((done) => setTimeout(done, 300));
    const start = performance.now();
    button()?.click();
    while (button() !== undefined) await new Promise((done) => setTimeout(done, 1));
    return performance.now() - start;
  });
  await page.context().close();
  return ms;
}

/** @param {Browser} browser */
async function newPage(browser) {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
  });
  return context.newPage();
}

/** @param {import('@playwright/test').Page} page */
async function engineReady(page) {
  await page.waitForFunction(() => performance.getEntriesByName('engine-ready').length > 0);
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} file
 */
async function importInto(page, file) {
  await page.setInputFiles('input[type=file]', file);
  const analyse = page.getByRole('button', { name: /^Analyse [\d,]+ rows$/ });
  await analyse.click({ timeout: 300_000 });
  await page.locator('section.chart svg').first().waitFor({ timeout: 300_000 });
}

/** @param {import('@playwright/test').Page} page */
async function toCohorts(page) {
  await page.locator("nav a[href='#/cohort']").click();
  await page.locator('section.chart table [data-cell]').first().waitFor();
}
