import { axisX, axisY, barY, gridY, pointerX, text, tip } from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import { formatCount } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { measureName, ordersLabel, shareText, valueText } from './charts.ts';
import type { ConcentrationResult, OrdersRow } from './result.ts';

/** Narrower, shares above the bars would run into each other. */
const WIDE_ENOUGH = 36;

/** The distribution of orders per customer. */
export function ordersFigure(result: ConcentrationResult): Figure {
  const bars = result.orders;
  const label = ({ orders }: OrdersRow) => ordersLabel(orders);
  return {
    title: m.concentration_orders_title(),
    description: m.concentration_orders_description({
      share: shareText(bars[0]?.shareOfCustomers ?? null),
    }),
    plot: (theme, width) => ({
      height: 260,
      marginLeft: 56,
      marginTop: 26,
      marginBottom: 40,
      style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
      x: { type: 'band', domain: bars.map(label), padding: 0.2 },
      y: { nice: true },
      marks: [
        gridY({ ticks: 4, stroke: theme.line, strokeOpacity: 1 }),
        axisY({ label: null, tickSize: 0, ticks: 4, tickFormat: formatCount, fill: theme.soft }),
        axisX({
          label: m.concentration_orders_axis(),
          labelAnchor: 'center',
          labelArrow: 'none',
          tickSize: 0,
          // On a narrow screen every other label is enough.
          tickFormat: (name: string, i: number) =>
            width < 480 && bars.length > 12 && i % 2 === 1 ? '' : name,
          fill: theme.soft,
        }),
        barY(bars, { x: label, y: 'customers', fill: theme.accent }),
        ...(bars.length > 0 && width / bars.length >= WIDE_ENOUGH
          ? [
              text(bars, {
                x: label,
                y: 'customers',
                text: ({ shareOfCustomers }: OrdersRow) =>
                  shareText(shareOfCustomers, shareOfCustomers < 10 ? 1 : 0),
                dy: -7,
                fill: theme.soft,
                fontSize: 11,
              }),
            ]
          : []),
        tip(
          bars,
          pointerX({
            x: label,
            y: 'customers',
            title: (bar: OrdersRow) => barTitle(bar, result),
            fill: theme.panel,
            stroke: theme.line,
            textPadding: 8,
          }),
        ),
      ],
    }),
  };
}

function barTitle(bar: OrdersRow, { measure }: ConcentrationResult): string {
  return [
    `${m.concentration_orders_axis()}: ${ordersLabel(bar.orders)}`,
    `${m.concentration_column_customers()}: ${formatCount(bar.customers)} (${shareText(bar.shareOfCustomers)})`,
    `${measureName(measure)}: ${valueText(bar.value, measure)} (${shareText(bar.shareOfValue)})`,
  ].join('\n');
}
