import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { parseRecords } from '../../../src/import/parse-records.ts';

export interface Download {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Does what makes the page save a file, and returns the file. */
export async function download(page: Page, action: () => Promise<unknown>): Promise<Download> {
  const coming = page.waitForEvent('download');
  await action();
  const saved = await coming;
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
}

/** A saved CSV file as records, the titles first; without the mark that Excel needs. */
export function csvRecords(bytes: Buffer): readonly (readonly string[])[] {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  return parseRecords(text, { delimiter: ',', complete: true }).records.map(({ fields }) => fields);
}
