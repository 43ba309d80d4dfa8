import type { Day } from '../core/calendar.ts';
import { Random, WeightedChoice } from '../core/random.ts';
import { basketsOf } from './baskets.ts';
import type { FillBasket, Shopper } from './baskets.ts';
import type { Customer } from './customers.ts';
import type { Purchase } from './purchases.ts';
import type { OrderLine, SampleShop } from './shop.ts';
import { countLine } from './truth.ts';
import type { Blemish, Truth } from './truth.ts';

/** The kinds of mishap that a known customer's order can have, in the order of their weights. */
const MISHAPS = ['cancelled', 'returned', 'duplicated', 'zero', null] as const;
const FIRST_RETURN_AFTER_DAYS = 2;
const RETURN_WITHIN_DAYS = 14;
const WHOLE_ORDER_RETURNED = 0.6;
const UNKNOWN_SHOPPER: Shopper = { spend: 1, favourite: null };

/** Rows that will come on a later day. */
export interface Return {
  readonly day: Day;
  readonly second: number;
  readonly lines: OrderLine[];
}

/** The rows of orders and returns, with their mishaps. */
export class OrderRows {
  readonly #shop: SampleShop;
  readonly #truth: Truth;
  readonly #random: Random;
  readonly #fillBasket: FillBasket;
  readonly #channels: WeightedChoice;
  readonly #mishaps: WeightedChoice;
  readonly #onReturn: (sentBack: Return) => void;

  /**
   * @param truth Gets what is true of the rows, as they are made.
   * @param onReturn Is told of each return when its order is made.
   */
  constructor(shop: SampleShop, seed: string, truth: Truth, onReturn: (sentBack: Return) => void) {
    const { cancelled, returned, duplicated, zero } = shop.mishaps;
    const none = 1 - cancelled - returned - duplicated - zero;
    this.#shop = shop;
    this.#truth = truth;
    this.#random = new Random(`${seed}/baskets`);
    this.#fillBasket = basketsOf(shop, this.#random);
    this.#channels = new WeightedChoice(shop.channels.map(({ weight }) => weight));
    this.#mishaps = new WeightedChoice([cancelled, returned, duplicated, zero, none]);
    this.#onReturn = onReturn;
  }

  /** The rows of an order. */
  ofPurchase(purchase: Purchase, day: Day): OrderLine[] {
    const lines = this.#soldLines(purchase, day);
    if (purchase.customer === null) return this.#counted(lines, 'noCustomer');
    switch (MISHAPS[this.#mishaps.draw(this.#random)]) {
      case 'cancelled': {
        this.#truth.cancelledOrders += 1;
        const cancelled = lines.map((line): OrderLine => ({ ...line, status: 'cancelled' }));
        return this.#counted(cancelled, 'cancelled');
      }
      case 'returned':
        this.#onReturn(this.#returnOf(lines));
        return this.#counted(lines, null);
      case 'duplicated':
        return [...this.#counted(lines, null), ...this.#counted(lines.slice(-1), 'duplicate')];
      case 'zero': {
        const free = lines.slice(0, 1).map((line) => ({ ...line, unitPrice: 0 }));
        return [...this.#counted(free, 'zeroAmount'), ...this.#counted(lines.slice(1), null)];
      }
      default:
        return this.#counted(lines, null);
    }
  }

  /** The rows of a return, on the day it comes back. */
  ofReturn({ lines }: Return): OrderLine[] {
    this.#truth.returnedOrders += 1;
    return this.#counted(lines, 'negativeQuantity');
  }

  #soldLines({ second, customer }: Purchase, day: Day): OrderLine[] {
    this.#truth.orders += 1;
    const order = this.#truth.orders;
    const channel = this.#drawChannel(customer);
    const number = customer?.number ?? null;
    return this.#fillBasket(customer ?? UNKNOWN_SHOPPER, day).map((line) => ({
      order,
      orderDay: day,
      customer: number,
      day,
      second,
      product: line.product,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      channel,
      status: 'sold',
    }));
  }

  #drawChannel(customer: Customer | null): string {
    const own = customer !== null && this.#random.chance(this.#shop.channelLoyalty);
    if (own) return customer.channel;
    return this.#shop.channels[this.#channels.draw(this.#random)]?.name ?? '';
  }

  /** The whole order or one of its lines, sent back some days later. */
  #returnOf(lines: readonly OrderLine[]): Return {
    const random = this.#random;
    const only = random.chance(WHOLE_ORDER_RETURNED) ? null : random.below(lines.length);
    const later = FIRST_RETURN_AFTER_DAYS + random.below(RETURN_WITHIN_DAYS);
    const day = (lines[0]?.day ?? 0) + later;
    const second = ((lines[0]?.second ?? 0) % 3600) + (9 + random.below(9)) * 3600;
    const sentBack = lines
      .filter((_, i) => only === null || i === only)
      .map((line): OrderLine => ({
        ...line,
        day,
        second,
        quantity: -line.quantity,
        status: 'returned',
      }));
    return { day, second, lines: sentBack };
  }

  #counted(lines: OrderLine[], blemish: Blemish | null): OrderLine[] {
    for (const line of lines) countLine(this.#truth, line, blemish);
    return lines;
  }
}
