import {
  axisX,
  axisY,
  dot,
  gridY,
  lineY,
  pointer,
  ruleX,
  tip,
  type PlotOptions,
} from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import { inlineLegend, legendHeight } from '../../charts/inline-legend.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatCount, formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { daysText } from './days-words.ts';
import { curveName } from './next-charts.ts';
import { FEWEST_AT_RISK } from './next-purchase.ts';
import type { OrderStep, OrderStepsResult } from './order-steps.ts';
import type { RetentionSelection } from './selection.ts';
import type { Horizon } from './settings.ts';

/** "1 → 2". */
function stepLabel(number: number): string {
  return `${number} → ${number + 1}`;
}

/** A step whose share at the horizon is known. */
interface KnownStep extends OrderStep {
  readonly share: number;
}

export function stepsPlot(result: OrderStepsResult, theme: ChartTheme, width: number): PlotOptions {
  const { steps, settings } = result;
  const known = steps.filter((step): step is KnownStep => step.share !== null);
  const entries = [
    { name: shareName(settings.horizon), colour: theme.accent, shape: 'square' },
    { name: m.retention_steps_naive(), colour: theme.soft, shape: 'open' },
  ] as const;
  const [marginLeft, marginTop] = [52, legendHeight(entries, width) + 14];
  return {
    height: 270 + marginTop,
    marginLeft,
    marginRight: 28,
    marginTop,
    marginBottom: 40,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { type: 'point', domain: steps.map(({ number }) => number), padding: 0.5 },
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
        label: m.retention_steps_axis(),
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 0,
        tickFormat: width < 480 ? String : stepLabel,
        fill: theme.soft,
      }),
      lineY(known, { x: 'number', y: 'share', stroke: theme.accent, strokeWidth: 1.2 }),
      ruleX(known, { x: 'number', y1: 'low', y2: 'high', stroke: theme.accent, strokeWidth: 2.4 }),
      dot(steps, { x: 'number', y: 'naive', r: 4, fill: theme.panel, stroke: theme.soft }),
      dot(known, { x: 'number', y: 'share', r: 4, fill: theme.accent }),
      ...inlineLegend(entries, theme, { width, left: marginLeft, top: marginTop }),
      tip(
        steps,
        pointer({
          x: 'number',
          y: ({ share, naive }: OrderStep) => share ?? naive,
          title: (step: OrderStep) => `${shareText(step, settings.horizon)}\n${naiveText(step)}`,
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
          lineWidth: 24,
        }),
      ),
    ],
  };
}

/** "Buys again within 180 days". */
function shareName(horizon: Horizon): string {
  return m.retention_steps_share({ days: daysText(horizon) });
}

function shareText({ number, share, low, high, atRisk }: OrderStep, horizon: Horizon): string {
  const words = { curve: curveName(number), days: daysText(horizon) };
  if (share === null) {
    return m.retention_steps_cell_few({ ...words, customers: formatCount(atRisk) });
  }
  if (low === null || high === null) {
    return m.retention_steps_cell_alone({ ...words, percent: formatPercent(share) });
  }
  return m.retention_steps_cell_share({
    ...words,
    percent: formatPercent(share),
    low: formatPercent(low),
    high: formatPercent(high),
  });
}

function naiveText({ number, customers, next, naive }: OrderStep): string {
  return m.retention_steps_cell_naive({
    curve: curveName(number),
    customers: formatCount(customers),
    next: formatCount(next),
    percent: formatPercent(naive),
  });
}

export function stepsFigure(result: OrderStepsResult): Figure {
  return {
    title: m.retention_steps_title(),
    description: m.retention_steps_description({ steps: String(result.steps.length) }),
    caption: m.retention_steps_caption({ customers: String(FEWEST_AT_RISK) }),
    plot: (theme, width) => stepsPlot(result, theme, width),
  };
}

/** The numbers of the steps; each opens its customers. */
export function stepsHeatmap({
  steps,
  settings,
}: OrderStepsResult): HeatmapModel<RetentionSelection> {
  const { horizon } = settings;
  return {
    corner: m.retention_next_corner(),
    sideTitles: [],
    columns: [
      m.retention_size(),
      m.retention_steps_next(),
      m.retention_steps_naive(),
      shareName(horizon),
    ],
    rows: steps.map((step) => ({
      label: curveName(step.number),
      side: [],
      cells: stepCells(step, horizon),
    })),
    footer: [],
  };
}

/** Those who bought again within the horizon; null where the share is not known or 0. */
export function stepSelection(
  { number, share }: OrderStep,
  horizon: Horizon,
): RetentionSelection | null {
  return share === null || share === 0 ? null : { kind: 'returned', number, days: horizon };
}

function stepCells(step: OrderStep, horizon: Horizon): readonly HeatmapCell<RetentionSelection>[] {
  const { number, customers, next, naive, share } = step;
  const reached = (n: number, of: number): RetentionSelection | null =>
    of === 0 ? null : { kind: 'reached', number: n };
  const cell = (text: string, label: string, selection: RetentionSelection | null) => ({
    value: null,
    text,
    label,
    selection,
  });
  const counts = naiveText(step);
  return [
    cell(formatCount(customers), counts, reached(number, customers)),
    cell(formatCount(next), counts, reached(number + 1, next)),
    cell(formatPercent(naive), counts, reached(number + 1, next)),
    cell(
      share === null ? '–' : formatPercent(share),
      shareText(step, horizon),
      stepSelection(step, horizon),
    ),
  ];
}
