import {
  axisX,
  axisY,
  gridY,
  pointer,
  rectY,
  ruleY,
  tip,
  type PlotOptions,
} from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import { inlineLegend, legendHeight } from '../../charts/inline-legend.ts';
import {
  lifecycleColours,
  lifecyclePieces,
  type LifecyclePiece,
} from '../../charts/lifecycle-bars.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatCount, formatPeriodShort } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { LifecyclePeriod } from './lifecycle.ts';
import type { RetentionResult } from './result.ts';
import { LIFECYCLE_STATES, type LifecycleState } from '../../data/lifecycle.ts';
import type { RetentionSelection } from './selection.ts';

/** A piece of a period's bar. */
export interface LifecycleBar extends LifecyclePiece {
  readonly period: number;
  readonly incomplete: boolean;
  readonly selection: RetentionSelection;
}

export function lifecycleBars({ lifecycle }: RetentionResult): readonly LifecycleBar[] {
  return lifecycle.flatMap((each) =>
    lifecyclePieces(each).map((piece) => ({
      ...piece,
      period: each.period,
      incomplete: each.incomplete,
      selection: { kind: 'lifecycle', period: each.period, state: piece.state },
    })),
  );
}

export function lifecyclePlot(
  result: RetentionResult,
  theme: ChartTheme,
  width: number,
): PlotOptions {
  const bars = lifecycleBars(result);
  const paint = lifecycleColours(theme);
  const label = (period: number) => formatPeriodShort(period, result.lifecycleGrain);
  const periods = result.lifecycle.map((each) => each.period);
  const every = Math.max(1, Math.ceil(periods.length / Math.max(2, Math.floor(width / 76))));
  const entries = LIFECYCLE_STATES.map((state) => ({
    name: stateName(state),
    colour: paint[state],
    shape: 'square' as const,
  }));
  const [marginLeft, marginTop] = [60, legendHeight(entries, width) + 14];
  return {
    height: 266 + marginTop,
    marginLeft,
    marginRight: 16,
    marginTop,
    marginBottom: 30,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: [(periods[0] ?? 0) - 0.5, (periods.at(-1) ?? 0) + 0.5] },
    y: { nice: true },
    marks: [
      gridY({ stroke: theme.line, strokeOpacity: 1 }),
      axisY({ label: null, tickSize: 0, ticks: 6, tickFormat: formatCount, fill: theme.soft }),
      axisX({
        label: null,
        tickSize: 0,
        ticks: periods.filter((_, i) => i % every === 0),
        tickFormat: label,
        fill: theme.soft,
      }),
      rectY(bars, {
        x1: ({ period }: LifecycleBar) => period - 0.42,
        x2: ({ period }: LifecycleBar) => period + 0.42,
        y1: 'from',
        y2: 'to',
        fill: ({ state }: LifecycleBar) => paint[state],
        fillOpacity: ({ incomplete }: LifecycleBar) => (incomplete ? 0.45 : 1),
      }),
      ruleY([0], { stroke: theme.soft }),
      ...inlineLegend(entries, theme, { width, left: marginLeft, top: marginTop }),
      tip(
        bars,
        pointer({
          x: 'period',
          y: ({ from, to }: LifecycleBar) => (from + to) / 2,
          title: (bar: LifecycleBar) => barText(bar, label(bar.period)),
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
        }),
      ),
    ],
  };
}

function barText({ state, customers, incomplete }: LifecycleBar, period: string): string {
  const words = { period, state: stateName(state), customers: formatCount(customers) };
  return incomplete ? m.retention_bar_incomplete(words) : m.retention_bar(words);
}

export function stateName(state: LifecycleState): string {
  return messageByKey(`retention_lifecycle_${state}`);
}

/** The lifecycle of the customers, period by period. */
export function lifecycleFigure(result: RetentionResult): Figure {
  return {
    title: m.retention_lifecycle_title(),
    description: m.retention_lifecycle_description({ periods: String(result.lifecycle.length) }),
    caption: m.retention_lifecycle_caption(),
    plot: (theme, width) => lifecyclePlot(result, theme, width),
  };
}

/** More periods than this make a table that nobody reads. */
export const MOST_PERIODS = 24;

/** The numbers of the latest periods, to be read and opened one by one. */
export function lifecycleHeatmap(result: RetentionResult): HeatmapModel<RetentionSelection> {
  return {
    corner: m.retention_column_period(),
    sideTitles: [],
    columns: LIFECYCLE_STATES.map(stateName),
    rows: result.lifecycle.slice(-MOST_PERIODS).map((each) => {
      const label = formatPeriodShort(each.period, result.lifecycleGrain);
      return {
        label,
        side: [],
        cells: LIFECYCLE_STATES.map((state) => countCell(each, state, label)),
      };
    }),
    footer: [],
  };
}

function countCell(
  each: LifecyclePeriod,
  state: LifecycleState,
  period: string,
): HeatmapCell<RetentionSelection> | null {
  const customers = each[state];
  if (customers === null) return null;
  const words = { period, state: stateName(state), customers: formatCount(customers) };
  return {
    // Uncoloured: the states are no scale.
    value: null,
    text: words.customers,
    label: each.incomplete ? m.retention_bar_incomplete(words) : m.retention_bar(words),
    selection: customers === 0 ? null : { kind: 'lifecycle', period: each.period, state },
  };
}
