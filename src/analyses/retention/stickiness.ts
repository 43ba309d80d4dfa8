import type { Grain } from '../../core/calendar.ts';
import type { DatasetFacts, Tables } from '../analysis.ts';
import { firstFullPeriod, lastFullPeriod } from '../../core/observed-periods.ts';
import type { RetentionSettings } from './settings.ts';

/** The customers who were active in a number of the periods looked at. */
export interface StickyCount {
  /** 1 … span. */
  readonly periods: number;
  readonly exactly: number;
  readonly atLeast: number;
}

export interface StickinessResult {
  readonly view: 'stickiness';
  readonly settings: RetentionSettings;
  readonly grain: Grain;
  /** The first and the last period looked at, both whole; `span` of them, fewer than asked for where the data is short. */
  readonly from: number;
  readonly to: number;
  readonly span: number;
  /** Customers active in any of the periods. */
  readonly customers: number;
  /** Periods in which they were active, on average; null of nobody. */
  readonly mean: number | null;
  readonly counts: readonly StickyCount[];
}

/** The periods looked at: the last whole ones. None (`to` before `from`) where none is whole. */
export function stickyPeriods({ grain, span }: RetentionSettings, facts: DatasetFacts) {
  const to = lastFullPeriod(facts, grain);
  const from = Math.max(firstFullPeriod(facts, grain), to - span + 1);
  return { from, to, span: Math.max(0, to - from + 1) };
}

/** @param tables `stickiness`: `periods`, `customers` */
export function stickinessResult(
  tables: Tables,
  settings: RetentionSettings,
  facts: DatasetFacts,
): StickinessResult {
  const { from, to, span } = stickyPeriods(settings, facts);
  const byPeriods = new Map(
    (tables['stickiness'] ?? []).map((row) => [Number(row['periods']), Number(row['customers'])]),
  );
  const exactly = Array.from({ length: span }, (_, i) => byPeriods.get(i + 1) ?? 0);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const customers = sum(exactly);
  return {
    view: 'stickiness',
    settings,
    grain: settings.grain,
    from,
    to,
    span,
    customers,
    mean: customers === 0 ? null : sum(exactly.map((count, i) => count * (i + 1))) / customers,
    counts: exactly.map((count, i) => ({
      periods: i + 1,
      exactly: count,
      atLeast: sum(exactly.slice(i)),
    })),
  };
}
