import {
  axisX,
  axisY,
  dot,
  gridY,
  lineY,
  pointer,
  tip,
  type Markish,
  type PlotOptions,
} from '@observablehq/plot';
import type { ChartTheme } from './theme.ts';

/** A point of a part's line; a value that is not known is left out, which makes a gap. */
export interface PartPoint {
  /** The name of the part. */
  readonly part: string;
  readonly x: number;
  readonly y: number;
  /** The period is not over: the point is open, and the piece that leads to it dashed. */
  readonly incomplete?: boolean;
}

export interface PartLines {
  /** In the order of the legend and the colours. */
  readonly parts: readonly string[];
  readonly points: readonly PartPoint[];
  /** What x counts. */
  readonly xTitle: string;
  readonly xText: (x: number) => string;
  readonly yText: (y: number) => string;
  /** Whether the scale of y begins at 0; default true. */
  readonly zero?: boolean;
  /** How a line goes from one point to the next; default `linear`. */
  readonly curve?: 'linear' | 'step-after';
  /** Marks below the lines. */
  readonly below?: (theme: ChartTheme) => readonly Markish[];
}

/** One line for each part on a shared scale; the figure's `legend` has their names. */
export function partLinesPlot(lines: PartLines, theme: ChartTheme): PlotOptions {
  const { parts, points, xTitle, xText, yText, zero = true, curve = 'linear' } = lines;
  const solid = points.filter(({ incomplete }) => incomplete !== true);
  const before = new Map(solid.map((point) => [point.part, point]));
  const open = points.filter(({ incomplete }) => incomplete === true);
  const dashed = open.flatMap((point) => {
    const last = before.get(point.part);
    return last === undefined ? [] : [last, point];
  });
  const line = { x: 'x', y: 'y', z: 'part', stroke: 'part', curve } as const;
  const wholeNumbers = points.every(({ x }) => Number.isInteger(x));
  return {
    height: 300,
    marginLeft: 60,
    marginRight: 20,
    marginTop: 16,
    marginBottom: 40,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    color: { domain: parts, range: theme.parts.slice(0, parts.length) },
    y: { zero, nice: true },
    marks: [
      gridY({ stroke: theme.line, strokeOpacity: 1 }),
      axisY({ label: null, tickSize: 0, ticks: 5, tickFormat: yText, fill: theme.soft }),
      axisX({
        label: xTitle,
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 0,
        ticks: 10,
        tickFormat: (x: number) => (wholeNumbers && !Number.isInteger(x) ? '' : xText(x)),
        fill: theme.soft,
      }),
      ...(lines.below?.(theme) ?? []),
      lineY(solid, { ...line, strokeWidth: 1.8 }),
      lineY(dashed, { ...line, strokeWidth: 1.4, strokeDasharray: '3 3' }),
      dot(open, { x: 'x', y: 'y', r: 2.5, fill: theme.panel, stroke: 'part' }),
      tip(
        points,
        pointer({
          x: 'x',
          y: 'y',
          title: ({ part, x, y }: PartPoint) => `${part}\n${xTitle}: ${xText(x)}\n${yText(y)}`,
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
        }),
      ),
    ],
  };
}
