import type { Figure } from '../../charts/figure.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import { heatmapPlot } from '../../charts/heatmap-plot.ts';
import { formatCount, formatMoney } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { measureName } from './charts.ts';
import type { RfmSelection } from './query.ts';
import type { Cell, RfmResult } from './result.ts';
import type { HeatmapMeasure } from './settings.ts';

/** Recency down, the best on top, by frequency across. A mean of nobody is left empty. */
export function scoreHeatmap(
  { bins, cells }: RfmResult,
  measure: HeatmapMeasure,
): HeatmapModel<RfmSelection> {
  const scores = Array.from({ length: bins }, (_, i) => i + 1);
  return {
    corner: m.rfm_heatmap_corner(),
    sideTitles: [],
    columnsTitle: m.rfm_heatmap_columns(),
    columns: scores.map(String),
    rows: scores.toReversed().map((recency) => ({
      label: String(recency),
      side: [],
      cells: cells
        .filter((cell) => cell.recency === recency)
        .map((cell) => heatmapCell(cell, measure)),
    })),
    footer: [],
  };
}

function heatmapCell(cell: Cell, measure: HeatmapMeasure): HeatmapCell<RfmSelection> | null {
  const { recency, frequency, customers, monetary } = cell;
  if (monetary === null && measure === 'monetary') return null;
  const scores = { recency: String(recency), frequency: String(frequency) };
  if (monetary === null) {
    return { value: 0, text: '0', label: m.rfm_cell_empty(scores), selection: null };
  }
  const words = { customers: formatCount(customers), monetary: formatMoney(monetary) };
  return {
    value: measure === 'customers' ? customers : monetary,
    text: measure === 'customers' ? words.customers : formatMoney(Math.round(monetary)),
    label: m.rfm_cell({ ...scores, ...words }),
    selection: { kind: 'cell', recency, frequency },
  };
}

/** The heatmap as an image; on the page it is a table. */
export function heatmapFigure(result: RfmResult, measure: HeatmapMeasure): Figure {
  const model = scoreHeatmap(result, measure);
  const words = { measure: measureName(measure) };
  return {
    title: m.rfm_heatmap_label(words),
    description: m.rfm_heatmap_description({ ...words, bins: String(result.bins) }),
    plot: (theme) => heatmapPlot(model, theme, 'rfm'),
    width: Math.max(560, 160 + result.bins * 84),
  };
}
