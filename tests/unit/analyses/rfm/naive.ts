import { parseDay } from '../../../../src/core/calendar.ts';
import type { Dimension, RuleSet } from '../../../../src/data/rfm/rules.ts';
import type { RfmSettings } from '../../../../src/analyses/rfm/settings.ts';
import type { TestOrder } from '../../../helpers/orders.ts';

/** A scored customer, by the definitions and without SQL. Amounts are in ten-thousandths. */
export interface NaivePerson {
  readonly customer: string;
  readonly recency: number;
  readonly orders: number;
  readonly frequency: number;
  readonly monetary: number;
  readonly r: number;
  readonly f: number;
  readonly m: number;
  readonly segment: string;
}

export interface Naive {
  readonly people: readonly NaivePerson[];
  readonly unscored: number;
}

/** To a day that is said. */
export type NaiveSettings = RfmSettings & { readonly analysisDay: number };

interface Values {
  readonly customer: string;
  readonly recency: number;
  readonly orders: number;
  readonly frequency: number;
  readonly monetary: number | null;
}

/**
 * Scores and segments straight from the definitions, in whole-number arithmetic. `names` are the
 * customers in the order that `ntile` puts equal values in.
 */
export function naiveRfm(
  orders: readonly TestOrder[],
  names: readonly string[],
  settings: NaiveSettings,
  rules: RuleSet['rules'],
): Naive {
  const values = valuesOf(orders, names, settings);
  const known = values.filter((one) => one.monetary !== null) as (Values & { monetary: number })[];
  const scoreOf = {
    recency: scorer(known, 'recency', settings),
    frequency: scorer(known, 'frequency', settings),
    monetary: scorer(known, 'monetary', settings),
  };
  const people = known.map((one, i) => {
    const [r, f, m] = [scoreOf.recency(i), scoreOf.frequency(i), scoreOf.monetary(i)];
    const rule = rules.find(
      ({ recency, frequency, monetary }) =>
        r >= recency.from &&
        r <= recency.to &&
        f >= frequency.from &&
        f <= frequency.to &&
        m >= monetary.from &&
        m <= monetary.to,
    );
    return { ...one, r, f, m, segment: rule?.id ?? 'others' };
  });
  return { people, unscored: values.length - known.length };
}

function valuesOf(
  orders: readonly TestOrder[],
  names: readonly string[],
  { analysisDay, frequency }: NaiveSettings,
): readonly Values[] {
  return names.flatMap((customer): Values[] => {
    const own = orders.filter(
      (order) => order.customer === customer && parseDay(order.at.slice(0, 10)) <= analysisDay,
    );
    const sales = own.filter((order) => order.kind !== 'return');
    if (sales.length === 0) return [];
    const days = new Set(sales.map((order) => order.at.slice(0, 10)));
    // Lines of one number on one day are an order; without numbers, each row is.
    const numbers = new Set(
      sales.map((order, i) => `${order.at.slice(0, 10)} ${order.order ?? i}`),
    );
    const counts = { orders: numbers.size, days: days.size, rows: sales.length };
    const amounts = own.flatMap(({ amount }) =>
      amount === null ? [] : [Math.round(amount * 1e4)],
    );
    const lastDay = Math.max(...sales.map((order) => parseDay(order.at.slice(0, 10))));
    return [
      {
        customer,
        recency: analysisDay - lastDay,
        orders: counts.orders,
        frequency: counts[frequency],
        monetary: amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0),
      },
    ];
  });
}

function scorer(
  known: readonly (Values & { monetary: number })[],
  dimension: Dimension,
  { scoring, bins, cuts }: RfmSettings,
): (index: number) => number {
  const unit = dimension === 'monetary' ? 1e4 : 1;
  const all = known.map((one) => one[dimension]);
  const upward = (score: number) => (dimension === 'recency' ? bins + 1 - score : score);
  if (scoring === 'ntile') {
    // The worst first; equal values in the order of the customers.
    const worst = dimension === 'recency' ? -1 : 1;
    const order = all
      .map((_, i) => i)
      .sort((a, b) => worst * ((all[a] ?? 0) - (all[b] ?? 0)) || a - b);
    const groups = ntile(all.length, bins);
    return (index) => groups[order.indexOf(index)] ?? NaN;
  }
  // Everything times `bins`, so that cut points are whole numbers.
  const points =
    scoring === 'custom'
      ? cuts[dimension].map((cut) => cut * unit * bins)
      : quantiles(all, bins).map((q) => (scoring === 'r' ? q + unit * bins : q));
  return (index) => {
    const value = (all[index] ?? NaN) * bins;
    const passed = points.filter((q) => (scoring === 'quantile' ? value > q : value >= q)).length;
    return upward(passed + 1);
  };
}

/** Type 7 (Hyndman & Fan 1996) at 1/bins … (bins − 1)/bins, each times `bins`. */
function quantiles(values: readonly number[], bins: number): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return Array.from({ length: bins - 1 }, (_, i) => {
    const position = (sorted.length - 1) * (i + 1);
    const [below, rest] = [Math.floor(position / bins), position % bins];
    const low = sorted[below] ?? NaN;
    return rest === 0 ? low * bins : low * (bins - rest) + (sorted[below + 1] ?? NaN) * rest;
  });
}

/** The group of each place: sizes differ by one at most, the larger groups first. */
function ntile(count: number, bins: number): readonly number[] {
  const sizes = Array.from(
    { length: bins },
    (_, i) => Math.floor(count / bins) + (i < count % bins ? 1 : 0),
  );
  return sizes.flatMap((size, i) => Array<number>(size).fill(i + 1));
}

/** The median; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}
