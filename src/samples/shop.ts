import type { Day } from '../core/calendar.ts';

/** A shop to simulate: parameters only. Shops differ in nothing else. */
export interface SampleShop {
  /** The seed when none is given. */
  readonly seed: string;
  readonly fileName: string;
  readonly firstDay: Day;
  readonly days: number;
  /** How many customers buy for the first time within these days. */
  readonly customers: number;
  readonly season: Season;
  readonly buying: Buying;
  readonly lapse: Lapse;
  readonly basket: Catalogue | Gifts;
  readonly channels: readonly Channel[];
  /** Share of orders, 0 to 1, that come by the customer's own channel rather than by any. */
  readonly channelLoyalty: number;
  readonly mishaps: Mishaps;
  readonly file: FileLayout;
}

/** When orders and new customers come. Weights are relative; only their ratios matter. */
export interface Season {
  /** January to December. */
  readonly months: readonly number[];
  /** Monday to Sunday. */
  readonly weekdays: readonly number[];
  /** The hours 0 to 23. */
  readonly hours: readonly number[];
  /** How many times as many new customers come as one year before: 1 is no growth. */
  readonly growth: number;
}

/**
 * Purchases while a customer stays: rates are gamma-distributed over customers, as in the NBD
 * (Ehrenberg 1959). Time runs by the season's clock.
 */
export interface Buying {
  /** Mean of the customers' orders a year. */
  readonly perYear: number;
  /** Shape r of the gamma distribution: the smaller, the more the customers differ. */
  readonly shape: number;
  /**
   * Gaps are Erlang-distributed with this shape: 1 is a Poisson process, greater is steadier
   * (condensed NBD, Chatfield & Goodhardt 1973).
   */
  readonly regularity: number;
}

/** How customers lapse, for good and without a word. */
export type Lapse =
  | {
      /** At a rate of their own, gamma-distributed: Pareto/NBD (Schmittlein, Morrison & Colombo 1987). */
      readonly kind: 'byTime';
      /** Mean of the customers' rates a year. */
      readonly perYear: number;
      readonly shape: number;
    }
  | {
      /** After an order, with a chance of their own, beta-distributed: BG/NBD (Fader, Hardie & Lee 2005). */
      readonly kind: 'byOrder';
      readonly a: number;
      readonly b: number;
    };

export interface Product {
  readonly name: string;
  /** In minor units of the currency (cents; won where there are no cents). */
  readonly price: number;
  readonly weight: number;
}

/** Orders of products at list prices. */
export interface Catalogue {
  readonly kind: 'catalogue';
  readonly products: readonly Product[];
  /** Weights of orders with 1, 2, 3 … lines; fewer lines than products. */
  readonly lines: readonly number[];
  /** Units beyond the first on a line, on average. */
  readonly extraUnits: number;
  /** Share of orders, 0 to 1, whose first line is the customer's favourite product. */
  readonly habit: number;
  /** Coefficient of variation of the customers' spend level (lognormal, mean 1). */
  readonly spendVariation: number;
  /** Months (1 to 12) with lower prices. */
  readonly sale: { readonly months: readonly number[]; readonly percent: number } | null;
}

/** Amounts without products: lognormal between donors and again between a donor's gifts. */
export interface Gifts {
  readonly kind: 'gifts';
  /** Mean gift in minor units. */
  readonly mean: number;
  readonly spendVariation: number;
  readonly giftVariation: number;
}

export interface Channel {
  readonly name: string;
  readonly weight: number;
}

/** What goes wrong, each as a share of orders, 0 to 1. An order has one mishap at most. */
export interface Mishaps {
  /** Orders without a customer; they come on top of the customers' own. */
  readonly withoutCustomer: number;
  /** Orders cancelled before they were sent: their rows stay, with another status. */
  readonly cancelled: number;
  /** Orders sent back in whole or in part: rows with a negative quantity, some days later. */
  readonly returned: number;
  /** Orders whose last row stands in the file twice. */
  readonly duplicated: number;
  /** Orders whose first line costs nothing. */
  readonly zero: number;
}

/** What a row is about: `sold` also holds for rows of mishaps that the shop does not notice. */
export type LineStatus = 'sold' | 'cancelled' | 'returned';

/** A row of the export. */
export interface OrderLine {
  /** Number of the order, from 1 in order of time. */
  readonly order: number;
  /** The day of the order itself; a return stands on a later `day`. */
  readonly orderDay: Day;
  /** Number of the customer, from 1 in order of arrival. */
  readonly customer: number | null;
  readonly day: Day;
  /** Second of the day. */
  readonly second: number;
  /** '' where the shop has no products. */
  readonly product: string;
  readonly quantity: number;
  /** In minor units. */
  readonly unitPrice: number;
  readonly channel: string;
  readonly status: LineStatus;
}

export interface FileLayout {
  readonly byteOrderMark: boolean;
  readonly newline: '\n' | '\r\n';
  /** Decimals of money; also how many digits the minor unit stands below the major. */
  readonly decimals: 0 | 2;
  readonly columns: readonly FileColumn[];
  /** @param day `YYYY-MM-DD` of the order */
  readonly orderId: (order: number, day: string) => string;
  readonly customerId: (customer: number) => string;
  readonly statusNames: Readonly<Record<LineStatus, string>>;
}

export interface FileColumn {
  readonly header: string;
  readonly field:
    | 'order'
    | 'customer'
    | 'date'
    | 'dateTime'
    | 'product'
    | 'quantity'
    | 'unitPrice'
    | 'amount'
    | 'channel'
    | 'status';
}
