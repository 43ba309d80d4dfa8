import {
  axisX,
  axisY,
  dot,
  gridY,
  lineY,
  pointer,
  text,
  tip,
  type PlotOptions,
} from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatPeriodShort } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { drawnAges, drawnCohorts } from './heatmap-charts.ts';
import type { CohortSelection } from './query.ts';
import type { CohortResult } from './result.ts';
import type { CohortGrain, CohortMeasure } from './settings.ts';
import { ageTitle, cellValue, fullValue, measureName } from './charts.ts';

/** A point of a cohort's line. */
export interface CurvePoint {
  readonly name: string;
  readonly age: number;
  readonly value: number;
  readonly incomplete: boolean;
  /** The first cohort of the data, whose line is stressed. */
  readonly first: boolean;
  readonly selection: CohortSelection;
}

/** The points of all drawn lines; values that are not defined are gaps. */
export function curvePoints(result: CohortResult): CurvePoint[] {
  const ages = drawnAges(result);
  return drawnCohorts(result).flatMap(({ index, cells }) =>
    ages.flatMap((age): CurvePoint[] => {
      const cell = cells[age];
      if (cell === undefined || cell.value === null) return [];
      return [
        {
          name: formatPeriodShort(index, result.grain),
          age,
          value: cell.value,
          incomplete: cell.incomplete,
          first: index === result.cohorts[0]?.index,
          selection: { cohort: index, age },
        },
      ];
    }),
  );
}

/**
 * The lines of the complete points, and for each incomplete point the dashed piece that leads to
 * it from the point before.
 */
export function curvePieces(points: readonly CurvePoint[]): {
  readonly solid: readonly CurvePoint[];
  readonly dashed: readonly CurvePoint[];
} {
  const solid = points.filter((point) => !point.incomplete);
  const last = new Map(solid.map((point) => [point.name, point]));
  const dashed = points
    .filter((point) => point.incomplete)
    .flatMap((point) => {
      const before = last.get(point.name);
      return before === undefined ? [point] : [before, point];
    });
  return { solid, dashed };
}

/** One line a cohort by age, the first and the mean stressed, incomplete points open and dashed. */
export function curvesPlot(result: CohortResult, theme: ChartTheme): PlotOptions {
  const { grain, measure } = result;
  const points = curvePoints(result);
  const { solid, dashed } = curvePieces(points);
  const ages = drawnAges(result);
  const means = ages.flatMap((age) => {
    const value = result.means[age]?.value ?? null;
    return value === null ? [] : [{ age, value }];
  });
  const ends = solid.filter((point) => point.first).slice(-1);
  const paint = (first: boolean) => (first ? theme.accent : (theme.scale[3] ?? theme.soft));
  const line = { x: 'age', y: 'value', z: 'name' } as const;
  return {
    height: 280,
    marginLeft: 56,
    marginRight: 64,
    marginTop: 28,
    marginBottom: 40,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: [ages[0] ?? 0, Math.max(ages.at(-1) ?? 1, (ages[0] ?? 0) + 1)] },
    y: { zero: true, nice: true },
    marks: [
      gridY({ stroke: theme.line, strokeOpacity: 1 }),
      axisY({
        label: null,
        tickSize: 0,
        ticks: 5,
        tickFormat: (value: number) => tickText(value, measure),
        fill: theme.soft,
      }),
      axisX({
        label: ageTitle(grain),
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 0,
        ticks: ages.filter((age) => age % Math.ceil(ages.length / 20) === 0),
        tickFormat: String,
        fill: theme.soft,
      }),
      ...[false, true].flatMap((first) => [
        lineY(
          solid.filter((point) => point.first === first),
          {
            ...line,
            stroke: paint(first),
            strokeWidth: first ? 2.2 : 1,
          },
        ),
        lineY(
          dashed.filter((point) => point.first === first),
          {
            ...line,
            stroke: paint(first),
            strokeWidth: first ? 1.6 : 1,
            strokeDasharray: '3 3',
          },
        ),
      ]),
      lineY(means, { x: 'age', y: 'value', stroke: theme.ink, strokeWidth: 1.6 }),
      dot(
        points.filter((point) => point.incomplete),
        {
          x: 'age',
          y: 'value',
          r: 2.5,
          fill: theme.panel,
          stroke: (point: CurvePoint) => paint(point.first),
        },
      ),
      ...endLabels(ends, means.slice(-1), theme),
      tip(
        points,
        pointer({
          x: 'age',
          y: 'value',
          title: (point: CurvePoint) => pointTitle(point, grain, measure),
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
        }),
      ),
    ],
  };
}

function endLabels(
  ends: readonly CurvePoint[],
  means: readonly { readonly age: number; readonly value: number }[],
  theme: ChartTheme,
) {
  const place = { x: 'age', y: 'value', textAnchor: 'start', dx: 7, fontWeight: 650 } as const;
  const [end, mean] = [ends[0], means[0]];
  // The mean's last age is often that of the first cohort alone: one label then says both.
  const same =
    end !== undefined && mean !== undefined && end.age === mean.age && end.value === mean.value;
  return [
    text(ends, { ...place, text: 'name', fill: theme.accent, dy: same ? -18 : 0 }),
    text(means, { ...place, text: () => m.cohort_mean(), fill: theme.ink, dy: same ? -4 : 0 }),
  ];
}

function tickText(value: number, measure: CohortMeasure): string {
  if (measure === 'retention') return fullValue(value, measure).replace(/[.,]0(?=\D*$)/, '');
  return cellValue(value, 'revenue');
}

function pointTitle({ name, age, value }: CurvePoint, grain: CohortGrain, measure: CohortMeasure) {
  return `${name}\n${ageTitle(grain)}: ${age}\n${fullValue(value, measure)}`;
}

/** The cohorts as lines by age. */
export function curvesFigure(result: CohortResult): Figure {
  return {
    title: m.cohort_curves_title({ measure: measureName(result.measure) }),
    description: m.cohort_curves_description({ cohorts: String(drawnCohorts(result).length) }),
    caption: m.cohort_curves_caption(),
    plot: (theme) => curvesPlot(result, theme),
  };
}
