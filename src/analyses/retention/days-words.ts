import { formatNumber } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';

/** "1 day", "90 days". */
export function daysText(days: number): string {
  return m.shell_days({ count: days, shown: formatNumber(days) });
}
