import {
  formatCount,
  formatDay,
  formatMoney,
  formatPeriod,
  formatPercent,
} from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { periodEnd } from '../../core/calendar.ts';
import type { DatasetFacts } from '../analysis.ts';
import type { CurvePoint } from './curve.ts';
import { FEWEST_CUSTOMERS } from './findings.ts';
import { lastPeriod } from '../../core/observed-periods.ts';
import type { RetentionResult } from './result.ts';
import { bracketText } from './brackets.ts';
import { activeBasis, unitOf, type RetentionSettings } from './settings.ts';
import {
  activeBrackets,
  activeEvent,
  activeMinimum,
  activeReference,
  bracketOf,
  isPlainReturn,
} from './variants.ts';

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

/** The periods that a column stands for: "2", "2–3". */
export function ageText(age: number, settings: RetentionSettings): string {
  return bracketText(bracketOf(age, settings));
}

/** What counts as coming back, where not every order does; null where it does. */
export function countsText(settings: RetentionSettings): string | null {
  if (isPlainReturn(settings)) return null;
  const event = activeEvent(settings);
  return messageByKey(`retention_counts_${event.kind}`, {
    minimum: formatCount(activeMinimum(settings)),
    value: 'value' in event ? event.value : '',
    amount: 'amount' in event ? formatMoney(event.amount) : '',
  });
}

export function heatmapTitle(settings: RetentionSettings): string {
  return activeReference(settings) === 'previous'
    ? m.retention_heatmap_title_previous()
    : m.retention_heatmap_title();
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
    age: ageText(point.age, settings),
    percent: percentText(point.mean),
    observed: formatCount(point.observed),
    cohorts: formatCount(point.cohorts),
  };
  const previous = activeReference(settings) === 'previous';
  if (point.low === null || point.high === null) {
    return previous ? m.retention_point_previous_alone(words) : m.retention_point_alone(words);
  }
  const bounded = { ...words, low: formatPercent(point.low), high: formatPercent(point.high) };
  return previous ? m.retention_point_previous(bounded) : m.retention_point(bounded);
}

/** What is hatched, or left out, because it is not over. */
export function incompleteNote(result: RetentionResult, facts: DatasetFacts): string {
  const { settings, cohortGrain } = result;
  const day = formatDay(facts.lastDay);
  if (settings.windows === 'rolling') return m.retention_note_rolling({ day });
  if (activeBrackets(settings) !== null) return m.retention_note_ranges({ day });
  const last = lastPeriod(facts, cohortGrain);
  if (periodEnd(last, cohortGrain) <= facts.lastDay) return m.retention_note_complete();
  return m.retention_note_hatched({ period: formatPeriod(last, cohortGrain, { long: true }), day });
}

/** How points that few customers stand behind are drawn. */
export function fewNote(): string {
  return m.retention_note_few({ customers: formatCount(FEWEST_CUSTOMERS) });
}
