import {
  axisX,
  axisY,
  barX,
  gridX,
  pointer,
  text,
  tip,
  type PlotOptions,
} from '@observablehq/plot';
import { hatch, mix, textOn } from '../../charts/contrast.ts';
import { hatchDefs } from '../../charts/hatch-defs.ts';
import { inlineLegend, legendHeight, type LegendEntry } from '../../charts/inline-legend.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatPercent } from '../../i18n/format.ts';

/** A piece of a bar that runs to 100 %. */
export interface SharePart<Selection> {
  /** Per cent. */
  readonly share: number;
  readonly colour: string;
  /** For the tip. */
  readonly label: string;
  readonly selection: Selection | null;
}

export interface ShareBar<Selection> {
  readonly name: string;
  readonly parts: readonly SharePart<Selection>[];
  /** Expected, not observed: paler. */
  readonly expected?: boolean;
  /** The period is not over: hatched. */
  readonly incomplete?: boolean;
}

export interface SharePiece<Selection> extends SharePart<Selection> {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** The pieces of each bar, one after the other. */
export function sharePieces<Selection>(
  bars: readonly ShareBar<Selection>[],
): readonly SharePiece<Selection>[] {
  return bars.flatMap(({ parts }, row) => {
    let from = 0;
    return parts.flatMap((part): SharePiece<Selection>[] => {
      if (part.share === 0) return [];
      const piece = { ...part, row, from, to: from + part.share };
      from = piece.to;
      return [piece];
    });
  });
}

export interface ShareBarsOptions {
  readonly legend: readonly LegendEntry[];
  readonly axis: string;
  /** Pixels a bar takes; default 30. */
  readonly rowHeight?: number;
  /** Sets the hatch patterns apart from those of other charts on a page. */
  readonly name: string;
}

/** Pixels that a share needs to stand in its piece. */
const TEXT_WIDTH = 34;
const MARGIN_RIGHT = 22;
const MARGIN_BOTTOM = 40;

/** Bars cut into shares, one below the other on one scale to 100 %. */
export function shareBarsPlot<Selection>(
  bars: readonly ShareBar<Selection>[],
  { legend, axis, rowHeight = 30, name }: ShareBarsOptions,
  theme: ChartTheme,
  width: number,
): PlotOptions {
  type Piece = SharePiece<Selection>;
  const pieces = sharePieces(bars);
  const narrow = width < 480;
  const marginLeft = narrow ? 92 : 150;
  const marginTop = legendHeight(legend, width) + 10;
  const colours = [...new Set(pieces.map(({ colour }) => colour))];
  const ground = ({ row, colour }: Piece) =>
    bars[row]?.expected === true ? mix(theme.panel, colour, 0.55) : colour;
  const hatched = ({ row }: Piece) => bars[row]?.incomplete === true;
  const roomy = ({ share }: Piece) =>
    (share / 100) * (width - marginLeft - MARGIN_RIGHT) > TEXT_WIDTH;
  return {
    height: marginTop + bars.length * rowHeight + MARGIN_BOTTOM,
    marginLeft,
    marginRight: MARGIN_RIGHT,
    marginTop,
    marginBottom: MARGIN_BOTTOM,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: [0, 100] },
    y: { type: 'band', domain: bars.map((_, row) => row), padding: 0.18 },
    color: { type: 'identity' },
    marks: [
      hatchDefs(
        name,
        colours.map((colour) => hatch(theme.panel, colour, theme.ink)),
      ),
      ...inlineLegend(legend, theme, { width, left: marginLeft, top: marginTop }),
      gridX({ stroke: theme.line, strokeOpacity: 1, ticks: 5 }),
      axisX({
        label: axis,
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 0,
        ticks: 5,
        tickFormat: (share: number) => formatPercent(share, 0),
        fill: theme.soft,
      }),
      axisY({
        label: null,
        tickSize: 0,
        tickFormat: (row: number) => bars[row]?.name ?? '',
        textOverflow: 'ellipsis',
        lineWidth: narrow ? 6.6 : 11.5,
        fill: theme.ink,
      }),
      barX(pieces, {
        x1: 'from',
        x2: 'to',
        y: 'row',
        insetRight: 1,
        fill: (piece: Piece) =>
          hatched(piece) ? `url(#${name}-${colours.indexOf(piece.colour) + 1})` : ground(piece),
      }),
      text(pieces.filter(roomy), {
        x: ({ from, to }: Piece) => (from + to) / 2,
        y: 'row',
        text: ({ share }: Piece) => formatPercent(share, 0),
        fill: (piece: Piece) =>
          hatched(piece) ? theme.ink : textOn(ground(piece), [theme.panel, theme.ink]),
        // Keeps the lines of a hatch away from the numbers.
        stroke: (piece: Piece) => (hatched(piece) ? theme.panel : 'none'),
        strokeWidth: 4,
      }),
      tip(
        pieces,
        pointer({
          x: ({ from, to }: Piece) => (from + to) / 2,
          y: 'row',
          title: ({ row, label }: Piece) => `${bars[row]?.name ?? ''}\n${label}`,
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
        }),
      ),
    ],
  };
}
