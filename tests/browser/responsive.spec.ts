import type { Locator, Page } from '@playwright/test';
import { expect, test } from './helpers/app.ts';
import { chart, chooseFile, FRAMED, goTo, openSample, toStart } from './helpers/screens.ts';
import { openSession, type Session } from './helpers/session.ts';
import { TemporaryFolder } from './helpers/files.ts';
import { word } from './helpers/words.ts';

/** At the width of a telephone no screen scrolls sideways, and every action can be reached. */

test.describe.configure({ mode: 'serial' });

const folder = new TemporaryFolder();
let session: Session;

test.beforeAll(async ({ browser, site }) => {
  session = await openSession(browser, site, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
});
test.afterAll(async () => {
  await session.page.context().close();
  folder.remove();
  expect(session.problems, 'errors in the console').toEqual([]);
});

/** Neither the page nor its main part is wider than the screen. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const widths = await page.evaluate(() =>
    [
      document.scrollingElement,
      document.querySelector('main'),
      document.querySelector('[role=dialog]'),
    ]
      .filter((element) => element !== null)
      .map((element) => ({
        element: element.tagName.toLowerCase(),
        beyond: element.scrollWidth - element.clientWidth,
      })),
  );
  expect(widths.filter(({ beyond }) => beyond > 0)).toEqual([]);
}

/** Each can be brought into view and pressed: nothing lies over it. */
async function expectReachable(actions: readonly Locator[]): Promise<void> {
  for (const action of actions) {
    await action.scrollIntoViewIfNeeded();
    await action.click({ trial: true });
    const box = await action.boundingBox();
    expect(box).not.toBeNull();
    expect(box?.x, 'left edge').toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0), 'right edge').toBeLessThanOrEqual(390);
  }
}

const button = (page: Page, key: string) =>
  page.getByRole('button', { name: word('en', key), exact: true });
test('the start page', async () => {
  const { page } = session;
  await expectNoSidewaysScroll(page);
  await expectReachable([
    page.locator('.drop button'),
    page.locator('li:has(#sample-coffee) button'),
    page.locator('li:has(#sample-charity) button'),
    page.getByRole('combobox', { name: word('en', 'shell_language') }),
    page.getByRole('banner').getByRole('button'),
  ]);
});

test('every analysis', async () => {
  const { page } = session;
  await openSample(page, 'fashion');
  for (const id of FRAMED) {
    await goTo(page, id);
    await expectNoSidewaysScroll(page);
    await expectReachable([button(page, 'analysis_export')]);
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await expectNoSidewaysScroll(page);
    }
  }
});

test('the comparison, the lists and the bar of filters', async () => {
  const { page } = session;
  for (const screen of ['compare', 'lists']) {
    await page.locator(`nav a[href='#/${screen}']`).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      word('en', `shell_nav_${screen}`),
    );
    await expectNoSidewaysScroll(page);
  }
  await goTo(page, 'cohort');
  await page.getByRole('button', { name: word('en', 'filters_add') }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.keyboard.press('Escape');
});

test('the settings of an analysis are folded away, and open', async () => {
  const { page } = session;
  await goTo(page, 'cohort');
  const measure = page.getByRole('combobox', { name: word('en', 'cohort_measure') });
  await expect(measure).toBeHidden();
  await page.locator('aside summary').first().click();
  await expect(measure).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectReachable([measure, page.locator('aside label').first()]);
});

test('the customers of a cell', async () => {
  const { page } = session;
  await chart(page).locator('[data-cell]:not([aria-disabled=true])').first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('tbody tr').first()).toContainText(/\S/);
  await expectNoSidewaysScroll(page);
  const box = await dialog.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  await expectReachable([
    dialog.getByRole('button', { name: word('en', 'analysis_customers_save') }),
    dialog.getByRole('button', { name: word('en', 'shell_close') }).first(),
  ]);
  await dialog
    .getByRole('button', { name: word('en', 'shell_close') })
    .first()
    .click();
  await expect(dialog).toBeHidden();
});

test('the data screen of a sample shop', async () => {
  const { page } = session;
  await page.locator('nav a').first().click();
  await expect(page.getByTestId('fact-customers')).not.toHaveText('…');
  await expectNoSidewaysScroll(page);
  await expectReachable([
    page.getByTestId('analyse').getByRole('button'),
    page.locator('th[data-column] select').first(),
    button(page, 'import_see_left_out'),
  ]);
});

test('an error and a mapping with errors', async () => {
  const { page } = session;
  await toStart(page);
  await chooseFile(page, folder.write(`${'a-long-name-without-a-blank-'.repeat(6)}.csv`, ''));
  const alert = page.getByRole('alert');
  await expect(alert).toBeVisible();
  await expectNoSidewaysScroll(page);
  const close = alert.getByRole('button', { name: word('en', 'shell_close') });
  await expectReachable([close]);
  await close.click();
  await chooseFile(page, folder.write('odd.csv', 'one,two\nred,round\nblue,flat\n'));
  await expect(page.locator('[data-problem]').first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectReachable([button(page, 'import_discard')]);
});
