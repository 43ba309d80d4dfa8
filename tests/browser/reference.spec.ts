import type { Page } from '@playwright/test';
import { hasSharedData, needsSharedData, readShared, sharedPath } from '../helpers/shared-data.ts';
import { expect, test } from './helpers/app.ts';
import { TemporaryFolder } from './helpers/files.ts';
import {
  analyse,
  answered,
  chart,
  goTo,
  heatmapRows,
  importFile,
  openTab,
} from './helpers/screens.ts';
import { openSession, type Session } from './helpers/session.ts';
import { word } from './helpers/words.ts';

/**
 * Published numbers, read in the page: the counts of two real order files, the cohorts of the
 * first and the RFM of the second.
 */

const folder = new TemporaryFolder();
test.afterAll(() => {
  folder.remove();
});

/** Texts of elements by their test ids. */
async function expectFacts(page: Page, facts: Readonly<Record<string, string>>): Promise<void> {
  for (const [id, text] of Object.entries(facts)) {
    await expect.soft(page.getByTestId(id), id).toHaveText(text);
  }
}

test.describe(`the orders of an online shop${needsSharedData}`, () => {
  test.describe.configure({ mode: 'serial' });
  test.skip(!hasSharedData, '../shared/data is not there');
  let session: Session;

  test.beforeAll(async ({ browser, site }) => {
    session = await openSession(browser, site);
    const path = folder.write('online_retail.csv', readShared('online_retail.csv.gz'));
    await importFile(session.page, path);
  });
  test.afterAll(async () => {
    await session.page.context().close();
    expect(session.problems, 'errors in the console').toEqual([]);
  });

  test('the file is counted as it is', async () => {
    const { page } = session;
    await expectFacts(page, {
      'fact-rows': '541,909',
      'fact-orders': '25,900',
      'fact-customers': '4,372',
      'fact-first': '1 Dec 2010, 08:26',
      'fact-last': '9 Dec 2011, 12:50',
      'fact-money': '9,747,747.934',
      'column-2-empty': '1,454',
      'column-6-empty': '135,080',
      'column-7-distinct': '38',
      'several-Country': '8',
      'fact-negative': '10,624',
      'fact-negative-not-cancelled': '1,336',
    });
  });

  test('the rows of each cleaning rule are counted', async () => {
    await expectFacts(session.page, {
      'reason-noCustomer-matched': '135,080',
      'reason-unreadableDate-matched': '0',
      'reason-unreadableAmount-matched': '0',
      'reason-cancelled-matched': '9,288',
      'reason-negativeQuantity-matched': '1,336',
      'reason-negativePrice-matched': '2',
      'reason-zeroAmount-matched': '2,515',
      'reason-duplicate-matched': '5,268',
      'reason-duplicate-left-out': '0',
    });
  });

  test('the codes that are no product are found, with their rows and money', async () => {
    const { page } = session;
    const more = page.getByRole('button', { name: /^Show \d+ more$/ }).last();
    if (await more.isVisible()) await more.click();
    await expectFacts(page, {
      'code-POST-rows': '1,256',
      'code-POST-money': '66,230.64',
      'code-DOT-rows': '710',
      'code-DOT-money': '206,245.48',
      'code-M-rows': '571',
      'code-M-money': '−68,674.19',
      'code-C2-rows': '144',
      'code-D-rows': '77',
      'code-D-money': '−5,696.22',
      'code-S-rows': '63',
      'code-BANK CHARGES-rows': '37',
      'code-AMAZONFEE-rows': '34',
      'code-AMAZONFEE-money': '−221,520.50',
      'code-CRUK-rows': '16',
    });
  });

  test('the sales are left, and every row and amount is accounted for', async () => {
    const { page } = session;
    await expectFacts(page, {
      'ledger-read': '541,909',
      'ledger-broken': '0',
      'ledger-left-out': '144,025',
      'ledger-kept': '397,884',
      'ledger-money': '9,747,747.934',
      'ledger-money-kept': '8,911,407.904',
      'ledger-money-left-out': '836,340.03',
    });
    const leftOut = page.locator('[data-testid^=reason-][data-testid$=-left-out]');
    const counts = (await leftOut.allTextContents()).map((text) =>
      Number(text.replaceAll(',', '')),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(144_025);
  });

  test('the dataset has the customers, invoices and rows of the sales', async () => {
    await analyse(session.page);
    await expect(session.page.getByRole('banner').locator('.counts')).toHaveText(
      '4,338 customers · 18,532 orders · 397,884 rows',
    );
  });

  test('the monthly cohorts are the published ones, to the last cell', async () => {
    const { page } = session;
    await page.getByLabel(word('en', 'cohort_measure')).selectOption({
      label: word('en', 'cohort_measure_customers'),
    });
    const table = page.getByRole('grid');
    await expect(table).toHaveAccessibleName(/: Customers$/);
    const rows = await heatmapRows(table);
    // The label and the cohort's size, which is its age 0, then the ages from 1.
    const cohorts = [
      '2010-12 885 324 286 340 321 352 321 309 313 350 331 445 235',
      '2011-01 417 92 111 96 134 120 103 101 125 136 152 49',
      '2011-02 380 71 71 108 103 94 96 106 94 116 26',
      '2011-03 452 68 114 90 101 76 121 104 126 39',
    ];
    expect(rows.slice(0, 4).map((row) => row.filter((text) => text !== '').join(' '))).toEqual(
      cohorts,
    );
    expect(rows.at(-1)?.[1], 'customers of all cohorts').toBe('4,338');
  });

  test('a month that is not over is marked and kept out of the means', async () => {
    const table = session.page.getByRole('grid');
    const rows = await heatmapRows(table);
    const cells = rows.slice(0, -1).map((row) => row.slice(2).filter((text) => text !== ''));
    expect(cells.map((row) => row.length)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    const marked = await table
      .locator('.incomplete')
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('data-cell')));
    expect(marked, 'the last cell of each cohort').toEqual(
      Array.from({ length: 12 }, (_, r) => `${r}-${11 - r}`),
    );
    const means = Array.from({ length: 12 }, (_, age) => {
      const complete = cells.flatMap((row) => (age < row.length - 1 ? [Number(row[age])] : []));
      return mean(complete);
    });
    expect(rows.at(-1)?.slice(2)).toEqual(means);
  });
});

