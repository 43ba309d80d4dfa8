import type { DrawBreakdown, Figure } from '../../charts/figure.ts';
import { formatCount, formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { customersText, intervalText, moveColour, moveLegend, moveName } from './charts.ts';
import { STARTED_MOVES } from './places.ts';
import type { MovementResult } from './result.ts';
import { shareBarsPlot, type ShareBar } from './share-charts.ts';

/** What the customers of each part at the start did, each part on one bar to 100 %. */
export const breakdownFigure: DrawBreakdown<MovementResult> = (parts): Figure => ({
  title: m.movement_breakdown_title(),
  description: m.movement_breakdown_description({ parts: formatCount(parts.length) }),
  caption: m.movement_breakdown_caption(),
  plot: (theme, width) => {
    const bars = parts.map(({ name, result }): ShareBar<never> => ({
      name,
      parts: STARTED_MOVES.flatMap((move) => {
        const row = result.moves.find((one) => one.move === move);
        if (row?.share === undefined || row.share === null) return [];
        return [
          {
            share: row.share,
            colour: moveColour(theme, move),
            label: `${moveName(move)}: ${formatPercent(row.share)} (${intervalText(row.interval)})\n${customersText(row.customers)}`,
            selection: null,
          },
        ];
      }),
    }));
    const options = {
      legend: moveLegend(theme, STARTED_MOVES),
      axis: m.movement_axis_start(),
      rowHeight: 36,
      name: 'movement-breakdown',
    };
    return shareBarsPlot(bars, options, theme, width);
  },
});
