import type { Bracket } from './brackets.ts';
import type { ReturnEvent } from './return-event.ts';
import type { Reference, RetentionSettings, Return } from './settings.ts';

// What of the settings is in force: some know only calendar periods, or no ranges of them.

/** The ranges of periods; null where each period stands for itself, as rolling windows always do. */
export function activeBrackets({
  windows,
  brackets,
}: RetentionSettings): readonly Bracket[] | null {
  return windows === 'calendar' && brackets.length > 0 ? brackets : null;
}

/** Of a range only `exact` is told: "in it or later" would be that of its first period. */
export function activeReturn(settings: RetentionSettings): Return {
  return activeBrackets(settings) === null ? settings.return : 'exact';
}

/** Ranges are of several lengths, and rolling windows observe ever fewer: both refer to the start. */
export function activeReference(settings: RetentionSettings): Reference {
  const fixed = settings.windows === 'rolling' || activeBrackets(settings) !== null;
  return fixed ? 'start' : settings.reference;
}

export function activeEvent({ windows, event }: RetentionSettings): ReturnEvent {
  return windows === 'rolling' ? { kind: 'any' } : event;
}

export function activeMinimum({ windows, minimum }: RetentionSettings): number {
  return windows === 'rolling' ? 1 : minimum;
}

/** Whether an order of any kind is enough to have come back. */
export function isPlainReturn(settings: RetentionSettings): boolean {
  return activeEvent(settings).kind === 'any' && activeMinimum(settings) === 1;
}

/** The periods after the first that a column of the table stands for; column 0 is the first. */
export function bracketOf(age: number, settings: RetentionSettings): Bracket {
  return activeBrackets(settings)?.[age - 1] ?? { from: age, to: age };
}

/** The last period after the first that is followed. */
export function followedPeriods(settings: RetentionSettings): number {
  return activeBrackets(settings)?.at(-1)?.to ?? settings.periods;
}

/**
 * Whether those who came back at an age are among those they are a share of. Not so of the period
 * before, in which a customer who comes back after a pause was not active.
 */
export function isAmong(age: number, settings: RetentionSettings): boolean {
  return (
    activeReference(settings) === 'start' || activeReturn(settings) === 'onOrAfter' || age <= 1
  );
}
