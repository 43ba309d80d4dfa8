import type { ColumnProfile } from '../../../workers/engine-api.ts';
import { parseDay, periodIndex, type Day } from '../../core/calendar.ts';
import type { Role } from '../../data/roles.ts';
import { formatDay, formatNumber, formatPeriod } from '../../i18n/format.ts';

const NUMERIC: readonly Role[] = ['amount', 'quantity', 'unitPrice'];

/**
 * From the least to the greatest value, for a column of numbers or of dates (by month, or by day
 * within one month); '' where a range says nothing.
 */
export function columnRange(profile: ColumnProfile, role: Role): string {
  const { min, max } = profile;
  if (min === null || max === null) return '';
  if (role === 'date') return dateRange(min, max);
  if (!NUMERIC.includes(role)) return '';
  const [least, greatest] = [Number(min), Number(max)];
  if (!Number.isFinite(least) || !Number.isFinite(greatest)) return '';
  return `${formatNumber(least)} – ${formatNumber(greatest)}`;
}

function dateRange(min: string, max: string): string {
  const [first, last] = [toDay(min), toDay(max)];
  if (first === null || last === null) return '';
  const [firstMonth, lastMonth] = [periodIndex(first, 'month'), periodIndex(last, 'month')];
  return firstMonth === lastMonth
    ? `${formatDay(first)} – ${formatDay(last)}`
    : `${formatPeriod(firstMonth, 'month')} – ${formatPeriod(lastMonth, 'month')}`;
}

/** The day of `YYYY-MM-DD HH:MM`, or null for other text. */
export function toDay(text: string): Day | null {
  try {
    return parseDay(text.slice(0, 10));
  } catch {
    return null;
  }
}
