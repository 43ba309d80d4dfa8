import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from './helpers/app.ts';
import { csvRecords, download } from './helpers/downloads.ts';
import { TemporaryFolder } from './helpers/files.ts';
import {
  accounted,
  analyse,
  chart,
  chooseFile,
  customersOfFirstCell,
  expectError,
  goTo,
  heatmapRows,
  importFile,
  openSample,
} from './helpers/screens.ts';
import { openSession, type Session } from './helpers/session.ts';
import { word } from './helpers/words.ts';

/**
 * Files that are broken, or made to break: each gives a sentence that says what is wrong, or a
 * right result, and the dataset in use is still there and still answers.
 */

test.describe.configure({ mode: 'serial' });

const fixture = (name: string) =>
  fileURLToPath(new URL(`../fixtures/hostile/${name}`, import.meta.url));
const folder = new TemporaryFolder();
const kept = 'charity';
let session: Session;
let cohorts: string[][];

test.beforeAll(async ({ browser, site }) => {
  session = await openSession(browser, site);
  await openSample(session.page, kept);
  cohorts = await heatmapRows(chart(session.page).getByRole('grid'));
});
test.afterAll(async () => {
  await session.page.context().close();
  folder.remove();
  expect(session.problems, 'errors in the console, or thrown').toEqual([]);
});

/** The sample shop is in use as before, and the engine answers about it. */
async function expectKept(page: Page): Promise<void> {
  await goTo(page, 'cohort');
  expect(await heatmapRows(chart(page).getByRole('grid'))).toEqual(cohorts);
  expect(await customersOfFirstCell(page)).toMatch(/^[\d,]+ customers?$/);
}

async function dismiss(page: Page): Promise<void> {
  await page
    .getByRole('alert')
    .getByRole('button', { name: /Close|닫기/ })
    .click();
  await expect(page.getByRole('alert')).toBeHidden();
}

async function setLanguage(page: Page, language: 'en' | 'ko'): Promise<void> {
  await page.getByRole('banner').getByRole('combobox').selectOption(language);
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

test.describe('a sentence says what is wrong with', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const zip = Buffer.from('504b0304140000000000', 'hex');
  const line = `1,anna,2024-01-05,${'9'.repeat(20_000_000)}\n`;

  const files: readonly {
    readonly what: string;
    readonly name: string;
    readonly content: string | Buffer;
    readonly key: string;
    readonly values: Readonly<Record<string, string | number>>;
  }[] = [
    { what: 'an empty file', name: 'empty.csv', content: '', key: 'errors_empty_file', values: {} },
    {
      what: 'a file of one line',
      name: 'header.csv',
      content: 'order_id,customer_id,order_date,amount\n',
      key: 'errors_only_a_header',
      values: {},
    },
    {
      what: 'a picture renamed to .csv',
      name: 'picture.csv',
      content: png,
      key: 'errors_binary_file',
      values: { kind: 'PNG' },
    },
    {
      what: 'a broken archive renamed to .csv',
      name: 'archive.csv',
      content: zip,
      key: 'errors_archive_broken',
      values: {},
    },
    {
      what: 'a first line of 20 MB',
      name: 'long.csv',
      content: `order_id,customer_id,order_date,amount\n${line}`,
      key: 'errors_line_too_long',
      values: { line: 2, megabytes: 0.5 },
    },
    {
      what: 'text with one column',
      name: 'prose.csv',
      content: 'orders\nof\nlast\nweek\n',
      key: 'errors_one_column',
      values: {},
    },
  ];

  for (const { what, name, content, key, values } of files) {
    test(`${what}, in both languages; the dataset in use stays`, async () => {
      const { page } = session;
      await chooseFile(page, folder.write(name, content));
      await expectError(page, 'en', key, { file: name, ...values });
      await setLanguage(page, 'ko');
      await expectError(page, 'ko', key, { file: name, ...values });
      await setLanguage(page, 'en');
      await dismiss(page);
      await expectKept(page);
    });
  }
});

test('a line of 20 MB among good ones is counted as unreadable, and the others are read', async () => {
  const { page } = session;
  const good = Array.from({ length: 20_000 }, (_, i) => `${i},c${i % 50},2024-01-05,10\n`);
  const text = [
    'order_id,customer_id,order_date,amount\n',
    ...good,
    `20000,c1,2024-01-05,${'9'.repeat(20_000_000)}\n`,
  ];
  await chooseFile(page, await folder.stream('one-long-line.csv', text));
  await accounted(page);
  await expect(page.getByTestId('ledger-kept')).toHaveText('20,000');
  await expect(page.getByTestId('ledger-broken')).toHaveText('1');
  await expectKept(page);
});

