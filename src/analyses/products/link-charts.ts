import { axisX, axisY, barX, gridX, pointerY, ruleX, text, tip } from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import { formatCount } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { liftText, pairName, shareText, stepName } from './charts.ts';
import type { NextResult } from './next-result.ts';
import type { PairsResult } from './pairs-result.ts';
import type { ProductsSelection } from './query.ts';
import type { Rank } from './settings.ts';

const MOST_BARS = 20;
const ROW_HEIGHT = 34;

/** A pair or a step, as a bar and as a row of the list beside it. */
export interface Link {
  readonly name: string;
  /** The two items, a line each. */
  readonly lines: readonly [string, string];
  readonly orders: number;
  readonly lift: number;
  readonly p: number;
  readonly clear: boolean;
  /** The columns of the list: counts and shares as text. */
  readonly cells: readonly string[];
  readonly selection: ProductsSelection;
}

/** The links of the view, in its order; of steps only those that lead to something else. */
export function linksOf(result: PairsResult | NextResult): readonly Link[] {
  if (result.view === 'pairs') {
    return result.pairs.map(({ a, b, selection, ...pair }) => ({
      ...pair,
      name: pairName(a, b),
      lines: [a, `+ ${b}`],
      cells: [
        formatCount(pair.orders),
        shareText(pair.support),
        shareText(pair.confidence),
        shareText(pair.reverse),
      ],
      selection,
    }));
  }
  const changes = result.transitions.filter(({ from, to }) => from !== to);
  return changes.map(({ from, to, selection, ...step }) => ({
    ...step,
    name: stepName(from, to),
    lines: [from, `→ ${to}`],
    cells: [formatCount(step.orders), shareText(step.share), shareText(step.base)],
    selection,
  }));
}

/** The names of a link's cells, in their order. */
export function linkHeads(result: PairsResult | NextResult): readonly string[] {
  return result.view === 'pairs'
    ? [
        m.products_column_together(),
        m.products_column_support(),
        m.products_column_confidence(),
        m.products_column_reverse(),
      ]
    : [m.products_column_steps(), m.products_column_share(), m.products_column_base()];
}

/** The first twenty links as bars, of the lift or of how often. */
export function linksFigure(result: PairsResult | NextResult): Figure {
  const bars = linksOf(result).slice(0, MOST_BARS);
  const { rank, view } = result;
  const name = messageByKey(`products_${view}_rank_${rank}`);
  const value = (link: Link) => (rank === 'lift' ? link.lift : link.orders);
  return {
    title: messageByKey(`products_${view}_title`),
    description: messageByKey(`products_${view}_description`, {
      count: formatCount(bars.length),
      measure: name,
    }),
    caption: m.products_links_caption(),
    plot: (theme, width) => ({
      height: 46 + bars.length * ROW_HEIGHT,
      marginLeft: width < 560 ? 126 : 250,
      marginRight: 56,
      marginTop: 8,
      marginBottom: 38,
      style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
      x: { zero: true },
      y: { type: 'band', domain: bars.map((_, i) => i), padding: 0.3 },
      marks: [
        gridX({ ticks: 5, stroke: theme.line, strokeOpacity: 1 }),
        axisX({
          label: name,
          labelAnchor: 'center',
          labelArrow: 'none',
          tickSize: 0,
          ticks: width < 560 ? 3 : 5,
          tickFormat: (tick: number) => formatCount(tick),
          fill: theme.soft,
        }),
        axisY({
          label: null,
          tickSize: 0,
          tickFormat: (i: number) => bars[i]?.lines.join('\n') ?? '',
          fill: theme.ink,
          lineWidth: width < 560 ? 9.5 : 19.5,
          textOverflow: 'ellipsis',
        }),
        barX(bars, {
          x: value,
          y: (_: Link, i: number) => i,
          fill: (link: Link) => (link.clear ? theme.accent : theme.faint),
        }),
        text(bars, {
          x: value,
          y: (_: Link, i: number) => i,
          text: (link: Link) => valueLabel(link, rank),
          textAnchor: 'start',
          dx: 5,
          fill: theme.soft,
        }),
        ruleX(rank === 'lift' ? [1] : [], { stroke: theme.ink, strokeDasharray: '4 3' }),
        tip(
          bars,
          pointerY({
            x: value,
            y: (_: Link, i: number) => i,
            title: (link: Link) => linkTitle(link, result),
            fill: theme.panel,
            stroke: theme.line,
            textPadding: 8,
          }),
        ),
      ],
    }),
  };
}

function valueLabel({ lift, orders }: Link, rank: Rank): string {
  return rank === 'lift' ? liftText(lift) : formatCount(orders);
}

function linkTitle(link: Link, result: PairsResult | NextResult): string {
  return [
    link.name,
    ...linkHeads(result).map((head, i) => `${head}: ${link.cells[i] ?? ''}`),
    `${m.products_column_lift()}: ${liftText(link.lift)}`,
  ].join('\n');
}
