import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe finds that is serious or critical: the rule, what it says, and where. An empty list is
 * a pass. `within` names the part of the page to look at, in CSS; default: all of it.
 */
export async function seriousFindings(page: Page, within = 'html'): Promise<string[]> {
  // The app has no frames, so axe needs no second page to run in, which takes as long again.
  const axe = new AxeBuilder({ page }).include(within).setLegacyMode();
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => {
        const where = target.map(String).join(' ');
        return `${id} at ${where}: ${(failureSummary ?? '').replaceAll(/\s+/g, ' ')}`;
      }),
    );
}
