import { axisY, barX, text, type Markish, type PlotOptions } from '@observablehq/plot';
import { mix, textOn } from '../../charts/contrast.ts';
import type { BreakdownPart, DrawBreakdown, Figure } from '../../charts/figure.ts';
import { inlineLegend, legendHeight } from '../../charts/inline-legend.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { bandName, kindName } from './charts.ts';
import { KINDS } from './query.ts';
import type { AttritionResult, BandRow } from './result.ts';
import { BANDS, type Band } from './settings.ts';

const ROW_HEIGHT = 38;
/** Narrower pieces have no room for their number; per cent of the width. */
const LEAST_FOR_TEXT = 6;

/** From green over pale to persimmon: on time to gone. */
export function bandColour(theme: ChartTheme, band: Band): string {
  const [deep = theme.accent, pale = theme.wash] = [theme.scale[5], theme.scale[2]];
  switch (band) {
    case 'on_time':
      return deep;
    case 'little':
      return pale;
    case 'late':
      return mix(theme.panel, theme.alert, 0.3);
    case 'very':
      return mix(theme.panel, theme.alert, 0.6);
    case 'gone':
      return theme.alert;
    case 'unknown':
      return theme.line;
  }
}

interface Line {
  readonly name: string;
  readonly rows: readonly BandRow[];
}

interface Piece {
  readonly line: number;
  readonly band: Band;
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/** The bands of each line side by side, adding up to 100 %. */
export function piecesOf(lines: readonly Line[]): readonly Piece[] {
  return lines.flatMap(({ rows }, line) => {
    let from = 0;
    return rows.flatMap(({ band, shareOfCustomers: share }): Piece[] => {
      if (share === 0) return [];
      const piece = { line, band, from, to: from + share, share };
      from += share;
      return [piece];
    });
  });
}

function stackedPlot(lines: readonly Line[], theme: ChartTheme, width: number): PlotOptions {
  const pieces = piecesOf(lines);
  const entries = BANDS.map((band) => ({
    name: bandName(band),
    colour: bandColour(theme, band),
    shape: 'square' as const,
  }));
  const marginLeft = Math.min(170, Math.max(90, width * 0.24));
  const marginTop = legendHeight(entries, width) + 12;
  const marks: Markish[] = [
    axisY({
      tickSize: 0,
      tickFormat: (line: number) => lines[line]?.name ?? '',
      textOverflow: 'ellipsis',
      lineWidth: marginLeft / 13,
      fill: theme.ink,
    }),
    barX(pieces, {
      x1: 'from',
      x2: 'to',
      y: 'line',
      fill: ({ band }: Piece) => bandColour(theme, band),
      inset: 0.5,
      title: ({ line, band, share }: Piece) =>
        `${lines[line]?.name ?? ''}\n${bandName(band)}: ${formatPercent(share)}`,
    }),
    text(
      pieces.filter(({ share }) => share * (width - marginLeft) >= LEAST_FOR_TEXT * 700),
      {
        x: ({ from, to }: Piece) => (from + to) / 2,
        y: 'line',
        text: ({ share }: Piece) => formatPercent(share, 0),
        fill: ({ band }: Piece) => textOn(bandColour(theme, band), [theme.ink, theme.panel]),
      },
    ),
    ...inlineLegend(entries, theme, { width, left: marginLeft, top: marginTop }),
  ];
  return {
    height: lines.length * ROW_HEIGHT + marginTop + 6,
    marginLeft,
    marginRight: 8,
    marginTop,
    marginBottom: 6,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: [0, 100], axis: null },
    y: { type: 'band', domain: lines.map((_, line) => line), padding: 0.22, label: null },
    marks,
  };
}

function textOf({ name, rows }: Line): string {
  const shares = rows
    .map(({ band, shareOfCustomers }) => `${bandName(band)} ${formatPercent(shareOfCustomers)}`)
    .join(', ');
  return `${name}: ${shares}`;
}

/** Both kinds of customers by band, as an image; on the page they stand in tables. */
export function bandsFigure(result: AttritionResult): Figure {
  const lines = KINDS.map((kind) => ({ name: kindName(kind), rows: result.bands[kind] }));
  return {
    title: m.attrition_bands_title(),
    description: m.attrition_bands_description({ bands: lines.map(textOf).join('; ') }),
    plot: (theme, width) => stackedPlot(lines, theme, width),
  };
}

/** The repeat customers of each part by band. */
export const attritionBreakdown: DrawBreakdown<AttritionResult> = (
  parts: readonly BreakdownPart<AttritionResult>[],
) => {
  const lines = parts.map(({ name, result }) => ({ name, rows: result.bands.repeat }));
  return {
    title: m.attrition_breakdown_title(),
    description: m.attrition_bands_description({ bands: lines.map(textOf).join('; ') }),
    caption: m.attrition_breakdown_caption(),
    plot: (theme, width) => stackedPlot(lines, theme, width),
  };
};
