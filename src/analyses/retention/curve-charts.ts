import {
  areaY,
  axisX,
  axisY,
  dot,
  gridY,
  lineY,
  pointerX,
  text,
  tip,
  type PlotOptions,
} from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { ageText, ageTitle, countsText, fewNote, meanName, pointText } from './charts.ts';
import type { CurvePoint } from './curve.ts';
import { FEWEST_CUSTOMERS } from './findings.ts';
import type { RetentionResult } from './result.ts';
import type { RetentionSettings } from './settings.ts';
import { activeReference } from './variants.ts';

/** A point that is drawn: its mean is known. Age 0, always 100 %, would only flatten the rest. */
export interface DrawnPoint extends CurvePoint {
  readonly mean: number;
}

export function drawnPoints({ curve }: RetentionResult): readonly DrawnPoint[] {
  return curve.filter((point): point is DrawnPoint => point.age > 0 && point.mean !== null);
}

/** The mean by age with its 95 % interval; points of few customers are open. */
export function curvePlot(
  points: readonly DrawnPoint[],
  settings: RetentionSettings,
  theme: ChartTheme,
): PlotOptions {
  const ages = points.map((point) => point.age);
  const place = { x: 'age', y: 'mean' } as const;
  return {
    height: 260,
    marginLeft: 52,
    marginRight: 28,
    marginTop: 24,
    marginBottom: 40,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: [1, Math.max(2, ages.at(-1) ?? 2)], inset: 6 },
    y: { zero: true, nice: true },
    marks: [
      gridY({ stroke: theme.line, strokeOpacity: 1 }),
      axisY({ label: null, tickSize: 0, ticks: 5, tickFormat: tickText, fill: theme.soft }),
      axisX({
        label: ageTitle(settings),
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 0,
        ticks: ages.filter((age) => age % Math.ceil(ages.length / 20) === 0 || age === 1),
        tickFormat: (age: number) => ageText(age, settings),
        fill: theme.soft,
      }),
      areaY(points, {
        x: 'age',
        y1: 'low',
        y2: 'high',
        fill: theme.scale[2] ?? theme.line,
        fillOpacity: 0.6,
      }),
      lineY(points, { ...place, stroke: theme.accent, strokeWidth: 2.2 }),
      dot(points, {
        ...place,
        r: 3,
        fill: (point: DrawnPoint) =>
          point.observed < FEWEST_CUSTOMERS ? theme.panel : theme.accent,
        stroke: theme.accent,
      }),
      ...endLabels(points, theme),
      tip(
        points,
        pointerX({
          ...place,
          title: (point: DrawnPoint) => pointText(point, settings),
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
          lineWidth: 22,
        }),
      ),
    ],
  };
}

/** The first and the last mean, each kept within the frame. */
function endLabels(points: readonly DrawnPoint[], theme: ChartTheme) {
  const label = (ends: readonly DrawnPoint[], textAnchor: 'start' | 'end') =>
    text(ends, {
      x: 'age',
      y: 'mean',
      text: (point: DrawnPoint) => formatPercent(point.mean),
      textAnchor,
      dx: textAnchor === 'start' ? -4 : 4,
      dy: -14,
      fill: theme.ink,
      fontWeight: 650,
    });
  return [label(points.slice(0, 1), 'start'), label(points.slice(1).slice(-1), 'end')];
}

function tickText(value: number): string {
  return formatPercent(value, Number.isInteger(value) ? 0 : 1);
}

/** The curve with its words. */
export function curveFigure(result: RetentionResult): Figure {
  const { settings } = result;
  const points = drawnPoints(result);
  const first = points[0];
  const last = points.at(-1);
  const counts = countsText(settings);
  const few = points.some((point) => point.observed < FEWEST_CUSTOMERS);
  return {
    title: m.retention_curve_title({ mean: meanName(settings) }),
    description:
      first === undefined || last === undefined
        ? m.retention_none()
        : m.retention_curve_description({
            first: pointText(first, settings),
            last: pointText(last, settings),
          }),
    caption: [
      m.retention_curve_caption(),
      ...(few ? [fewNote()] : []),
      ...(activeReference(settings) === 'previous' ? [m.retention_note_previous()] : []),
      ...(counts === null ? [] : [counts]),
    ].join(' '),
    plot: (theme) => curvePlot(points, settings, theme),
  };
}
