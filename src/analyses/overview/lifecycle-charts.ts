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
import { hatchDefs } from '../../charts/hatch-defs.ts';
import { hatch } from '../../charts/contrast.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import { inlineLegend, legendHeight } from '../../charts/inline-legend.ts';
import {
  lifecycleColours,
  lifecyclePieces,
  type LifecyclePiece,
} from '../../charts/lifecycle-bars.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { LIFECYCLE_STATES, type LifecycleState } from '../../data/lifecycle.ts';
import { formatCount, formatPeriodShort } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { isMoney, measureName, periodName, roundMoney, stateName, valueText } from './charts.ts';
import type { Observation } from './observation.ts';
import { measured, type OverviewPeriod } from './periods.ts';
import type { OverviewSelection } from './query.ts';
import type { OverviewResult } from './result.ts';
import type { Measure } from './settings.ts';
import { xDomain, xTicks } from './trend-charts.ts';

/** A piece of a period's bar. */
export interface LifecycleBar extends LifecyclePiece {
  readonly period: number;
  readonly observation: Observation;
  readonly selection: OverviewSelection;
}

/** More bars than this are too thin to tell apart. */
export const MOST_BARS = 120;
/** Enough to see the same month of the year before; more make a table that nobody reads. */
export const MOST_ROWS = 13;

export function lifecycleBars({ periods }: OverviewResult): readonly LifecycleBar[] {
  return periods.slice(-MOST_BARS).flatMap((each) =>
    lifecyclePieces(each).map((piece) => ({
      ...piece,
      period: each.period,
      observation: each.observation,
      selection: { kind: 'state', period: each.period, state: piece.state },
    })),
  );
}

export function lifecyclePlot(
  result: OverviewResult,
  theme: ChartTheme,
  width: number,
): PlotOptions {
  const bars = lifecycleBars(result);
  const paint = lifecycleColours(theme);
  const entries = LIFECYCLE_STATES.map((state) => ({
    name: stateName(state),
    colour: paint[state],
    shape: 'square' as const,
  }));
  const [left, top] = [60, 12 + legendHeight(entries, width)];
  const periods = result.periods.slice(-MOST_BARS).map(({ period }) => period);
  return {
    height: 260 + top,
    marginLeft: left,
    marginRight: 16,
    marginTop: top,
    marginBottom: 28,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: xDomain(periods) },
    y: { nice: true },
    marks: [
      hatchDefs(
        'overview-lifecycle',
        LIFECYCLE_STATES.map((state) => hatch(theme.panel, paint[state], theme.ink)),
      ),
      gridY({ stroke: theme.line, strokeOpacity: 1 }),
      axisY({ label: null, tickSize: 0, ticks: 6, tickFormat: formatCount, fill: theme.soft }),
      axisX({
        label: null,
        tickSize: 0,
        ticks: xTicks(periods, width - left),
        tickFormat: (period: number) => formatPeriodShort(period, result.grain),
        fill: theme.soft,
      }),
      rectY(bars, {
        x1: ({ period }: LifecycleBar) => period - 0.42,
        x2: ({ period }: LifecycleBar) => period + 0.42,
        y1: 'from',
        y2: 'to',
        fill: ({ state, observation }: LifecycleBar) =>
          observation === 'complete'
            ? paint[state]
            : `url(#overview-lifecycle-${LIFECYCLE_STATES.indexOf(state) + 1})`,
      }),
      ruleY([0], { stroke: theme.soft }),
      ...inlineLegend(entries, theme, { width, left, top }),
      tip(
        bars,
        pointer({
          x: 'period',
          y: ({ from, to }: LifecycleBar) => (from + to) / 2,
          title: (bar: LifecycleBar) => barText(bar, result),
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
        }),
      ),
    ],
  };
}

function barText(
  each: Pick<LifecycleBar, 'period' | 'observation' | 'state' | 'customers'>,
  { grain }: OverviewResult,
): string {
  return m.overview_bar({
    period: formatPeriodShort(each.period, grain),
    state: stateName(each.state),
    customers: formatCount(each.customers),
  });
}

/** The lifecycle of the customers, period by period. */
export function lifecycleFigure(result: OverviewResult): Figure {
  const drawn = Math.min(result.periods.length, MOST_BARS);
  return {
    title: m.overview_lifecycle_title(),
    description: m.overview_lifecycle_description({ periods: String(drawn) }),
    caption: m.overview_lifecycle_caption(),
    plot: (theme, width) => lifecyclePlot(result, theme, width),
  };
}

/** The numbers of the latest periods, the newest first, to be read and opened one by one. */
export function periodHeatmap(result: OverviewResult): HeatmapModel<OverviewSelection> {
  const { measures, periods } = result;
  const scale = Math.max(...periods.map(({ revenue }) => revenue ?? 0));
  return {
    corner: m.overview_column_period(),
    sideTitles: [],
    columns: [...measures.map(measureName), ...LIFECYCLE_STATES.map(stateName)],
    rows: periods
      .slice(-MOST_ROWS)
      .toReversed()
      .map((each) => ({
        label: formatPeriodShort(each.period, result.grain),
        side: [],
        cells: [
          ...measures.map((measure) => measureCell(each, measure, result, scale)),
          ...LIFECYCLE_STATES.map((state) => stateCell(each, state, result)),
        ],
      })),
    footer: [],
  };
}

function measureCell(
  each: OverviewPeriod,
  measure: Measure,
  { grain }: OverviewResult,
  scale: number,
): HeatmapCell<OverviewSelection> | null {
  const value = measured(each, measure);
  if (value === null) return null;
  return {
    // Uncoloured: the columns share no scale.
    value: null,
    text: isMoney(measure) ? roundMoney(value, scale) : formatCount(value),
    label: m.overview_cell({
      period: periodName(each, grain),
      measure: measureName(measure),
      value: valueText(value, measure),
    }),
    incomplete: each.observation !== 'complete',
    selection: each.customers === 0 ? null : { kind: 'period', period: each.period },
  };
}

function stateCell(
  each: OverviewPeriod,
  state: LifecycleState,
  result: OverviewResult,
): HeatmapCell<OverviewSelection> | null {
  const customers = each[state];
  if (customers === null) return null;
  return {
    value: null,
    text: formatCount(customers),
    label: barText({ ...each, state, customers }, result),
    incomplete: each.observation !== 'complete',
    selection: customers === 0 ? null : { kind: 'state', period: each.period, state },
  };
}
