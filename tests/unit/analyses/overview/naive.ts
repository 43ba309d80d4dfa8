import { parseDay, periodIndex, type Grain } from '../../../../src/core/calendar.ts';
import type { TestOrder } from '../../../helpers/orders.ts';

/**
 * The periods as one would count them on paper, from the first to the last with an order. Each row
 * is an order; amounts, quantities and costs are whole numbers, so that sums are exact.
 */
export function naivePeriods(orders: readonly TestOrder[], grain: Grain) {
  const period = ({ at }: TestOrder) => periodIndex(parseDay(at.slice(0, 10)), grain);
  const indexes = orders.map(period);
  const [first, last] = [Math.min(...indexes), Math.max(...indexes)];
  const sales = orders.filter(({ kind }) => kind !== 'return');
  const active = (index: number) =>
    new Set(sales.filter((order) => period(order) === index).map(({ customer }) => customer));
  const begins = new Map<string, number>();
  for (const order of sales) {
    begins.set(order.customer, Math.min(begins.get(order.customer) ?? Infinity, period(order)));
  }
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const index = first + i;
    const [now, before] = [active(index), active(index - 1)];
    const own = orders.filter((order) => period(order) === index);
    const sold = own.filter(({ kind }) => kind !== 'return');
    const acquired = [...now].filter((customer) => begins.get(customer) === index);
    const returning = [...now].filter((customer) => before.has(customer));
    const total = (some: readonly TestOrder[]) => sum(some.map(({ amount }) => amount ?? 0));
    const cost = sum(own.map((order) => order.cost ?? 0));
    return {
      period: index,
      customers: now.size,
      orders: sold.length,
      items: sum(sold.map(({ quantity }) => quantity ?? 0)),
      sales: total(sold),
      returns: total(own) - total(sold),
      revenue: total(own),
      cost,
      contribution: total(own) - cost,
      new: acquired.length,
      returning: returning.length,
      resurrecting: now.size - acquired.length - returning.length,
      gone: [...before].filter((customer) => !now.has(customer)).length,
      newRevenue: total(own.filter(({ customer }) => acquired.includes(customer))),
    };
  });
}

/** Sales by weekday (1 = Monday) and hour. */
export function naiveWeek(orders: readonly TestOrder[]): ReadonlyMap<string, number> {
  const slots = new Map<string, number>();
  for (const { at, kind } of orders) {
    if (kind === 'return') continue;
    const weekday = ((((parseDay(at.slice(0, 10)) + 3) % 7) + 7) % 7) + 1;
    const key = `${weekday} ${Number(at.slice(11, 13))}`;
    slots.set(key, (slots.get(key) ?? 0) + 1);
  }
  return slots;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
