import { areaY, pointer, rect, text, tip, type Markish } from '@observablehq/plot';
import { mix } from '../../charts/contrast.ts';
import type { Figure } from '../../charts/figure.ts';
import { inlineLegend, legendHeight, type LegendEntry } from '../../charts/inline-legend.ts';
import { segmentColour } from '../../charts/segment-palette.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatCount, formatDay, formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import {
  customersText,
  flowName,
  intervalText,
  moveColour,
  moveLegend,
  moveName,
  placeName,
} from './charts.ts';
import { layoutFlows, REST, type FlowNode, type FlowRoom, type Ribbon } from './flow-layout.ts';
import { MOVES } from './places.ts';
import type { MovementSelection } from './query.ts';
import type { MovementResult } from './result.ts';

const NARROW = 560;
const NODE_WIDTH = 9;
const HEADING = 38;
/** On narrow screens only this many ribbons have a colour; the rest lie together in grey. */
const FEW_RIBBONS = 10;

const WIDE_ROOM: FlowRoom = { body: 400, slot: 19, segments: 20 };
const NARROW_ROOM: FlowRoom = { body: 330, slot: 31, segments: 6 };

/** Of the ribbons that lie together. */
function quiet(theme: ChartTheme): string {
  return mix(theme.panel, theme.soft, 0.25);
}

/** A place on a ribbon's middle line, where the pointer finds it. */
export interface RibbonPoint {
  readonly x: number;
  readonly y: number;
  readonly ribbon: Ribbon;
}

/** What a click on a ribbon opens; null where an end holds several segments. */
export function ribbonSelection({ ribbon: { flow } }: RibbonPoint): MovementSelection | null {
  return flow === null ? null : { kind: 'flow', from: flow.from, to: flow.to };
}

/** The customers of each segment at the start on the left, at the end on the right. */
export function flowFigure(result: MovementResult): Figure {
  const days = { from: formatDay(result.from), to: formatDay(result.to) };
  return {
    title: m.movement_flows_title(days),
    description: m.movement_flows_description(days),
    plot: (theme, width) => {
      const narrow = width < NARROW;
      const layout = layoutFlows(result, narrow ? NARROW_ROOM : WIDE_ROOM);
      const moves = MOVES.filter((move) => result.flows.some((flow) => flow.move === move));
      const legend: readonly LegendEntry[] = [
        ...moveLegend(theme, moves),
        ...(narrow
          ? [{ name: m.movement_small_flows(), colour: quiet(theme), shape: 'square' as const }]
          : []),
      ];
      const margin = narrow ? 112 : 196;
      const marginTop = legendHeight(legend, width) + HEADING;
      const colour = (ribbon: Ribbon, i: number) =>
        ribbon.move === null || (narrow && i >= FEW_RIBBONS)
          ? quiet(theme)
          : moveColour(theme, ribbon.move);
      const bottom = marginTop + layout.height;
      return {
        height: bottom + 8,
        margin: 0,
        marginLeft: margin,
        marginRight: margin,
        marginTop,
        style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
        x: { domain: [0, 1], range: [margin, width - margin], axis: null },
        y: { domain: [0, layout.height], range: [marginTop, bottom], axis: null },
        color: { type: 'identity' },
        marks: [
          ...inlineLegend(legend, theme, { width, left: margin, top: marginTop }),
          ...layout.ribbons.map((ribbon, i) => band(ribbon, colour(ribbon, i), width < NARROW)),
          ...blocks(layout.nodes, theme, narrow),
          ...headings(result, theme, narrow, margin),
          ribbonTip(layout.ribbons, theme),
        ],
      };
    },
  };
}

function band({ start, end }: Ribbon, colour: string, narrow: boolean): Markish {
  return areaY(
    [
      [0, ...start],
      [1, ...end],
    ],
    {
      x: (edge: readonly number[]) => edge[0] ?? 0,
      y1: (edge: readonly number[]) => edge[1] ?? 0,
      y2: (edge: readonly number[]) => edge[2] ?? 0,
      curve: 'bump-x',
      fill: colour,
      fillOpacity: 0.62,
      // A few customers among thousands are to be seen as well.
      stroke: colour,
      strokeWidth: narrow ? 0.3 : 0.6,
      strokeOpacity: 0.6,
    },
  );
}

