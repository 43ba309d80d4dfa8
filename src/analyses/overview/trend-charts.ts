import {
  axisX,
  axisY,
  dot,
  gridY,
  lineY,
  pointerX,
  ruleY,
  tip,
  type PlotOptions,
} from '@observablehq/plot';
import type { Grain } from '../../core/calendar.ts';
import type { Figure } from '../../charts/figure.ts';
import { inlineLegend, legendHeight, type LegendEntry } from '../../charts/inline-legend.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatCount, formatPeriodShort } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { measureName, periodName, unitName, valueText } from './charts.ts';
import type { Observation } from './observation.ts';
import { measured } from './periods.ts';
import type { OverviewSelection } from './query.ts';
import type { OverviewResult } from './result.ts';
import { seasonLength, type Measure } from './settings.ts';

/** More periods than this are drawn from the latest. */
export const MOST_POINTS = 740;

/** Fewer points than this show as dots on their line. */
const MOST_DOTS = 45;

export interface TrendPoint {
  readonly period: number;
  readonly value: number | null;
  readonly observation: Observation;
  readonly yearEarlier: number | null;
  readonly mean: number | null;
  readonly selection: OverviewSelection;
}

/** The drawn points; the season is that of the stressed measure only. */
export function trendPoints(result: OverviewResult, measure: Measure): readonly TrendPoint[] {
  const { periods, season } = result;
  return periods
    .map((each, i) => ({
      period: each.period,
      value: measured(each, measure),
      observation: each.observation,
      yearEarlier: measure === result.measure ? (season[i]?.yearEarlier ?? null) : null,
      mean: measure === result.measure ? (season[i]?.mean ?? null) : null,
      selection: { kind: 'period', period: each.period } as const,
    }))
    .slice(-MOST_POINTS);
}

/** The line of the complete points, and the dashed pieces to those that are not. */
export function trendPieces(points: readonly TrendPoint[]): {
  readonly solid: readonly TrendPoint[];
  readonly dashed: readonly TrendPoint[];
} {
  const solid = points.filter(({ observation }) => observation === 'complete');
  const begun = points.filter(({ observation }) => observation === 'begun');
  const running = points.filter(({ observation }) => observation === 'running');
  const [first, last] = [solid.slice(0, 1), solid.slice(-1)];
  return {
    solid,
    dashed: [
      ...(begun.length === 0 ? [] : [...begun, ...first]),
      // Without a value the line breaks, so that its two ends are not joined.
      ...(begun.length === 0 || running.length === 0 ? [] : gapAfter(first)),
      ...(running.length === 0 ? [] : [...last, ...running]),
    ],
  };
}

function gapAfter(points: readonly TrendPoint[]): readonly TrendPoint[] {
  return points.map((point) => ({ ...point, value: null }));
}

/** A measure by period; the stressed one beside its season. */
export function trendFigure(result: OverviewResult, measure: Measure): Figure {
  const { grain, periods } = result;
  const shown = periods.length > MOST_POINTS ? String(MOST_POINTS) : null;
  return {
    title: m.overview_trend_title({ measure: measureName(measure), unit: unitName(grain) }),
    description: m.overview_trend_description({
      measure: measureName(measure),
      from: formatPeriodShort(periods[0]?.period ?? 0, grain),
      to: formatPeriodShort(periods.at(-1)?.period ?? 0, grain),
    }),
    ...(shown === null ? {} : { caption: m.overview_trend_cut({ periods: shown }) }),
    plot: (theme, width) => trendPlot(result, measure, theme, width),
  };
}

export function trendPlot(
  result: OverviewResult,
  measure: Measure,
  theme: ChartTheme,
  width: number,
): PlotOptions {
  const points = trendPoints(result, measure);
  const isLarge = measure === result.measure;
  const entries = isLarge ? trendLegend(points, result, theme) : [];
  const values = points.flatMap(({ value, yearEarlier }) => [value ?? 0, yearEarlier ?? 0]);
  const longest = Math.max(
    ...[Math.min(...values), Math.max(...values)].map((value) => formatCount(value).length),
  );
  const left = Math.max(36, 14 + longest * 7);
  const top = 12 + legendHeight(entries, width);
  const periods = points.map(({ period }) => period);
  return {
    height: (isLarge ? 232 : 118) + top,
    marginLeft: left,
    marginRight: 20,
    marginTop: top,
    marginBottom: 26,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: xDomain(periods) },
    y: { zero: true, nice: true },
    marks: [
      gridY({ stroke: theme.line, strokeOpacity: 1, ticks: isLarge ? 5 : 3 }),
      axisY({
        label: null,
        tickSize: 0,
        ticks: isLarge ? 5 : 3,
        tickFormat: wholeTick,
        fill: theme.soft,
      }),
      axisX({
        label: null,
        tickSize: 0,
        ticks: xTicks(periods, width - left),
        tickFormat: (period: number) => formatPeriodShort(period, result.grain),
        fill: theme.soft,
      }),
      ruleY([0], { stroke: theme.soft, strokeOpacity: 0.6 }),
      ...lines(points, isLarge, theme),
      tip(
        points.filter(({ value }) => value !== null),
        pointerX({
          x: 'period',
          y: 'value',
          title: (point: TrendPoint) => pointText(point, result, measure),
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
        }),
      ),
      ...inlineLegend(entries, theme, { width, left, top }),
    ],
  };
}

