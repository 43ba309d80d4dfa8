import type { Day } from '../core/calendar.ts';
import { WeightedChoice } from '../core/random.ts';
import type { Random } from '../core/random.ts';
import { monthOf } from './season-clock.ts';
import type { Catalogue, Gifts, Product, SampleShop } from './shop.ts';

export interface BasketLine {
  readonly product: string;
  readonly quantity: number;
  /** In minor units. */
  readonly unitPrice: number;
}

/** Whoever fills a basket; `favourite` is null for one whom the shop does not know. */
export interface Shopper {
  readonly spend: number;
  readonly favourite: number | null;
}

/** Draws the lines of one order; at least one. */
export type FillBasket = (shopper: Shopper, day: Day) => BasketLine[];

export function basketsOf({ basket }: SampleShop, random: Random): FillBasket {
  return basket.kind === 'gifts'
    ? (shopper) => [gift(basket, shopper, random)]
    : catalogueBaskets(basket, random);
}

function catalogueBaskets(catalogue: Catalogue, random: Random): FillBasket {
  const lineCounts = new WeightedChoice(catalogue.lines);
  const weights = new WeightedChoice(catalogue.products.map(({ weight }) => weight));
  const { products } = catalogue;

  /** The dearer of two products for those who spend much, the cheaper for those who do not. */
  function fittingProduct(spend: number): Product | undefined {
    const one = products[weights.draw(random)];
    const other = products[weights.draw(random)];
    if (one === undefined || other === undefined) return one;
    const dearer = random.chance(spend / (1 + spend));
    return one.price > other.price === dearer ? one : other;
  }

  return (shopper, day) => {
    const chosen = new Set<Product>();
    const size = lineCounts.draw(random) + 1;
    if (shopper.favourite !== null && random.chance(catalogue.habit)) {
      const favourite = products[shopper.favourite];
      if (favourite !== undefined) chosen.add(favourite);
    }
    // A set, so that no order has two equal lines: those would be duplicates by accident.
    while (chosen.size < size) {
      const product = fittingProduct(shopper.spend);
      if (product !== undefined) chosen.add(product);
    }
    const onSale = catalogue.sale?.months.includes(monthOf(day)) ?? false;
    const percent = onSale ? 100 - (catalogue.sale?.percent ?? 0) : 100;
    return [...chosen].map((product) => ({
      product: product.name,
      quantity: 1 + random.poisson(catalogue.extraUnits * shopper.spend),
      unitPrice: Math.round((product.price * percent) / 100),
    }));
  };
}

function gift(gifts: Gifts, shopper: Shopper, random: Random): BasketLine {
  const amount = random.logNormal(gifts.mean * shopper.spend, gifts.giftVariation);
  return { product: '', quantity: 1, unitPrice: roundGift(amount) };
}

/** People give round sums: steps of 5 to 100, of 10 to 250, of 50 above; 5 at least. */
function roundGift(minorUnits: number): number {
  const amount = minorUnits / 100;
  const step = amount < 100 ? 5 : amount < 250 ? 10 : 50;
  return Math.max(5, Math.round(amount / step) * step) * 100;
}
