import { mix } from '../../charts/contrast.ts';
import type { LegendEntry } from '../../charts/inline-legend.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import type { Interval } from '../../core/statistics.ts';
import {
  formatCount,
  formatDay,
  formatMoney,
  formatNumber,
  formatPercent,
} from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { MOVES, type Move } from './places.ts';
import type { MovementSelection } from './query.ts';
import type { MovementResult } from './result.ts';
import { segmentKey } from './table.ts';

/** A segment's name; null: not yet a customer. */
export function placeName(id: string | null): string {
  return messageByKey(segmentKey(id));
}

export function moveName(move: Move): string {
  return messageByKey(`movement_move_${move}`);
}

/** Green for up over pale for who stayed to persimmon for who left; blue for who came. */
export function moveColour(theme: ChartTheme, move: Move): string {
  switch (move) {
    case 'up':
      return theme.scale[5] ?? theme.accent;
    case 'stayed':
      return theme.scale[3] ?? theme.wash;
    case 'aside':
      return mix(theme.panel, theme.soft, 0.45);
    case 'down':
      return mix(theme.panel, theme.alert, 0.5);
    case 'left':
      return theme.alert;
    case 'came':
      return theme.parts[2] ?? theme.soft;
  }
}

export function moveLegend(theme: ChartTheme, moves: readonly Move[] = MOVES): LegendEntry[] {
  return moves.map((move) => ({
    name: moveName(move),
    colour: moveColour(theme, move),
    shape: 'square' as const,
  }));
}

/** `31.2–35.8 %`; a dash where it is unknown. */
export function intervalText(interval: Interval | null): string {
  if (interval === null) return '–';
  return `${formatNumber(interval.low, 1)}–${formatPercent(interval.high)}`;
}

/** An amount with its sign; a dash where it is unknown. */
export function changeText(change: number | null): string {
  if (change === null) return '–';
  return `${change > 0 ? '+' : ''}${formatMoney(change)}`;
}

/** `Loyal customers → At risk`. */
export function flowName(from: string | null, to: string): string {
  return m.movement_flow({ from: placeName(from), to: placeName(to) });
}

export function customersText(count: number): string {
  return m.movement_customers({ count, shown: formatCount(count) });
}

/** Names a selection, as the title of the list of its customers. */
export function selectionTitle(selection: MovementSelection, { from, to }: MovementResult): string {
  const at = (segment: string | null, day: number) =>
    m.movement_at({ segment: placeName(segment), day: formatDay(day) });
  switch (selection.kind) {
    case 'flow':
      return flowName(selection.from, selection.to);
    case 'from':
      return at(selection.from, from);
    case 'to':
      return at(selection.to, to);
    case 'moves':
      return selection.moves.map(moveName).join(', ');
    case 'month':
      return at(selection.id, selection.day);
  }
}
