import { axisX, axisY, dot, gridX, link, pointerY, ruleX, tip } from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import { inlineLegend, legendHeight, type LegendEntry } from '../../charts/inline-legend.ts';
import { formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { TableModel } from '../analysis.ts';
import { segmentName } from './charts.ts';
import type { RfmResult } from './result.ts';
import { segmentCell } from './table.ts';

const ROW_HEIGHT = 26;
const MARGIN_BOTTOM = 40;

/** A segment whose two shares are known. */
interface SharePair {
  readonly row: number;
  readonly customers: number;
  readonly revenue: number;
}

/**
 * Each segment's share of the customers and of the revenue on one line: an open dot and a filled
 * one, so that their distance is what the segment brings beyond, or short of, its number.
 */
export function sharesFigure({ segments }: RfmResult): Figure {
  const shown = segments.filter(({ customers }) => customers > 0);
  const pairs = shown.flatMap(({ shareOfCustomers, shareOfRevenue }, row): SharePair[] =>
    shareOfCustomers === null || shareOfRevenue === null
      ? []
      : [{ row, customers: shareOfCustomers, revenue: shareOfRevenue }],
  );
  return {
    title: m.rfm_shares_label(),
    description: m.rfm_shares_description(),
    plot: (theme, width) => {
      const legend: readonly LegendEntry[] = [
        { name: m.rfm_column_share_of_customers(), colour: theme.soft, shape: 'open' },
        { name: m.rfm_column_share_of_revenue(), colour: theme.accent, shape: 'square' },
      ];
      const marginLeft = width < 480 ? 116 : 170;
      const marginTop = legendHeight(legend, width) + 10;
      return {
        height: marginTop + shown.length * ROW_HEIGHT + MARGIN_BOTTOM,
        marginLeft,
        marginRight: 24,
        marginTop,
        marginBottom: MARGIN_BOTTOM,
        style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
        x: { nice: true, zero: true },
        y: { type: 'band', domain: shown.map((_, row) => row), padding: 0 },
        marks: [
          ...inlineLegend(legend, theme, { width, left: marginLeft, top: marginTop }),
          gridX({ stroke: theme.line, strokeOpacity: 1 }),
          axisX({
            label: m.rfm_shares_axis(),
            labelAnchor: 'center',
            labelArrow: 'none',
            tickSize: 0,
            ticks: 5,
            tickFormat: (share: number) => formatPercent(share, 0),
            fill: theme.soft,
          }),
          axisY({
            label: null,
            tickSize: 0,
            tickFormat: (row: number) => {
              const segment = shown[row];
              return segment === undefined ? '' : segmentName(segment);
            },
            textOverflow: 'ellipsis',
            lineWidth: width < 480 ? 9 : 13,
            fill: theme.ink,
          }),
          ruleX([0], { stroke: theme.line }),
          link(pairs, {
            x1: 'customers',
            x2: 'revenue',
            y1: 'row',
            y2: 'row',
            stroke: theme.accent,
            strokeWidth: 2,
          }),
          dot(pairs, { x: 'customers', y: 'row', r: 4, fill: theme.panel, stroke: theme.soft }),
          dot(pairs, { x: 'revenue', y: 'row', r: 5, fill: theme.accent, symbol: 'square' }),
          tip(
            pairs,
            pointerY({
              x: 'revenue',
              y: 'row',
              title: ({ row, customers, revenue }: SharePair) => {
                const segment = shown[row];
                return [
                  segment === undefined ? '' : segmentName(segment),
                  `${m.rfm_column_share_of_customers()}: ${formatPercent(customers)}`,
                  `${m.rfm_column_share_of_revenue()}: ${formatPercent(revenue)}`,
                ].join('\n');
              },
              fill: theme.panel,
              stroke: theme.line,
              textPadding: 8,
            }),
          ),
        ],
      };
    },
  };
}

/** The same numbers for those who cannot see the dots. */
export function sharesTable({ segments }: RfmResult): TableModel {
  return {
    columns: [
      { key: 'segment', title: 'rfm_column_segment', format: 'message' },
      { key: 'customers', title: 'rfm_column_share_of_customers', format: 'percent' },
      { key: 'revenue', title: 'rfm_column_share_of_revenue', format: 'percent' },
    ],
    rows: segments
      .filter(({ customers }) => customers > 0)
      .map((segment) => ({
        segment: segmentCell(segment),
        customers: segment.shareOfCustomers,
        revenue: segment.shareOfRevenue,
      })),
  };
}
