import type { BreakdownPart, Figure } from '../../charts/figure.ts';
import { partLinesPlot, type PartPoint } from '../../charts/part-lines.ts';
import { formatPeriodShort } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { measureName, unitName, valueText } from './charts.ts';
import { measured } from './periods.ts';
import type { OverviewResult } from './result.ts';
import { MOST_POINTS } from './trend-charts.ts';

/** The stressed measure of each part by period. */
export function breakdownFigure(parts: readonly BreakdownPart<OverviewResult>[]): Figure {
  const { measure, grain } = parts[0]?.result ?? { measure: 'orders', grain: 'month' };
  const points = parts.flatMap(({ name, result }) =>
    result.periods.slice(-MOST_POINTS).flatMap((each): PartPoint[] => {
      const y = measured(each, measure);
      // A first period that the data holds only the end of would be joined as if it were the last.
      if (y === null || each.observation === 'begun') return [];
      return [{ part: name, x: each.period, y, incomplete: each.observation !== 'complete' }];
    }),
  );
  const words = { measure: measureName(measure), unit: unitName(grain) };
  return {
    title: m.overview_trend_title(words),
    description: m.overview_breakdown_description({ ...words, parts: String(parts.length) }),
    plot: (theme) =>
      partLinesPlot(
        {
          parts: parts.map(({ name }) => name),
          points,
          xTitle: m.overview_column_period(),
          xText: (period) => formatPeriodShort(period, grain),
          yText: (value) => valueText(value, measure),
        },
        theme,
      ),
  };
}
