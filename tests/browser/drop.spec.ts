import type { Page } from '@playwright/test';
import { expect, test } from './helpers/app.ts';
import { accounted, openSample, toStart } from './helpers/screens.ts';
import { openSession, type Session } from './helpers/session.ts';
import { word } from './helpers/words.ts';

/** Files dropped on the page, wherever: the events are the browser's own, the files made in it. */

const orders = [
  'order_id,customer_id,order_date,amount',
  '1,anna,2024-01-05,10.50',
  '2,ben,2024-01-20,20',
  '3,anna,2024-02-11,5',
].join('\n');

/** Drags files over a part of the page and lets go. */
async function drop(page: Page, selector: string, names: readonly string[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([text, list]) => {
      const held = new DataTransfer();
      for (const name of list) held.items.add(new File([text], name, { type: 'text/csv' }));
      return held;
    },
    [orders, names] as const,
  );
  await page.dispatchEvent(selector, 'dragenter', { dataTransfer: transfer });
  await expect(page.getByText(word('en', 'shell_drop_now'))).toBeVisible();
  await page.dispatchEvent(selector, 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent(selector, 'drop', { dataTransfer: transfer });
  await expect(page.getByText(word('en', 'shell_drop_now'))).toBeHidden();
}

async function expectOrders(page: Page): Promise<void> {
  await expect(page).toHaveURL(/#\/data$/);
  await accounted(page);
  await expect(page.getByTestId('fact-rows')).toHaveText('3');
  await expect(page.getByTestId('fact-customers')).toHaveText('2');
  await expect(page.getByTestId('fact-money')).toHaveText('35.50');
}

let session: Session;
test.beforeAll(async ({ browser, site }) => {
  session = await openSession(browser, site);
});
test.beforeEach(async () => {
  await toStart(session.page);
});
test.afterAll(async () => {
  await session.page.context().close();
  expect(session.problems, 'errors in the console').toEqual([]);
});

test('a file dropped on the drop target is opened', async () => {
  const { page } = session;
  await drop(page, '.drop', ['orders.csv']);
  await expectOrders(page);
});

test('a file dropped beside the drop target is opened: the whole page takes it', async () => {
  const { page } = session;
  await drop(page, 'nav', ['orders.csv']);
  await expectOrders(page);
});

test('a file dropped on an analysis is opened; the dataset in use stays until it is analysed', async () => {
  const { page } = session;
  await openSample(page, 'charity');
  const dataset = page.getByRole('banner').locator('.dataset strong');
  const name = await dataset.innerText();
  await drop(page, 'section.chart', ['orders.csv']);
  await expectOrders(page);
  await expect(dataset).toHaveText(name);
});

test('several files of one shape are read together; what stands in both counts once', async () => {
  const { page } = session;
  await drop(page, 'main', ['january.csv', 'february.csv']);
  await expect(page).toHaveURL(/#\/data$/);
  await accounted(page);
  await expect(page.getByTestId('fact-rows')).toHaveText('6');
  await expect(page.getByTestId('reason-overlap-left-out')).toHaveText('3');
});

test('a pasted table is opened', async () => {
  const { page } = session;
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text.replaceAll(',', '\t'));
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, orders);
  await expectOrders(page);
});

test('something that is no file is refused in a sentence', async () => {
  const { page } = session;
  const transfer = await page.evaluateHandle(() => {
    const held = new DataTransfer();
    held.setData('text/plain', 'order_id,customer_id');
    return held;
  });
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
  await expect(page.getByText(word('en', 'shell_drop_nothing'))).toBeVisible();
});
