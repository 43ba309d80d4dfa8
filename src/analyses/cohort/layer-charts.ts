import {
  areaY,
  axisX,
  axisY,
  gridY,
  pointer,
  rect,
  ruleX,
  stackY,
  text,
  tip,
  type PlotOptions,
} from '@observablehq/plot';
import { mix } from '../../charts/contrast.ts';
import type { Figure } from '../../charts/figure.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatPeriodShort } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { TableModel } from '../analysis.ts';
import { byName, cellValue, cohortName, fullValue, measureName } from './charts.ts';
import type { CohortSelection } from './customers-query.ts';
import { isAmount, isMoney, type CohortCell, type Shown } from './measures.ts';
import type { Cohort, CohortResult } from './result.ts';

/** Layers that are drawn each for itself; the earliest cohorts before them are one. */
export const MOST_LAYERS = 60;

/** A cohort in a period of the calendar. */
export interface LayerPoint {
  readonly name: string;
  readonly period: number;
  readonly value: number;
  /** Null where no customer was active, or several cohorts are drawn as one. */
  readonly selection: CohortSelection | null;
}

export interface Layer {
  readonly name: string;
  readonly points: readonly LayerPoint[];
}

/** What is stacked: the chosen measure of the period where it adds up, else what it is made of. */
export function layerMeasure({ measure }: Pick<CohortResult, 'measure'>): Shown {
  if (isAmount(measure)) return { measure, mode: 'total' };
  return { measure: measure === 'average_order' ? 'revenue' : 'customers', mode: 'total' };
}

/** A cell's part of the stack; null where it is not known. */
function partOf(cell: CohortCell, { measure }: Shown): number | null {
  return isAmount(measure) ? cell.amounts[measure] : cell.customers;
}

/** The layers from the bottom: the oldest cohort, or the largest value. */
export function layersOf(result: CohortResult): readonly Layer[] {
  const { cohorts } = result;
  const together = Math.max(0, cohorts.length - MOST_LAYERS);
  const merged = together > 1 ? [mergedLayer(cohorts.slice(0, together), result)] : [];
  return [
    ...merged,
    ...cohorts.slice(merged.length === 0 ? 0 : together).map((cohort) => layerOf(cohort, result)),
  ];
}

function layerOf(cohort: Cohort, result: CohortResult): Layer {
  const name = cohortName(cohort, result);
  const shown = layerMeasure(result);
  return {
    name,
    points: cohort.calendar.flatMap((cell, i): LayerPoint[] => {
      const value = cell === undefined ? null : partOf(cell, shown);
      if (cell === undefined || value === null) return [];
      const period = result.firstPeriod + i;
      const place = typeof cohort.key === 'number' ? { age: period - cohort.key } : { period };
      const selection = cell.customers === 0 ? null : { cohort: cohort.key, ...place };
      return [{ name, period, value, selection }];
    }),
  };
}

function mergedLayer(cohorts: readonly Cohort[], result: CohortResult): Layer {
  const last = cohorts.at(-1);
  const name = m.cohort_layers_until({
    cohort: last === undefined ? '' : cohortName(last, result),
  });
  const sums = new Map<number, number>();
  for (const { points } of cohorts.map((cohort) => layerOf(cohort, result))) {
    for (const { period, value } of points) sums.set(period, (sums.get(period) ?? 0) + value);
  }
  return {
    name,
    points: [...sums]
      .sort(([a], [b]) => a - b)
      .map(([period, value]) => ({ name, period, value, selection: null })),
  };
}

/** Older layers are darker; values take the colours of parts, all after the eighth a grey. */
function colours(layers: readonly Layer[], result: CohortResult, theme: ChartTheme): string[] {
  if (result.by.kind === 'value') {
    return layers.map(
      (_, i) => theme.parts[i] ?? mix(theme.panel, theme.soft, 0.25 + 0.04 * (i % 8)),
    );
  }
  const [light, dark] = [theme.scale[1] ?? theme.wash, theme.scale[6] ?? theme.accent];
  return layers.map((_, i) => mix(dark, light, layers.length < 2 ? 0 : i / (layers.length - 1)));
}

