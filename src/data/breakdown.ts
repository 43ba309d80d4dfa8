import { type Grain, periodEnd, periodIndex, periodStart, type Day } from '../core/calendar.ts';
import type { AudienceDefinition, Condition, DimensionId, DimensionValue } from './filter.ts';

/** What the data is broken down by: each part is one more condition beside the filter. */
export type Breakdown =
  /** The values of a column, or those of each customer's first order. */
  | { readonly kind: 'values' | 'first'; readonly dimension: DimensionId }
  /** The period of the first order. */
  | { readonly kind: 'acquired'; readonly grain: Grain }
  /** Named lists of customers, and everybody else: those of the user's own, or the RFM segments. */
  | { readonly kind: 'lists' | 'segments' };

export interface NamedAudience {
  readonly name: string;
  readonly definition: AudienceDefinition;
}

/** What a part is called, in words that the page chooses. */
export type PartName =
  | { readonly kind: 'value'; readonly value: DimensionValue }
  /** All that is in none of the other parts. */
  | { readonly kind: 'others' }
  | { readonly kind: 'period'; readonly index: number; readonly grain: Grain }
  | { readonly kind: 'audience'; readonly name: string };

export interface Part {
  readonly name: PartName;
  readonly conditions: readonly Condition[];
}

/** More parts than this cannot be told apart in one figure. */
export const MOST_PARTS = 8;

/** What `partsOf` has to know of the data. */
export interface BreakdownFacts {
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly dimensions: readonly {
    readonly id: DimensionId;
    readonly values: readonly { readonly value: DimensionValue }[];
    readonly distinct: number;
  }[];
  /** The lists that the breakdown is about, as they are now. */
  readonly audiences: readonly NamedAudience[];
}

/**
 * The parts of a breakdown: at most `MOST_PARTS`. Each order (of columns of orders and lines) or
 * customer (of all others) is in exactly one of them, but for lists of customers, which may share
 * some. Of many values the most frequent have a part each, and the others one together; of many
 * periods the latest, and those before one together.
 */
export function partsOf(breakdown: Breakdown, facts: BreakdownFacts): readonly Part[] {
  switch (breakdown.kind) {
    case 'values':
    case 'first':
      return valueParts(breakdown, facts);
    case 'acquired':
      return periodParts(breakdown.grain, facts);
    case 'lists':
    case 'segments':
      return audienceParts(facts.audiences);
  }
}

function valueParts(
  { kind, dimension }: Extract<Breakdown, { dimension: DimensionId }>,
  { dimensions }: BreakdownFacts,
): Part[] {
  const found = dimensions.find(({ id }) => id === dimension);
  if (found === undefined) return [];
  const all = found.values.map(({ value }) => value);
  const own = found.distinct > MOST_PARTS ? all.slice(0, MOST_PARTS - 1) : all;
  const condition = (values: readonly DimensionValue[], exclude: boolean): Condition => ({
    kind,
    dimension,
    values,
    exclude,
  });
  const parts = own.map((value): Part => ({
    name: { kind: 'value', value },
    conditions: [condition([value], false)],
  }));
  if (own.length === found.distinct || own.length === 0) return parts;
  return [...parts, { name: { kind: 'others' }, conditions: [condition(own, true)] }];
}

function periodParts(grain: Grain, { firstDay, lastDay }: BreakdownFacts): Part[] {
  const first = periodIndex(firstDay, grain);
  const last = periodIndex(lastDay, grain);
  const many = last - first + 1 > MOST_PARTS;
  const from = many ? last - MOST_PARTS + 2 : first;
  const parts = Array.from({ length: last - from + 1 }, (_, i): Part => {
    const index = from + i;
    const days = { from: periodStart(index, grain), to: periodEnd(index, grain) };
    return {
      name: { kind: 'period', index, grain },
      conditions: [{ kind: 'acquired', days, exclude: false }],
    };
  });
  if (!many) return parts;
  const days = { from: null, to: periodStart(from, grain) - 1 };
  return [
    { name: { kind: 'others' }, conditions: [{ kind: 'acquired', days, exclude: false }] },
    ...parts,
  ];
}

function audienceParts(audiences: readonly NamedAudience[]): Part[] {
  const own = audiences.slice(0, MOST_PARTS - 1);
  const condition = ({ name, definition }: NamedAudience, exclude: boolean): Condition => ({
    kind: 'audience',
    name,
    definition,
    exclude,
  });
  const parts = own.map((one): Part => ({
    name: { kind: 'audience', name: one.name },
    conditions: [condition(one, false)],
  }));
  if (own.length === 0) return [];
  return [
    ...parts,
    { name: { kind: 'others' }, conditions: own.map((one) => condition(one, true)) },
  ];
}
