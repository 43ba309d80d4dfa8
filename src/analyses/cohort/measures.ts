import type { DatasetFacts } from '../analysis.ts';

/**
 * What a cell shows of a cohort in a period:
 * - `retention`: customers with a sale in the period, per cent of the cohort
 * - `customers`: the same as a number
 * - `orders`: sales
 * - `revenue`: sales and returns
 * - `contribution`: revenue less cost; unknown where a cost is
 * - `average_order`: revenue ÷ orders
 * - `items`: units sold where the data has quantities, else lines of sales
 */
export const COHORT_MEASURES = [
  'retention',
  'customers',
  'orders',
  'revenue',
  'contribution',
  'average_order',
  'items',
] as const;
export type CohortMeasure = (typeof COHORT_MEASURES)[number];

/** The measures that add up over periods, and so have modes. */
export const AMOUNTS = ['orders', 'revenue', 'contribution', 'items'] as const;
export type Amount = (typeof AMOUNTS)[number];

/**
 * How an amount is shown in the period of age k:
 * - `total`: of the period
 * - `per_active`: ÷ customers active in the period
 * - `per_acquired`: ÷ customers of the cohort
 * - `cumulative`: of ages 0 to k
 * - `cumulative_per_acquired`: of ages 0 to k ÷ customers of the cohort
 */
export const COHORT_MODES = [
  'total',
  'per_active',
  'per_acquired',
  'cumulative',
  'cumulative_per_acquired',
] as const;
export type CohortMode = (typeof COHORT_MODES)[number];

/** A measure in a mode. */
export interface Shown {
  readonly measure: CohortMeasure;
  /** Of no meaning where the measure is no amount. */
  readonly mode: CohortMode;
}

/** Null is unknown. */
export type Amounts = Readonly<Record<Amount, number | null>>;

/** A cohort in one period, as far as measures are made of it. */
export interface Measurable {
  /** Customers whose period this is: the size of the cohort, or those of it observed so far. */
  readonly base: number;
  /** Customers with a sale in the period. */
  readonly customers: number;
  /** Of the period. */
  readonly amounts: Amounts;
  /** Of the period and all before it. */
  readonly cumulative: Amounts;
}

/** A cohort in one period of its life. Customers of 0 is a true 0: the period was observed. */
export interface CohortCell extends Measurable {
  /** The period is not over at the end of the data. */
  readonly incomplete: boolean;
  /** The chosen measure; null where it is not known or not defined (a mean of no customers). */
  readonly value: number | null;
  /** The mean of the earlier cohorts at this age; null where it is not asked for, or there is none. */
  readonly earlier: number | null;
}

export function isAmount(measure: CohortMeasure): measure is Amount {
  return (AMOUNTS as readonly string[]).includes(measure);
}

/** The measures that the data knows enough for. */
export function availableMeasures({
  hasMoney,
  shape,
}: Pick<DatasetFacts, 'hasMoney' | 'shape'>): readonly CohortMeasure[] {
  return COHORT_MEASURES.filter((measure) => {
    if (measure === 'contribution') return hasMoney && shape.cost;
    return hasMoney || (measure !== 'revenue' && measure !== 'average_order');
  });
}

/** Whether a measure is an amount of money, or money per something. */
export function isMoney(measure: CohortMeasure): boolean {
  return measure === 'revenue' || measure === 'contribution' || measure === 'average_order';
}

/** Whether a measure is a plain count or sum, whose mean is one per cohort. */
export function isAdditive({ measure, mode }: Shown): boolean {
  if (isAmount(measure)) return mode === 'total' || mode === 'cumulative';
  return measure === 'customers';
}

/** A fraction; `over` is null where it is unknown. */
export interface Fraction {
  readonly over: number | null;
  readonly under: number;
}

/** Every measure is a fraction, so that its weighted mean is Σ over ÷ Σ under. */
export function fractionOf(cell: Measurable, { measure, mode }: Shown): Fraction {
  switch (measure) {
    case 'retention':
      return { over: cell.customers * 100, under: cell.base };
    case 'customers':
      return { over: cell.customers, under: 1 };
    case 'average_order':
      return { over: cell.amounts.revenue, under: cell.amounts.orders ?? 0 };
    default:
      return amountFraction(cell, measure, mode);
  }
}

function amountFraction(cell: Measurable, amount: Amount, mode: CohortMode): Fraction {
  const [period, cumulative] = [cell.amounts[amount], cell.cumulative[amount]];
  switch (mode) {
    case 'total':
      return { over: period, under: 1 };
    case 'per_active':
      return { over: period, under: cell.customers };
    case 'per_acquired':
      return { over: period, under: cell.base };
    case 'cumulative':
      return { over: cumulative, under: 1 };
    case 'cumulative_per_acquired':
      return { over: cumulative, under: cell.base };
  }
}

/** A measure of a cell; null where it is not known or not defined. */
export function measured(cell: Measurable, shown: Shown): number | null {
  return quotient(fractionOf(cell, shown));
}

/** Null where the numerator is unknown or the denominator 0. */
export function quotient({ over, under }: Fraction): number | null {
  return over === null || under === 0 ? null : over / under;
}

/** Σ over ÷ Σ under; over is unknown where one part's is. */
export function sumOfFractions(parts: readonly Fraction[]): Fraction {
  let over: number | null = 0;
  let under = 0;
  for (const part of parts) {
    over = over === null || part.over === null ? null : over + part.over;
    under += part.under;
  }
  return { over, under };
}

/**
 * A sum of amounts, which have at most four decimals, without the dust of binary fractions;
 * unknown where one of the two is.
 */
export function addKnown(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.round((one + other) * 1e4) / 1e4;
}

/** `addKnown` of each amount. */
export function addAmounts(one: Amounts, other: Amounts): Amounts {
  return {
    orders: addKnown(one.orders, other.orders),
    revenue: addKnown(one.revenue, other.revenue),
    contribution: addKnown(one.contribution, other.contribution),
    items: addKnown(one.items, other.items),
  };
}
