import { expect, test } from './helpers/app.ts';
import { download } from './helpers/downloads.ts';
import { TemporaryFolder } from './helpers/files.ts';
import { accounted, analyse, chart, chooseFile, goTo, importFile } from './helpers/screens.ts';
import { openSession } from './helpers/session.ts';
import { word } from './helpers/words.ts';

/** What is worked on, saved in one browser and gone on with in another. */

const folder = new TemporaryFolder();
test.afterAll(() => {
  folder.remove();
});

const orders = [
  'order_id,customer_id,order_date,amount,status,channel',
  ...Array.from({ length: 60 }, (_, i) => {
    const day = `2024-0${1 + (i % 6)}-1${i % 10}`;
    return `${i},c${i % 13},${day},${10 + i},${i % 8 === 0 ? 'cancelled' : 'paid'},${i % 2 ? 'web' : 'shop'}`;
  }),
].join('\n');

test('a saved workspace goes on in another browser with its rows, filter and lists', async ({
  app: page,
  browser,
  site,
}) => {
  const en = (key: string, values = {}) => word('en', key, values);
  await importFile(page, folder.write('orders 2024.csv', orders));
  await expect(page.getByTestId('reason-cancelled-left-out')).toHaveText('8');
  const kept = await page.getByTestId('ledger-money-kept').innerText();
  await analyse(page);

  // The customers behind a cell become a list, and the sales by web a filter.
  await goTo(page, 'cohort');
  await chart(page).locator('[data-cell]:not([aria-disabled=true])').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(en('lists_keep_as')).fill('Regulars');
  await dialog.getByRole('button', { name: en('lists_keep'), exact: true }).click();
  await expect(dialog.getByRole('status').last()).toContainText('Regulars');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: en('filters_add') }).click();
  await dialog.getByRole('checkbox', { name: /^web/ }).check();
  await dialog.getByRole('button', { name: en('filters_apply') }).click();
  const filtered = await page.locator('.filtered').innerText();

  await page.locator("nav a[href='#/data']").click();
  await accounted(page);
  const saved = await download(page, () =>
    page.getByRole('button', { name: en('recipe_save_workspace') }).click(),
  );
  expect(saved.name).toBe('orders.dangol');
  expect(saved.bytes.subarray(0, 2).toString()).toBe('PK');

  const other = await openSession(browser, site);
  try {
    await chooseFile(other.page, folder.write('from-a-colleague.bin', saved.bytes));
    await accounted(other.page);
    await expect(other.page.getByTestId('recipe-bar')).toContainText(en('recipe_to_analysis'), {
      timeout: 60_000,
    });
    await expect(other.page.getByTestId('reason-cancelled-left-out')).toHaveText('8');
    await expect(other.page.getByTestId('ledger-money-kept')).toHaveText(kept);
    await expect(other.page.getByRole('banner').locator('.dataset strong')).toHaveText(
      'orders 2024.csv',
    );
    await other.page.getByRole('link', { name: en('recipe_to_analysis') }).click();
    await goTo(other.page, 'cohort');
    await expect(other.page.locator('.filtered')).toHaveText(filtered);
    await other.page.locator("nav a[href='#/lists']").click();
    await expect(other.page.locator('main tbody tr input')).toHaveValue('Regulars');

    // A broken one is refused where it is dropped, and all stays.
    const broken = Buffer.from(saved.bytes);
    broken.writeUInt8(broken.readUInt8(60) ^ 0xff, 60);
    const before = await other.page.getByRole('banner').innerText();
    await chooseFile(other.page, folder.write('broken.dangol', broken));
    await expect(other.page.getByRole('alert')).toContainText('broken.dangol');
    expect(await other.page.getByRole('banner').innerText()).toBe(before);
    expect(other.problems).toEqual([]);
  } finally {
    await other.page.context().close();
  }
});
