import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test as base } from '@playwright/test';
import { serve, type Site } from '../../../.scripts/serve.mjs';

/** The built app's folder, with a slash at its end; `DIST` names another than dist/. */
export const dist =
  process.env['DIST'] ?? fileURLToPath(new URL('../../../dist/', import.meta.url));

/** The path that the tests serve the app under, so that an address from the root would show. */
export const prefix = '/sub/path/';

/** What a page reports in the console as an error, and what it throws, from now on. */
export function problemsOf(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => {
    problems.push(error.message);
  });
  return problems;
}

interface WorkerFixtures {
  /** The built app, served under a sub-path at a port of its own, with a log of its requests. */
  site: Site;
}

interface Fixtures {
  /**
   * What the page reports in the console as an error, and what it throws. A test that uses `app`
   * fails where any is left at its end; one that provokes errors empties the list.
   */
  problems: string[];
  /** The app, opened at its start page. */
  app: Page;
}

/**
 * The tests' `test`: `page.goto('./')` opens the built app; with `app` it is open already.
 */
export const test = base.extend<Fixtures, WorkerFixtures>({
  site: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from it.
    async ({}, use) => {
      if (!existsSync(`${dist}index.html`)) {
        throw new Error('dist/ is missing: run `npm run build` first.');
      }
      const site = await serve({ root: dist, prefix });
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ site }, use) => {
    await use(site.address);
  },
  problems: async ({ page }, use) => {
    await use(problemsOf(page));
  },
  app: async ({ page, problems }, use) => {
    await page.goto('./');
    await use(page);
    expect(problems, 'errors in the console').toEqual([]);
  },
});

export { expect };
