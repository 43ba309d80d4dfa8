import { periodEnd, periodIndex, type Grain } from '../../core/calendar.ts';
import type { DatasetFacts } from '../analysis.ts';

/** The period of the last day, over or not. */
export function lastPeriod(facts: DatasetFacts, grain: Grain): number {
  return periodIndex(facts.lastDay, grain);
}

/** The last period that is over: the last day of the data is its last day or a later one. */
export function lastFullPeriod(facts: DatasetFacts, grain: Grain): number {
  const last = lastPeriod(facts, grain);
  return periodEnd(last, grain) <= facts.lastDay ? last : last - 1;
}
