import * as v from 'valibot';

/** How late a customer is, from the one who is not to the one who will hardly come back. */
export const BANDS = ['on_time', 'little', 'late', 'very', 'gone'] as const;
/** `unknown`: nobody ever came back, so that there is nothing to compare with. */
export type Band = (typeof BANDS)[number] | 'unknown';

/** The bands that begin where the chance of so long a silence falls below a limit. */
export const LIMITED_BANDS = ['little', 'late', 'very', 'gone'] as const;
export type LimitedBand = (typeof LIMITED_BANDS)[number];

/**
 * A band holds the customers whose chance of so long a silence is below its limit and not below
 * the next one's: per cent, each at most the one before.
 */
export type BandLimits = Readonly<Record<LimitedBand, number>>;

export interface AttritionSettings {
  readonly limits: BandLimits;
  /** The churn window is this quantile of the gaps between purchases, whole per cent; default 90. */
  readonly quantile: number;
}

export const LEAST_LIMIT = 0.1;
export const GREATEST_LIMIT = 99;
export const LEAST_QUANTILE = 50;
export const GREATEST_QUANTILE = 99;

const limit = v.pipe(v.number(), v.minValue(LEAST_LIMIT), v.maxValue(GREATEST_LIMIT));

export const attritionSchema = v.object({
  limits: v.pipe(
    v.object({ little: limit, late: limit, very: limit, gone: limit }),
    v.check(
      ({ little, late, very, gone }) => little >= late && late >= very && very >= gone,
      'descending',
    ),
  ),
  quantile: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(LEAST_QUANTILE),
    v.maxValue(GREATEST_QUANTILE),
  ),
}) satisfies v.GenericSchema<unknown, AttritionSettings>;

/** Of customers who are still active, one in four is called late or worse too early, one in 100 gone. */
export function attritionDefaults(): AttritionSettings {
  return { limits: { little: 25, late: 10, very: 5, gone: 1 }, quantile: 90 };
}

/** The limits with another one; the others give way so that they still descend. */
export function withLimit(limits: BandLimits, band: LimitedBand, value: number): BandLimits {
  const at = LIMITED_BANDS.indexOf(band);
  const kept = LIMITED_BANDS.map((each, i) => {
    if (i === at) return value;
    return i < at ? Math.max(limits[each], value) : Math.min(limits[each], value);
  });
  const [little = value, late = value, very = value, gone = value] = kept;
  return { little, late, very, gone };
}
