import type { Page } from '@playwright/test';
import { SAMPLE_FACTS, SAMPLE_IDS } from '../../src/samples/samples.ts';
import { expect, test } from './helpers/app.ts';
import { csvRecords, download } from './helpers/downloads.ts';
import { answered, chart, goTo, heatmapRows, openSample, tabTo } from './helpers/screens.ts';
import { openSession, type Session } from './helpers/session.ts';
import { word } from './helpers/words.ts';

/** The sample shops: by one click, and the whole way by keyboard alone, in Korean. */

test.describe('by one click', () => {
  let session: Session;
  test.beforeAll(async ({ browser, site }) => {
    session = await openSession(browser, site);
  });
  test.afterAll(async () => {
    await session.page.context().close();
    expect(session.problems, 'errors in the console').toEqual([]);
  });

  for (const id of SAMPLE_IDS) {
    test(`the sample shop ${id} gives the three analyses`, async () => {
      const { page } = session;
      await openSample(page, id);
      const counts = await page.getByRole('banner').locator('.counts').innerText();
      const [customers = 0, orders = 0, rows = 0] = counts.match(/[\d,]+/g)?.map(number) ?? [];
      // A few customers have only cancelled orders, and some rows are left out by the rules.
      const facts = SAMPLE_FACTS[id];
      expect(customers).toBeGreaterThan(0.9 * facts.customers);
      expect(customers).toBeLessThanOrEqual(facts.customers);
      expect(orders).toBeGreaterThan(0.9 * facts.orders);
      expect(orders).toBeLessThanOrEqual(facts.orders);
      expect(rows).toBeLessThanOrEqual(facts.rows);

      const cohorts = await heatmapRows(chart(page).getByRole('grid'));
      expect(number(cohorts.at(-1)?.[1])).toBe(customers);
      await expectFinding(page);

      await goTo(page, 'retention');
      await expect(chart(page).locator('svg').first()).toBeVisible();
      await expect(chart(page).getByRole('grid').locator('[data-cell]').first()).toBeVisible();
      await expectFinding(page);

      await goTo(page, 'rfm');
      const segments = await chart(page).locator('tbody .value').allInnerTexts();
      expect(segments.reduce((sum, text) => sum + number(text), 0)).toBe(customers);
      await expectFinding(page);
    });
  }
});

function number(text: string | undefined): number {
  return Number((text ?? '').replaceAll(',', ''));
}

/** The result is also said in a sentence, with a number in it. */
async function expectFinding(page: Page): Promise<void> {
  await expect(page.locator('.findings .first')).toContainText(/\d/);
}

test.describe('in a Korean browser', () => {
  test.use({ locale: 'ko-KR' });

  test('the keyboard alone leads from the start page to a saved list of customers, and changes the language', async ({
    app: page,
  }) => {
    const ko = (key: string) => word('ko', key);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(ko('shell_start_title'));
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    // Set in the page, it is gone after a reload.
    await page.evaluate(() => {
      document.documentElement.dataset['loaded'] = 'once';
    });

    await tabTo(page.locator('li:has(#sample-fashion) button'));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/overview$/, { timeout: 60_000 });
    await answered(page);
    await tabTo(page.locator("nav a[href='#/cohort']"), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/cohort$/);
    await answered(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(ko('cohort_title'));

    // The period is a radio group: arrow keys move the choice.
    const month = page.getByRole('radio', { name: ko('cohort_grain_month') });
    const quarter = page.getByRole('radio', { name: ko('cohort_grain_quarter') });
    await tabTo(page.locator('input[type=radio]:checked').first());
    while (!(await quarter.isChecked())) {
      await page.keyboard.press((await month.isChecked()) ? 'ArrowRight' : 'ArrowLeft');
    }
    await answered(page);
    await expect(chart(page).getByRole('grid').locator('tbody th').first()).toHaveText(
      /^\d{4}-Q\d$/,
    );

    const retention = page.locator("nav a[href='#/retention']");
    await tabTo(retention, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/retention$/);
    await answered(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(ko('retention_title'));

    await tabTo(page.locator("nav a[href='#/rfm']"), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/rfm$/);
    await answered(page);
    await expect(chart(page).getByRole('table').first()).toContainText(ko('rfm_segment_champions'));

    await tabTo(page.locator("nav a[href='#/cohort']"), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await answered(page);
    await expect(quarter, 'the settings outlive the screen').toBeChecked();

    await tabTo(page.locator('[data-cell][tabindex="0"]'));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const cell = page.locator("[data-cell='1-1']");
    await expect(cell).toBeFocused();
    const expected = /중 ([\d,]+)명/.exec((await cell.getAttribute('aria-label')) ?? '')?.[1];
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.locator('tbody tr').first()).toContainText(/\S/);
    await expect(dialog.locator('.count')).toContainText(/\d+명/);
    const count = number(/[\d,]+/.exec(await dialog.locator('.count').innerText())?.[0]);
    expect(count).toBe(number(expected));

    await tabTo(dialog.getByRole('button', { name: ko('analysis_customers_save') }));
    const saved = await download(page, () => page.keyboard.press('Enter'));
    expect(saved.name).toMatch(/\.csv$/);
    const [titles, ...customers] = csvRecords(saved.bytes);
    expect(titles?.[0]).toBe(ko('customers_customer_id'));
    expect(customers).toHaveLength(count);

    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(cell, 'the focus is back').toBeFocused();

    const before = await heatmapRows(chart(page).getByRole('grid'));
    const language = page.getByRole('combobox', { name: ko('shell_language') });
    await tabTo(language, 'Shift+Tab');
    await page.keyboard.type('En');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(word('en', 'cohort_title'));
    await expect(
      page.getByRole('radio', { name: word('en', 'cohort_grain_quarter') }),
    ).toBeChecked();
    const after = await heatmapRows(chart(page).getByRole('grid'));
    expect(after.slice(0, -1), 'the same cohorts').toEqual(before.slice(0, -1));
    await expect(page.locator('html')).toHaveAttribute('data-loaded', 'once');
  });
});
