import type { Grain } from '../../core/calendar.ts';
import {
  formatCount,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPeriodShort,
} from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { LifecycleState } from '../../data/lifecycle.ts';
import { hourText } from './findings.ts';
import { measured, type OverviewPeriod } from './periods.ts';
import type { OverviewSelection } from './query.ts';
import type { OverviewResult } from './result.ts';
import { yearLag, type Measure } from './settings.ts';
import { changePercent } from './tree.ts';

// What the charts and the screen say; the charts are in the files that end in -charts.ts.

export function measureName(measure: Measure): string {
  return messageByKey(`overview_measure_${measure}`);
}

/** "month", within a sentence. */
export function unitName(grain: Grain): string {
  return messageByKey(`overview_unit_${grain}`);
}

export function isMoney(measure: Measure): boolean {
  return measure === 'revenue' || measure === 'contribution';
}

/** A value of a measure; a dash where it is unknown. */
export function valueText(value: number | null, measure: Measure): string {
  if (value === null) return '–';
  return isMoney(measure) ? formatMoney(value) : formatCount(value);
}

/**
 * Money to the unit where it is large.
 *
 * @param scale The greatest amount beside which it stands, so that all are written alike.
 */
export function roundMoney(value: number, scale = value): string {
  return Math.abs(scale) >= 1000 ? formatCount(value) : formatMoney(value);
}

/** A factor of the tree: whole customers, else two decimals. */
export function factorText(value: number | null, isCount: boolean): string {
  if (value === null) return '–';
  return isCount ? formatCount(value) : formatNumber(value, 2);
}

/** `+8.8 %`, `−3.1 %`. */
export function changeText(percent: number): string {
  return `${percent > 0 ? '+' : ''}${formatPercent(percent)}`;
}

/** `+12,345`, `−12,345`. */
export function effectText(effect: number, scale = effect): string {
  return `${effect > 0 ? '+' : ''}${roundMoney(effect, scale)}`;
}

/** What stands above a measure's chart: the last complete value and what it changed by. */
export interface MeasureHead {
  readonly value: string;
  readonly period: string;
  /** Against the period before, and the same one a year earlier, where both are complete. */
  readonly changes: readonly string[];
}

export function measureHead(result: OverviewResult, measure: Measure): MeasureHead | null {
  const { periods, grain } = result;
  const at = periods.findLastIndex(({ observation }) => observation === 'complete');
  const last = periods[at];
  if (last === undefined) return null;
  const value = measured(last, measure);
  const lag = yearLag(grain);
  const changes = [1, ...(lag === null ? [] : [lag])].flatMap((back) => {
    const other = periods[at - back];
    if (other?.observation !== 'complete') return [];
    const percent = changePercent(measured(other, measure), value);
    if (percent === null) return [];
    const period = formatPeriodShort(other.period, grain);
    return [m.overview_change({ percent: changeText(percent), period })];
  });
  return {
    value: value === null ? '–' : isMoney(measure) ? roundMoney(value) : formatCount(value),
    period: formatPeriodShort(last.period, grain),
    changes,
  };
}

/** The name of a period that tells whether the data holds all of it. */
export function periodName(
  { period, observation }: Pick<OverviewPeriod, 'period' | 'observation'>,
  grain: Grain,
): string {
  const name = formatPeriodShort(period, grain);
  return observation === 'complete'
    ? name
    : messageByKey(`overview_period_${observation}`, { period: name });
}

export function stateName(state: LifecycleState): string {
  return messageByKey(`overview_lifecycle_${state}`);
}

export function weekdayName(weekday: number): string {
  return messageByKey(`overview_weekday_${weekday}`);
}

/** Names the customers behind a selection. */
export function selectionTitle(selection: OverviewSelection, { grain }: OverviewResult): string {
  switch (selection.kind) {
    case 'period':
      return m.overview_selection_period({ period: formatPeriodShort(selection.period, grain) });
    case 'state':
      return m.overview_selection_state({
        period: formatPeriodShort(selection.period, grain),
        state: stateName(selection.state),
      });
    case 'slot': {
      const weekday = weekdayName(selection.weekday);
      return selection.hour === null
        ? m.overview_selection_weekday({ weekday })
        : m.overview_selection_hour({ weekday, hour: hourText(selection.hour) });
    }
  }
}

/** Says what is left out because no customer is named; null where nothing is. */
export function unnamedNote({ periods, hasMoney }: OverviewResult): string | null {
  const orders = periods.reduce((sum, { unnamedOrders }) => sum + unnamedOrders, 0);
  const known = periods.filter(({ unnamedRevenue }) => unnamedRevenue !== null);
  if (orders === 0 && known.length === 0) return null;
  const revenue = known.reduce((sum, { unnamedRevenue }) => sum + (unnamedRevenue ?? 0), 0);
  const words = { orders: formatCount(orders) };
  return hasMoney
    ? m.overview_unnamed_money({ ...words, revenue: roundMoney(revenue) })
    : m.overview_unnamed(words);
}
