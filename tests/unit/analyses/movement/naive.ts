import type { MovementScoring } from '../../../../src/analyses/movement/settings.ts';
import { parseDay } from '../../../../src/core/calendar.ts';
import type { SegmentRule } from '../../../../src/data/rfm/rules.ts';
import type { TestOrder } from '../../../helpers/orders.ts';

export interface NaiveSettings {
  readonly bins: number;
  readonly scoring: MovementScoring;
}

/** A customer's values at a day; money in ten-thousandths, null where no amount is known. */
interface Values {
  readonly customer: string;
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number | null;
}
type Known = Values & { readonly monetary: number };

const VALUES = ['recency', 'frequency', 'monetary'] as const;

/** Customers with a sale by a day, in the order of `names`, each row an order. */
function valuesAt(
  orders: readonly TestOrder[],
  names: readonly string[],
  day: number,
): readonly Values[] {
  return names.flatMap((customer): Values[] => {
    const own = orders.filter((one) => one.customer === customer && parseDay(one.at) <= day);
    const sales = own.filter(({ kind }) => kind !== 'return');
    if (sales.length === 0) return [];
    const amounts = own.flatMap(({ amount }) =>
      amount === null ? [] : [Math.round(amount * 1e4)],
    );
    return [
      {
        customer,
        recency: day - Math.max(...sales.map(({ at }) => parseDay(at))),
        frequency: sales.length,
        monetary: amounts.length === 0 ? null : amounts.reduce((a, b) => a + b, 0),
      },
    ];
  });
}

const known = (values: readonly Values[]) =>
  values.filter((one): one is Known => one.monetary !== null);

/** Type-7 quantiles times `bins`, so that all are whole numbers. */
function cutsOf(people: readonly Known[], { bins, scoring }: NaiveSettings) {
  return VALUES.map((name) => {
    const sorted = people.map((one) => one[name]).sort((a, b) => a - b);
    const unit = name === 'monetary' ? 1e4 : 1;
    return Array.from({ length: bins - 1 }, (_, i) => {
      const position = (sorted.length - 1) * (i + 1);
      const [below, rest] = [Math.floor(position / bins), position % bins];
      const low = sorted[below] ?? NaN;
      const quantile = low * (bins - rest) + (rest === 0 ? 0 : (sorted[below + 1] ?? NaN) * rest);
      return quantile + (scoring === 'r' ? unit * bins : 0);
    });
  });
}

/** The segment of each customer at a day; null where the amounts are unknown. */
export function naiveSegments(
  orders: readonly TestOrder[],
  names: readonly string[],
  day: number,
  cutDay: number,
  settings: NaiveSettings,
  rules: readonly SegmentRule[],
): ReadonlyMap<string, string | null> {
  const { bins, scoring } = settings;
  const values = valuesAt(orders, names, day);
  const people = known(values);
  const cuts = cutsOf(known(valuesAt(orders, names, cutDay)), settings);
  const scores = people.map((one, at) =>
    VALUES.map((name, dimension) => {
      const group = scoring === 'ntile' ? groupOf(people, at, name, bins) : null;
      const passed = (cuts[dimension] ?? []).filter((cut) =>
        scoring === 'r' ? one[name] * bins >= cut : one[name] * bins > cut,
      ).length;
      if (group !== null) return group;
      return name === 'recency' ? bins - passed : passed + 1;
    }),
  );
  const segments = new Map<string, string | null>(values.map(({ customer }) => [customer, null]));
  people.forEach(({ customer }, i) => {
    const [r = 0, f = 0, m = 0] = scores[i] ?? [];
    const within = (score: number, { from, to }: SegmentRule['recency']) =>
      score >= from && score <= to;
    const rule = rules.find(
      (one) => within(r, one.recency) && within(f, one.frequency) && within(m, one.monetary),
    );
    segments.set(customer, rule?.id ?? 'others');
  });
  return segments;
}

/** Groups of equal size, the larger ones first; the worst first, equal values by customer. */
function groupOf(
  people: readonly Known[],
  at: number,
  name: (typeof VALUES)[number],
  bins: number,
): number {
  const worst = name === 'recency' ? -1 : 1;
  const order = people
    .map((_, i) => i)
    .sort((a, b) => worst * ((people[a]?.[name] ?? 0) - (people[b]?.[name] ?? 0)) || a - b);
  const place = order.indexOf(at);
  const sizes = Array.from(
    { length: bins },
    (_, i) => Math.floor(people.length / bins) + (i < people.length % bins ? 1 : 0),
  );
  return sizes.flatMap((size, i) => Array<number>(size).fill(i + 1))[place] ?? NaN;
}

/** Revenue of a customer over the days from … to, in ten-thousandths. */
export function naiveRevenue(
  orders: readonly TestOrder[],
  customer: string,
  from: number,
  to: number,
): number {
  return orders
    .filter((one) => one.customer === customer)
    .filter(({ at }) => parseDay(at) >= from && parseDay(at) <= to)
    .reduce((sum, { amount }) => sum + Math.round((amount ?? 0) * 1e4), 0);
}
