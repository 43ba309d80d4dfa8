import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe finds on the page that is serious or critical: the rule, what it says, and where.
 * An empty list is a pass.
 */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => {
        const where = target.map(String).join(' ');
        return `${id} at ${where}: ${(failureSummary ?? '').replaceAll(/\s+/g, ' ')}`;
      }),
    );
}
