import * as v from 'valibot';
import { ANALYSIS_IDS, type AnalysisId } from '../analyses/analysis.ts';
import type { Day } from '../core/calendar.ts';
import type { StagedShape } from './staged-shape.ts';

/** A column that orders, lines or customers are filtered and broken down by. */
export type DimensionId =
  'channel' | 'product' | 'category' | `attribute_${number}` | `customer_attribute_${number}`;

/**
 * What a dimension is a property of. Of a line: a filter keeps the lines and with them their
 * amounts, so that an order counts with what is left of it.
 */
export type DimensionOf = 'order' | 'line' | 'customer';

export interface Dimension {
  readonly id: DimensionId;
  readonly of: DimensionOf;
  /** The name of the file's column; null for those that have a word of their own. */
  readonly column: string | null;
}

/** What the orders, lines and customers of a dataset are filtered and broken down by. */
export function dimensionsOf(shape: StagedShape): readonly Dimension[] {
  return [
    ...(shape.channel ? [{ id: 'channel', of: 'order', column: null } as const] : []),
    ...shape.attributes.map((column, i): Dimension => ({
      id: `attribute_${i + 1}`,
      of: 'order',
      column,
    })),
    ...shape.customerAttributes.map((column, i): Dimension => ({
      id: `customer_attribute_${i + 1}`,
      of: 'customer',
      column,
    })),
    ...(shape.category ? [{ id: 'category', of: 'line', column: null } as const] : []),
    ...(shape.product ? [{ id: 'product', of: 'line', column: null } as const] : []),
  ];
}

/** A value of a dimension; null where the file's cell is blank. */
export type DimensionValue = string | null;

/** A range of days, both included; null is open. */
export interface DayRange {
  readonly from: Day | null;
  readonly to: Day | null;
}

/** One filter in the bar; all have to hold. `exclude` turns it round. */
export type Condition =
  /** Orders, lines or customers with one of the values. */
  | {
      readonly kind: 'values';
      readonly dimension: DimensionId;
      readonly values: readonly DimensionValue[];
      readonly exclude: boolean;
    }
  /** Customers whose first order of all has one of the values (an acquisition channel). */
  | {
      readonly kind: 'first';
      readonly dimension: DimensionId;
      readonly values: readonly DimensionValue[];
      readonly exclude: boolean;
    }
  /** Customers whose first order of all lies in the range: cohorts. */
  | { readonly kind: 'acquired'; readonly days: DayRange; readonly exclude: boolean }
  /** The customers of a named list. */
  | {
      readonly kind: 'audience';
      readonly name: string;
      readonly definition: AudienceDefinition;
      readonly exclude: boolean;
    };

/**
 * Which part of the data is analysed. Orders outside of `days`, and those that a condition on
 * orders or lines leaves out, count as though the file did not hold them: a customer's first
 * order is the first that is left. Conditions on customers are told by the whole data, so that
 * the order of filters changes nothing.
 */
export interface DataFilter {
  readonly days: DayRange;
  readonly conditions: readonly Condition[];
}

/**
 * How the customers of a list are found again when the data changes: those behind a cell, bar or
 * point of an analysis, or lists put together.
 */
export type AudienceDefinition =
  | {
      readonly kind: 'selection';
      readonly analysis: AnalysisId;
      readonly settings: unknown;
      readonly selection: unknown;
      readonly filter: DataFilter;
    }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly AudienceDefinition[] }
  | { readonly kind: 'not'; readonly part: AudienceDefinition };

export const NO_FILTER: DataFilter = { days: { from: null, to: null }, conditions: [] };

/** Whether a range is open on both sides, so that it holds every day. */
export function holdsAllDays({ from, to }: DayRange): boolean {
  return from === null && to === null;
}

/** Whether a filter lets all through. */
export function isEmptyFilter({ days, conditions }: DataFilter): boolean {
  return holdsAllDays(days) && conditions.length === 0;
}

/** Values in one condition; more are no choice but a list. */
export const MAX_VALUES = 1000;
const MAX_CONDITIONS = 50;
const MAX_PARTS = 20;
export const MAX_AUDIENCE_NAME = 80;

const day = v.pipe(v.number(), v.integer(), v.minValue(-1_000_000), v.maxValue(3_000_000));
const dayRange = v.pipe(
  v.object({ from: v.nullable(day), to: v.nullable(day) }),
  v.check(({ from, to }) => from === null || to === null || from <= to, 'from ≤ to'),
);
const dimensionId = v.custom<DimensionId>(
  (value) =>
    typeof value === 'string' &&
    /^(?:channel|product|category|(?:customer_)?attribute_[1-9]\d{0,2})$/.test(value),
);
const values = v.pipe(v.array(v.nullable(v.string())), v.minLength(1), v.maxLength(MAX_VALUES));

const audience: v.GenericSchema<unknown, AudienceDefinition> = v.lazy(() => audienceSchema);

const condition = v.variant('kind', [
  v.object({
    kind: v.picklist(['values', 'first']),
    dimension: dimensionId,
    values,
    exclude: v.boolean(),
  }),
  v.object({ kind: v.literal('acquired'), days: dayRange, exclude: v.boolean() }),
  v.object({
    kind: v.literal('audience'),
    name: v.pipe(v.string(), v.maxLength(MAX_AUDIENCE_NAME)),
    definition: audience,
    exclude: v.boolean(),
  }),
]);

/** Checks a filter that comes from storage. */
export const filterSchema: v.GenericSchema<unknown, DataFilter> = v.object({
  days: dayRange,
  conditions: v.pipe(v.array(condition), v.maxLength(MAX_CONDITIONS)),
});

/** Checks the definition of a list that comes from storage. */
export const audienceSchema: v.GenericSchema<unknown, AudienceDefinition> = v.variant('kind', [
  v.object({
    kind: v.literal('selection'),
    analysis: v.picklist(ANALYSIS_IDS),
    settings: v.unknown(),
    selection: v.unknown(),
    filter: filterSchema,
  }),
  v.object({
    kind: v.picklist(['and', 'or']),
    parts: v.pipe(v.array(audience), v.minLength(1), v.maxLength(MAX_PARTS)),
  }),
  v.object({ kind: v.literal('not'), part: audience }),
]);