function blocks(nodes: readonly FlowNode[], theme: ChartTheme, narrow: boolean): Markish[] {
  return (['start', 'end'] as const).flatMap((side) => {
    const own = nodes.filter((node) => node.side === side);
    const inward = side === 'start' ? -1 : 1;
    const at = side === 'start' ? 0 : 1;
    const fill = ({ id, colour }: FlowNode) =>
      id === null
        ? moveColour(theme, 'came')
        : colour === null
          ? theme.faint
          : segmentColour(theme, colour);
    return [
      rect(own, {
        x1: at,
        x2: at,
        y1: 'top',
        y2: 'bottom',
        insetLeft: side === 'start' ? -NODE_WIDTH : 0,
        insetRight: side === 'end' ? -NODE_WIDTH : 0,
        fill,
        stroke: fill,
        strokeWidth: 0.5,
      }),
      text(own, {
        x: at,
        y: ({ top, bottom }: FlowNode) => (top + bottom) / 2,
        dx: inward * (NODE_WIDTH + 6),
        text: (node: FlowNode) => nodeText(node, narrow),
        textAnchor: side === 'start' ? 'end' : 'start',
        textOverflow: 'ellipsis',
        lineWidth: narrow ? 9.6 : 15,
        fontSize: narrow ? 11 : 12,
        lineHeight: 1.15,
        fill: theme.ink,
      }),
    ];
  });
}

function nodeText({ id, customers }: FlowNode, narrow: boolean): string {
  const name = id === REST ? m.movement_rest() : placeName(id);
  return narrow ? `${name}\n${formatCount(customers)}` : `${name}  ${formatCount(customers)}`;
}

function headings(
  { from, to, start, end }: MovementResult,
  theme: ChartTheme,
  narrow: boolean,
  margin: number,
): Markish[] {
  const heading = (day: number, customers: number, side: 'left' | 'right') => {
    const words = narrow
      ? `${formatDay(day)}\n${formatCount(customers)}`
      : `${formatDay(day)} · ${customersText(customers)}`;
    return text([words], {
      frameAnchor: `top-${side}`,
      text: String,
      // From the outer edge inwards, where there is room for long ones.
      textAnchor: side === 'left' ? 'start' : 'end',
      lineAnchor: 'bottom',
      dx: side === 'left' ? -margin : margin,
      dy: -8,
      lineHeight: 1.25,
      fontWeight: 600,
      fill: theme.soft,
    });
  };
  return [heading(from, start, 'left'), heading(to, end, 'right')];
}

/** Along the middle of each ribbon: the cubic curve between its ends (d3's bumpX). */
export function ribbonPoints(ribbons: readonly Ribbon[]): readonly RibbonPoint[] {
  const times = [0.04, 0.2, 0.35, 0.5, 0.65, 0.8, 0.96];
  return ribbons.flatMap((ribbon) => {
    const [a, b] = [middle(ribbon.start), middle(ribbon.end)];
    return times.map((t): RibbonPoint => {
      const u = 1 - t;
      const x = 1.5 * u * u * t + 1.5 * u * t * t + t ** 3;
      const toEnd = 3 * u * t * t + t ** 3;
      return { x, y: a + (b - a) * toEnd, ribbon };
    });
  });
}

function middle([top, bottom]: readonly [number, number]): number {
  return (top + bottom) / 2;
}

function ribbonTip(ribbons: readonly Ribbon[], theme: ChartTheme): Markish {
  return tip(
    ribbonPoints(ribbons),
    pointer({
      x: 'x',
      y: 'y',
      title: ({ ribbon }: RibbonPoint) => ribbonText(ribbon),
      fill: theme.panel,
      stroke: theme.line,
      textPadding: 8,
    }),
  );
}

function ribbonText({ from, to, customers, flow }: Ribbon): string {
  if (flow === null) {
    const name = (id: string | null) => (id === REST ? m.movement_rest() : placeName(id));
    return [m.movement_flow({ from: name(from), to: name(to) }), customersText(customers)].join(
      '\n',
    );
  }
  return [
    flowName(flow.from, flow.to),
    moveName(flow.move),
    customersText(customers),
    `${m.movement_column_share()}: ${formatPercent(flow.share)} (${intervalText(flow.interval)})`,
  ].join('\n');
}
