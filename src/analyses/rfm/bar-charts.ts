import { axisX, axisY, barX, barY, gridY, pointerX, ruleX, text, tip } from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import type { TableModel } from '../analysis.ts';
import { formatCount } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { barText, barValue, measureName, segmentName } from './charts.ts';
import type { RfmSelection } from './query.ts';
import type { RfmResult } from './result.ts';
import type { BarMeasure } from './settings.ts';

const ROW_HEIGHT = 28;

/** The bars of the segments as an image; on the page they stand in a table. */
export function segmentsFigure({ segments }: RfmResult, measure: BarMeasure): Figure {
  // By position, because two segments may have one name.
  const bars = segments.map((segment, row) => ({ row, value: barValue(segment, measure) ?? 0 }));
  const words = { measure: measureName(measure) };
  return {
    title: m.rfm_bars_label(words),
    description: m.rfm_bars_description({ ...words, segments: String(segments.length) }),
    plot: (theme) => ({
      height: segments.length * ROW_HEIGHT + 24,
      marginLeft: 180,
      marginRight: 90,
      style: { background: 'transparent', color: theme.ink, fontSize: '12px' },
      x: { axis: null },
      y: { type: 'band', domain: bars.map(({ row }) => row), padding: 0.25, label: null },
      marks: [
        axisY({
          tickSize: 0,
          tickFormat: (row: number) => {
            const segment = segments[row];
            return segment === undefined ? '' : segmentName(segment);
          },
          textOverflow: 'ellipsis',
          lineWidth: 14,
          color: theme.ink,
        }),
        barX(bars, { x: 'value', y: 'row', fill: theme.accent, rx: 2 }),
        text(bars, {
          x: ({ value }: { value: number }) => Math.max(0, value),
          y: 'row',
          text: ({ row }: { row: number }) => {
            const segment = segments[row];
            return segment === undefined ? '' : barText(barValue(segment, measure), measure);
          },
          textAnchor: 'start',
          dx: 6,
          fill: theme.ink,
        }),
        ruleX([0], { stroke: theme.line }),
      ],
    }),
  };
}

/** From this many different numbers of orders on, the rest stand together in the last bar. */
const MOST_BARS = 20;

/** A bar of the distribution of orders per customer. */
export interface OrdersBar {
  readonly label: string;
  readonly customers: number;
  /** Null where the bar holds several numbers of orders. */
  readonly selection: RfmSelection | null;
}

/** Customers by their number of orders, from 1, without gaps; large numbers together. */
export function ordersBars({ orderCounts }: RfmResult): readonly OrdersBar[] {
  const byOrders = new Map(orderCounts.map(({ orders, customers }) => [orders, customers]));
  const most = Math.max(0, ...byOrders.keys());
  const single = most > MOST_BARS ? MOST_BARS - 1 : most;
  const bars = Array.from({ length: single }, (_, i): OrdersBar => {
    const [orders, customers] = [i + 1, byOrders.get(i + 1) ?? 0];
    const selection = customers === 0 ? null : ({ kind: 'orders', orders } as const);
    return { label: formatCount(orders), customers, selection };
  });
  if (single === most) return bars;
  const rest = orderCounts.filter(({ orders }) => orders > single);
  const customers = rest.reduce((sum, one) => sum + one.customers, 0);
  const label = m.rfm_orders_more({ orders: formatCount(single + 1) });
  return [...bars, { label, customers, selection: null }];
}

/** The distribution of orders per customer. */
export function ordersFigure(result: RfmResult): Figure {
  const bars = ordersBars(result);
  return {
    title: m.rfm_orders_label(),
    description: m.rfm_orders_description(),
    plot: (theme, width) => ({
      height: 220,
      marginLeft: 56,
      marginTop: 22,
      marginBottom: 40,
      style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
      x: { type: 'band', domain: bars.map(({ label }) => label), padding: 0.2 },
      y: { nice: true },
      marks: [
        gridY({ stroke: theme.line, strokeOpacity: 1 }),
        axisY({ label: null, tickSize: 0, ticks: 4, tickFormat: formatCount, fill: theme.soft }),
        axisX({
          label: m.rfm_orders_axis(),
          labelAnchor: 'center',
          labelArrow: 'none',
          tickSize: 0,
          // On a narrow screen every other label is enough.
          tickFormat: (label: string, i: number) =>
            width < 480 && bars.length > 12 && i % 2 === 1 ? '' : label,
          fill: theme.soft,
        }),
        barY(bars, { x: 'label', y: 'customers', fill: theme.accent }),
        tip(
          bars,
          pointerX({
            x: 'label',
            y: 'customers',
            title: ({ label, customers }: OrdersBar) =>
              `${m.rfm_orders_axis()}: ${label}\n${m.rfm_measure_customers()}: ${formatCount(customers)}`,
            fill: theme.panel,
            stroke: theme.line,
            textPadding: 8,
          }),
        ),
      ],
    }),
  };
}

/** The same numbers for those who cannot see the bars. */
export function ordersTable(result: RfmResult): TableModel {
  return {
    columns: [
      { key: 'orders', title: 'rfm_orders_axis', format: 'text' },
      { key: 'customers', title: 'rfm_column_customers', format: 'count' },
    ],
    rows: ordersBars(result).map(({ label, customers }) => ({ orders: label, customers })),
  };
}
