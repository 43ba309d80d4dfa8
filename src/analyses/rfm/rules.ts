/** A range of scores, both ends included. */
export interface ScoreRange {
  readonly from: number;
  readonly to: number;
}

/** The three dimensions, in the order of the name. */
export const DIMENSIONS = ['recency', 'frequency', 'monetary'] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** The named segments of the default rules, in their order. Each has the message `rfm_segment_<id>`. */
export const DEFAULT_SEGMENTS = [
  'champions',
  'loyal',
  'potential',
  'new',
  'promising',
  'attention',
  'sleeping',
  'at_risk',
  'cant_lose',
  'lost',
] as const;

/** The id of the customers who match no rule. No rule may have it. */
export const OTHERS = 'others';

/** A customer whose three scores lie in the ranges belongs to the segment. */
export interface SegmentRule {
  /** Unique among the rules: one of `DEFAULT_SEGMENTS`, or `own-1`, `own-2` … */
  readonly id: string;
  /** The user's own name; null for the default name (the message `rfm_segment_<id>`). */
  readonly name: string | null;
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

/**
 * The ten named segments for five bins, with the same range for frequency and monetary, as the
 * R package rfm documents them. `new` and `promising` lie wholly inside `potential`, which comes
 * first, so that they stay empty until the order or the ranges are changed.
 */
export const DEFAULT_RULES: RuleSet = {
  bins: 5,
  rules: [
    defaultRule('champions', 4, 5, 4, 5),
    defaultRule('loyal', 2, 5, 3, 5),
    defaultRule('potential', 3, 5, 1, 3),
    defaultRule('new', 4, 5, 1, 1),
    defaultRule('promising', 3, 4, 1, 1),
    defaultRule('attention', 2, 3, 2, 3),
    defaultRule('sleeping', 2, 3, 1, 2),
    defaultRule('at_risk', 1, 2, 2, 5),
    defaultRule('cant_lose', 1, 1, 4, 5),
    defaultRule('lost', 1, 2, 1, 2),
  ],
};

function defaultRule(
  id: (typeof DEFAULT_SEGMENTS)[number],
  recencyFrom: number,
  recencyTo: number,
  from: number,
  to: number,
): SegmentRule {
  return {
    id,
    name: null,
    recency: { from: recencyFrom, to: recencyTo },
    frequency: { from, to },
    monetary: { from, to },
  };
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

/** A rule for the rule set that matches every customer, with the next free id `own-<n>`. */
export function newRule(rules: readonly SegmentRule[], bins: number, name: string): SegmentRule {
  const taken = new Set(rules.map((rule) => rule.id));
  let number = 1;
  while (taken.has(`own-${number}`)) number += 1;
  const all = { from: 1, to: bins };
  return { id: `own-${number}`, name, recency: all, frequency: all, monetary: all };
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
