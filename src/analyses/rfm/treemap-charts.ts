import { rect, text } from '@observablehq/plot';
import { textOn } from '../../charts/contrast.ts';
import type { Figure } from '../../charts/figure.ts';
import { segmentColour } from '../../charts/segment-palette.ts';
import { treemap, type Tile } from '../../charts/treemap.ts';
import { formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { barText, measureName, segmentName } from './charts.ts';
import type { RfmResult, SegmentRow } from './result.ts';
import type { AreaMeasure } from './settings.ts';

/** A segment's tile with its words. */
export interface SegmentTile {
  readonly segment: SegmentRow;
  readonly tile: Tile;
  readonly name: string;
  readonly share: string;
  /** The whole sentence, for tooltip and screen readers. */
  readonly label: string;
}

/** The segments that have an area; one without customers, or whose returns exceed its sales, has none. */
export function tilesOf(
  { segments }: RfmResult,
  measure: AreaMeasure,
  width: number,
  height: number,
): readonly SegmentTile[] {
  const tiles = treemap(
    segments.map((segment) => segment[measure]),
    width,
    height,
  );
  return segments.flatMap((segment, i): SegmentTile[] => {
    const tile = tiles[i] ?? null;
    if (tile === null) return [];
    const share = measure === 'customers' ? segment.shareOfCustomers : segment.shareOfRevenue;
    const words = {
      name: segmentName(segment),
      share: share === null ? '–' : formatPercent(share),
    };
    const value = barText(segment[measure], measure);
    const label = m.rfm_tile({ ...words, measure: measureName(measure), value });
    return [{ segment, tile, ...words, label }];
  });
}

const HEIGHT = 320;

/** The treemap as an image; on the page its tiles are buttons. */
export function treemapFigure(result: RfmResult, measure: AreaMeasure): Figure {
  const words = { measure: measureName(measure) };
  return {
    title: m.rfm_treemap_label(words),
    description: m.rfm_treemap_description(words),
    plot: (theme, width) => {
      const tiles = tilesOf(result, measure, width, HEIGHT);
      const named = tiles.filter(({ tile }) => tile.width > 64 && tile.height > 40);
      const ground = ({ segment }: SegmentTile) => segmentColour(theme, segment.colour);
      const label = {
        x: ({ tile }: SegmentTile) => tile.x + 9,
        y: ({ tile }: SegmentTile) => tile.y + 14,
        fill: (tile: SegmentTile) => textOn(ground(tile), [theme.panel, theme.ink]),
        textAnchor: 'start',
      } as const;
      return {
        width,
        height: HEIGHT,
        margin: 0,
        style: { background: 'transparent', fontSize: '12px' },
        x: { domain: [0, width], range: [0, width], axis: null },
        y: { domain: [0, HEIGHT], range: [0, HEIGHT], axis: null },
        color: { type: 'identity' },
        marks: [
          rect(tiles, {
            x1: ({ tile }: SegmentTile) => tile.x,
            x2: ({ tile }: SegmentTile) => tile.x + tile.width,
            y1: ({ tile }: SegmentTile) => tile.y,
            y2: ({ tile }: SegmentTile) => tile.y + tile.height,
            fill: ground,
            inset: 1,
            rx: 4,
          }),
          text(named, { ...label, text: 'name', fontWeight: 600, textOverflow: 'ellipsis' }),
          text(named, { ...label, text: 'share', dy: 16 }),
        ],
      };
    },
  };
}
