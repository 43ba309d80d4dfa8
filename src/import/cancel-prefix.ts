import { share, type ColumnSample } from './column-sample.ts';

const DIGITS = /^\d+$/;
const LETTERS_AND_DIGITS = /^([A-Za-z]{1,3})-?\d+$/;

/**
 * The letters with which cancelled orders begin: where most ids are digits, and the few that are
 * letters and digits nearly all have the same letters (C536379 beside 536365). Null elsewhere.
 */
export function findCancelPrefix(orders: ColumnSample): string | null {
  if (share(orders, (id) => DIGITS.test(id)) < 0.7) return null;
  const prefixes = new Map<string, number>();
  let lettered = 0;
  for (const id of orders.counts.keys()) {
    const prefix = LETTERS_AND_DIGITS.exec(id)?.[1];
    if (prefix === undefined) continue;
    lettered++;
    prefixes.set(prefix, (prefixes.get(prefix) ?? 0) + 1);
  }
  const [most] = [...prefixes].toSorted((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] >= lettered * 0.8 ? most[0] : null;
}
