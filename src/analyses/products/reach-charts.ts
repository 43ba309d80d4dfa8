import type { Figure } from '../../charts/figure.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import { heatmapPlot } from '../../charts/heatmap-plot.ts';
import { formatCount } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { cutName, levelName, shareText } from './charts.ts';
import type { ProductsSelection } from './query.ts';
import { groupKey, type Reach, type ReachResult } from './reach-result.ts';

/** Items down, all customers and then their groups across. */
export function reachHeatmap(result: ReachResult): HeatmapModel<ProductsSelection> {
  const { groups, grouping, rows, customers } = result;
  const name = (id: string | null) => messageByKey(groupKey(id, grouping));
  const sizes = [customers, ...groups.map((group) => group.customers)];
  const cell = (item: string, reach: Reach): HeatmapCell<ProductsSelection> => ({
    value: reach.share,
    text: shareText(reach.share),
    label: m.products_reach_cell({
      item,
      group: name(reach.group),
      customers: formatCount(reach.customers),
      share: shareText(reach.share),
    }),
    selection: reach.customers > 0 ? reach.selection : null,
  });
  return {
    corner: levelName(result.level),
    sideTitles: [],
    columnsTitle: messageByKey(`products_reach_columns_${grouping}`),
    columns: [name(null), ...groups.map(({ id }) => name(id))],
    rows: rows.map(({ item, all, cells }) => ({
      label: cutName(item),
      hint: item,
      side: [],
      cells: [cell(item, all), ...cells.map((one) => cell(item, one))],
    })),
    footer: [
      { label: m.products_column_size(), side: [], cells: sizes.map((size) => formatCount(size)) },
    ],
  };
}

export function reachFigure(result: ReachResult): Figure {
  const model = reachHeatmap(result);
  return {
    title: m.products_reach_title(),
    description: messageByKey(`products_reach_description_${result.grouping}`),
    plot: (theme) => heatmapPlot(model, theme, 'products-reach'),
  };
}
