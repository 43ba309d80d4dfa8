import { writeFileSync } from 'node:fs';
import { expect, test } from './helpers/app.ts';
import { analyse, answered, chart, goTo, heatmapRows, importFile } from './helpers/screens.ts';
import { openSession, type Session } from './helpers/session.ts';
import { word } from './helpers/words.ts';

/**
 * Parts of the data: days, filters, lists of customers, a breakdown and a comparison, on a small
 * shop whose numbers can be counted by hand.
 */

const en = (key: string, values = {}) => word('en', key, values);

/** Sixty customers: c1–c40 first buy in January, c41–c60 in February; the even ones come by web. */
function shop(): string {
  const lines = Array.from({ length: 60 }, (_, i) => {
    const customer = i + 1;
    const channel = customer % 2 === 0 ? 'web' : 'shop';
    const month = customer <= 40 ? '01' : '02';
    const first = `a${customer},c${customer},2024-${month}-05,10,${channel}\n`;
    // Of those by web every one buys again in March, of those by shop every fourth.
    const again = channel === 'web' || customer % 4 === 1;
    return again ? `${first}b${customer},c${customer},2024-03-31,10,${channel}\n` : first;
  });
  return `order_id,customer_id,order_date,amount,channel\n${lines.join('')}`;
}

let session: Session;
test.beforeAll(async ({ browser, site }, info) => {
  session = await openSession(browser, site);
  const { page } = session;
  const path = info.outputPath('shop.csv');
  writeFileSync(path, shop());
  await importFile(page, path);
  await analyse(page);
  await page.getByRole('radio', { name: en('cohort_grain_month') }).check({ force: true });
  await answered(page);
});
test.afterAll(async () => {
  await session.page.context().close();
  expect(session.problems, 'errors in the console').toEqual([]);
});

/** The sizes of the cohorts on screen. */
async function sizes(): Promise<string[]> {
  const rows = await heatmapRows(chart(session.page).getByRole('grid'));
  return rows.slice(0, -1).map(([, size]) => size ?? '');
}

test('a filter on a channel narrows every analysis, and says so', async () => {
  const { page } = session;
  expect(await sizes()).toEqual(['40', '20']);
  await page.getByRole('button', { name: en('filters_add') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: /^web/ }).check();
  await dialog.getByRole('button', { name: en('filters_apply') }).click();
  await expect(page.locator('.filtered')).toContainText('30 of 60');
  expect(await sizes()).toEqual(['20', '10']);
  await goTo(page, 'retention');
  await expect(page.locator('.filtered')).toContainText('30 of 60');
  await goTo(page, 'cohort');
  await page.getByRole('button', { name: en('filters_clear') }).click();
  await expect(page.locator('.filtered')).toBeHidden();
  await expect.poll(sizes).toEqual(['40', '20']);
});

test('days end the observation', async () => {
  const { page } = session;
  await page.getByRole('button', { name: en('filters_days') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(en('filters_to')).fill('2024-01-31');
  await dialog.getByRole('button', { name: en('filters_apply') }).click();
  await expect(page.locator('.filtered')).toContainText('40 of 60');
  expect(await sizes()).toEqual(['40']);
  await page.getByRole('button', { name: en('filters_clear') }).click();
  await expect.poll(sizes).toEqual(['40', '20']);
});

test('a breakdown shows its parts beside each other, and they sum to the whole', async () => {
  const { page } = session;
  const select = page.getByLabel(en('filters_breakdown'));
  await select.selectOption({ label: en('filters_channel') });
  const panel = page.getByRole('region', {
    name: en('filters_broken_down', { name: en('filters_channel') }),
    exact: true,
  });
  await expect(panel.first().locator('svg').first()).toBeVisible();
  const rows = panel.first().locator('tbody tr');
  await expect(rows).toHaveCount(2);
  const customers = await rows.locator('td:nth-child(2)').allInnerTexts();
  expect(customers.map(Number).reduce((sum, each) => sum + each, 0)).toBe(60);
  await select.selectOption({ label: en('filters_breakdown_none') });
  await expect(panel).toHaveCount(0);
});

test('customers behind a cell are kept as a list, put together, and filter the analyses', async () => {
  const { page } = session;
  // January's cohort in March: 20 by web, and of the 20 by shop the 10 that 4 divides with a rest of 1.
  await chart(page).locator("[data-cell='0-1']").click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('.count')).toContainText('30');
  const name = dialog.getByLabel(en('lists_keep_as'));
  await name.fill('Came back');
  await dialog.getByRole('button', { name: en('lists_keep'), exact: true }).click();
  await expect(dialog.getByRole('status').last()).toContainText('Came back');
  await page.keyboard.press('Escape');

  await page.locator("nav a[href='#/lists']").click();
  const rows = page.locator('main tbody tr');
  await expect(rows.nth(0).locator('.number').first()).toHaveText('30');
  await page.getByLabel(en('lists_operator')).selectOption({ label: en('lists_not') });
  await page.getByRole('button', { name: en('lists_make') }).click();
  await expect(rows.nth(1).locator('.number').first()).toHaveText('30');
  await rows
    .nth(0)
    .getByRole('button', { name: en('lists_filter') })
    .click();
  await answered(page);
  await goTo(page, 'cohort');
  await expect(page.locator('.filtered')).toContainText('30 of 60');
  expect(await sizes()).toEqual(['30']);
  await page.getByRole('button', { name: en('filters_clear') }).click();
});

test('two channels are compared, with a word on noise', async () => {
  const { page } = session;
  await page.locator("nav a[href='#/compare']").click();
  for (const [side, value] of [
    ['a', /^shop/],
    ['b', /^web/],
  ] as const) {
    const group = page.getByRole('region', { name: en(`compare_${side}`) });
    await group.getByRole('button', { name: en('filters_clear') }).click();
    await group.getByRole('button', { name: en('filters_add') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: value }).check();
    await dialog.getByRole('button', { name: en('filters_apply') }).click();
  }
  const row = page.getByRole('row', { name: en('compare_measure_repeat') });
  // By shop 15 of 30 (c1, c5 … c57), by web 30 of 30.
  await expect(row).toContainText('50.0');
  await expect(row).toContainText('100.0');
  await expect(row).toContainText(en('compare_verdict_clear'));
  await expect(page.locator('main')).toContainText(en('compare_no_overlap'));
});
