import { periodIndex } from '../../core/calendar.ts';
import type { DatasetFacts, Row } from '../analysis.ts';
import { lastFullPeriod, lastPeriod } from '../../core/observed-periods.ts';
import { lifecycleGrain, type RetentionSettings } from './settings.ts';

/**
 * The customers of a period by what they did in it and in the one before. `new`: it is their
 * first ever; `returning`: active in the previous one too; `resurrecting`: active, not new, not
 * active in the previous one; `dormant`: active in the previous one, not in this.
 */
export interface LifecyclePeriod {
  readonly period: number;
  readonly new: number;
  readonly returning: number;
  readonly resurrecting: number;
  /**
   * A positive count; null where the period is not over, since they may still come, and in the
   * first period, since nothing is known of the one before.
   */
  readonly dormant: number | null;
  /** The period is not over: its counts may still grow. */
  readonly incomplete: boolean;
}

/**
 * Every period from the first to the last of the data, also those without a customer.
 *
 * @param rows `period`, `new`, `returning`, `resurrecting`
 */
export function lifecycle(
  rows: readonly Row[],
  settings: RetentionSettings,
  facts: DatasetFacts,
): readonly LifecyclePeriod[] {
  const grain = lifecycleGrain(settings);
  const byPeriod = new Map(rows.map((row) => [Number(row['period']), row]));
  const count = (period: number, state: string) => Number(byPeriod.get(period)?.[state] ?? 0);
  const active = (period: number) =>
    count(period, 'new') + count(period, 'returning') + count(period, 'resurrecting');
  const first = periodIndex(facts.firstDay, grain);
  const last = lastPeriod(facts, grain);
  const full = lastFullPeriod(facts, grain);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const period = first + i;
    const incomplete = period > full;
    const returning = count(period, 'returning');
    return {
      period,
      new: count(period, 'new'),
      returning,
      resurrecting: count(period, 'resurrecting'),
      dormant: incomplete || i === 0 ? null : active(period - 1) - returning,
      incomplete,
    };
  });
}
