import type { Figure } from '../../charts/figure.ts';
import type { HeatmapCell, HeatmapModel, HeatmapRow } from '../../charts/heatmap.ts';
import { heatmapPlot } from '../../charts/heatmap-plot.ts';
import { formatCount, formatDay, formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { customersText, flowName, intervalText, placeName } from './charts.ts';
import type { MovementSelection } from './query.ts';
import type { MovementResult } from './result.ts';

/** Segments at the start by segments at the end; newcomers are the last row. */
export function matrixModel(result: MovementResult): HeatmapModel<MovementSelection> {
  const { places, starts, ends, came, cells } = result;
  const columns = places.filter((_, i) => (ends[i] ?? 0) > 0);
  const sizes = new Map<string | null, number>([
    ...places.map(({ id }, i) => [id, starts[i] ?? 0] as const),
    [null, came],
  ]);
  const rows = [...places.map(({ id }) => id), null].flatMap(
    (from): HeatmapRow<MovementSelection>[] => {
      const size = sizes.get(from) ?? 0;
      if (size === 0) return [];
      return [
        {
          label: placeName(from),
          side: [formatCount(size)],
          cells: columns.map(({ id }) => matrixCell(result, from, id)),
        },
      ];
    },
  );
  const total = ends.reduce((sum, customers) => sum + customers, 0);
  return {
    corner: m.movement_matrix_corner(),
    sideTitles: [m.movement_column_customers()],
    columnsTitle: m.movement_matrix_columns({ day: formatDay(result.to) }),
    columns: columns.map(({ id }) => placeName(id)),
    rows,
    footer: [
      {
        label: m.movement_matrix_total(),
        side: [formatCount(total)],
        cells: places.flatMap((_, i) => {
          const customers = ends[i] ?? 0;
          if (customers === 0) return [];
          return [
            cells === 'share' ? formatPercent((100 * customers) / total) : formatCount(customers),
          ];
        }),
      },
    ],
    ...(cells === 'share' ? { domain: [0, 100] as const } : {}),
  };
}

function matrixCell(
  { flows, cells }: MovementResult,
  from: string | null,
  to: string,
): HeatmapCell<MovementSelection> {
  const flow = flows.find((one) => one.from === from && one.to === to);
  if (flow === undefined) {
    const label = m.movement_matrix_empty({ flow: flowName(from, to) });
    return { value: null, text: '·', label, selection: null };
  }
  return {
    value: cells === 'share' ? flow.share : flow.customers,
    text: cells === 'share' ? formatPercent(flow.share) : formatCount(flow.customers),
    label: m.movement_matrix_cell({
      flow: flowName(from, to),
      customers: customersText(flow.customers),
      share: formatPercent(flow.share),
      interval: intervalText(flow.interval),
    }),
    selection: { kind: 'flow', from, to },
  };
}

/** The matrix as an image; on the page it is a table. */
export function matrixFigure(result: MovementResult): Figure {
  const days = { from: formatDay(result.from), to: formatDay(result.to) };
  return {
    title: m.movement_matrix_title(days),
    description: m.movement_matrix_description(days),
    width: 1280,
    plot: (theme) => heatmapPlot(matrixModel(result), theme, 'movement-matrix'),
  };
}
