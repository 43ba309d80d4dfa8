import { periodIndex, type Grain } from '../../core/calendar.ts';
import {
  firstFullPeriod,
  lastFullPeriod,
  lastPeriod,
  type ObservedDays,
} from '../../core/observed-periods.ts';

/** Whether the data holds the whole period; `begun`: only its end, `running`: not its end. */
export type Observation = 'complete' | 'begun' | 'running';

export interface ObservedRange {
  /** Indexes of the periods of the first and last day. */
  readonly first: number;
  readonly last: number;
  /** Of the periods that the data holds whole; `firstComplete` > `lastComplete` where there is none. */
  readonly firstComplete: number;
  readonly lastComplete: number;
}

/** The periods from the first to the last day of the data. */
export function observedRange(days: ObservedDays, grain: Grain): ObservedRange {
  return {
    first: periodIndex(days.firstDay, grain),
    last: lastPeriod(days, grain),
    firstComplete: firstFullPeriod(days, grain),
    lastComplete: lastFullPeriod(days, grain),
  };
}

export function observationOf(period: number, range: ObservedRange): Observation {
  if (period > range.lastComplete) return 'running';
  return period < range.firstComplete ? 'begun' : 'complete';
}
