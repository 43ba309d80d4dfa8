import type { Page } from '@playwright/test';
import { expect, test } from './helpers/app.ts';
import { csvRecords, download, type Download } from './helpers/downloads.ts';
import { chart, FRAMED, goTo, openSample, openTab } from './helpers/screens.ts';
import { openSession, type Session } from './helpers/session.ts';
import { word } from './helpers/words.ts';

/** Each analysis saves its table as CSV and each of its charts as SVG and PNG. */

test.describe.configure({ mode: 'serial' });

let session: Session;
test.beforeAll(async ({ browser, site }) => {
  session = await openSession(browser, site);
  await openSample(session.page, 'coffee');
});
test.afterAll(async () => {
  await session.page.context().close();
  expect(session.problems, 'errors in the console').toEqual([]);
});

/** The entries of the menu of exports; it is closed again. */
async function exportNames(page: Page): Promise<string[]> {
  await openMenu(page);
  const names = (await page.getByRole('menuitem').allInnerTexts()).map((name) => name.trim());
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  return names;
}

async function openMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: word('en', 'analysis_export'), exact: true }).click();
  await expect(page.getByRole('menu')).toBeVisible();
}

async function save(page: Page, name: string): Promise<Download> {
  await openMenu(page);
  return await download(page, () => page.getByRole('menuitem', { name, exact: true }).click());
}

/** A number as the table shows it; null for text. */
function shownNumber(text: string): number | null {
  const plain = text.replaceAll(/[,\s%]/g, '').replace('−', '-');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** A cell as the table shows it and as the file has it: the same, but for rounding and days. */
function expectSame(shown: string, saved: string, where: string): void {
  const number = shownNumber(shown);
  if (number === null) {
    if (!/^\d{4}-\d\d-\d\d$/.test(saved)) expect(saved, where).toBe(shown);
    return;
  }
  const decimals = shown.includes('.') ? /\.(\d+)/.exec(shown)?.[1]?.length : 0;
  expect(Math.abs(Number(saved) - number), `${where}: ${shown} and ${saved}`).toBeLessThanOrEqual(
    0.5 * 10 ** -(decimals ?? 0) + 1e-9,
  );
}

/** Whether a picture is well-formed, and every address in it is one of its own (`#…`). */
async function svgFacts(page: Page, text: string) {
  return await page.evaluate((source) => {
    const picture = new DOMParser().parseFromString(source, 'image/svg+xml');
    const elements = [...picture.querySelectorAll('*')];
    const values = elements.flatMap((element) => [...element.attributes]);
    const links = values.filter(({ localName }) => localName === 'href' || localName === 'src');
    const styles = [
      ...values.map(({ value }) => value),
      ...elements.filter(({ localName }) => localName === 'style').map((e) => e.textContent),
    ];
    return {
      root: picture.documentElement.localName,
      wellFormed: picture.querySelector('parsererror') === null,
      title: picture.querySelector('title')?.textContent ?? '',
      active: elements.filter((e) => /^(script|foreignObject|image|iframe)$/i.test(e.localName))
        .length,
      outside: [
        ...links.map(({ value }) => value).filter((value) => !value.startsWith('#')),
        ...styles.filter((value) => /url\(\s*['"]?(?!#)|@import/i.test(value)),
      ],
      marks: picture.querySelectorAll('path, rect, circle, text').length,
    };
  }, text);
}

for (const id of FRAMED) {
  test(`the table of ${id} as CSV`, async () => {
    const { page } = session;
    await goTo(page, id);
    await openTab(page, word('en', 'analysis_tab_table'));
    const table = page.getByRole('tabpanel').getByRole('table');
    const titles = await table.getByRole('columnheader').allInnerTexts();
    const rows = await table.locator('tbody tr:not([aria-hidden])').all();
    const saved = await save(page, word('en', 'analysis_export_csv'));
    expect(saved.name).toMatch(/^[^\s/\\:]+\.csv$/);
    expect([...saved.bytes.subarray(0, 3)], 'the mark that Excel needs').toEqual([
      0xef, 0xbb, 0xbf,
    ]);

    const [head, ...records] = csvRecords(saved.bytes);
    expect(head).toEqual(titles.map((title) => title.trim()));
    expect(records).toHaveLength(Number(await table.getAttribute('aria-rowcount')) - 1);
    expect(rows.length).toBeGreaterThan(5);
    for (const [r, row] of rows.slice(0, 20).entries()) {
      const cells = await row.locator('td').allInnerTexts();
      const record = records[r] ?? [];
      expect(record).toHaveLength(cells.length);
      for (const [c, cell] of cells.entries()) {
        expectSame(cell.trim(), record[c] ?? '', `row ${r}, ${titles[c]}`);
      }
    }
  });

  test(`the charts of ${id} as SVG and PNG`, async () => {
    const { page } = session;
    await expect(chart(page)).toBeVisible();
    const names = await exportNames(page);
    const svgs = names.filter((name) => name.startsWith('SVG'));
    const pngs = names.filter((name) => name.startsWith('PNG'));
    expect(svgs.length).toBeGreaterThan(0);
    expect(pngs).toHaveLength(svgs.length);

    for (const name of svgs) {
      const saved = await save(page, name);
      expect(saved.name).toMatch(/\.svg$/);
      const facts = await svgFacts(page, saved.bytes.toString('utf8'));
      expect(facts, name).toMatchObject({
        root: 'svg',
        wellFormed: true,
        // A chart that is the only one is not named in the menu.
        ...(name === 'SVG' ? {} : { title: name.replace(/^SVG · /, '') }),
        active: 0,
        outside: [],
      });
      expect(facts.marks, name).toBeGreaterThan(10);
    }
    for (const name of pngs) {
      const saved = await save(page, name);
      expect(saved.name).toMatch(/\.png$/);
      expect(saved.bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
      expect(saved.bytes.readUInt32BE(16), `width of ${name}`).toBeGreaterThan(1000);
      expect(saved.bytes.readUInt32BE(20), `height of ${name}`).toBeGreaterThan(300);
    }
  });
}
