import { periodEnd, periodIndex, periodStart, type Grain } from '../../core/calendar.ts';
import type { DatasetFacts } from '../analysis.ts';

/** The period of the last day, over or not. */
export function lastPeriod(facts: DatasetFacts, grain: Grain): number {
  return periodIndex(facts.lastDay, grain);
}

/** The first period that lies wholly in the data: it does not begin before the first day. */
export function firstFullPeriod(facts: DatasetFacts, grain: Grain): number {
  const first = periodIndex(facts.firstDay, grain);
  return periodStart(first, grain) >= facts.firstDay ? first : first + 1;
}

/** The last period that is over: the last day of the data is its last day or a later one. */
export function lastFullPeriod(facts: DatasetFacts, grain: Grain): number {
  const last = lastPeriod(facts, grain);
  return periodEnd(last, grain) <= facts.lastDay ? last : last - 1;
}
