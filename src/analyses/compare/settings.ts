import * as v from 'valibot';
import type { DatasetFacts } from '../analysis.ts';

/** The windows within which a second purchase counts, in days. */
export const WINDOWS = [30, 90, 180, 365] as const;
export type Window = (typeof WINDOWS)[number];

export interface CompareSettings {
  /** Days after the first purchase within which the second one counts. */
  readonly window: Window;
}

export const compareSchema = v.object({
  window: v.picklist(WINDOWS),
}) satisfies v.GenericSchema<unknown, CompareSettings>;

/**
 * The shortest window of at least twice the median gap between purchases, so that a usual customer
 * has had the time to come back, and of at most a third of the days observed.
 */
export function compareDefaults({
  firstDay,
  lastDay,
  medianGapDays,
}: DatasetFacts): CompareSettings {
  const wished = 2 * (medianGapDays ?? 45);
  const longest = (lastDay - firstDay + 1) / 3;
  const fitting = WINDOWS.filter((window) => window <= longest);
  const window = fitting.find((one) => one >= wished) ?? fitting.at(-1) ?? WINDOWS[0];
  return { window };
}
