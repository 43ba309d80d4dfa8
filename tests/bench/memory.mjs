import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The most memory that the process of a page and its workers held while something was done, in
 * MB, by the count that the system keeps; null where it keeps none (only Linux does).
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {readonly number[]} others The processes of other pages (`renderers`, before the page was
 *   opened).
 * @param {() => Promise<unknown>} work
 * @returns {Promise<number | null>}
 */
export async function peakMemory(browser, others, work) {
  const all = process.platform === 'linux' ? await renderers(browser) : [];
  const processes = all.filter((id) => !others.includes(id));
  for (const id of processes) writeFileSync(`/proc/${id}/clear_refs`, '5');
  await work();
  if (processes.length === 0) return null;
  return Math.max(...processes.map(highest));
}

/**
 * The processes of the pages that are open.
 *
 * @param {import('@playwright/test').Browser} browser
 * @returns {Promise<number[]>}
 */
export async function renderers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.flatMap(({ type, id }) => (type === 'renderer' ? [id] : []));
}

/** @param {number} id */
function highest(id) {
  try {
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1000;
  } catch {
    // A process that has ended since, as that of a closed page.
    return 0;
  }
}
