import { meanDifference, varianceOf, type Sums } from '../../core/comparison.ts';
import { fisherExact } from '../../core/exact-test.ts';
import { adjustedForMany, FALSE_DISCOVERY_RATE } from '../../core/false-discovery.ts';
import { studentTQuantile, wilsonInterval, type Interval } from '../../core/statistics.ts';
import type { DatasetFacts, Row, Tables } from '../analysis.ts';
import { numberOf, partOf, percentOf } from './part-rows.ts';
import type { ProductsSelection } from './query.ts';
import {
  activeOutcome,
  valueMeasure,
  type Horizon,
  type ItemLevel,
  type Outcome,
  type ProductsSettings,
  type ValueMeasure,
} from './settings.ts';

/** What became of some customers within a horizon; only those observed that long. */
export interface Course {
  readonly observed: number;
  readonly returned: number;
  /** Per cent of the observed; null where nobody was. */
  readonly rate: number | null;
  /** The observed whose money is known. */
  readonly valued: number;
  /** Money per customer; null where nobody's is known. */
  readonly mean: number | null;
  readonly sums: Sums;
}
export type Courses = Readonly<Record<Horizon, Course>>;

/** The chosen outcome at the chosen horizon: per cent or money, with 95 %. */
export interface Estimate {
  readonly n: number;
  readonly value: number;
  /** Null of fewer than two amounts. */
  readonly interval: Interval | null;
}

/** Above or below the other customers beyond chance, or not to be told. */
export type Verdict = 'above' | 'below' | 'unclear';

export interface FirstRow {
  readonly item: string;
  readonly customers: number;
  readonly courses: Courses;
  /** Null where nobody was observed that long. */
  readonly estimate: Estimate | null;
  /** Of no difference to the other customers, corrected for the number of rows; null: no test. */
  readonly p: number | null;
  readonly verdict: Verdict;
  readonly selection: ProductsSelection;
}

export interface FirstResult {
  readonly view: 'first';
  readonly level: ItemLevel;
  readonly outcome: Outcome;
  readonly horizon: Horizon;
  /** The money of the table; null where no amount is known. */
  readonly money: ValueMeasure | null;
  readonly least: number;
  /** Customers with a sale, and those whose first order has a known item. */
  readonly customers: number;
  readonly known: number;
  /** Items that somebody began with, and those with enough customers; rows are the first 500. */
  readonly begun: number;
  readonly enough: number;
  readonly all: Courses;
  readonly allEstimate: Estimate | null;
  /** The most customers first. */
  readonly rows: readonly FirstRow[];
}

/** Shapes the rows of `firstQuery`. */
export function firstResult(
  tables: Tables,
  settings: ProductsSettings,
  facts: DatasetFacts,
  level: ItemLevel,
): FirstResult {
  const rows = tables['first'];
  const [whole] = partOf(rows, 'all');
  const [items] = partOf(rows, 'items');
  const outcome = activeOutcome(settings, facts);
  const { horizon } = settings;
  const all = coursesOf(whole);
  const shaped = partOf(rows, 'item').map((row) => ({
    item: String(row['item']),
    customers: numberOf(row, 'customers'),
    courses: coursesOf(row),
  }));
  const tested = shaped.map(({ courses }) => difference(courses[horizon], all[horizon], outcome));
  const ps = adjustedForMany(tested.map((one) => one?.p ?? null));
  return {
    view: 'first',
    level,
    outcome,
    horizon,
    money: valueMeasure(settings, facts),
    least: settings.leastCustomers,
    customers: numberOf(whole, 'customers'),
    known: numberOf(whole, 'known'),
    begun: numberOf(items, 'customers'),
    enough: numberOf(items, 'listed'),
    all,
    allEstimate: estimateOf(all[horizon], outcome),
    rows: shaped.map((row, i) => ({
      ...row,
      estimate: estimateOf(row.courses[horizon], outcome),
      p: ps[i] ?? null,
      verdict: verdictOf(ps[i] ?? null, tested[i]?.sign ?? 0),
      selection: { kind: 'first', item: row.item },
    })),
  };
}

function coursesOf(row: Row | undefined): Courses {
  const course = (h: Horizon): Course => {
    const [observed, returned] = [numberOf(row, `observed_${h}`), numberOf(row, `returned_${h}`)];
    const sums: Sums = {
      n: numberOf(row, `valued_${h}`),
      sum: numberOf(row, `value_${h}`),
      squares: numberOf(row, `squares_${h}`),
    };
    return {
      observed,
      returned,
      rate: percentOf(returned, observed),
      valued: sums.n,
      mean: sums.n > 0 ? sums.sum / sums.n : null,
      sums,
    };
  };
  return { 90: course(90), 180: course(180), 365: course(365) };
}

function estimateOf(course: Course, outcome: Outcome): Estimate | null {
  if (outcome === 'repeat') {
    const interval = wilsonInterval(course.returned, course.observed);
    if (interval === null || course.rate === null) return null;
    const percent = { low: 100 * interval.low, high: 100 * interval.high };
    return { n: course.observed, value: course.rate, interval: percent };
  }
  if (course.mean === null) return null;
  return { n: course.valued, value: course.mean, interval: meanIntervalOf(course.sums) };
}

/** Student's 95 % interval of a mean told by sums; null of fewer than two values. */
function meanIntervalOf(sums: Sums): Interval | null {
  const variance = varianceOf(sums);
  if (variance === null) return null;
  const half = studentTQuantile(0.975, sums.n - 1) * Math.sqrt(variance / sums.n);
  const mean = sums.sum / sums.n;
  return { low: mean - half, high: mean + half };
}

/** Against all other customers, so that the two groups are apart; null where no test can be made. */
function difference(
  own: Course,
  all: Course,
  outcome: Outcome,
): { readonly p: number | null; readonly sign: number } | null {
  if (outcome === 'repeat') {
    if (own.observed === 0 || own.observed === all.observed) return null;
    const p = fisherExact({
      total: all.observed,
      first: own.observed,
      second: all.returned,
      both: own.returned,
    });
    return { p, sign: own.returned * all.observed - all.returned * own.observed };
  }
  const rest: Sums = {
    n: all.sums.n - own.sums.n,
    sum: all.sums.sum - own.sums.sum,
    squares: all.sums.squares - own.sums.squares,
  };
  const welch = meanDifference(rest, own.sums);
  return welch === null ? null : { p: welch.p, sign: welch.difference };
}

function verdictOf(p: number | null, sign: number): Verdict {
  if (p === null || p > FALSE_DISCOVERY_RATE || sign === 0) return 'unclear';
  return sign > 0 ? 'above' : 'below';
}
