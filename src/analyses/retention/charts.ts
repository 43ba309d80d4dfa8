import { formatCount, formatDay, formatPeriod, formatPercent } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { periodEnd } from '../../core/calendar.ts';
import type { DatasetFacts } from '../analysis.ts';
import type { CurvePoint } from './curve.ts';
import { FEWEST_CUSTOMERS } from './findings.ts';
import { lastPeriod } from './observation.ts';
import type { RetentionResult } from './result.ts';
import { activeBasis, unitOf, type RetentionSettings } from './settings.ts';

// What the charts and the screen say; the charts are in the files that end in -charts.ts.

/** "month", "30-day window". */
export function unitName(settings: RetentionSettings): string {
  return messageByKey(`retention_unit_${unitOf(settings)}`);
}

/** What ages count: "Months since the first order". */
export function ageTitle(settings: RetentionSettings): string {
  const recurring = activeBasis(settings) === 'recurring' ? 'recurring_' : '';
  return messageByKey(`retention_axis_${recurring}${unitOf(settings)}`);
}

export function meanName({ mean }: RetentionSettings): string {
  return messageByKey(`retention_mean_${mean}`);
}

/** A percentage in a sentence; a dash where there is none. */
export function percentText(value: number | null): string {
  return value === null ? '–' : formatPercent(value);
}

/** A point of the curve in a sentence, for its tooltip and for the cell of the mean. */
export function pointText(point: CurvePoint, settings: RetentionSettings): string {
  const words = {
    unit: unitName(settings),
    age: String(point.age),
    percent: percentText(point.mean),
    observed: formatCount(point.observed),
    cohorts: formatCount(point.cohorts),
  };
  if (point.low === null || point.high === null) return m.retention_point_alone(words);
  return m.retention_point({
    ...words,
    low: formatPercent(point.low),
    high: formatPercent(point.high),
  });
}

/** What is hatched, or left out, because it is not over. */
export function incompleteNote(result: RetentionResult, facts: DatasetFacts): string {
  const { settings, cohortGrain } = result;
  const day = formatDay(facts.lastDay);
  if (settings.windows === 'rolling') return m.retention_note_rolling({ day });
  const last = lastPeriod(facts, cohortGrain);
  if (periodEnd(last, cohortGrain) <= facts.lastDay) return m.retention_note_complete();
  return m.retention_note_hatched({ period: formatPeriod(last, cohortGrain, { long: true }), day });
}

/** How points that few customers stand behind are drawn. */
export function fewNote(): string {
  return m.retention_note_few({ customers: formatCount(FEWEST_CUSTOMERS) });
}
