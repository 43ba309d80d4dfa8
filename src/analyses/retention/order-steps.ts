import { kaplanMeier, survivalAt, type TimeCount } from '../../core/survival.ts';
import type { Tables } from '../analysis.ts';
import { gapDistribution, type GapDistribution } from './gap-distribution.ts';
import { MOST_STEPS } from './gaps-query.ts';
import { FEWEST_AT_RISK, purchaseTimes } from './next-purchase.ts';
import type { RetentionSettings } from './settings.ts';

/** From purchase day `number` to the one after it. */
export interface OrderStep {
  readonly number: number;
  /** Customers with at least so many purchase days, and those with a further one. */
  readonly customers: number;
  readonly next: number;
  /**
   * next ÷ customers in percent. Too low, since those who bought lately have had little time to
   * buy again.
   */
  readonly naive: number;
  /** Customers who were observed to the horizon and had not bought before it. */
  readonly atRisk: number;
  /**
   * The share that buys again within the horizon, in percent, by Kaplan and Meier, with its 95 %
   * interval; null where fewer than 20 customers are at risk at the horizon.
   */
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface OrderStepsResult {
  readonly view: 'steps';
  readonly settings: RetentionSettings;
  /** Up to the tenth purchase day, as far as anybody came. */
  readonly steps: readonly OrderStep[];
  /** The times between two purchase days, of all of them. */
  readonly gaps: GapDistribution;
}

export function orderStepsResult(tables: Tables, settings: RetentionSettings): OrderStepsResult {
  const times = purchaseTimes(tables);
  return {
    view: 'steps',
    settings,
    steps: times
      .slice(0, MOST_STEPS)
      .map((counts, at) => orderStep(counts, at + 1, settings.horizon))
      .filter(({ customers }) => customers > 0),
    gaps: gapDistribution(times.flat()),
  };
}

function orderStep(counts: readonly TimeCount[], number: number, horizon: number): OrderStep {
  const steps = kaplanMeier(counts);
  const customers = steps[0]?.atRisk ?? 0;
  const next = steps.reduce((sum, step) => sum + step.events, 0);
  const at = survivalAt(steps, horizon);
  const atRisk = at?.atRisk ?? 0;
  const known = at !== null && atRisk >= FEWEST_AT_RISK;
  const interval = known ? at.interval : null;
  return {
    number,
    customers,
    next,
    naive: (100 * next) / customers,
    atRisk,
    share: known ? 100 * (1 - at.survival) : null,
    low: interval === null ? null : 100 * (1 - interval.high),
    high: interval === null ? null : 100 * (1 - interval.low),
  };
}
