import {
  areaY,
  axisX,
  axisY,
  gridY,
  lineY,
  pointer,
  ruleY,
  tip,
  type PlotOptions,
} from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import { inlineLegend, legendHeight } from '../../charts/inline-legend.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatCount, formatNumber, formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { SurvivalAt } from '../../core/survival.ts';
import { daysText } from './days-words.ts';
import {
  FEWEST_AT_RISK,
  type NextPurchaseCurve,
  type NextPurchaseResult,
} from './next-purchase.ts';
import { pValueText } from './p-value.ts';
import type { RetentionSelection } from './selection.ts';
import { HORIZONS } from './settings.ts';

/** "Purchase 1 → 2". */
export function curveName(number: number): string {
  return m.retention_next_curve({ from: String(number), to: String(number + 1) });
}

/** A point of a curve, in percent. */
export interface SurvivalPoint {
  readonly curve: string;
  readonly days: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly atRisk: number;
  readonly selection: RetentionSelection;
}

/** The points of a curve, from day 0 on as long as 20 customers are at risk. */
export function survivalPoints(curve: NextPurchaseCurve): readonly SurvivalPoint[] {
  const point = (days: number, share: number, low: number, high: number, atRisk: number) => ({
    curve: curveName(curve.number),
    days,
    share,
    low,
    high,
    atRisk,
    selection: { kind: 'waited', number: curve.number, days } as const,
  });
  const steps = curve.steps.filter(({ atRisk, time }) => atRisk >= FEWEST_AT_RISK && time > 0);
  return [
    point(0, 100, 100, 100, curve.customers),
    ...steps.map(({ time, survival, interval, atRisk }) =>
      point(
        time,
        100 * survival,
        100 * (interval?.low ?? survival),
        100 * (interval?.high ?? survival),
        atRisk,
      ),
    ),
  ];
}

export function nextPurchasePlot(
  result: NextPurchaseResult,
  theme: ChartTheme,
  width: number,
): PlotOptions {
  const colour = (at: number) => theme.parts[at] ?? theme.accent;
  const lines = result.curves.map((curve, at) => ({
    points: survivalPoints(curve),
    name: curveName(curve.number),
    colour: colour(at),
    shape: 'square' as const,
  }));
  const [marginLeft, marginTop] = [52, legendHeight(lines, width) + 14];
  const place = { x: 'days', curve: 'step-after' } as const;
  return {
    height: 330 + marginTop,
    marginLeft,
    marginRight: 28,
    marginTop,
    marginBottom: 40,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: [0, Math.max(1, ...lines.map(({ points }) => points.at(-1)?.days ?? 0))] },
    y: { domain: [0, 100] },
    marks: [
      gridY({ stroke: theme.line, strokeOpacity: 1 }),
      axisY({
        label: null,
        tickSize: 0,
        ticks: 5,
        tickFormat: (value: number) => formatPercent(value, 0),
        fill: theme.soft,
      }),
      axisX({
        label: m.retention_next_axis(),
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 0,
        ticks: Math.max(2, Math.floor(width / 90)),
        tickFormat: formatCount,
        fill: theme.soft,
      }),
      ruleY([50], { stroke: theme.faint, strokeDasharray: '2 4' }),
      ...lines.map(({ points, colour: fill }) =>
        areaY(points, { ...place, y1: 'low', y2: 'high', fill, fillOpacity: 0.14 }),
      ),
      ...lines.map(({ points, colour: stroke }) =>
        lineY(points, { ...place, y: 'share', stroke, strokeWidth: 2 }),
      ),
      ...inlineLegend(lines, theme, { width, left: marginLeft, top: marginTop }),
      tip(
        lines.flatMap(({ points }) => points.slice(1)),
        pointer({
          x: 'days',
          y: 'share',
          title: pointText,
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
          lineWidth: 22,
        }),
      ),
    ],
  };
}

function pointText({ curve, days, share, low, high, atRisk }: SurvivalPoint): string {
  return m.retention_next_point({
    curve,
    days: daysText(days),
    percent: formatPercent(share),
    low: formatPercent(low),
    high: formatPercent(high),
    customers: formatCount(atRisk),
  });
}

/** The curves with their words. */
export function nextPurchaseFigure(result: NextPurchaseResult): Figure {
  const { curves, test } = result;
  const caption = m.retention_next_caption({ customers: String(FEWEST_AT_RISK) });
  return {
    title: m.retention_next_title(),
    description: m.retention_next_description({ curves: String(curves.length) }),
    caption:
      test === null
        ? caption
        : `${caption} ${m.retention_next_test({ p: pValueText(test.p), statistic: formatNumber(test.chiSquare, 1), df: String(test.df) })}`,
    plot: (theme, width) => nextPurchasePlot(result, theme, width),
  };
}

/** S after each horizon for every curve: the numbers of the chart, and the way to its customers. */
export function survivalHeatmap(result: NextPurchaseResult): HeatmapModel<RetentionSelection> {
  return {
    corner: m.retention_next_corner(),
    sideTitles: [m.retention_size(), m.retention_next_median()],
    columnsTitle: m.retention_next_columns(),
    columns: HORIZONS.map(daysText),
    rows: result.curves.map((curve) => ({
      label: curveName(curve.number),
      side: [formatCount(curve.customers), medianText(curve)],
      cells: curve.at.map(({ days, share }) =>
        share === null || share.atRisk < FEWEST_AT_RISK
          ? null
          : survivalCell(curve.number, days, share),
      ),
    })),
    footer: [],
    domain: [0, 100],
  };
}

/** "48 (46–51)"; a dash where half have not bought again. */
export function medianText({ median: { median, low, high } }: NextPurchaseCurve): string {
  if (median === null) return '–';
  const bound = (days: number | null) => (days === null ? '…' : formatCount(days));
  return `${formatCount(median)} (${bound(low)}–${bound(high)})`;
}

function survivalCell(
  number: number,
  days: number,
  { survival, interval, beyond }: SurvivalAt,
): HeatmapCell<RetentionSelection> {
  const words = {
    curve: curveName(number),
    days: daysText(days),
    percent: formatPercent(100 * survival),
    customers: formatCount(beyond),
  };
  return {
    value: 100 * survival,
    text: formatNumber(100 * survival, 1),
    label:
      interval === null
        ? m.retention_next_cell_alone(words)
        : m.retention_next_cell({
            ...words,
            low: formatPercent(100 * interval.low),
            high: formatPercent(100 * interval.high),
          }),
    selection: beyond === 0 ? null : { kind: 'waited', number, days },
  };
}
