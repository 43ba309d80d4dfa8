import {
  isNamedSegment,
  OTHERS,
  SEGMENT_RANKS,
  type NamedSegment,
  type SegmentRule,
} from '../../data/rfm/rules.ts';

/** Whoever comes to one of these from outside of them has left. */
const LOST: readonly string[] = [
  'hibernating',
  'dormant',
  'inactive',
  'lost',
] satisfies NamedSegment[];

/** A segment as a place to come from and to go to. */
export interface Place {
  readonly id: string;
  /** 1 to `SEGMENT_COLOURS`; null for `others`. */
  readonly colour: number | null;
  /** Null for `others`, who hold scores of every kind. */
  readonly rank: number | null;
  readonly lost: boolean;
}

/** The segments of the rules from the best to the lost, then `others`. */
export function placesOf(rules: readonly SegmentRule[]): readonly Place[] {
  const places = rules.map(({ id, colour }): Place => ({
    id,
    colour,
    rank: rankOf(id),
    lost: isLost(id),
  }));
  const ranked = places.sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
  return [...ranked, { id: OTHERS, colour: null, rank: null, lost: false }];
}

function rankOf(id: string): number | null {
  return isNamedSegment(id) ? SEGMENT_RANKS[id] : null;
}

function isLost(id: string): boolean {
  return LOST.includes(id);
}

/**
 * What a customer did between the two dates. `left`: to a lost segment from another one. `aside`:
 * into or out of the customers whom no rule matches, which is neither up nor down. `came`: had not
 * ordered by the first date.
 */
export const MOVES = ['up', 'stayed', 'aside', 'down', 'left', 'came'] as const;
export type Move = (typeof MOVES)[number];

/** The moves of those who were customers at the start: each made exactly one. */
export const STARTED_MOVES = MOVES.filter((move) => move !== 'came');

/** @param from Null: not yet a customer. */
export function moveOf(from: string | null, to: string): Move {
  if (from === null) return 'came';
  if (from === to) return 'stayed';
  if (isLost(to) && !isLost(from)) return 'left';
  const [before, after] = [rankOf(from), rankOf(to)];
  if (before === null || after === null) return 'aside';
  return after < before ? 'up' : 'down';
}
