import { parseDay, periodIndex } from '../../../../src/core/calendar.ts';
import type { CohortGrain } from '../../../../src/analyses/cohort/settings.ts';
import type { TestOrder } from '../../../helpers/orders.ts';

export interface NaiveCell {
  readonly customers: number;
  readonly orders: number;
  readonly revenue: number;
}

/**
 * Cohorts as one would count them on paper: by cohort, then by age up to the last period of the
 * data. Amounts are whole numbers, so that sums are exact.
 */
export function naiveCohorts(
  orders: readonly TestOrder[],
  grain: CohortGrain,
): Map<number, NaiveCell[]> {
  const period = (order: TestOrder) => periodIndex(parseDay(order.at), grain);
  const last = Math.max(...orders.map(period));
  const cohorts = new Map<number, { customers: Set<string>; orders: number; revenue: number }[]>();
  for (const customer of new Set(orders.map((order) => order.customer))) {
    const own = orders.filter((order) => order.customer === customer);
    const days = own.filter(({ kind }) => kind !== 'return').map(({ at }) => at);
    const first = days.toSorted()[0];
    if (first === undefined) continue;
    const index = periodIndex(parseDay(first), grain);
    const cells =
      cohorts.get(index) ??
      Array.from({ length: last - index + 1 }, () => ({
        customers: new Set<string>(),
        orders: 0,
        revenue: 0,
      }));
    cohorts.set(index, cells);
    for (const order of own) {
      const cell = cells[period(order) - index];
      if (order.at < first || cell === undefined) continue;
      cell.revenue += order.amount ?? 0;
      if (order.kind === 'return') continue;
      cell.orders += 1;
      cell.customers.add(customer);
    }
  }
  return new Map(
    [...cohorts].map(([index, cells]) => [
      index,
      cells.map(({ customers, orders, revenue }) => ({
        customers: customers.size,
        orders,
        revenue,
      })),
    ]),
  );
}
