import {
  type Counts,
  type Difference,
  meanDifference,
  type PairSums,
  proportionDifference,
  ratioDifference,
  ratioOf,
  type Sums,
} from '../../core/comparison.ts';
import type { DatasetFacts, Row, Tables } from '../analysis.ts';
import type { CompareSettings, Window } from './settings.ts';

/** What two groups are compared by, in the order of the table. */
export const COMPARE_MEASURES = [
  'repeat',
  'returned',
  'orders',
  'order_value',
  'revenue',
  'contribution',
  'gap',
] as const;
export type CompareMeasure = (typeof COMPARE_MEASURES)[number];

/** A group by its sums. Null where the data does not know. */
export interface Group {
  readonly window: Window;
  readonly facts: DatasetFacts;
  readonly customers: number;
  readonly orders: number;
  readonly revenue: number | null;
  readonly repeat: Counts;
  readonly returned: Counts;
  readonly perCustomer: Sums;
  readonly revenueOf: Sums | null;
  readonly contributionOf: Sums | null;
  readonly orderValue: PairSums | null;
  readonly gaps: Sums;
}

export function groupResult(
  tables: Tables,
  { window }: CompareSettings,
  facts: DatasetFacts,
): Group {
  const sums = tables['sums']?.[0] ?? {};
  const returned = tables['returned']?.[0] ?? {};
  const gaps = tables['gaps']?.[0] ?? {};
  const n = number(sums, 'n');
  // Sums of amounts are those of all customers or unknown: a mean of some would be another thing.
  const known = n > 0 && number(sums, 'revenue_n') === n;
  const [orders, revenue] = [number(sums, 'orders'), number(sums, 'revenue')];
  const squares = { xx: number(sums, 'orders_2'), yy: number(sums, 'revenue_2') };
  return {
    window,
    facts,
    customers: n,
    orders,
    revenue: known ? revenue : null,
    repeat: { successes: number(sums, 'repeaters'), n },
    returned: { successes: number(returned, 'returned'), n: number(returned, 'eligible') },
    perCustomer: { n, sum: orders, squares: squares.xx },
    revenueOf: known ? { n, sum: revenue, squares: squares.yy } : null,
    contributionOf:
      n > 0 && number(sums, 'contribution_n') === n
        ? { n, sum: number(sums, 'contribution'), squares: number(sums, 'contribution_2') }
        : null,
    orderValue: known
      ? { n, x: orders, y: revenue, ...squares, xy: number(sums, 'orders_revenue') }
      : null,
    gaps: { n: number(gaps, 'n'), sum: number(gaps, 'sum'), squares: number(gaps, 'squares') },
  };
}

function number(row: Row, key: string): number {
  return Number(row[key] ?? 0);
}

/**
 * Whether a difference is more than noise.
 * - `clear`: p below 5 % also after Holm's correction for the number of measures (Holm 1979)
 * - `hint`: below 5 % by itself only
 * - `noise`: chance alone can make it
 * - `few`: a group has fewer than 30 customers that count
 */
export type Verdict = 'clear' | 'hint' | 'noise' | 'few';

export interface Comparison {
  readonly measure: CompareMeasure;
  /** Per cent for shares, else in the measure's unit; null where not defined. */
  readonly a: number | null;
  readonly b: number | null;
  /** B less A, in the same unit (percentage points for shares). */
  readonly difference: Difference | null;
  readonly verdict: Verdict;
}

/** Fewer customers say little about a group. */
export const LEAST_CUSTOMERS = 30;
const LEVEL = 0.05;

/** Both groups measure by measure; measures that the data does not know are left out. */
export function compareGroups(a: Group, b: Group): readonly Comparison[] {
  const found = COMPARE_MEASURES.flatMap((measure) => {
    const one = compared(measure, a, b);
    return one === null ? [] : [{ measure, ...one }];
  });
  const clear = holm(
    found.map(({ difference, enough }) => (enough ? (difference?.p ?? null) : null)),
  );
  return found.map(({ enough, ...one }, i): Comparison => {
    const p = one.difference?.p ?? null;
    if (!enough || one.difference === null) return { ...one, verdict: 'few' };
    if (clear[i] === true) return { ...one, verdict: 'clear' };
    return { ...one, verdict: p !== null && p < LEVEL ? 'hint' : 'noise' };
  });
}

interface Pair {
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: Difference | null;
  readonly enough: boolean;
}

function compared(measure: CompareMeasure, a: Group, b: Group): Pair | null {
  switch (measure) {
    case 'repeat':
      return shares(a.repeat, b.repeat);
    case 'returned':
      return shares(a.returned, b.returned);
    case 'orders':
      return means(a.perCustomer, b.perCustomer);
    case 'revenue':
      return means(a.revenueOf, b.revenueOf);
    case 'contribution':
      return means(a.contributionOf, b.contributionOf);
    case 'gap':
      return means(a.gaps, b.gaps);
    case 'order_value': {
      if (a.orderValue === null || b.orderValue === null) return null;
      return {
        a: ratioOf(a.orderValue),
        b: ratioOf(b.orderValue),
        difference: ratioDifference(a.orderValue, b.orderValue),
        enough: Math.min(a.orderValue.n, b.orderValue.n) >= LEAST_CUSTOMERS,
      };
    }
  }
}

function shares(a: Counts, b: Counts): Pair {
  const share = ({ successes, n }: Counts) => (n === 0 ? null : (successes / n) * 100);
  const found = proportionDifference(a, b);
  return {
    a: share(a),
    b: share(b),
    difference:
      found === null
        ? null
        : {
            difference: found.difference * 100,
            interval: { low: found.interval.low * 100, high: found.interval.high * 100 },
            p: found.p,
          },
    enough: Math.min(a.n, b.n) >= LEAST_CUSTOMERS,
  };
}

function means(a: Sums | null, b: Sums | null): Pair | null {
  if (a === null || b === null) return null;
  const mean = ({ sum, n }: Sums) => (n === 0 ? null : sum / n);
  return {
    a: mean(a),
    b: mean(b),
    difference: meanDifference(a, b),
    enough: Math.min(a.n, b.n) >= LEAST_CUSTOMERS,
  };
}

/** Which of several tests hold together at 5 %, by Holm's step-down; one without a p never does. */
export function holm(values: readonly (number | null)[]): readonly boolean[] {
  const order = values
    .flatMap((p, i) => (p === null ? [] : [{ p, i }]))
    .toSorted((a, b) => a.p - b.p);
  const holds = values.map(() => false);
  for (const [rank, { p, i }] of order.entries()) {
    if (p >= LEVEL / (order.length - rank)) break;
    holds[i] = true;
  }
  return holds;
}

/** Two groups with what differs between them. */
export interface Compared {
  readonly a: Group;
  readonly b: Group;
  readonly rows: readonly Comparison[];
  /** Customers who are in both groups. */
  readonly overlap: number;
  readonly sql: Readonly<Record<string, string>>;
  readonly milliseconds: number;
}
