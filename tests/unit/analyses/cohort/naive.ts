import { parseDay, periodEnd, periodIndex } from '../../../../src/core/calendar.ts';
import type { CohortGrain } from '../../../../src/analyses/cohort/settings.ts';
import type { TestOrder } from '../../../helpers/orders.ts';

/** A cohort in a period, counted from the orders of its customers one by one. */
export interface NaiveCell {
  readonly base: number;
  readonly customers: number;
  readonly orders: number;
  readonly revenue: number;
  /** Null where a cost is missing. */
  readonly contribution: number | null;
  readonly items: number;
  readonly cumulative: number;
}

interface Customer {
  readonly own: readonly TestOrder[];
  /** The first sale; undefined where there are only returns. */
  readonly first: TestOrder | undefined;
}

/** Orders by customer. Of sales on the same day the first in the list is the first. */
export function customersOf(orders: readonly TestOrder[]): readonly Customer[] {
  return [...new Set(orders.map((order) => order.customer))].map((customer) => {
    const own = orders.filter((order) => order.customer === customer);
    const first = own
      .filter(({ kind }) => kind !== 'return')
      .toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))[0];
    return { own, first };
  });
}

/**
 * What the customers did in one period each.
 *
 * @param periodOf The period that is looked at, of a customer.
 */
function cellOf(
  customers: readonly Customer[],
  grain: CohortGrain,
  periodOf: (customer: Customer) => number,
  startOf: (customer: Customer) => number,
): NaiveCell {
  const since = customers.flatMap((customer) =>
    customer.own
      .filter((order) => customer.first !== undefined && order.at >= customer.first.at)
      .map((order) => ({ customer, order, period: periodIndex(parseDay(order.at), grain) })),
  );
  const now = since.filter(({ customer, period }) => period === periodOf(customer));
  const sales = now.filter(({ order }) => order.kind !== 'return');
  const revenue = total(now.map(({ order }) => order.amount ?? 0));
  const costs = now.map(({ order }) => order.cost);
  return {
    base: customers.length,
    customers: new Set(sales.map(({ customer }) => customer)).size,
    orders: sales.length,
    revenue,
    contribution: costs.includes(undefined)
      ? null
      : revenue - total(costs.map((cost) => cost ?? 0)),
    items: total(sales.map(({ order }) => order.quantity ?? 1)),
    cumulative: total(
      since
        .filter(
          ({ customer, period }) => period >= startOf(customer) && period <= periodOf(customer),
        )
        .map(({ order }) => order.amount ?? 0),
    ),
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function groups<Key>(
  customers: readonly Customer[],
  keyOf: (customer: Customer) => Key | null,
): Map<Key, Customer[]> {
  const found = new Map<Key, Customer[]>();
  for (const customer of customers) {
    const key = keyOf(customer);
    if (key !== null) found.set(key, [...(found.get(key) ?? []), customer]);
  }
  return found;
}

function observed(orders: readonly TestOrder[], grain: CohortGrain) {
  const days = orders.map(({ at }) => parseDay(at));
  const last = periodIndex(Math.max(...days), grain);
  const whole = periodEnd(last, grain) <= Math.max(...days) ? last : last - 1;
  return { first: periodIndex(Math.min(...days), grain), last, whole };
}

/** Cohorts by period, by age up to the last period of the data; undefined before the data. */
export function naiveCohorts(
  orders: readonly TestOrder[],
  grain: CohortGrain,
  dateOf: (customer: Customer) => string | undefined = ({ first }) => first?.at,
): Map<number, (NaiveCell | undefined)[]> {
  const { first, last } = observed(orders, grain);
  const startOf = (customer: Customer) => {
    const date = dateOf(customer);
    return date === undefined ? null : periodIndex(parseDay(date), grain);
  };
  return new Map(
    [...groups(customersOf(orders), startOf)].map(([start, customers]) => [
      start,
      Array.from({ length: last - start + 1 }, (_, age) =>
        start + age < first
          ? undefined
          : cellOf(
              customers,
              grain,
              () => start + age,
              () => start,
            ),
      ),
    ]),
  );
}

/** A cohort of a value: all its customers, by age (complete only) and by calendar. */
export interface NaiveValue {
  readonly size: number;
  readonly ages: readonly NaiveCell[];
  readonly calendar: readonly (NaiveCell | undefined)[];
}

/** Cohorts by the value of the first sale. */
export function naiveValues(
  orders: readonly TestOrder[],
  grain: CohortGrain,
  valueOf: (first: TestOrder) => string,
): Map<string, NaiveValue> {
  const { first, last, whole } = observed(orders, grain);
  const startOf = (customer: Customer) =>
    customer.first === undefined ? last + 1 : periodIndex(parseDay(customer.first.at), grain);
  const buyers = customersOf(orders).filter((customer) => customer.first !== undefined);
  const byValue = groups(buyers, (customer) =>
    customer.first === undefined ? null : valueOf(customer.first),
  );
  return new Map(
    [...byValue].map(([value, customers]) => {
      const longest = whole - Math.min(...customers.map(startOf)) + 1;
      const ages = Array.from({ length: Math.max(0, longest) }, (_, age) => {
        const followed = customers.filter((customer) => startOf(customer) + age <= whole);
        return cellOf(followed, grain, (customer) => startOf(customer) + age, startOf);
      });
      const calendar = Array.from({ length: last - first + 1 }, (_, i) => {
        const acquired = customers.filter((customer) => startOf(customer) <= first + i);
        return acquired.length === 0
          ? undefined
          : cellOf(acquired, grain, () => first + i, startOf);
      });
      return [value, { size: customers.length, ages, calendar }];
    }),
  );
}