test('a file of 5,000 columns is read, and opens no more of them than can be seen', async () => {
  const { page } = session;
  const columns = Array.from({ length: 5000 }, (_, i) => `field ${i}`);
  columns.splice(2500, 3, 'customer_id', 'order_date', 'amount');
  const row = (r: number) =>
    columns.map((_, i) =>
      i === 2500 ? `c${r % 3}` : i === 2501 ? `2024-0${1 + (r % 3)}-05` : i === 2502 ? '10' : 'x',
    );
  const lines = [columns, ...Array.from({ length: 30 }, (_, r) => row(r))];
  const text = lines.map((fields) => `${fields.join(',')}\n`).join('');
  await importFile(page, folder.write('wide.csv', text));
  await expect(page.getByTestId('fact-rows')).toHaveText('30');
  await expect(page.getByTestId('fact-customers')).toHaveText('3');
  await expect(page.getByTestId('fact-money')).toHaveText('300');
  expect(await page.locator('th[data-column]').count()).toBeLessThan(200);
  await expectKept(page);
});

test('quotes, SQL and script in names and values are text, and the result is right', async () => {
  const { page } = session;
  await importFile(page, fixture('names.csv'));
  // What the file would run sets this.
  const ran = () =>
    page.evaluate(() => (globalThis as unknown as { ran?: string }).ran ?? 'nothing');
  const heads = await page.locator('th[data-column] .name').allTextContents();
  expect(heads).toEqual([
    `"; DROP TABLE orders; --`,
    `customer' OR '1'='1`,
    `order date"`,
    `amount`,
    `<script>globalThis.ran="header"</script>`,
    `<img src=x onerror="globalThis.ran='header'">`,
  ]);
  await expect(page.getByTestId('fact-rows')).toHaveText('4');
  await expect(page.getByTestId('fact-customers')).toHaveText('3');
  await expect(page.getByTestId('fact-money')).toHaveText('100');
  await expect(page.locator('.columns tbody')).toContainText(
    `<script>globalThis.ran="value"</script>`,
  );
  expect(await ran()).toBe('nothing');

  await expectKept(page);
  await page.locator('nav a').first().click();
  await analyse(page);
  const rows = await heatmapRows(chart(page).getByRole('grid'));
  expect(rows.at(-1)?.[1]).toBe('3');
  await goTo(page, 'rfm');
  await page.getByRole('tab', { name: word('en', 'analysis_tab_sql') }).click();
  expect(await ran()).toBe('nothing');
});

test('customer ids keep their zeros and are never numbers; a formula among them is harmless in a saved list', async () => {
  const { page } = session;
  const ids = ['007', '7', '1e5', '100000', '=HYPERLINK("http://127.0.0.1/","look")'];
  const others = ['+1', '@SUM(A1)', '-2+3'];
  // Everyone orders in January and again in February, so that one cell has them all.
  const orders = [...ids, ...others].flatMap((id, i) =>
    ['01', '02'].map(
      (month) => `${i}-${month},"${id.replaceAll('"', '""')}",2024-${month}-0${i + 1},${100 - i}\n`,
    ),
  );
  const text = ['order_id,customer_id,order_date,amount\n', ...orders].join('');
  await importFile(page, folder.write('ids.csv', text));
  await expect(page.getByTestId('fact-customers')).toHaveText('8');
  await analyse(page);
  await page.getByRole('radio', { name: word('en', 'cohort_grain_month') }).check({ force: true });
  await expect(chart(page).getByRole('grid').locator('tbody th').first()).toHaveText('2024-01');
  await chart(page).locator("[data-cell='0-0']").click();
  const dialog = page.getByRole('dialog');
  const cells = dialog.locator('tbody td:first-child');
  await expect(cells).toHaveText([...ids, ...others]);

  await expect(dialog.getByText(word('en', 'analysis_csv_note'))).toBeVisible();
  const saved = await download(page, () =>
    dialog.getByRole('button', { name: word('en', 'analysis_customers_save') }).click(),
  );
  const [, ...records] = csvRecords(saved.bytes);
  expect(records.map(([id]) => id)).toEqual([
    '007',
    '7',
    '1e5',
    '100000',
    `'=HYPERLINK("http://127.0.0.1/","look")`,
    "'+1",
    "'@SUM(A1)",
    "'-2+3",
  ]);
});
