import type { Page } from '@playwright/test';
import { expect, test } from './helpers/app.ts';
import { seriousFindings } from './helpers/axe.ts';
import { TemporaryFolder } from './helpers/files.ts';
import {
  analyse,
  answered,
  chart,
  chooseFile,
  goTo,
  importFile,
  openTab,
  toStart,
} from './helpers/screens.ts';
import { openSession, type Session } from './helpers/session.ts';
import { type Language, word } from './helpers/words.ts';

/**
 * axe finds nothing serious on any screen: in both languages, each screen wide and narrow, light
 * and dark, so that over both languages all eight combinations are seen.
 */

interface Look {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
}

const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };
const looks: Readonly<Record<Language, readonly Look[]>> = {
  en: [
    { ...wide, theme: 'light' },
    { ...wide, theme: 'dark' },
    { ...narrow, theme: 'light' },
    { ...narrow, theme: 'dark' },
  ],
  ko: [
    { ...narrow, theme: 'dark' },
    { ...wide, theme: 'light' },
    { ...narrow, theme: 'light' },
    { ...wide, theme: 'dark' },
  ],
};

/** Two years of orders of 60 customers, with returns and rows to leave out. */
function orders(): string {
  const lines = Array.from({ length: 600 }, (_, i) => {
    const customer = i % 37 === 0 ? '' : `c${(i * i) % 60}`;
    const month = String(1 + (i % 12)).padStart(2, '0');
    const day = String(1 + (i % 27)).padStart(2, '0');
    const order = i % 29 === 0 ? `C${i}` : String(i);
    return `${order},${customer},${i < 300 ? 2023 : 2024}-${month}-${day},P${i % 7},${i % 29 === 0 ? -1 : 1},${10 + (i % 50)},web\n`;
  });
  return ['order_id,customer_id,order_date,product,quantity,unit_price,channel\n', ...lines].join(
    '',
  );
}

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
    });

    /** Looks at the screen in all looks of the language; the page is as it was afterwards. */
    async function expectNothing(page: Page, screen: string): Promise<void> {
      for (const { width, height, theme } of looks[language]) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme: theme });
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        expect
          .soft(await seriousFindings(page), `${screen}, ${language}, ${theme}, ${width} px`)
          .toEqual([]);
      }
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
      await expectNothing(page, 'rows left out');
      await page.keyboard.press('Escape');
    });

    const tabs = ['analysis_tab_table', 'analysis_tab_definition', 'analysis_tab_sql'];
    const screens = [
      { id: 'cohort', secondary: 'cohort_curves' },
      { id: 'retention', secondary: 'retention_lifecycle' },
      { id: 'rfm', secondary: 'rfm_scores' },
    ] as const;
    for (const { id, secondary } of screens) {
      test(`on ${id}, each tab`, async () => {
        const { page } = session;
        if (id === 'cohort') await analyse(page);
        else await goTo(page, id);
        for (const tab of [secondary, ...tabs]) {
          await openTab(page, say(tab));
          await answered(page);
          await expectNothing(page, `${id}, ${say(tab)}`);
        }
      });
    }

    test('on the rules of the segments', async () => {
      const { page } = session;
      await page.getByRole('button', { name: say('rfm_rules_edit') }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNothing(page, 'rules');
      await page.keyboard.press('Escape');
    });

    test('on the customers of a cell', async () => {
      const { page } = session;
      await goTo(page, 'cohort');
      await chart(page).locator('[data-cell]:not([aria-disabled=true])').first().click();
      await expect(page.getByRole('dialog').locator('tbody tr').first()).toBeVisible();
      await expectNothing(page, 'customers');
      await page.keyboard.press('Escape');
    });

    test('on the menu of exports', async () => {
      const { page } = session;
      await page.getByRole('button', { name: say('analysis_export') }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await expectNothing(page, 'exports');
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
