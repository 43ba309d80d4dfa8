import {
  areaY,
  axisX,
  axisY,
  dot,
  gridX,
  gridY,
  lineY,
  link,
  pointerX,
  text,
  tip,
  type PlotOptions,
} from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatCount } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { giniText, measureName, shareName, shareText } from './charts.ts';
import type { ConcentrationResult, Share } from './result.ts';

/** A point of the curve where the share of the total is known. */
export interface CurvePoint extends Share {
  readonly shareOfValue: number;
}

/** The points that can be drawn: none where there is no total above 0. */
export function curvePoints(result: ConcentrationResult): readonly CurvePoint[] {
  return result.curve.flatMap((point): CurvePoint[] => {
    const { shareOfValue } = point;
    return shareOfValue === null ? [] : [{ ...point, shareOfValue }];
  });
}

const TICKS = [0, 20, 40, 60, 80, 100];
const CURVE = { x: 'shareOfCustomers', y: 'shareOfValue' } as const;
/** Every customer brings the same. */
export const EQUALITY = [{ x1: 0, y1: 0, x2: 100, y2: 100 }];

const tick = (value: number) => shareText(value, 0);

function curvePlot(result: ConcentrationResult, theme: ChartTheme, width: number): PlotOptions {
  const points = curvePoints(result);
  const marked = result.best.filter(({ shareOfValue }) => shareOfValue !== null);
  const axis = { tickSize: 0, ticks: TICKS, tickFormat: tick, fill: theme.soft } as const;
  return {
    height: Math.round(Math.min(440, Math.max(280, width * 0.72))),
    marginLeft: 52,
    marginRight: 18,
    marginTop: 26,
    marginBottom: 40,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: [0, 100] },
    // Returns over sales make the curve rise above 100 % before it falls back.
    y: { domain: [0, Math.max(100, ...points.map(({ shareOfValue }) => shareOfValue))] },
    marks: [
      gridX(TICKS, { stroke: theme.line, strokeOpacity: 1 }),
      gridY(TICKS, { stroke: theme.line, strokeOpacity: 1 }),
      axisX({
        ...axis,
        label: m.concentration_axis_customers(),
        labelAnchor: 'center',
        labelArrow: 'none',
      }),
      axisY({ ...axis, label: shareName(result.measure), labelArrow: 'none' }),
      areaY(points, {
        x: 'shareOfCustomers',
        y1: 'shareOfCustomers',
        y2: 'shareOfValue',
        fill: theme.wash,
      }),
      link(EQUALITY, {
        x1: 'x1',
        y1: 'y1',
        x2: 'x2',
        y2: 'y2',
        stroke: theme.faint,
        strokeDasharray: '4 4',
      }),
      text([{ x: 64, y: 60 }], {
        x: 'x',
        y: 'y',
        text: () => m.concentration_equality(),
        fill: theme.faint,
        textAnchor: 'start',
      }),
      lineY(points, { ...CURVE, stroke: theme.accent, strokeWidth: 2.2 }),
      dot(marked, { ...CURVE, r: 3.5, fill: theme.panel, stroke: theme.accent, strokeWidth: 1.6 }),
      text(marked, {
        ...CURVE,
        text: ({ percent, shareOfValue }: (typeof marked)[number]) =>
          `${shareText(percent, 0)} → ${shareText(shareOfValue)}`,
        textAnchor: 'start',
        dx: 9,
        dy: 9,
        fill: theme.ink,
      }),
      tip(
        points,
        pointerX({
          ...CURVE,
          title: (point: CurvePoint) => pointTitle(point, result),
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
        }),
      ),
    ],
  };
}

function pointTitle(point: CurvePoint, { measure }: ConcentrationResult): string {
  return [
    m.concentration_point_best({
      count: point.customers,
      shown: formatCount(point.customers),
      share: shareText(point.shareOfCustomers, 2),
    }),
    `${shareName(measure)}: ${shareText(point.shareOfValue, 2)}`,
  ].join('\n');
}

/** The customers from the best, and what part of the total they bring together. */
export function curveFigure(result: ConcentrationResult): Figure {
  const fifth = result.best.find(({ percent }) => percent === 20);
  return {
    title: m.concentration_curve_title({ measure: measureName(result.measure) }),
    description: m.concentration_curve_description({
      measure: measureName(result.measure),
      share: shareText(fifth?.shareOfValue ?? null),
      gini: giniText(result.gini),
    }),
    width: 640,
    plot: (theme, width) => curvePlot(result, theme, width),
  };
}
