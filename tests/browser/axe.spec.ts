import type { Page } from '@playwright/test';
import { expect, test } from './helpers/app.ts';
import { seriousFindings } from './helpers/axe.ts';
import { TemporaryFolder } from './helpers/files.ts';
import {
  analyse,
  answered,
  chart,
  chooseFile,
  FRAMED,
  goTo,
  importFile,
  toStart,
} from './helpers/screens.ts';
import { openSession, type Session } from './helpers/session.ts';
import { word } from './helpers/words.ts';

/**
 * axe finds nothing serious on any screen. A screen is looked at light and dark, wide and narrow:
 * two of the four in English and the other two in Korean, from screen to screen in turn, so that
 * all eight combinations are seen.
 */

const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };
const looks = [
  [
    { size: wide, theme: 'light' },
    { size: narrow, theme: 'dark' },
  ],
  [
    { size: narrow, theme: 'light' },
    { size: wide, theme: 'dark' },
  ],
] as const;

/** Seven months of orders of 60 customers, with cancellations and rows without a customer. */
function orders(): string {
  const lines = Array.from({ length: 300 }, (_, i) => {
    const cancelled = i % 29 === 0;
    const fields = [
      cancelled ? `C${i}` : i,
      i % 37 === 0 ? '' : `c${(i * i) % 60}`,
      `2024-0${1 + (i % 7)}-${String(1 + (i % 27)).padStart(2, '0')}`,
      `P${i % 7}`,
      cancelled ? -1 : 1,
      10 + (i % 50),
      'web',
    ];
    return `${fields.join(',')}\n`;
  });
  return ['order_id,customer_id,order_date,product,quantity,unit_price,channel\n', ...lines].join(
    '',
  );
}

test('axe sees what is wrong', async ({ app }) => {
  await app.evaluate(() =>
    document.querySelector('main')?.append(document.createElement('button')),
  );
  expect(await seriousFindings(app)).toEqual([expect.stringContaining('button-name')]);
});

for (const language of ['en', 'ko'] as const) {
  test.describe(language === 'en' ? 'in English' : 'in Korean', () => {
    test.describe.configure({ mode: 'serial' });
    const folder = new TemporaryFolder();
    const say = (key: string) => word(language, key);
    let session: Session;

    test.beforeAll(async ({ browser, site }) => {
      session = await openSession(browser, site, {
        locale: language === 'en' ? 'en-GB' : 'ko-KR',
        reducedMotion: 'reduce',
      });
    });
    test.afterAll(async () => {
      await session.page.context().close();
      folder.remove();
      expect(session.problems, 'errors in the console').toEqual([]);
    });

    let turn = language === 'en' ? 0 : 1;

    /** Looks at a screen, or the part of it that `within` names; the page is wide afterwards. */
    async function expectNothing(page: Page, screen: string, within?: string): Promise<void> {
      for (const { size, theme } of looks[turn % 2] ?? []) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: theme });
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        const found = await seriousFindings(page, within);
        expect.soft(found, `${screen}, ${language}, ${theme}, ${size.width} px`).toEqual([]);
      }
      turn += 1;
      await page.setViewportSize(wide);
    }

    test('on the start page', async () => {
      await expect(session.page.locator('html')).toHaveAttribute('lang', language);
      await expectNothing(session.page, 'start');
    });

    test('on the data screen', async () => {
      const { page } = session;
      await importFile(page, folder.write('orders.csv', orders()));
      await expectNothing(page, 'data');
      await page.getByRole('button', { name: say('import_see_left_out') }).click();
      await expect(page.getByRole('dialog').locator('tbody tr').first()).toBeVisible();
      await expectNothing(page, 'rows left out', '[role=dialog]');
      await page.keyboard.press('Escape');
    });

    for (const id of FRAMED) {
      test(`on ${id}`, async () => {
        const { page } = session;
        if (id === FRAMED[0]) await analyse(page);
        await goTo(page, id);
        // Weeks would be some hundred cells more, of the same kind.
        if (id === 'retention')
          await page.locator('aside select').first().selectOption({ index: 2 });
        await answered(page);
        await expectNothing(page, id);
        // The tabs of table, definition and SQL are the same everywhere.
        const tabs = id === 'cohort' ? await page.getByRole('tab').all() : [];
        for (const tab of tabs) {
          await tab.click();
          await expectNothing(page, `${id}, ${await tab.innerText()}`, '[role=tabpanel]');
        }
      });
    }

    test('on the comparison, a filter and the lists', async () => {
      const { page } = session;
      await page.locator("nav a[href='#/compare']").click();
      await expect(page.locator('section.chart svg').first()).toBeVisible();
      await expectNothing(page, 'compare');
      await page
        .getByRole('button', { name: say('filters_add') })
        .first()
        .click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNothing(page, 'filter', '[role=dialog]');
      await page.keyboard.press('Escape');
      await page.locator("nav a[href='#/lists']").click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('lists_title'));
      await expectNothing(page, 'lists');
      await goTo(page, 'rfm');
    });

    test('on the rules of the segments', async () => {
      const { page } = session;
      await page.getByRole('button', { name: say('rfm_rules_edit') }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNothing(page, 'rules', '[role=dialog]');
      await page.keyboard.press('Escape');
    });

    test('on the customers of a cell', async () => {
      const { page } = session;
      await goTo(page, 'cohort');
      await chart(page).locator('[data-cell]:not([aria-disabled=true])').first().click();
      await expect(page.getByRole('dialog').locator('tbody tr').first()).toBeVisible();
      await expectNothing(page, 'customers', '[role=dialog]');
      await page.keyboard.press('Escape');
    });

    test('on the menu of exports', async () => {
      const { page } = session;
      await page.getByRole('button', { name: say('analysis_export') }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await expectNothing(page, 'exports', '[role=menu]');
      await page.keyboard.press('Escape');
    });

    test('on an error', async () => {
      const { page } = session;
      await toStart(page);
      await chooseFile(page, folder.write('empty.csv', ''));
      await expect(page.getByRole('alert')).toBeVisible();
      await expectNothing(page, 'error');
    });

    test('on a mapping with errors', async () => {
      const { page } = session;
      await chooseFile(page, folder.write('odd.csv', 'one,two\nred,round\nblue,flat\n'));
      await expect(page.locator('[data-problem]').first()).toBeVisible();
      await expectNothing(page, 'mapping');
    });
  });
}
