import type { TestOrder } from '../../../helpers/orders.ts';

const DAY = 86_400_000;

function grouped<One, Key>(all: readonly One[], key: (one: One) => Key): Map<Key, One[]> {
  const groups = new Map<Key, One[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

/** A sale from the definitions: its day, and the items that are known, each once. */
export interface Basket {
  readonly customer: string;
  readonly at: string;
  readonly day: number;
  readonly items: readonly string[];
}

export function dayOf(at: string): number {
  return Math.floor(Date.parse(`${at.replace(' ', 'T')}Z`) / DAY);
}

/** The sales, in the order of time. */
export function basketsOf(lines: readonly TestOrder[]): readonly Basket[] {
  const orders = grouped(
    lines.filter(({ kind }) => kind !== 'return'),
    ({ order }) => order,
  );
  return [...orders.values()]
    .map(([line, ...more]) => {
      if (line === undefined) throw new Error('an order without lines');
      const items = [line, ...more].flatMap(({ product }) =>
        product === undefined ? [] : [product],
      );
      const { customer, at } = line;
      return { customer, at, day: dayOf(at), items: [...new Set(items)].sort() };
    })
    .sort((x, y) => (x.at < y.at ? -1 : 1));
}

export interface NaiveFirst {
  readonly customers: number;
  readonly observed: number;
  readonly returned: number;
  readonly revenue: number;
}

/** Of the customers who pass: how many were observed, came back, and what they brought. */
export function naiveFirst(
  lines: readonly TestOrder[],
  horizon: number,
  began: (first: Basket) => boolean,
): NaiveFirst {
  const last = Math.max(...lines.map(({ at }) => dayOf(at)));
  const all = { customers: 0, observed: 0, returned: 0, revenue: 0 };
  for (const [customer, own] of grouped(basketsOf(lines), (one) => one.customer)) {
    const [first] = own;
    if (first === undefined || !began(first)) continue;
    all.customers += 1;
    if (first.day + horizon > last) continue;
    all.observed += 1;
    if (own.some(({ day }) => day > first.day && day <= first.day + horizon)) all.returned += 1;
    for (const line of lines) {
      const day = dayOf(line.at);
      if (line.customer !== customer || day < first.day || day > first.day + horizon) continue;
      all.revenue += line.amount ?? 0;
    }
  }
  return all;
}

/** How many baskets have all of the items. */
export function naiveOrders(lines: readonly TestOrder[], ...items: readonly string[]): number {
  return basketsOf(lines).filter((one) => items.every((item) => one.items.includes(item))).length;
}

/** From what was bought on a purchase day to what was on the next one; both known. */
export function naiveSteps(
  lines: readonly TestOrder[],
): readonly { readonly from: ReadonlySet<string>; readonly to: ReadonlySet<string> }[] {
  return [...grouped(basketsOf(lines), (one) => one.customer).values()].flatMap((own) => {
    const days = [...grouped(own, ({ day }) => day)]
      .sort(([x], [y]) => x - y)
      .map(([, baskets]) => new Set(baskets.flatMap(({ items }) => items)));
    return days.slice(1).flatMap((to, i) => {
      const from = days[i] ?? new Set<string>();
      return from.size === 0 || to.size === 0 ? [] : [{ from, to }];
    });
  });
}

/** The customers by class of orders, of those who bought an item (null: of all). */
export function naiveReach(
  lines: readonly TestOrder[],
  item: string | null,
): Readonly<Record<string, number>> {
  const classes: Record<string, number> = {};
  for (const own of grouped(basketsOf(lines), (one) => one.customer).values()) {
    if (item !== null && !own.some(({ items }) => items.includes(item))) continue;
    const orders = own.length;
    const id = orders >= 7 ? '7' : orders >= 4 ? '4' : orders >= 2 ? '2' : '1';
    classes[id] = (classes[id] ?? 0) + 1;
  }
  return classes;
}
