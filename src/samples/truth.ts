import type { Reason } from '../data/cleaning.ts';
import type { Customer } from './customers.ts';
import type { OrderLine } from './shop.ts';

/** Reasons of the cleaning report that a sample file gives on purpose. No row has two of them. */
export const BLEMISHES = [
  'noCustomer',
  'cancelled',
  'negativeQuantity',
  'zeroAmount',
  'duplicate',
] as const satisfies readonly Reason[];

export type Blemish = (typeof BLEMISHES)[number];

export interface RowsAndMoney {
  rows: number;
  /** Sum of quantity × unit price in minor units: whole, so exact. */
  money: number;
}

/** What is true of a simulated file, known to the simulation whatever an analysis may find. */
export interface Truth {
  /** Customers who ever bought: all of them. */
  customers: number;
  /** Customers who had not lapsed when the file ends, whether or not they will be seen again. */
  activeAtEnd: number;
  /** Different orders, cancelled ones and those without a customer included. */
  orders: number;
  /** Orders of customers after their first. */
  repeatOrders: number;
  /** Orders sent back in whole or in part before the file ends. */
  returnedOrders: number;
  cancelledOrders: number;
  /** All records of the file. */
  all: RowsAndMoney;
  blemishes: Record<Blemish, RowsAndMoney>;
  /** Mean of the customers' own purchase rates, in orders a year of mean season. */
  meanRate: number;
  /**
   * Sum over customers of their rate × the time (by the season's clock) they stayed: what
   * `repeatOrders` is on average if purchases come at random (regularity 1).
   */
  expectedRepeatOrders: number;
}

export function emptyTruth(): Truth {
  const none = (): RowsAndMoney => ({ rows: 0, money: 0 });
  return {
    customers: 0,
    activeAtEnd: 0,
    orders: 0,
    repeatOrders: 0,
    returnedOrders: 0,
    cancelledOrders: 0,
    all: none(),
    blemishes: {
      noCustomer: none(),
      cancelled: none(),
      negativeQuantity: none(),
      zeroAmount: none(),
      duplicate: none(),
    },
    meanRate: 0,
    expectedRepeatOrders: 0,
  };
}

/** Counts a row of the file, and under its blemish if it has one. */
export function countLine(truth: Truth, line: OrderLine, blemish: Blemish | null): void {
  add(truth.all, line);
  if (blemish !== null) add(truth.blemishes[blemish], line);
}

function add(sum: RowsAndMoney, { quantity, unitPrice }: OrderLine): void {
  sum.rows += 1;
  sum.money += quantity * unitPrice;
}

/** Counts a new customer; `meanRate` becomes the mean over those so far. */
export function countCustomer(truth: Truth, customer: Customer): void {
  truth.customers += 1;
  truth.meanRate += (customer.rate * 365 - truth.meanRate) / truth.customers;
}
