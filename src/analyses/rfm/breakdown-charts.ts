import { axisX, axisY, barX, gridX, pointerX, ruleX, stackX, text, tip } from '@observablehq/plot';
import { textOn } from '../../charts/contrast.ts';
import type { BreakdownPart, DrawBreakdown, Figure } from '../../charts/figure.ts';
import { inlineLegend, legendHeight } from '../../charts/inline-legend.ts';
import { segmentColour } from '../../charts/segment-palette.ts';
import { formatCount, formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { segmentName } from './charts.ts';
import type { RfmResult, SegmentRow } from './result.ts';

const ROW_HEIGHT = 34;
const MARGIN_BOTTOM = 40;
/** A narrower piece has no room for its share. */
const LEAST_NAMED_SHARE = 6;

/** A segment's piece of a part's bar. */
export interface SharePiece {
  readonly row: number;
  readonly place: number;
  readonly share: number;
  readonly segment: SegmentRow;
}

/** The segments' shares of the customers of each part; none where a part has nobody scored. */
export function sharePieces(parts: readonly BreakdownPart<RfmResult>[]): readonly SharePiece[] {
  return parts.flatMap(({ result }, row) =>
    result.segments.flatMap((segment, place): SharePiece[] =>
      segment.customers === 0 || segment.shareOfCustomers === null
        ? []
        : [{ row, place, share: segment.shareOfCustomers, segment }],
    ),
  );
}

/** A bar for each part, cut into the shares of its customers by segment, on one scale to 100 %. */
export const breakdownFigure: DrawBreakdown<RfmResult> = (parts): Figure => {
  const pieces = sharePieces(parts);
  const used = (parts[0]?.result.segments ?? []).filter(({ id }) =>
    pieces.some(({ segment }) => segment.id === id),
  );
  return {
    title: m.rfm_breakdown_label(),
    description: m.rfm_breakdown_description({ parts: formatCount(parts.length) }),
    // Own cut points are the same for each part.
    ...(parts[0]?.result.scoring === 'custom' ? {} : { caption: m.rfm_breakdown_caption() }),
    plot: (theme, width) => {
      const legend = used.map((segment) => ({
        name: segmentName(segment),
        colour: segmentColour(theme, segment.colour),
        shape: 'square' as const,
      }));
      const marginLeft = width < 480 ? 90 : 140;
      const marginTop = legendHeight(legend, width) + 10;
      const ground = ({ segment }: SharePiece) => segmentColour(theme, segment.colour);
      const stacked = { x: 'share', y: 'row', z: 'place', order: 'z' } as const;
      const named = ({ share }: SharePiece) =>
        share < LEAST_NAMED_SHARE * (width < 480 ? 2 : 1) ? '' : formatPercent(share, 0);
      return {
        height: marginTop + parts.length * ROW_HEIGHT + MARGIN_BOTTOM,
        marginLeft,
        marginRight: 24,
        marginTop,
        marginBottom: MARGIN_BOTTOM,
        style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
        x: { domain: [0, 100] },
        y: { type: 'band', domain: parts.map((_, row) => row), padding: 0.22 },
        color: { type: 'identity' },
        marks: [
          ...inlineLegend(legend, theme, { width, left: marginLeft, top: marginTop }),
          gridX({ stroke: theme.line, strokeOpacity: 1, ticks: 5 }),
          axisX({
            label: m.rfm_column_share_of_customers(),
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
            tickFormat: (row: number) => parts[row]?.name ?? '',
            textOverflow: 'ellipsis',
            lineWidth: width < 480 ? 6.5 : 11,
            fill: theme.ink,
          }),
          barX(pieces, stackX({ ...stacked, fill: ground, stroke: theme.panel, strokeWidth: 1 })),
          text(
            pieces,
            stackX({
              ...stacked,
              text: named,
              fill: (piece: SharePiece) => textOn(ground(piece), [theme.panel, theme.ink]),
            }),
          ),
          ruleX([0], { stroke: theme.line }),
          tip(
            pieces,
            pointerX(
              stackX({
                ...stacked,
                title: (piece: SharePiece) => pieceText(piece, parts[piece.row]?.name ?? ''),
                fill: theme.panel,
                stroke: theme.line,
                textPadding: 8,
              }),
            ),
          ),
        ],
      };
    },
  };
};

function pieceText({ segment, share }: SharePiece, part: string): string {
  return [
    part,
    `${segmentName(segment)}: ${formatPercent(share)}`,
    `${m.rfm_measure_customers()}: ${formatCount(segment.customers)}`,
  ].join('\n');
}
