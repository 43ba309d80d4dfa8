import * as v from 'valibot';
import type { DatasetFacts } from '../analysis.ts';

/** What is concentrated on few customers: revenue less cost is the contribution. */
export const MEASURES = ['revenue', 'contribution', 'orders'] as const;
export type ConcentrationMeasure = (typeof MEASURES)[number];

/**
 * Two cumulative limits in whole per cent, the second above the first: the first class ends at
 * the first limit, the second at the second, the third holds the rest.
 */
export interface Limits {
  readonly first: number;
  readonly second: number;
}

export interface ConcentrationSettings {
  /** Default: revenue, or orders where no amount is known. */
  readonly measure: ConcentrationMeasure;
  /** The ABC classes, per cent of the measure's total. Default 80 and 95. */
  readonly abc: Limits;
  /** Heavy and medium customers, per cent of the customers. Default 20 and 50. */
  readonly usage: Limits;
}

export const LEAST_LIMIT = 1;
export const GREATEST_LIMIT = 99;

const percent = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(LEAST_LIMIT),
  v.maxValue(GREATEST_LIMIT),
);
const limits = v.pipe(
  v.object({ first: percent, second: percent }),
  v.check(({ first, second }) => first < second, 'first < second'),
);

export const concentrationSchema = v.object({
  measure: v.picklist(MEASURES),
  abc: limits,
  usage: limits,
}) satisfies v.GenericSchema<unknown, ConcentrationSettings>;

/**
 * ABC at 80 and 95 % of the value, as inventory control has it since Dickie (1951, "ABC inventory
 * analysis shoots for dollars, not pennies", Factory Management and Maintenance 109). Heavy are the
 * best 20 % of the customers (Schmittlein, Cooper & Morrison 1993, "Truth in concentration in the
 * land of (80/20) laws", Marketing Science 12(2)), light the lower half (Twedt 1964, "How
 * important to marketing strategy is the 'heavy user'?", Journal of Marketing 28(1)).
 */
export function concentrationDefaults(facts: DatasetFacts): ConcentrationSettings {
  return {
    measure: facts.hasMoney ? 'revenue' : 'orders',
    abc: { first: 80, second: 95 },
    usage: { first: 20, second: 50 },
  };
}

/** The measures that the data can tell. */
export function knownMeasures(facts: DatasetFacts): readonly ConcentrationMeasure[] {
  if (!facts.hasMoney) return ['orders'];
  return facts.shape.cost ? MEASURES : ['revenue', 'orders'];
}

/** The measure in force: one asked for that the data does not have gives way to the default. */
export function activeMeasure(
  { measure }: ConcentrationSettings,
  facts: DatasetFacts,
): ConcentrationMeasure {
  return knownMeasures(facts).includes(measure) ? measure : concentrationDefaults(facts).measure;
}

/** Limits with another first or second one; the other gives way so that they still ascend. */
export function withFirst({ second }: Limits, first: number): Limits {
  const kept = Math.min(first, GREATEST_LIMIT - 1);
  return { first: kept, second: Math.max(second, kept + 1) };
}

export function withSecond({ first }: Limits, second: number): Limits {
  const kept = Math.max(second, LEAST_LIMIT + 1);
  return { first: Math.min(first, kept - 1), second: kept };
}