/** As it stands at the foot of the cohorts: with one decimal, none where it is whole. */
function mean(values: readonly number[]): string {
  if (values.length === 0) return '';
  const sum = values.reduce((all, value) => all + value, 0);
  return new Intl.NumberFormat('en', { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(
    sum / values.length,
  );
}

test.describe(`RFM of the orders of 995 customers${needsSharedData}`, () => {
  test.describe.configure({ mode: 'serial' });
  test.skip(!hasSharedData, '../shared/data is not there');
  let session: Session;

  test.beforeAll(async ({ browser, site }) => {
    session = await openSession(browser, site);
    const { page } = session;
    await importFile(page, sharedPath('rfm_data_orders.csv'));
    await analyse(page);
    await goTo(page, 'rfm');
    await page.getByLabel(word('en', 'rfm_analysis_day')).fill('2006-12-31');
    await page.getByLabel(word('en', 'rfm_analysis_day')).blur();
    await expect(chart(page)).toContainText('31 Dec 2006');
    await answered(page);
    await expect(page.getByRole('combobox', { name: word('en', 'rfm_bins') })).toHaveValue('5');
    await openTab(page, word('en', 'rfm_scores'));
  });
  test.afterAll(async () => {
    await session.page.context().close();
    expect(session.problems, 'errors in the console').toEqual([]);
  });

  test('the limits of the scores are those of the R package', async () => {
    const limits = {
      rfm_recency_unit: ['115', '181', '297.4', '482'],
      rfm_frequency_unit: ['4', '5', '6', '8'],
      rfm_monetary_unit: ['255.80', '382', '506.40', '666'],
    };
    for (const [unit, upper] of Object.entries(limits)) {
      const table = session.page.getByRole('table', { name: word('en', unit) });
      const shown = await table.locator('tbody tr td:nth-of-type(2)').allTextContents();
      expect.soft(shown.slice(0, -1), unit).toEqual(upper);
    }
  });

  test('the segments have the published customers, the champions their orders and revenue', async () => {
    const { page } = session;
    const measure = async (key: string) => {
      await page
        .getByRole('radio', { name: word('en', key), exact: true })
        .first()
        .check({
          force: true,
        });
      const table = page.getByRole('table', {
        name: word('en', 'rfm_bars_label', { measure: word('en', key) }),
      });
      const rows = await table.locator('tbody tr').all();
      return Object.fromEntries(
        await Promise.all(
          rows.map(async (row) => [
            (await row.locator('th').innerText()).trim(),
            (await row.locator('.value').innerText()).trim(),
          ]),
        ),
      ) as Record<string, string>;
    };
    const segment = (id: string) => word('en', `rfm_segment_${id}`);
    expect(await measure('rfm_measure_customers')).toEqual({
      [segment('champions')]: '158',
      [segment('loyal')]: '278',
      [segment('potential')]: '229',
      [segment('new')]: '0',
      [segment('promising')]: '0',
      [segment('attention')]: '35',
      [segment('sleeping')]: '50',
      [segment('at_risk')]: '86',
      [segment('cant_lose')]: '0',
      [segment('lost')]: '111',
      [segment('others')]: '48',
    });
    expect((await measure('rfm_measure_orders'))[segment('champions')]).toBe('1,234');
    expect((await measure('rfm_measure_revenue'))[segment('champions')]).toBe('120,178');
  });

  test('customers have the published recency, frequency, money and scores', async () => {
    const { page } = session;
    const customers = [
      ["Abbey O'Reilly", '205', '6', '472', '343'],
      ['Add Senger', '140', '3', '340', '412'],
      ['Aden Lesch', '194', '4', '405', '323'],
      ['Aden Murphy', '98', '7', '596', '544'],
      ['Admiral Senger', '132', '5', '448', '433'],
      ["Agness O'Keefe", '90', '9', '843', '555'],
    ] as const;
    const titles = ['recency', 'frequency', 'monetary', 'score'].map((key) =>
      word('en', `customers_${key}`),
    );
    for (const [name, ...values] of customers) {
      const [recency, frequency] = values[3];
      // The best recency stands on top, the least frequency on the left.
      await page.locator(`[data-cell='${5 - Number(recency)}-${Number(frequency) - 1}']`).click();
      const dialog = page.getByRole('dialog');
      const row = dialog.getByRole('row').filter({ hasText: name });
      await expect(row, name).toBeVisible();
      const heads = await dialog.getByRole('columnheader').allTextContents();
      const cells = await row.getByRole('cell').allTextContents();
      const shown = titles.map((title) => cells[heads.indexOf(title)]?.trim());
      expect.soft(shown, name).toEqual(values);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
  });

  test('the customers are counted by their number of orders', async () => {
    const table = session.page.getByRole('table', { name: word('en', 'rfm_orders_label') });
    const counts = await heatmapRows(table);
    expect(counts.map((row) => row.join(':')).join(' ')).toBe(
      '1:42 2:83 3:143 4:187 5:176 6:150 7:94 8:51 9:38 10:20 11:3 12:5 13:2 14:1',
    );
  });
});

test.describe(`the customers of CDNOW${needsSharedData}`, () => {
  test.describe.configure({ mode: 'serial' });
  test.skip(!hasSharedData, '../shared/data is not there');
  let session: Session;

  test.beforeAll(async ({ browser, site }) => {
    session = await openSession(browser, site);
    const { page } = session;
    await importFile(page, sharedPath('CDNOW_master.txt'));
    // The published figures count the orders of nothing as well.
    const reason = word('en', 'import_reason_zeroAmount');
    await page
      .getByRole('combobox', { name: word('en', 'import_treatment_of', { reason }) })
      .selectOption({ label: word('en', 'import_treatment_keep') });
    await expect(page.getByTestId('ledger-kept')).toHaveText('69,659');
    await analyse(page);
  });
  test.afterAll(async () => {
    await session.page.context().close();
    expect(session.problems, 'errors in the console').toEqual([]);
  });

  test('the first cohort, customers by month', async () => {
    const { page } = session;
    await page
      .getByRole('radio', { name: word('en', 'cohort_grain_month') })
      .check({ force: true });
    await page
      .getByRole('combobox', { name: word('en', 'cohort_measure') })
      .selectOption({ label: word('en', 'cohort_measure_customers') });
    await answered(page);
    const [first] = await heatmapRows(chart(page).getByRole('grid'));
    const published = '7846 1157 964 810 679 736 720 582 559 594 673 634 528 511 664 472 497 498';
    expect(first?.slice(1).map((text) => text.replaceAll(',', ''))).toEqual(published.split(' '));
  });

  test('the retention of that cohort, per cent', async () => {
    const { page } = session;
    await goTo(page, 'retention');
    await page.getByRole('combobox', { name: word('en', 'retention_grain') }).selectOption('month');
    await answered(page);
    const rows = await heatmapRows(chart(page).getByRole('grid').first());
    const cohort = rows.find(([label]) => label === '1997-01');
    const shares = [1157, 964, 810, 679, 736, 720].map((customers) =>
      ((customers / 7846) * 100).toFixed(1),
    );
    expect(cohort?.slice(1, 8)).toEqual(['7,846', ...shares]);
  });

  test('the time to the second purchase, by Kaplan and Meier', async () => {
    const { page } = session;
    await page
      .getByRole('radio', { name: word('en', 'retention_view_next') })
      .check({ force: true });
    const table = page.getByRole('grid', { name: word('en', 'retention_next_title') });
    await expect(table).toBeVisible();
    const [first] = await heatmapRows(table);
    expect(first?.[1]).toBe('23,570');
    // S(30) .825414, S(90) .707807, S(365) .541366.
    expect([first?.[3], first?.[4], first?.[6]]).toEqual(['82.5', '70.8', '54.1']);
  });

  test('the concentration: the best fifth and the Gini coefficient', async () => {
    const { page } = session;
    await goTo(page, 'concentration');
    await expect(page.locator('.gini .number')).toHaveText('0.635');
    const row = page
      .getByRole('table', { name: word('en', 'concentration_best_label') })
      .getByRole('row', { name: word('en', 'concentration_best_20') });
    await expect(row.locator('td').last()).toHaveText(/67\.8/);
  });
});
