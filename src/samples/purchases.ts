import { Random, WeightedChoice } from '../core/random.ts';
import { Population } from './customers.ts';
import type { Customer } from './customers.ts';
import { arrivalWeights, orderWeights, SeasonClock } from './season-clock.ts';
import type { SampleShop } from './shop.ts';
import { countCustomer } from './truth.ts';
import type { Truth } from './truth.ts';

/** An order yet without its lines; without a customer the shop does not know who ordered. */
export interface Purchase {
  /** Second of the day. */
  readonly second: number;
  readonly customer: Customer | null;
}

/**
 * Who orders when. Days must be asked for one after the other.
 *
 * A queue with one bucket for each day (a calendar queue, Brown 1988) holds each customer who will
 * order again, once, on the day of their next order: memory is that of the customers still due,
 * however many orders there are.
 */
export class Purchases {
  readonly #shop: SampleShop;
  readonly #customers: number;
  readonly #truth: Truth;
  readonly #clock: SeasonClock;
  readonly #arrivals: SeasonClock;
  readonly #hours: WeightedChoice;
  readonly #population: Population;
  readonly #random: Random;
  readonly #arrivalRandom: Random;
  readonly #due: Customer[][];
  #nextArrival: number;

  /** @param truth Gets what is true of the customers. */
  constructor(shop: SampleShop, seed: string, customers: number, truth: Truth) {
    this.#shop = shop;
    this.#customers = customers;
    this.#truth = truth;
    this.#clock = new SeasonClock(orderWeights(shop.season, shop.firstDay, shop.days));
    this.#arrivals = new SeasonClock(arrivalWeights(shop.season, shop.firstDay, shop.days));
    this.#hours = new WeightedChoice(shop.season.hours);
    this.#population = new Population(shop, new Random(`${seed}/customers`));
    this.#random = new Random(`${seed}/purchases`);
    this.#arrivalRandom = new Random(`${seed}/arrivals`);
    this.#due = Array.from({ length: shop.days }, () => []);
    this.#nextArrival = this.#drawArrival();
  }

  /** All orders of a day (0 is the shop's first), in no order of time. */
  ofDay(day: number): Purchase[] {
    this.#admitNewCustomers(day);
    const purchases: Purchase[] = [];
    for (const customer of this.#due[day] ?? []) this.#playCustomer(customer, day, purchases);
    this.#due[day] = [];
    return purchases;
  }

  #admitNewCustomers(day: number): void {
    while (Math.floor(this.#nextArrival) <= day) {
      const moment = this.#nextArrival;
      const number = this.#truth.customers + 1;
      const customer = this.#population.draw(number, moment, this.#clock.at(moment));
      countCustomer(this.#truth, customer);
      if (customer.lapsesAt >= this.#shop.days) this.#truth.activeAtEnd += 1;
      this.#due[day]?.push(customer);
      this.#nextArrival = this.#drawArrival();
    }
  }

  /** Of n customers, the i-th comes in the i-th of n equal parts of the arrivals' clock. */
  #drawArrival(): number {
    if (this.#truth.customers >= this.#customers) return Infinity;
    const share = (this.#truth.customers + this.#arrivalRandom.uniform()) / this.#customers;
    return this.#arrivals.momentOf(share * this.#arrivals.end);
  }

  /** A customer's orders of one day, usually one; then queues them for their next day, if any. */
  #playCustomer(customer: Customer, today: number, purchases: Purchase[]): void {
    const { withoutCustomer } = this.#shop.mishaps;
    let day = today;
    while (day === today) {
      purchases.push({ second: this.#drawSecond(), customer });
      if (this.#random.chance(withoutCustomer / (1 - withoutCustomer))) {
        purchases.push({ second: this.#drawSecond(), customer: null });
      }
      day = this.#nextDay(customer);
    }
    this.#due[day]?.push(customer);
  }

  /** Moves a customer to their next order. Infinity when there is none before the end. */
  #nextDay(customer: Customer): number {
    if (customer.lapseChance > 0 && this.#random.chance(customer.lapseChance)) {
      this.#truth.activeAtEnd -= 1;
      this.#countStay(customer, customer.reading);
      return Infinity;
    }
    const { regularity } = this.#shop.buying;
    customer.reading += this.#random.gamma(regularity) / (regularity * customer.rate);
    const moment = this.#clock.momentOf(customer.reading);
    if (moment < customer.lapsesAt && moment < this.#shop.days) {
      this.#truth.repeatOrders += 1;
      return Math.floor(moment);
    }
    this.#countStay(customer, this.#clock.at(Math.min(customer.lapsesAt, this.#shop.days)));
    return Infinity;
  }

  #countStay(customer: Customer, untilReading: number): void {
    this.#truth.expectedRepeatOrders += customer.rate * (untilReading - customer.startReading);
  }

  #drawSecond(): number {
    return this.#hours.draw(this.#random) * 3600 + this.#random.below(3600);
  }
}
