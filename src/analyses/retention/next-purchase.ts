import {
  kaplanMeier,
  logRank,
  medianTime,
  survivalAt,
  type LogRank,
  type MedianTime,
  type SurvivalAt,
  type SurvivalStep,
  type TimeCount,
} from '../../core/survival.ts';
import type { Row, Tables } from '../analysis.ts';
import { HORIZONS, type Horizon, type RetentionSettings } from './settings.ts';

/** Fewer still observed without a purchase, and the curve is not drawn or told any further. */
export const FEWEST_AT_RISK = 20;

/** The time from purchase day `number` to the one after it. */
export interface NextPurchaseCurve {
  /** 1: from the first purchase day to the second. */
  readonly number: number;
  /** Customers with at least so many purchase days, and those with a further one. */
  readonly customers: number;
  readonly returned: number;
  /** The share that has not bought again, by days; from the first time observed. */
  readonly steps: readonly SurvivalStep[];
  readonly counts: readonly TimeCount[];
  /** Days after which half have bought again. */
  readonly median: MedianTime;
  /** The share after each horizon; null where nobody was observed so long. */
  readonly at: readonly { readonly days: Horizon; readonly share: SurvivalAt | null }[];
}

export interface NextPurchaseResult {
  readonly view: 'next';
  readonly settings: RetentionSettings;
  /** Those with customers, in the order of the purchase days. */
  readonly curves: readonly NextPurchaseCurve[];
  /** Whether the curves differ by more than chance; null of a single one. */
  readonly test: LogRank | null;
}

/**
 * The counts by purchase day, the first at 0: who bought again, and who had not when the data
 * ended. The last holds all purchase days after the tenth.
 *
 * @param tables `gaps` and `waiting` of `gapQueries`
 */
export function purchaseTimes(tables: Tables): readonly (readonly TimeCount[])[] {
  const times: TimeCount[][] = [];
  const add = (rows: readonly Row[] | undefined, kind: 'events' | 'censored') => {
    for (const row of rows ?? []) {
      const at = Number(row['number']) - 1;
      while (times.length <= at) times.push([]);
      const count = { events: 0, censored: 0, [kind]: Number(row['customers']) };
      times[at]?.push({ time: Number(row['days']), ...count });
    }
  };
  add(tables['gaps'], 'events');
  add(tables['waiting'], 'censored');
  return times;
}

export function nextPurchaseResult(
  tables: Tables,
  settings: RetentionSettings,
): NextPurchaseResult {
  const curves = purchaseTimes(tables)
    .slice(0, settings.curves)
    .map(nextPurchaseCurve)
    .filter(({ customers }) => customers > 0);
  return {
    view: 'next',
    settings,
    curves,
    test: logRank(curves.map((curve) => curve.counts)),
  };
}

function nextPurchaseCurve(counts: readonly TimeCount[], at: number): NextPurchaseCurve {
  const steps = kaplanMeier(counts);
  return {
    number: at + 1,
    customers: steps[0]?.atRisk ?? 0,
    returned: steps.reduce((sum, step) => sum + step.events, 0),
    steps,
    counts,
    median: medianTime(steps),
    at: HORIZONS.map((days) => ({ days, share: survivalAt(steps, days) })),
  };
}
