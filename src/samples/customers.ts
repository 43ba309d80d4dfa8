import { WeightedChoice } from '../core/random.ts';
import type { Random } from '../core/random.ts';
import type { SampleShop } from './shop.ts';

const DAYS_A_YEAR = 365;

/** A customer as only the simulation knows them. Moments are days since the shop's first day. */
export interface Customer {
  readonly number: number;
  /** Orders a day of mean season. */
  readonly rate: number;
  /** The moment of lapse; Infinity for those who lapse by order. */
  readonly lapsesAt: number;
  /** The chance to lapse after an order; 0 for those who lapse by time. */
  readonly lapseChance: number;
  /** Spend level, 1 on average. */
  readonly spend: number;
  readonly channel: string;
  /** Position in the catalogue; 0 where there is none. */
  readonly favourite: number;
  /** The season's clock at their first order. */
  readonly startReading: number;
  /** The season's clock at their next order. */
  reading: number;
}

/** Draws customers who differ in rate, lapse, spend, channel and taste, independently. */
export class Population {
  readonly #shop: SampleShop;
  readonly #random: Random;
  readonly #channels: WeightedChoice;
  readonly #products: WeightedChoice | null;

  constructor(shop: SampleShop, random: Random) {
    this.#shop = shop;
    this.#random = random;
    this.#channels = new WeightedChoice(shop.channels.map(({ weight }) => weight));
    this.#products =
      shop.basket.kind === 'catalogue'
        ? new WeightedChoice(shop.basket.products.map(({ weight }) => weight))
        : null;
  }

  /** @param moment,startReading The first order, by the calendar and by the season's clock. */
  draw(number: number, moment: number, startReading: number): Customer {
    const random = this.#random;
    const { buying, lapse, basket } = this.#shop;
    const yearly = (buying.perYear * random.gamma(buying.shape)) / buying.shape;
    return {
      number,
      rate: yearly / DAYS_A_YEAR,
      lapsesAt: lapse.kind === 'byTime' ? moment + this.#lifetime(lapse) : Infinity,
      lapseChance: lapse.kind === 'byOrder' ? random.beta(lapse.a, lapse.b) : 0,
      spend: random.logNormal(1, basket.spendVariation),
      channel: this.#shop.channels[this.#channels.draw(random)]?.name ?? '',
      favourite: this.#products?.draw(random) ?? 0,
      startReading,
      reading: startReading,
    };
  }

  #lifetime({ perYear, shape }: { readonly perYear: number; readonly shape: number }): number {
    const yearly = (perYear * this.#random.gamma(shape)) / shape;
    return (this.#random.exponential() * DAYS_A_YEAR) / yearly;
  }
}
