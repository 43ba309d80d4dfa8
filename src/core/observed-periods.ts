import { type Day, periodEnd, periodIndex, periodStart, type Grain } from './calendar.ts';

/** The first and the last day that were observed. */
export interface ObservedDays {
  readonly firstDay: Day;
  readonly lastDay: Day;
}

/** The period of the last day, over or not. */
export function lastPeriod(days: ObservedDays, grain: Grain): number {
  return periodIndex(days.lastDay, grain);
}

/** The first period that lies wholly in the data: it does not begin before the first day. */
export function firstFullPeriod(days: ObservedDays, grain: Grain): number {
  const first = periodIndex(days.firstDay, grain);
  return periodStart(first, grain) >= days.firstDay ? first : first + 1;
}

/** The last period that is over: the last day of the data is its last day or a later one. */
export function lastFullPeriod(days: ObservedDays, grain: Grain): number {
  const last = lastPeriod(days, grain);
  return periodEnd(last, grain) <= days.lastDay ? last : last - 1;
}
