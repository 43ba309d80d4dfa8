import type { Locator } from '@playwright/test';
import { expect, test } from './helpers/app.ts';
import { seriousFindings } from './helpers/axe.ts';
import { answered, chart, goTo, openSample } from './helpers/screens.ts';
import { openSession, type Session } from './helpers/session.ts';
import { word } from './helpers/words.ts';

test.describe.configure({ mode: 'serial' });
let session: Session;

test.beforeAll(async ({ browser, site }) => {
  session = await openSession(browser, site, { hasTouch: true });
  const { page } = session;
  await openSample(page, 'coffee');
  await goTo(page, 'rfm');
  await page.getByRole('button', { name: word('en', 'rfm_rules_edit') }).click();
});
test.afterAll(async () => {
  await session.page.context().close();
  expect(session.problems, 'errors in the console').toEqual([]);
});

const dialog = () => session.page.getByRole('dialog');
const place = (recency: number, frequency: number) =>
  dialog().locator(`[data-place='${recency}-${frequency}']`);

/** Recency from, to; frequency from, to of a rule in the list. */
async function ranges(id: string): Promise<readonly string[]> {
  const selects = await dialog().locator(`[data-rule='${id}'] select`).all();
  const values = await Promise.all(selects.map((select) => select.inputValue()));
  return values.slice(0, 4);
}

async function middle(cell: Locator): Promise<{ x: number; y: number }> {
  const box = await cell.boundingBox();
  if (box === null) throw new Error('the cell is not in sight');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('a set to start from replaces the rules and covers the grid', async () => {
  const sets = dialog().getByRole('combobox', { name: word('en', 'rfm_preset') });
  await sets.selectOption({ label: word('en', 'rfm_preset_map') });
  await expect(dialog().locator('[data-rule]')).toHaveCount(11);
  await expect(dialog()).toContainText(word('en', 'rfm_grid_covered'));
  await expect(place(5, 5)).toHaveAttribute('aria-label', /Champions/);
});

test('dragging over cells sets the ranges of the chosen segment', async () => {
  const { page } = session;
  const [from, to] = [await middle(place(5, 3)), await middle(place(4, 5))];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
  expect(await ranges('champions')).toEqual(['4', '5', '3', '5']);
  await expect(place(4, 3)).toHaveAttribute('aria-label', /Champions/);
});

test('a finger draws as the mouse does', async () => {
  const { page } = session;
  await dialog().locator("[data-rule='loyal'] .place").click();
  const [from, to] = [await middle(place(3, 1)), await middle(place(2, 2))];
  const client = await page.context().newCDPSession(page);
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: typeof from) =>
    await client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at === undefined ? [] : [at],
    });
  await touch('touchStart', from);
  await touch('touchMove', { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
  await touch('touchMove', to);
  await touch('touchEnd');
  await expect.poll(() => ranges('loyal')).toEqual(['2', '3', '1', '2']);
});

test('so do the arrow keys with Shift and Enter, and Escape gives up', async () => {
  const { page } = session;
  await dialog().locator("[data-rule='new'] .place").click();
  await place(2, 2).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  expect(await ranges('new')).toEqual(['1', '1', '2', '4']);
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Escape');
  await expect(dialog()).toBeVisible();
  expect(await ranges('new')).toEqual(['1', '1', '2', '4']);
});

test('a rule that others cover is marked, and the action is kept beside the segment', async () => {
  const { page } = session;
  await dialog().locator("[data-rule='sleeping'] .place").click();
  await expect(dialog().locator("[data-rule='sleeping']")).toContainText(
    word('en', 'rfm_rule_never'),
  );
  await dialog().locator("[data-rule='champions'] .place").click();
  const action = dialog().getByRole('textbox', {
    name: word('en', 'rfm_rule_action', { name: word('en', 'rfm_segment_champions') }),
  });
  await action.fill('Invite them to the tasting.');
  await action.blur();
  await dialog()
    .getByRole('radio', { name: word('en', 'rfm_colour_5') })
    .check({ force: true });
  await dialog()
    .getByRole('button', { name: word('en', 'rfm_done') })
    .click();
  await expect(dialog()).toBeHidden();
  await answered(page);
  await page.getByRole('radio', { name: word('en', 'rfm_view_profiles') }).check({ force: true });
  await expect(chart(page)).toContainText('Invite them to the tasting.');
});

for (const view of ['segments', 'sizes', 'profiles', 'scatter'] as const) {
  test(`axe finds nothing serious in the view ${view}`, async () => {
    const { page } = session;
    await page.getByRole('radio', { name: word('en', `rfm_view_${view}`) }).check({ force: true });
    await answered(page);
    expect(await seriousFindings(page, 'section.chart')).toEqual([]);
  });
}

test('tiles and dots open their customers', async () => {
  const { page } = session;
  await page.getByRole('radio', { name: word('en', 'rfm_view_sizes') }).check({ force: true });
  const tile = chart(page).locator('.map button').first();
  const told = (await tile.getAttribute('aria-label')) ?? '';
  await tile.click();
  const count = /Customers ([\d,]*\d)/.exec(told)?.[1] ?? 'none';
  await expect(dialog().locator('.count')).toContainText(count);
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: word('en', 'rfm_view_scatter') }).check({ force: true });
  await expect(chart(page).locator('svg circle').first()).toBeVisible();
  await chart(page).locator('ul button').first().click();
  await expect(dialog().locator('tbody tr').first()).toContainText(/\S/);
});
