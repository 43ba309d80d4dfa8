/** A range of scores, both ends included. */
export interface ScoreRange {
  readonly from: number;
  readonly to: number;
}

/** The three dimensions, in the order of the name. */
export const DIMENSIONS = ['recency', 'frequency', 'monetary'] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/**
 * The segments that the presets name. Each has the message `rfm_segment_<id>` and a suggested
 * action, the message `rfm_action_<id>`.
 */
export const NAMED_SEGMENTS = [
  'champions',
  'loyal',
  'potential',
  'new',
  'promising',
  'attention',
  'sleeping',
  'at_risk',
  'cant_lose',
  'hibernating',
  'lost',
  'active',
  'previously_loyal',
  'almost_lost',
  'dormant',
  'recent',
  'inactive',
  'best',
  'big_spenders',
  'occasional',
] as const;
export type NamedSegment = (typeof NAMED_SEGMENTS)[number];

/**
 * The segments from the best (1) to the lost (12), by what can still be expected of them: first
 * whether they still buy, then how often and how much. Not by the sum of their scores: that would
 * put frequent buyers who have gone above those who have just begun. Segments of one rank never
 * stand in one preset. The rank is also the colour that a named segment begins with, so that it
 * looks alike in all presets.
 */
export const SEGMENT_RANKS: Readonly<Record<NamedSegment, number>> = {
  champions: 1,
  best: 1,
  loyal: 2,
  big_spenders: 3,
  active: 3,
  potential: 3,
  new: 4,
  recent: 4,
  promising: 5,
  attention: 6,
  occasional: 6,
  sleeping: 7,
  at_risk: 8,
  cant_lose: 9,
  previously_loyal: 9,
  almost_lost: 10,
  hibernating: 10,
  dormant: 11,
  inactive: 11,
  lost: 12,
};

/** The id of the customers who match no rule. No rule may have it. */
export const OTHERS = 'others';

/** The colours of segments are numbers from 1; what they look like is the page's matter. */
export const SEGMENT_COLOURS = 12;

/** A customer whose three scores lie in the ranges belongs to the segment. */
export interface SegmentRule {
  /** Unique among the rules: one of `NAMED_SEGMENTS`, or `own-1`, `own-2` … */
  readonly id: string;
  /** The user's own name; null for the default name (the message `rfm_segment_<id>`). */
  readonly name: string | null;
  /** 1 to `SEGMENT_COLOURS`. */
  readonly colour: number;
  /** The user's own words on what to do; null for the suggested ones, which own segments lack. */
  readonly action: string | null;
  readonly recency: ScoreRange;
  readonly frequency: ScoreRange;
  readonly monetary: ScoreRange;
}

/** An ordered set of rules, first match wins, written for scores from 1 to `bins`. */
export interface RuleSet {
  readonly bins: number;
  readonly rules: readonly SegmentRule[];
}

export const MAX_RULES = 30;
export const MAX_NAME_LENGTH = 60;
export const MAX_ACTION_LENGTH = 300;

export function isNamedSegment(id: string): id is NamedSegment {
  return (NAMED_SEGMENTS as readonly string[]).includes(id);
}

/**
 * The rules for another number of bins. A range stands for a share of the customers, so each
 * edge moves to the nearest edge of the new bins: 4–5 of 5 is 7–10 of 10 and 3 of 3. Ranges that
 * adjoin still adjoin, and a range narrower than a new bin keeps the one bin nearest to it.
 */
export function rulesFor(bins: number, set: RuleSet): readonly SegmentRule[] {
  if (bins === set.bins) return set.rules;
  const scale = (range: ScoreRange) => scaleRange(range, set.bins, bins);
  return set.rules.map((rule) => ({
    ...rule,
    recency: scale(rule.recency),
    frequency: scale(rule.frequency),
    monetary: scale(rule.monetary),
  }));
}

function scaleRange(range: ScoreRange, oldBins: number, bins: number): ScoreRange {
  const edge = (score: number) => Math.round((score * bins) / oldBins);
  const from = Math.min(bins, edge(range.from - 1) + 1);
  return { from, to: Math.max(from, edge(range.to)) };
}

/**
 * A rule for the rule set that matches every customer, with the next free id `own-<n>` and the
 * colour that the fewest rules have.
 */
export function newRule(rules: readonly SegmentRule[], bins: number, name: string): SegmentRule {
  const taken = new Set(rules.map((rule) => rule.id));
  let number = 1;
  while (taken.has(`own-${number}`)) number += 1;
  const all = { from: 1, to: bins };
  return {
    id: `own-${number}`,
    name,
    colour: rarestColour(rules),
    action: null,
    recency: all,
    frequency: all,
    monetary: all,
  };
}

function rarestColour(rules: readonly SegmentRule[]): number {
  const uses = Array.from(
    { length: SEGMENT_COLOURS },
    (_, i) => rules.filter(({ colour }) => colour === i + 1).length,
  );
  return uses.indexOf(Math.min(...uses)) + 1;
}

/** The rules with the one at `index` moved by `by` places; unchanged where it cannot move. */
export function moveRule(
  rules: readonly SegmentRule[],
  index: number,
  by: -1 | 1,
): readonly SegmentRule[] {
  const moved = rules[index];
  if (moved === undefined || rules[index + by] === undefined) return rules;
  const others = rules.toSpliced(index, 1);
  return others.toSpliced(index + by, 0, moved);
}

/** A range that begins at another score; its end gives way. */
export function withFrom({ to }: ScoreRange, from: number): ScoreRange {
  return { from, to: Math.max(from, to) };
}

/** A range that ends at another score; its beginning gives way. */
export function withTo({ from }: ScoreRange, to: number): ScoreRange {
  return { from: Math.min(from, to), to };
}
