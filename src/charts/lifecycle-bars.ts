import type { LifecycleState } from '../data/lifecycle.ts';
import type { ChartTheme } from './theme.ts';

/** From the axis upwards, so that those who stay make the steady base. */
const UPWARDS = ['returning', 'resurrecting', 'new'] as const satisfies readonly LifecycleState[];

/** A piece of a period's bar: from one height to the other, not signed customers between. */
export interface LifecyclePiece {
  readonly state: LifecycleState;
  readonly from: number;
  readonly to: number;
  readonly customers: number;
}

/** The pieces of a period's bar that are to be seen; dormant customers reach below zero. */
export function lifecyclePieces(
  counts: Readonly<Record<LifecycleState, number | null>>,
): readonly LifecyclePiece[] {
  let height = 0;
  const upwards = UPWARDS.map((state) => ({
    state,
    from: height,
    to: (height += counts[state] ?? 0),
  }));
  return [...upwards, { state: 'dormant' as const, from: -(counts.dormant ?? 0), to: 0 }]
    .filter(({ from, to }) => to > from)
    .map((piece) => ({ ...piece, customers: piece.to - piece.from }));
}

export function lifecycleColours(theme: ChartTheme): Readonly<Record<LifecycleState, string>> {
  const [, , light = theme.wash, , middle = theme.soft, , dark = theme.accent] = theme.scale;
  return { new: light, resurrecting: middle, returning: dark, dormant: theme.alert };
}
