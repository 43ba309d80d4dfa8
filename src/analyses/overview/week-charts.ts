import type { Figure } from '../../charts/figure.ts';
import { heatmapPlot } from '../../charts/heatmap-plot.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import { formatCount, formatMoney, formatPercent } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { isMoney, roundMoney, weekdayName } from './charts.ts';
import { hourText } from './findings.ts';
import type { OverviewSelection } from './query.ts';
import type { OverviewResult } from './result.ts';
import { WEEKDAYS, type Slot } from './week.ts';

/** Whether the cells show amounts: where the stressed measure is money, else orders. */
export function showsSales({ measure }: OverviewResult): boolean {
  return isMoney(measure);
}

/** Days of the week by hour, or one row of days where the data has no times. */
export function weekHeatmap(result: OverviewResult): HeatmapModel<OverviewSelection> {
  const { week } = result;
  const total = week.reduce((sum, slot) => sum + slot.orders, 0);
  const hours = [...new Set(week.map(({ hour }) => hour))];
  const at = (hour: number | null) => week.filter((slot) => slot.hour === hour);
  const hasTime = hours[0] !== null;
  return {
    corner: hasTime ? m.overview_week_hour() : '',
    sideTitles: [],
    columns: WEEKDAYS.map((weekday) => messageByKey(`overview_weekday_short_${weekday}`)),
    rows: hours.map((hour) => ({
      label: hour === null ? m.overview_week_day() : hourText(hour).slice(0, 5),
      side: [],
      cells: at(hour).map((slot) => slotCell(slot, total, result)),
    })),
    footer: hasTime
      ? [
          {
            label: m.overview_week_day(),
            side: [],
            cells: WEEKDAYS.map((day) => dayText(day, result)),
          },
        ]
      : [],
  };
}

function slotCell(
  slot: Slot,
  total: number,
  result: OverviewResult,
): HeatmapCell<OverviewSelection> | null {
  const { weekday, hour, orders, sales } = slot;
  const value = showsSales(result) ? sales : orders;
  if (value === null) return null;
  const words = {
    weekday: weekdayName(weekday),
    orders: formatCount(orders),
    share: formatPercent(total === 0 ? 0 : (orders / total) * 100),
    sales: sales === null ? '–' : formatMoney(sales),
  };
  return {
    value,
    text: showsSales(result) ? roundMoney(value, scaleOf(result)) : formatCount(value),
    label:
      hour === null
        ? m.overview_slot_day(words)
        : m.overview_slot_hour({ ...words, hour: hourText(hour) }),
    selection: orders === 0 ? null : { kind: 'slot', weekday, hour },
  };
}

function dayText(weekday: number, result: OverviewResult): string {
  const slots = result.week.filter((slot) => slot.weekday === weekday);
  if (!showsSales(result)) return formatCount(slots.reduce((sum, { orders }) => sum + orders, 0));
  return roundMoney(
    slots.reduce((sum, { sales }) => sum + (sales ?? 0), 0),
    scaleOf(result),
  );
}

/** The greatest amount of an hour: by it all are rounded alike. */
function scaleOf({ week }: OverviewResult): number {
  return Math.max(...week.map(({ sales }) => sales ?? 0));
}

/** The heatmap of the week for export. */
export function weekFigure(result: OverviewResult): Figure {
  return {
    title: weekTitle(result),
    description: m.overview_week_description(),
    plot: (theme) => heatmapPlot(weekHeatmap(result), theme, 'overview-week'),
  };
}

export function weekTitle(result: OverviewResult): string {
  const hasTime = result.week.some(({ hour }) => hour !== null);
  const measure = showsSales(result) ? 'sales' : 'orders';
  return messageByKey(`overview_week_title_${hasTime ? 'hours' : 'days'}_${measure}`);
}
