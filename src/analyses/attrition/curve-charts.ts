import {
  axisX,
  axisY,
  gridY,
  lineY,
  pointerX,
  ruleX,
  ruleY,
  text,
  tip,
  type PlotOptions,
} from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatNumber, formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { bandName, daysText } from './charts.ts';
import type { AttritionResult, BandRow } from './result.ts';

/** More points than this cannot be told apart on a screen. */
const MOST_POINTS = 300;

/** How far the curve is drawn, in lengths up to the last band. */
const BEYOND = 1.35;

/** A point of a curve: per cent that take longer than x. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Every n-th point and the last, so that a long curve stays light. */
export function thinned<Item>(points: readonly Item[]): readonly Item[] {
  const step = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, i) => i % step === 0 || i === points.length - 1);
}

interface Words {
  readonly x: string;
  readonly y: string;
  readonly xTick: (x: number) => string;
  readonly title: (point: Point) => string;
}

function plotOf(
  points: readonly Point[],
  bands: readonly BandRow[],
  most: number,
  words: Words,
  theme: ChartTheme,
): PlotOptions {
  const starts = bands.flatMap(({ band, start }) =>
    start === null || start === 0 || start > most ? [] : [{ x: start, name: bandName(band) }],
  );
  const drawn = points.filter(({ x }) => x <= most);
  return {
    height: 280,
    marginLeft: 52,
    marginRight: 22,
    marginTop: 34,
    marginBottom: 46,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: [0, most] },
    y: { domain: [0, 100] },
    marks: [
      gridY({ ticks: 5, stroke: theme.line, strokeOpacity: 1 }),
      axisY({
        label: words.y,
        labelArrow: 'none',
        tickSize: 0,
        ticks: 5,
        tickFormat: (value: number) => formatPercent(value, 0),
        fill: theme.soft,
      }),
      axisX({
        label: words.x,
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 0,
        ticks: 6,
        tickFormat: words.xTick,
        fill: theme.soft,
      }),
      ruleY([0], { stroke: theme.line }),
      ruleX(starts, { x: 'x', stroke: theme.faint, strokeDasharray: '3 3' }),
      // Bands that begin close together stand one below the other.
      ...starts.map((start, i) =>
        text([start], {
          x: 'x',
          text: 'name',
          frameAnchor: 'top',
          // On the left where there is no room on the right.
          textAnchor: start.x > most * 0.72 ? 'end' : 'start',
          dx: start.x > most * 0.72 ? -4 : 4,
          dy: 2 + i * 15,
          fill: theme.soft,
          // Readable where it crosses a line.
          stroke: theme.panel,
          strokeWidth: 4,
        }),
      ),
      lineY(drawn, { x: 'x', y: 'y', stroke: theme.accent, strokeWidth: 2, curve: 'step-after' }),
      tip(
        drawn,
        pointerX({
          x: 'x',
          y: 'y',
          title: words.title,
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
        }),
      ),
    ],
  };
}

/** The curve a good way beyond the last band: what comes after is flat. */
function drawnTo(points: readonly Point[], bands: readonly BandRow[]): number {
  const last = points.at(-1)?.x ?? 1;
  const gone = bands.find(({ band }) => band === 'gone')?.start ?? last;
  return Math.max(1, Math.min(last, gone * BEYOND));
}

/** How much longer than usual the gaps between purchases were. */
export function longerFigure(result: AttritionResult): Figure {
  const points = [{ x: 0, y: 100 }].concat(
    thinned(result.longer).map(({ times, survival }) => ({ x: times, y: survival })),
  );
  const most = drawnTo(points, result.bands.repeat);
  const words: Words = {
    x: m.attrition_longer_axis(),
    y: m.attrition_longer_unit(),
    xTick: (x) => `${formatNumber(x)} ×`,
    title: ({ x, y }) =>
      m.attrition_longer_point({ share: formatPercent(y), times: formatNumber(x, 1) }),
  };
  return {
    title: m.attrition_longer_title(),
    description: m.attrition_longer_description(),
    caption: m.attrition_longer_caption(),
    plot: (theme) => plotOf(points, result.bands.repeat, most, words, theme),
  };
}

/** When customers come back for the second time, if they do. */
export function waitFigure(result: AttritionResult): Figure {
  const waits = thinned(result.waits);
  const points = [{ x: 0, y: 100 }].concat(
    waits.map(({ days, survival }) => ({ x: days, y: survival })),
  );
  const never = waits.at(-1)?.survival ?? 100;
  const words: Words = {
    x: m.attrition_wait_axis(),
    y: m.attrition_wait_unit(),
    xTick: (x) => formatNumber(x),
    title: ({ x, y }) => m.attrition_wait_point({ days: daysText(x), share: formatPercent(y) }),
  };
  const most = drawnTo(points, result.bands.once);
  return {
    title: m.attrition_wait_title(),
    description: m.attrition_wait_description({ never: formatPercent(never) }),
    caption: m.attrition_wait_caption({ never: formatPercent(never) }),
    plot: (theme) => plotOf(points, result.bands.once, most, words, theme),
  };
}
