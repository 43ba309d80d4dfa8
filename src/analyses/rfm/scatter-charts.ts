import { axisX, axisY, dot, gridX, gridY, pointer, ruleX, ruleY, tip } from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import { segmentColour } from '../../charts/segment-palette.ts';
import { formatCount } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { Dimension } from '../../data/rfm/rules.ts';
import { segmentName, spanText, unitName, valueText } from './charts.ts';
import type { RfmResult, ScatterBin } from './result.ts';
import { SCATTER_AXES } from './settings.ts';

const HEIGHT = 420;
/** Radius in pixels of a single customer. */
const LEAST_RADIUS = 2;
/** That of the greatest bin: as large as the steps of 50 on an axis leave room for. */
const greatestRadius = (width: number) => Math.min(15, Math.max(6, width / 65));

/** The values at which a score begins, between which customers have one score. */
function cutsOf({ bounds }: RfmResult, dimension: Dimension): readonly number[] {
  return bounds[dimension].slice(1).flatMap(({ lower }) => (lower === null ? [] : [lower]));
}

/** 1, 2 and 5 times a power of ten, and 0, as far as the values go, thinned to what can be read. */
export function logTicks(values: readonly number[]): readonly number[] {
  if (values.length === 0) return [];
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const reach = Math.max(Math.abs(least), Math.abs(greatest), 1);
  const powers = Array.from({ length: Math.floor(Math.log10(reach)) + 1 }, (_, i) => 10 ** i);
  const factors = powers.length > 3 ? [1] : [1, 2, 5];
  const ups = powers.flatMap((power) => factors.map((factor) => factor * power));
  return [...ups.map((tick) => -tick).toReversed(), 0, ...ups].filter(
    (tick) => tick >= least && tick <= greatest,
  );
}

function axisName(dimension: Dimension, { frequency }: RfmResult): string {
  return unitName(dimension, frequency);
}

/**
 * Customers by two dimensions: a dot holds those who lie close together, its area their number,
 * its colour the segment that most of them have. Lines stand where the scores change. Frequency
 * and money are drawn on a scale of ln(1 + |v|).
 */
export function scatterFigure(result: RfmResult): Figure | null {
  if (result.scatter === null) return null;
  const { axes, bins } = result.scatter;
  const [x, y] = SCATTER_AXES[axes];
  const byId = new Map(result.segments.map((segment) => [segment.id, segment]));
  const words = { x: axisName(x, result), y: axisName(y, result) };
  const most = Math.max(1, ...bins.map(({ customers }) => customers));
  const scaleOf = (dimension: Dimension) =>
    dimension === 'recency' ? { nice: true } : { type: 'symlog' as const, constant: 1 };
  const ticksOf = (dimension: Dimension, values: readonly number[]) =>
    dimension === 'recency' ? {} : { ticks: [...logTicks(values)] };
  return {
    title: m.rfm_scatter_label(words),
    description: m.rfm_scatter_description(words),
    caption: m.rfm_scatter_caption({
      dots: formatCount(bins.length),
      customers: formatCount(result.scored.customers),
    }),
    plot: (theme, width) => ({
      height: HEIGHT,
      // The dots at the ends keep clear of the axes.
      inset: 14,
      marginLeft: 66,
      marginRight: 20,
      marginBottom: 42,
      style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
      x: scaleOf(x),
      y: scaleOf(y),
      r: { type: 'sqrt', domain: [0, most], range: [0, greatestRadius(width)] },
      color: { type: 'identity' },
      marks: [
        gridX({
          ...ticksOf(
            x,
            bins.map((bin) => bin.x),
          ),
          stroke: theme.line,
          strokeOpacity: 0.6,
        }),
        gridY({
          ...ticksOf(
            y,
            bins.map((bin) => bin.y),
          ),
          stroke: theme.line,
          strokeOpacity: 0.6,
        }),
        axisX({
          ...ticksOf(
            x,
            bins.map((bin) => bin.x),
          ),
          label: words.x,
          labelAnchor: 'center',
          labelArrow: 'none',
          tickSize: 0,
          tickFormat: (value: number) => valueText(value, x),
          fill: theme.soft,
        }),
        axisY({
          ...ticksOf(
            y,
            bins.map((bin) => bin.y),
          ),
          label: words.y,
          labelArrow: 'none',
          tickSize: 0,
          tickFormat: (value: number) => valueText(value, y),
          fill: theme.soft,
        }),
        ruleX(cutsOf(result, x), {
          stroke: theme.soft,
          strokeOpacity: 0.55,
          strokeDasharray: '3 3',
        }),
        ruleY(cutsOf(result, y), {
          stroke: theme.soft,
          strokeOpacity: 0.55,
          strokeDasharray: '3 3',
        }),
        dot(bins, {
          x: 'x',
          y: 'y',
          r: ({ customers }: ScatterBin) =>
            Math.max(customers, most * (LEAST_RADIUS / greatestRadius(width)) ** 2),
          // Who is in no segment stands as an open dot: a pale one would not be seen.
          fill: ({ segment }: ScatterBin) => {
            const colour = byId.get(segment)?.colour ?? null;
            return colour === null ? theme.panel : segmentColour(theme, colour);
          },
          fillOpacity: 0.85,
          stroke: ({ segment }: ScatterBin) =>
            (byId.get(segment)?.colour ?? null) === null ? theme.soft : theme.panel,
          strokeWidth: 0.6,
        }),
        tip(
          bins,
          pointer({
            x: 'x',
            y: 'y',
            title: (bin: ScatterBin) => binText(bin, x, y, result),
            fill: theme.panel,
            stroke: theme.line,
            textPadding: 8,
          }),
        ),
      ],
    }),
  };
}

function binText(bin: ScatterBin, x: Dimension, y: Dimension, result: RfmResult): string {
  const segment = result.segments.find(({ id }) => id === bin.segment);
  const { selection } = bin;
  return [
    `${m.rfm_measure_customers()}: ${formatCount(bin.customers)}`,
    `${axisName(x, result)}: ${spanText(selection.x, x)}`,
    `${axisName(y, result)}: ${spanText(selection.y, y)}`,
    segment === undefined ? '' : segmentName(segment),
  ].join('\n');
}