function layersPlot(result: CohortResult, theme: ChartTheme, width: number): PlotOptions {
  const layers = layersOf(result);
  const fills = new Map(colours(layers, result, theme).map((fill, i) => [layers[i]?.name, fill]));
  const points = layers.flatMap((layer) => layer.points);
  const { grain, lastPeriod, lastComplete } = result;
  const periods = [...new Set(points.map(({ period }) => period))].sort((a, b) => a - b);
  const every = Math.max(1, Math.ceil(periods.length / Math.max(2, Math.floor((width - 80) / 76))));
  const shown = layerMeasure(result);
  const stack = { x: 'period', y: 'value', z: 'name' } as const;
  return {
    height: 320,
    marginLeft: 64,
    marginRight: 30,
    marginTop: 22,
    marginBottom: 30,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    y: { nice: true, zero: true },
    marks: [
      gridY({ stroke: theme.line, strokeOpacity: 1, ticks: 5 }),
      axisY({
        label: null,
        tickSize: 0,
        ticks: 5,
        tickFormat: (value: number) => cellValue(value, shown),
        fill: theme.soft,
      }),
      axisX({
        label: null,
        tickSize: 0,
        ticks: periods.filter((_, i) => i % every === 0),
        tickFormat: (period: number) => formatPeriodShort(period, grain),
        fill: theme.soft,
      }),
      areaY(
        points,
        stackY({
          ...stack,
          fill: ({ name }: LayerPoint) => fills.get(name) ?? theme.accent,
          stroke: theme.panel,
          strokeWidth: 0.6,
        }),
      ),
      ...(lastComplete || periods.length < 2 ? [] : openPeriod(lastPeriod, theme)),
      tip(
        points,
        pointer(
          stackY({
            ...stack,
            title: ({ name, period, value }: LayerPoint) =>
              `${byName(result)} ${name}\n${formatPeriodShort(period, grain)}\n${fullValue(value, shown)}`,
            fill: theme.panel,
            stroke: theme.line,
            textPadding: 8,
          }),
        ),
      ),
    ],
  };
}

/** The way to the period that is not over: paled behind a dashed line, with a word above. */
function openPeriod(lastPeriod: number, theme: ChartTheme) {
  const from = lastPeriod - 1;
  return [
    rect([from], { x1: from, x2: lastPeriod, fill: theme.panel, fillOpacity: 0.55 }),
    ruleX([from], { stroke: theme.soft, strokeDasharray: '3 3' }),
    text([lastPeriod], {
      x: lastPeriod,
      frameAnchor: 'top',
      textAnchor: 'end',
      dy: -14,
      text: () => m.cohort_layers_open(),
      fill: theme.soft,
    }),
  ];
}

/** The cohorts stacked over the periods of the calendar. */
export function layersFigure(result: CohortResult): Figure {
  const measure = measureName(layerMeasure(result));
  const { by, cohorts } = result;
  const named = by.kind === 'value' ? layersOf(result).slice(0, 8) : [];
  const words = { by: byName(result), measure };
  return {
    title: m.cohort_layers_title(words),
    description: m.cohort_layers_description({ ...words, cohorts: String(cohorts.length) }),
    caption: by.kind === 'value' ? m.cohort_layers_caption_value() : m.cohort_layers_caption(),
    ...(named.length === 0 ? {} : { legend: named.map(({ name }) => name) }),
    plot: (theme, width) => layersPlot(result, theme, width),
  };
}

/** The stack's height by period, for those who cannot see it. */
export function layersTable(result: CohortResult): TableModel {
  const shown = layerMeasure(result);
  const sums = new Map<number, number>();
  for (const { period, value } of layersOf(result).flatMap(({ points }) => points)) {
    sums.set(period, (sums.get(period) ?? 0) + value);
  }
  return {
    columns: [
      { key: 'period', title: 'cohort_column_period', format: { period: result.grain } },
      {
        key: 'total',
        title: `cohort_measure_${shown.measure}`,
        format: isMoney(shown.measure) ? 'money' : 'count',
      },
    ],
    rows: [...sums].sort(([a], [b]) => a - b).map(([period, total]) => ({ period, total })),
  };
}
