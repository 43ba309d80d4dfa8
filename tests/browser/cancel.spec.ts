import type { Page } from '@playwright/test';
import { benchmarkCsv } from '../helpers/benchmark-shop.ts';
import { expect, test } from './helpers/app.ts';
import { TemporaryFolder } from './helpers/files.ts';
import {
  analyse,
  answered,
  accounted,
  chart,
  chooseFile,
  customersOfFirstCell,
  goTo,
  heatmapRows,
  importFile,
  openSample,
} from './helpers/screens.ts';
import { openSession, type Session } from './helpers/session.ts';
import { word } from './helpers/words.ts';

/** Cancelling leaves everything as it was: the dataset in use answers, and new work can begin. */

test.describe.configure({ mode: 'serial' });

/** About 65 MB: reading them takes seconds, so that a cancel meets the engine at work. */
const ORDERS = 1_200_000;
const folder = new TemporaryFolder();
let session: Session;
let large: string;

test.beforeAll(async ({ browser, site }) => {
  large = await folder.stream('large.csv', benchmarkCsv(ORDERS));
  session = await openSession(browser, site);
  await openSample(session.page, 'charity');
});
test.afterAll(async () => {
  await session.page.context().close();
  folder.remove();
  expect(session.problems, 'errors in the console').toEqual([]);
});

const cancelButton = (page: Page) =>
  page.getByRole('button', { name: word('en', 'shell_cancel'), exact: true });

async function cancelWhileReading(page: Page): Promise<void> {
  await chooseFile(page, large);
  await expect(page.locator('.strip').getByRole('status')).toContainText(
    word('en', 'shell_step_read'),
  );
  await cancelButton(page).click();
}

test('an import that is cancelled leaves the dataset in use, which still answers', async () => {
  const { page } = session;
  const before = await heatmapRows(chart(page).getByRole('grid'));
  await cancelWhileReading(page);
  await expect(cancelButton(page)).toBeHidden();
  await expect(page.getByText(word('en', 'import_not_read'))).toBeVisible();
  await expect(page.getByRole('alert'), 'a cancel is no error').toBeHidden();
  await expect(page.getByTestId('ledger-kept')).toHaveText('…');

  await goTo(page, 'cohort');
  expect(await heatmapRows(chart(page).getByRole('grid'))).toEqual(before);
  expect(await customersOfFirstCell(page)).toMatch(/^[\d,]+ customers?$/);
  await goTo(page, 'retention');
  await goTo(page, 'rfm');
});

test('after a cancelled import another file is imported', async () => {
  const { page } = session;
  const text =
    'order_id,customer_id,order_date,amount\n1,anna,2024-01-05,10\n2,ben,2024-02-20,20\n';
  await importFile(page, folder.write('small.csv', text));
  await expect(page.getByTestId('fact-money')).toHaveText('30');
  await expect(page.getByTestId('fact-customers')).toHaveText('2');
  await page.getByRole('button', { name: word('en', 'import_discard') }).click();
});

test('the file whose import was cancelled can be read after all', async () => {
  const { page } = session;
  await cancelWhileReading(page);
  await page.getByRole('button', { name: word('en', 'import_read_again') }).click();
  await accounted(page);
  await expect(page.getByTestId('fact-rows')).toHaveText('1,200,000');
  await analyse(page);
});

test('an analysis that is cancelled goes back to the result before, and others answer', async () => {
  const { page } = session;
  await goTo(page, 'retention');
  const before = await heatmapRows(chart(page).getByRole('grid').first());
  // Everybody active on a day, followed for as many days as can be: the heaviest question of all.
  await page.getByRole('combobox', { name: word('en', 'retention_grain') }).selectOption('day');
  await answered(page);
  const periods = page.getByRole('spinbutton', { name: word('en', 'retention_periods') });
  await periods.fill((await periods.getAttribute('max')) ?? '');
  await periods.blur();
  await answered(page);
  const byDay = await heatmapRows(chart(page).getByRole('grid').first());
  expect(byDay).not.toEqual(before);
  const all = page.getByRole('radio', { name: word('en', 'retention_basis_recurring') });
  await all.check({ force: true });
  await expect(chart(page)).toHaveAttribute('aria-busy', 'true');
  await cancelButton(page).click();
  await expect(chart(page)).toHaveAttribute('aria-busy', 'false');
  await expect(all, 'the settings are those of the result on screen').not.toBeChecked();
  expect(await heatmapRows(chart(page).getByRole('grid').first())).toEqual(byDay);
  await expect(page.getByRole('alert'), 'a cancel is no error').toBeHidden();

  await goTo(page, 'rfm');
  await goTo(page, 'cohort');
  expect(await customersOfFirstCell(page)).toMatch(/^[\d,]+ customers?$/);
});

test('after cancelled work a sample shop opens', async () => {
  await openSample(session.page, 'charity');
});
