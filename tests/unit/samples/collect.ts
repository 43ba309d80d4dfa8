import type { OrderLine } from '../../../src/samples/shop.ts';
import type { Truth } from '../../../src/samples/truth.ts';

/** Everything a generator gives, and what it returns. */
export function collect<Item>(generator: Generator<Item, Truth, undefined>): {
  items: Item[];
  truth: Truth;
} {
  const items: Item[] = [];
  for (;;) {
    const next = generator.next();
    if (next.done === true) return { items, truth: next.value };
    items.push(next.value);
  }
}

/** Orders of each customer, in order of arrival; rows without a customer are left out. */
export function ordersByCustomer(lines: readonly OrderLine[]): number[] {
  const orders = new Map<number, Set<number>>();
  for (const { customer, order } of lines) {
    if (customer === null) continue;
    const own = orders.get(customer) ?? new Set<number>();
    orders.set(customer, own.add(order));
  }
  return [...orders.values()].map((own) => own.size);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function variance(values: readonly number[]): number {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
}
