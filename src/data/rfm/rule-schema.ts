import * as v from 'valibot';
import {
  DIMENSIONS,
  isNamedSegment,
  MAX_ACTION_LENGTH,
  MAX_NAME_LENGTH,
  MAX_RULES,
  SEGMENT_COLOURS,
  type RuleSet,
} from './rules.ts';

export const MIN_BINS = 2;
export const MAX_BINS = 10;

/** The number of scores of each dimension. */
export const binsSchema = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(MIN_BINS),
  v.maxValue(MAX_BINS),
);

const score = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_BINS));

const range = v.pipe(
  v.object({ from: score, to: score }),
  v.check(({ from, to }) => from <= to, 'from ≤ to'),
);

const words = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

const rule = v.pipe(
  v.object({
    id: v.pipe(
      v.string(),
      v.check((id) => isNamedSegment(id) || /^own-\d{1,6}$/.test(id), 'an id'),
    ),
    name: v.nullable(words(MAX_NAME_LENGTH)),
    colour: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(SEGMENT_COLOURS)),
    action: v.nullable(words(MAX_ACTION_LENGTH)),
    recency: range,
    frequency: range,
    monetary: range,
  }),
  v.check(({ id, name }) => name !== null || isNamedSegment(id), 'a name'),
);

/** Checks the rules of the segments that come from storage: settings, a recipe, an address. */
export const ruleSetSchema = v.pipe(
  v.object({
    bins: binsSchema,
    rules: v.pipe(v.array(rule), v.maxLength(MAX_RULES)),
  }),
  v.check(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, 'unique ids'),
  v.check(
    ({ bins, rules }) => rules.every((one) => DIMENSIONS.every((d) => one[d].to <= bins)),
    'ranges within the bins',
  ),
) satisfies v.GenericSchema<unknown, RuleSet>;
