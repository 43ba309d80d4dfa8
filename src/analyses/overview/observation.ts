import { periodEnd, periodIndex, periodStart, type Grain } from '../../core/calendar.ts';
import type { DatasetFacts } from '../analysis.ts';

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
export function observedRange({ firstDay, lastDay }: DatasetFacts, grain: Grain): ObservedRange {
  const first = periodIndex(firstDay, grain);
  const last = periodIndex(lastDay, grain);
  return {
    first,
    last,
    firstComplete: periodStart(first, grain) < firstDay ? first + 1 : first,
    lastComplete: periodEnd(last, grain) > lastDay ? last - 1 : last,
  };
}

export function observationOf(period: number, range: ObservedRange): Observation {
  if (period > range.lastComplete) return 'running';
  return period < range.firstComplete ? 'begun' : 'complete';
}
