import { DIMENSIONS, type Dimension, type SegmentRule } from './rules.ts';

/** The three scores of a customer. */
export type Scores = Readonly<Record<Dimension, number>>;

/** A cell of the grid recency × frequency. */
export interface GridCell {
  readonly recency: number;
  readonly frequency: number;
  /** The rule that wins for each monetary score, from 1; null where none matches. */
  readonly winners: readonly (SegmentRule | null)[];
}

/** What a list of rules does with every combination of scores. */
export interface Coverage {
  /** All bins × bins cells, recency and then frequency from 1. */
  readonly cells: readonly GridCell[];
  /** The ids of rules that win nowhere, because earlier ones take all that they match. */
  readonly never: ReadonlySet<string>;
  /** How many of the bins³ combinations match no rule. */
  readonly unmatched: number;
}

/** The first rule that matches; null for none. */
export function winner(rules: readonly SegmentRule[], scores: Scores): SegmentRule | null {
  return (
    rules.find((rule) =>
      DIMENSIONS.every((d) => scores[d] >= rule[d].from && scores[d] <= rule[d].to),
    ) ?? null
  );
}

/** @param rules Written for `bins` scores. */
export function coverageOf(bins: number, rules: readonly SegmentRule[]): Coverage {
  const scores = Array.from({ length: bins }, (_, i) => i + 1);
  const cells = scores.flatMap((recency) =>
    scores.map((frequency): GridCell => ({
      recency,
      frequency,
      winners: scores.map((monetary) => winner(rules, { recency, frequency, monetary })),
    })),
  );
  const all = cells.flatMap(({ winners }) => winners);
  const winning = new Set(all);
  return {
    cells,
    never: new Set(rules.filter((rule) => !winning.has(rule)).map(({ id }) => id)),
    unmatched: all.filter((one) => one === null).length,
  };
}
