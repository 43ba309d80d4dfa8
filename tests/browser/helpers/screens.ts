import type { Locator, Page } from '@playwright/test';
import { ANALYSIS_IDS, type AnalysisId } from '../../../src/analyses/analysis.ts';
import type { SampleId } from '../../../src/samples/samples.ts';
import { expect } from './app.ts';
import { type Language, word } from './words.ts';

/** Reading a large file, on a machine that others use too. */
const LONG = 90_000;

/** The start page, through the name of the page. */
export async function toStart(page: Page): Promise<void> {
  await page.locator('a.wordmark').click();
  await expect(page.locator('input[type=file]')).toBeAttached();
}

/** Opens a file with the file button of the start page. */
export async function chooseFile(page: Page, path: string): Promise<void> {
  await toStart(page);
  const chooser = page.waitForEvent('filechooser');
  await page.locator('.drop button').click();
  await (await chooser).setFiles(path);
}

/** Opens a file that reads well, and waits until all that the data screen shows is known. */
export async function importFile(page: Page, path: string): Promise<void> {
  await chooseFile(page, path);
  await accounted(page);
}

/** Waits until the file is read whole and counted. */
export async function accounted(page: Page): Promise<void> {
  await expect(page.getByTestId('ledger-kept')).not.toHaveText('…', { timeout: LONG });
  await expect(page.getByTestId('fact-customers')).not.toHaveText('…', { timeout: LONG });
}

/** Accepts the mapping and the rules; goes on to the cohorts. */
export async function analyse(page: Page): Promise<void> {
  await page.getByTestId('analyse').getByRole('button').click();
  await expect(page).toHaveURL(/#\/overview$/, { timeout: LONG });
  await answered(page);
  await goTo(page, 'cohort');
}

/** Opens a sample shop by its button; goes on to the cohorts. */
export async function openSample(page: Page, id: SampleId): Promise<void> {
  await toStart(page);
  await page.locator(`li:has(#sample-${id})`).getByRole('button').click();
  await expect(page).toHaveURL(/#\/overview$/, { timeout: LONG });
  await answered(page);
  await goTo(page, 'cohort');
}

/** The analyses that share one frame; the comparison has a screen of its own. */
export const FRAMED = ANALYSIS_IDS.filter((id) => id !== 'compare');

/** Goes to an analysis through the rail; waits for its answer. */
export async function goTo(page: Page, analysis: AnalysisId): Promise<void> {
  await page.locator(`nav a[href='#/${analysis}']`).click();
  await expect(page).toHaveURL(new RegExp(`#/${analysis}$`));
  await answered(page);
}

/** The chart of the analysis on screen. */
export function chart(page: Page): Locator {
  return page.locator('section.chart');
}

/** Waits until the analysis on screen has answered. */
export async function answered(page: Page): Promise<void> {
  await expect(chart(page)).toHaveAttribute('aria-busy', 'false', { timeout: LONG });
  await expect(chart(page).locator('table, svg').first()).toBeVisible({ timeout: LONG });
}

/** The rows of a heatmap: the label, the plain columns and the cells, '' for an unknown one. */
export async function heatmapRows(table: Locator): Promise<string[][]> {
  // A large one is drawn some rows a frame.
  await expect(table).not.toHaveAttribute('aria-busy', 'true');
  return await table.evaluate((element) =>
    [...element.querySelectorAll('tbody tr, tfoot tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.trim()),
    ),
  );
}

/** Opens the customers behind the first cell of the heatmap on screen and returns how many. */
export async function customersOfFirstCell(page: Page): Promise<string> {
  await chart(page).locator('[data-cell]:not([aria-disabled=true])').first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('tbody tr').first()).toContainText(/\S/, { timeout: LONG });
  const count = (await dialog.locator('.count').innerText()).trim();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return count;
}

/** Chooses a tab of the analysis on screen. */
export async function openTab(page: Page, title: string): Promise<void> {
  const tab = page.getByRole('tab', { name: title, exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}

/** Presses Tab, or another key, until an element has the focus: what the keyboard can reach. */
export async function tabTo(target: Locator, key = 'Tab', most = 80): Promise<void> {
  const page = target.page();
  for (let pressed = 0; pressed < most; pressed += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  await expect(target, `reached with ${key}`).toBeFocused({ timeout: 1 });
}

async function hasFocus(target: Locator): Promise<boolean> {
  if ((await target.count()) === 0) return false;
  return await target.evaluate((element) => element === document.activeElement);
}

/** The sentence of an error as the page shows it. */
export async function expectError(
  page: Page,
  language: Language,
  key: string,
  values: Readonly<Record<string, string | number>>,
): Promise<void> {
  await expect(page.getByRole('alert').locator('p')).toHaveText(word(language, key, values), {
    timeout: LONG,
  });
}
