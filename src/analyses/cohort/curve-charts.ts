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
import { partLinesPlot, type PartPoint } from '../../charts/part-lines.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { drawnAges, drawnCohorts } from './heatmap-charts.ts';
import { ageTitle, cellValue, cohortName, fullValue, measureName } from './charts.ts';
import type { CohortSelection } from './customers-query.ts';
import type { Shown } from './measures.ts';
import type { Cohort, CohortResult } from './result.ts';

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

/** Lines beside the first cohort's; more are a thicket. */
const MOST_CURVES = 24;

/** The cohorts that have a line: the first of those that the heatmap draws, and the latest. */
function curveCohorts(result: CohortResult): readonly Cohort[] {
  const drawn = drawnCohorts(result);
  return drawn.length <= MOST_CURVES + 1
    ? drawn
    : [...drawn.slice(0, 1), ...drawn.slice(-MOST_CURVES)];
}

/** The points of all drawn lines; values that are not defined are gaps. */
export function curvePoints(result: CohortResult): CurvePoint[] {
  const ages = drawnAges(result);
  const all = curveCohorts(result);
  return all.flatMap((cohort) =>
    ages.flatMap((age): CurvePoint[] => {
      const cell = cohort.cells[age];
      if (cell === undefined || cell.value === null) return [];
      return [
        {
          name: cohortName(cohort, result),
          age,
          value: cell.value,
          incomplete: cell.incomplete,
          first: cohort === all[0],
          selection: { cohort: cohort.key, age },
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
  const points = curvePoints(result);
  const { solid, dashed } = curvePieces(points);
  const ages = drawnAges(result);
  const agesName = ageTitle(result);
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
        tickFormat: (value: number) => tickText(value, result),
        fill: theme.soft,
      }),
      axisX({
        label: agesName,
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
          title: ({ name, age, value }: CurvePoint) =>
            `${name}\n${agesName}: ${age}\n${fullValue(value, result)}`,
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

function tickText(value: number, shown: Shown): string {
  if (shown.measure === 'retention') return fullValue(value, shown).replace(/[.,]0(?=\D*$)/, '');
  return cellValue(value, { measure: 'revenue', mode: 'total' });
}

/** Lines that colours can tell apart. */
const MOST_LINES = 8;

/** The values with most customers as lines, each in a colour of its own. */
function valueCurves(result: CohortResult): Pick<Figure, 'legend' | 'plot'> {
  const parts = result.cohorts.slice(0, MOST_LINES).map((cohort) => cohortName(cohort, result));
  const points = curvePoints(result).flatMap((point): (PartPoint & CurvePoint)[] =>
    parts.includes(point.name)
      ? [{ ...point, part: point.name, x: point.age, y: point.value }]
      : [],
  );
  return {
    legend: parts,
    plot: (theme) =>
      partLinesPlot(
        {
          parts,
          points,
          xTitle: ageTitle(result),
          xText: String,
          yText: (value) => fullValue(value, result),
        },
        theme,
      ),
  };
}

function isThinned(result: CohortResult): boolean {
  return curveCohorts(result).length < result.cohorts.length;
}

/** The cohorts as lines by age. */
export function curvesFigure(result: CohortResult): Figure {
  const byValue = result.by.kind === 'value';
  const words = { cohorts: String(curveCohorts(result).length) };
  return {
    title: m.cohort_curves_title({ measure: measureName(result) }),
    description: byValue
      ? m.cohort_curves_description_value({
          cohorts: String(Math.min(MOST_LINES, result.cohorts.length)),
        })
      : m.cohort_curves_description(words),
    caption: byValue
      ? m.cohort_curves_caption_value()
      : isThinned(result)
        ? `${m.cohort_curves_thinned({ cohorts: String(MOST_CURVES) })} ${m.cohort_curves_caption()}`
        : m.cohort_curves_caption(),
    ...(byValue ? valueCurves(result) : { plot: (theme) => curvesPlot(result, theme) }),
  };
}
