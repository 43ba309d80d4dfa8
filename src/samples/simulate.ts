import { OrderRows } from './order-rows.ts';
import type { Return } from './order-rows.ts';
import { Purchases } from './purchases.ts';
import type { OrderLine, SampleShop } from './shop.ts';
import { emptyTruth } from './truth.ts';
import type { Truth } from './truth.ts';

export interface SimulateOptions {
  /** Default: the shop's own. */
  readonly seed?: string;
  /** Default: the shop's own. Orders grow in proportion. */
  readonly customers?: number;
  /**
   * The file ends after so many orders. Default: it ends with the shop's last day. Without the
   * default the truth holds for rows, orders and money, not for what customers would yet do.
   */
  readonly orders?: number;
}

/**
 * Plays a shop day by day and gives its order lines in order of time, one at a time, so that a
 * file of any size streams. Returns the truth after the last line.
 *
 * @throws RangeError when the shop's last day is over before there are `orders` orders.
 */
export function* simulate(
  shop: SampleShop,
  options: SimulateOptions = {},
): Generator<OrderLine, Truth, undefined> {
  const seed = options.seed ?? shop.seed;
  const truth = emptyTruth();
  const returns = new Map<number, Return[]>();
  const purchases = new Purchases(shop, seed, options.customers ?? shop.customers, truth);
  const rows = new OrderRows(shop, seed, truth, (sentBack) => {
    const sameDay = returns.get(sentBack.day);
    if (sameDay === undefined) returns.set(sentBack.day, [sentBack]);
    else sameDay.push(sentBack);
  });
  for (let i = 0; i < shop.days; i += 1) {
    const day = shop.firstDay + i;
    const events = [...(returns.get(day) ?? []), ...purchases.ofDay(i)];
    returns.delete(day);
    // Sorting is stable in every engine: events of the same second keep their places.
    for (const event of events.sort((left, right) => left.second - right.second)) {
      if (truth.orders === options.orders) return truth;
      yield* 'lines' in event ? rows.ofReturn(event) : rows.ofPurchase(event, day);
    }
  }
  if (options.orders !== undefined && truth.orders < options.orders) {
    throw new RangeError(`only ${truth.orders} orders before the shop's last day`);
  }
  return truth;
}
