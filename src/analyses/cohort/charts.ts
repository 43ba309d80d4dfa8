import {
  formatCount,
  formatDay,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPeriod,
  formatPeriodShort,
} from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { CohortSelection } from './customers-query.ts';
import { isAdditive, isMoney, type Shown } from './measures.ts';
import type { Cohort, CohortResult } from './result.ts';
import type { CohortBy, CohortGrain } from './settings.ts';
import { shownKey, valueText } from './table.ts';

// What the charts and the screen say; the charts are in heatmap-charts.ts, curve-charts.ts and
// layer-charts.ts.

/** The name of a measure in its mode. */
export function measureName(shown: Shown): string {
  return messageByKey(shownKey(shown));
}

/** What cohorts are made by: "First order", "Channel", or the name of the file's column. */
export function byName({ by, column }: Pick<CohortResult, 'by' | 'column'>): string {
  return by.kind === 'first_order' ? m.cohort_first_order() : dimensionName(by, column);
}

/** A column's name: its own word, or as the file has it. */
export function dimensionName(
  by: Exclude<CohortBy, { kind: 'first_order' }>,
  column: string | null,
): string {
  if (by.dimension === 'channel') return m.filters_channel();
  if (by.dimension === 'product') return m.filters_product();
  if (by.dimension === 'category') return m.filters_category();
  return column ?? by.dimension;
}

/** A cohort's name: its period, its value, or the word for a blank one and for all others. */
export function cohortName(
  cohort: Pick<Cohort, 'index' | 'value'>,
  { by, grain }: CohortResult,
): string {
  if (by.kind !== 'value') return formatPeriodShort(cohort.index, grain);
  return typeof cohort.value === 'string' ? cohort.value : messageByKey(valueText(cohort));
}

/** What ages count: "Months since the first order". */
export function ageTitle({ grain, by }: Pick<CohortResult, 'grain' | 'by'>): string {
  return by.kind === 'date'
    ? messageByKey(`cohort_age_date_${grain}`)
    : messageByKey(`cohort_age_${grain}`);
}

/** A value as it stands in a cell: short, without its unit, which the title tells. */
export function cellValue(value: number | null, shown: Shown): string {
  if (value === null) return '–';
  if (shown.measure === 'retention') return formatNumber(value, 1);
  if (isAdditive(shown)) return formatCount(value);
  return Math.abs(value) < 1000 ? formatNumber(value, 2) : formatCount(value);
}

/** A mean as it stands at the foot: counts with a decimal, since a mean is seldom whole. */
export function meanValue(value: number | null, shown: Shown): string {
  if (value === null) return '';
  return isAdditive(shown) && !isMoney(shown.measure)
    ? formatNumber(value, 1)
    : cellValue(value, shown);
}

/** A value with its unit, for sentences. */
export function fullValue(value: number | null, { measure }: Shown): string {
  if (value === null) return '–';
  if (measure === 'retention') return formatPercent(value);
  return isMoney(measure) ? formatMoney(value) : formatNumber(value);
}

/** A difference with its sign, as it stands in a cell. */
export function cellDifference(value: number | null, shown: Shown): string {
  if (value === null) return '–';
  const large = isAdditive(shown) && Math.abs(value) >= 1000;
  return signed(value, large ? formatCount(value) : meanValue(value, shown));
}

/** A difference with its sign and unit: shares differ by points. */
export function fullDifference(value: number, shown: Shown): string {
  if (shown.measure === 'retention') {
    return m.cohort_points({ value: signed(value, formatNumber(value, 1)) });
  }
  return signed(value, fullValue(value, shown));
}

function signed(value: number, text: string): string {
  if (!/[1-9]/.test(text)) return text.replace('−', '');
  return value > 0 ? `+${text}` : text;
}

/** Names the customers behind a cell. */
export function selectionTitle(selection: CohortSelection, result: CohortResult): string {
  const { grain, cohorts } = result;
  const key = JSON.stringify(selection.cohort);
  const cohort = cohorts.find((each) => JSON.stringify(each.key) === key);
  const words = {
    by: byName(result),
    cohort: cohort === undefined ? '' : cohortName(cohort, result),
  };
  if ('period' in selection) {
    return m.cohort_selection({ ...words, period: formatPeriodShort(selection.period, grain) });
  }
  if (typeof selection.cohort !== 'number') {
    return m.cohort_selection_age({ ...words, age: ageText(selection.age, grain) });
  }
  const period = formatPeriodShort(selection.cohort + selection.age, grain);
  return m.cohort_selection({ ...words, period });
}

/** "3 months". */
export function ageText(age: number, grain: CohortGrain): string {
  return messageByKey(`cohort_ages_${grain}`, { count: age, shown: formatCount(age) });
}

/** Why cells are hatched or left out, or that none is. */
export function incompleteNote(result: CohortResult): string {
  const { lastComplete, lastPeriod, lastDay, grain, by, align } = result;
  if (lastComplete) return m.cohort_complete_note();
  const words = {
    period: formatPeriod(lastPeriod, grain, { long: true }),
    day: formatDay(lastDay),
  };
  return by.kind === 'value' && align === 'age'
    ? m.cohort_left_out_note(words)
    : m.cohort_hatched_note(words);
}
