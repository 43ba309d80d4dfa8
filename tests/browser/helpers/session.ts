import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import type { Site } from '../../../.scripts/serve.mjs';
import { problemsOf } from './app.ts';

/** A page that the tests of a file share. */
export interface Session {
  readonly page: Page;
  /** What the page reported as an error, and what it threw. */
  readonly problems: string[];
}

/** Opens the app in a context of its own; close it with `page.context().close()`. */
export async function openSession(
  browser: Browser,
  site: Site,
  options: BrowserContextOptions = {},
): Promise<Session> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    acceptDownloads: true,
    ...options,
  });
  const page = await context.newPage();
  // What cannot be pressed fails here, and not when the time of the whole test is over.
  page.setDefaultTimeout(30_000);
  const problems = problemsOf(page);
  await page.goto(site.address);
  return { page, problems };
}