function lines(points: readonly TrendPoint[], isLarge: boolean, theme: ChartTheme) {
  const { solid, dashed } = trendPieces(points);
  const at = (key: 'value' | 'yearEarlier' | 'mean') => ({
    x: 'period',
    // An unknown value breaks the line.
    y: (point: TrendPoint) => point[key] ?? NaN,
  });
  return [
    lineY(points, {
      ...at('yearEarlier'),
      stroke: theme.faint,
      strokeOpacity: 0.75,
      strokeWidth: 1.2,
    }),
    lineY(points, { ...at('mean'), stroke: theme.ink, strokeWidth: 1.3 }),
    lineY(solid, { ...at('value'), stroke: theme.accent, strokeWidth: isLarge ? 2.2 : 1.6 }),
    lineY(dashed, {
      ...at('value'),
      stroke: theme.accent,
      strokeWidth: 1.4,
      strokeDasharray: '3 3',
    }),
    dot(solid.length > MOST_DOTS ? [] : solid, {
      ...at('value'),
      r: isLarge ? 2.8 : 2,
      fill: theme.accent,
    }),
    dot(
      points.filter(({ observation }) => observation !== 'complete'),
      {
        ...at('value'),
        r: isLarge ? 4 : 3,
        fill: theme.panel,
        stroke: theme.accent,
        strokeWidth: 1.6,
      },
    ),
  ];
}

function trendLegend(
  points: readonly TrendPoint[],
  { grain, measure }: OverviewResult,
  theme: ChartTheme,
): readonly LegendEntry[] {
  return [
    { name: measureName(measure), colour: theme.accent, shape: 'line' as const, drawn: true },
    {
      name: m.overview_legend_open(),
      colour: theme.accent,
      shape: 'open' as const,
      drawn: points.some(({ observation }) => observation !== 'complete'),
    },
    {
      name: yearEarlierName(grain),
      colour: theme.faint,
      shape: 'line' as const,
      drawn: hasLine(points, 'yearEarlier'),
    },
    {
      name: seasonLength(grain) === null ? '' : messageByKey(`overview_legend_mean_${grain}`),
      colour: theme.ink,
      shape: 'line' as const,
      drawn: hasLine(points, 'mean'),
    },
  ].filter(({ drawn }) => drawn);
}

function pointText(point: TrendPoint, { grain }: OverviewResult, measure: Measure): string {
  const lines = [
    periodName(point, grain),
    `${measureName(measure)} ${valueText(point.value, measure)}`,
  ];
  if (point.yearEarlier !== null) {
    lines.push(`${yearEarlierName(grain)} ${valueText(point.yearEarlier, measure)}`);
  }
  return lines.join('\n');
}

/** One point alone makes no line. */
function hasLine(points: readonly TrendPoint[], key: 'yearEarlier' | 'mean'): boolean {
  return points.filter((point) => point[key] !== null).length > 1;
}

function yearEarlierName(grain: Grain): string {
  return grain === 'day' || grain === 'week' ? m.overview_legend_weeks() : m.overview_legend_year();
}

/** A tick of a scale; none between whole numbers, which a count cannot take. */
function wholeTick(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : '';
}

/** Half a period more on either side than the drawn ones. */
export function xDomain(periods: readonly number[]): [number, number] {
  return [(periods[0] ?? 0) - 0.5, (periods.at(-1) ?? 0) + 0.5];
}

/** The periods that are named on the axis: as many as there is room for. */
export function xTicks(periods: readonly number[], width: number): readonly number[] {
  const room = Math.max(2, Math.floor(width / 80));
  const every = Math.max(1, Math.ceil(periods.length / room));
  return periods.filter((_, i) => i % every === 0);
}
