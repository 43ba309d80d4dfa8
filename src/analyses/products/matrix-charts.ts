import type { Figure } from '../../charts/figure.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import { heatmapPlot } from '../../charts/heatmap-plot.ts';
import { formatCount, formatNumber } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { cutName, liftText, shareText } from './charts.ts';
import type { NextResult, Transition } from './next-result.ts';
import type { Pair, PairsResult } from './pairs-result.ts';
import type { ProductsSelection } from './query.ts';
import type { StepMeasure } from './settings.ts';

type Model = HeatmapModel<ProductsSelection>;
type Cell = HeatmapCell<ProductsSelection>;

/** The rows and columns of the two heatmaps. */
const MOST_PAIRED_CELLS = 20;
const MOST_STEP_CELLS = 15;
/** Longer names do not fit above a column of numbers: a number stands there instead. */
const SHORT_NAME = 7;

/** Rows and columns of the same items: columns are numbered like the rows where names are long. */
function square(
  items: readonly string[],
  cell: (row: string, column: string) => Cell | null,
): Pick<Model, 'columns' | 'rows'> {
  const short = items.every((item) => item.length <= SHORT_NAME);
  return {
    columns: items.map((item, i) => (short ? item : String(i + 1))),
    rows: items.map((row, i) => ({
      label: short ? row : `${i + 1} ${cutName(row)}`,
      hint: row,
      side: [],
      cells: items.map((column) => cell(row, column)),
    })),
  };
}

/** The lift of the most frequent items with each other; empty below the least count. */
export function pairsHeatmap(result: PairsResult): Model {
  const key = (a: string, b: string) => JSON.stringify([a, b]);
  const pairs = new Map(
    result.pairs.flatMap((pair) => [
      [key(pair.a, pair.b), pair],
      [key(pair.b, pair.a), pair],
    ]),
  );
  const items = result.items.slice(0, MOST_PAIRED_CELLS).map(({ item }) => item);
  return {
    corner: messageByKey(`products_level_${result.level}`),
    sideTitles: [],
    columnsTitle: m.products_pairs_columns(),
    ...square(items, (row, column) => {
      const pair = pairs.get(key(row, column));
      return pair === undefined ? null : pairCell(pair);
    }),
    footer: [],
  };
}

function pairCell({ a, b, lift, orders, selection }: Pair): Cell {
  return {
    value: lift,
    text: formatNumber(lift, 1),
    label: m.products_pairs_cell({ a, b, orders: formatCount(orders), lift: liftText(lift) }),
    selection,
  };
}

export function pairsHeatmapFigure(result: PairsResult): Figure {
  const model = pairsHeatmap(result);
  return {
    title: m.products_pairs_heatmap(),
    description: m.products_pairs_heatmap_description(),
    plot: (theme) => heatmapPlot(model, theme, 'products-pairs'),
  };
}

/** From the items in the rows to those in the columns; empty below the least count. */
export function nextHeatmap(result: NextResult): Model {
  const key = (from: string, to: string) => JSON.stringify([from, to]);
  const steps = new Map(result.transitions.map((one) => [key(one.from, one.to), one]));
  const items = result.items.slice(0, MOST_STEP_CELLS);
  return {
    corner: m.products_column_from(),
    sideTitles: [],
    columnsTitle: messageByKey(`products_next_columns_${result.cell}`),
    ...square(
      items.map(({ item }) => item),
      (row, column) => {
        const step = steps.get(key(row, column));
        return step === undefined ? null : stepCell(step, result.cell);
      },
    ),
    footer:
      result.cell === 'share'
        ? [
            {
              label: m.products_column_base(),
              side: [],
              cells: items.map(({ base }) => formatNumber(base, 1)),
            },
          ]
        : [],
  };
}

function stepCell(step: Transition, measure: StepMeasure): Cell {
  const { from, to, share, base, lift, orders, selection } = step;
  // Without signs, so that fifteen columns stand side by side.
  const texts = {
    share: formatNumber(share, 1),
    lift: formatNumber(lift, 1),
    count: formatCount(orders),
  };
  const values = { share, lift, count: orders };
  return {
    value: values[measure],
    text: texts[measure],
    label: m.products_next_cell({
      from,
      to,
      steps: formatCount(orders),
      share: shareText(share),
      base: shareText(base),
    }),
    selection,
  };
}

export function nextHeatmapFigure(result: NextResult): Figure {
  const model = nextHeatmap(result);
  return {
    title: m.products_next_heatmap(),
    description: m.products_next_heatmap_description(),
    plot: (theme) => heatmapPlot(model, theme, 'products-next'),
  };
}
