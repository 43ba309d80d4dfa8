import { describe, expect, it } from 'vitest';
import type { SampleShop } from '../../../src/samples/shop.ts';
import { simulate } from '../../../src/samples/simulate.ts';
import { collect, mean, ordersByCustomer, variance } from './collect.ts';
import { plainShop } from './plain-shop.ts';

const YEARS = plainShop.days / 365;

function shopWith(changes: Partial<SampleShop>): SampleShop {
  return { ...plainShop, ...changes };
}

describe('purchases', () => {
  const { items, truth } = collect(simulate(plainShop));
  const orders = ordersByCustomer(items);

  it('come from exactly as many customers as asked for', () => {
    expect(orders).toHaveLength(20_000);
    expect(truth.customers).toBe(20_000);
    expect(ordersByCustomer(collect(simulate(plainShop, { customers: 17 })).items)).toHaveLength(
      17,
    );
  });

  it('follow the NBD: mean and variance of repeat orders', () => {
    // Rate λ is gamma with mean m and shape r, time T since the first order uniform on 0 … D:
    // E = m D/2, Var = E + m² (1 + 1/r) D²/3 − (m D/2)².
    const { perYear: m, shape: r } = plainShop.buying;
    const expected = (m * YEARS) / 2;
    const spread = expected + (m * m * (1 + 1 / r) * YEARS ** 2) / 3 - expected ** 2;
    const repeats = orders.map((count) => count - 1);
    expect(Math.abs(mean(repeats) - expected)).toBeLessThan(4 * Math.sqrt(spread / 20_000));
    expect(Math.abs(variance(repeats) / spread - 1)).toBeLessThan(0.06);
  });

  it('are as many as the truth says', () => {
    expect(truth.orders).toBe(items.length);
    expect(truth.repeatOrders).toBe(items.length - 20_000);
    // Given the rates, repeat orders are Poisson: four standard deviations.
    const difference = Math.abs(truth.repeatOrders - truth.expectedRepeatOrders);
    expect(difference).toBeLessThan(4 * Math.sqrt(truth.expectedRepeatOrders));
    expect(truth.meanRate).toBeCloseTo(plainShop.buying.perYear, 1);
  });

  it('are steadier with greater regularity', () => {
    const steady = shopWith({ buying: { perYear: 10, shape: 1e6, regularity: 25 } });
    const poisson = shopWith({ buying: { perYear: 10, shape: 1e6, regularity: 1 } });
    const [steadyGaps, poissonGaps] = [steady, poisson].map((shop) => {
      const seen = new Map<number, number>();
      return collect(simulate(shop, { customers: 2000 })).items.flatMap(({ customer, day }) => {
        const gap = day - (seen.get(customer ?? 0) ?? NaN);
        seen.set(customer ?? 0, day);
        return Number.isNaN(gap) ? [] : [gap];
      });
    });
    const variation = (gaps: number[] = []): number => Math.sqrt(variance(gaps)) / mean(gaps);
    // Gaps are Erlang: their coefficient of variation is 1/√k, less what the end cuts off.
    expect(variation(steadyGaps)).toBeCloseTo(1 / 5, 1);
    expect(variation(poissonGaps)).toBeGreaterThan(0.9);
  });
});

describe('lapse', () => {
  it('by time follows the Pareto distribution', () => {
    const [perYear, shape] = [0.8, 0.5];
    const { truth } = collect(simulate(shopWith({ lapse: { kind: 'byTime', perYear, shape } })));
    // Active after t years: (β/(β+t))^s with β = s / mean rate; mean over t uniform on 0 … D.
    const beta = shape / perYear;
    const integral =
      (beta ** shape * ((beta + YEARS) ** (1 - shape) - beta ** (1 - shape))) / (1 - shape);
    expect(truth.activeAtEnd / truth.customers).toBeCloseTo(integral / YEARS, 2);
    const difference = Math.abs(truth.repeatOrders - truth.expectedRepeatOrders);
    expect(difference).toBeLessThan(4 * Math.sqrt(truth.expectedRepeatOrders));
  });

  it('by order follows the beta-geometric distribution', () => {
    // Everyone would order daily, so that those with one order have lapsed after it.
    const [a, b] = [0.8, 2.4];
    const { items, truth } = collect(
      simulate(
        shopWith({
          buying: { perYear: 365, shape: 100, regularity: 1 },
          lapse: { kind: 'byOrder', a, b },
        }),
        { customers: 5000 },
      ),
    );
    const orders = ordersByCustomer(items);
    const share = (n: number): number =>
      orders.filter((count) => count === n).length / orders.length;
    expect(Math.abs(share(1) - a / (a + b))).toBeLessThan(0.025);
    expect(Math.abs(share(2) - (a * b) / ((a + b) * (a + b + 1)))).toBeLessThan(0.025);
    const difference = Math.abs(truth.repeatOrders - truth.expectedRepeatOrders);
    expect(difference).toBeLessThan(4 * Math.sqrt(truth.expectedRepeatOrders));
  });

  it('leaves everyone active where nobody lapses', () => {
    const { truth } = collect(simulate(plainShop, { customers: 500 }));
    expect(truth.activeAtEnd).toBe(500);
  });
});

describe('spend', () => {
  const basket = plainShop.basket.kind === 'catalogue' ? plainShop.basket : null;
  if (basket === null) throw new Error('the plain shop has a catalogue');

  it('differs between customers by more than chance when it is told to', () => {
    const [same, different] = [0, 1].map((spendVariation) => {
      const shop = shopWith({ basket: { ...basket, extraUnits: 2, spendVariation } });
      const units = new Map<number, number[]>();
      for (const { customer, quantity } of simulate(shop, { customers: 3000 })) {
        units.set(customer ?? 0, [...(units.get(customer ?? 0) ?? []), quantity]);
      }
      const buyers = [...units.values()].filter((own) => own.length >= 4);
      const within = mean(buyers.map((own) => (variance(own) * own.length) / (own.length - 1)));
      const between = variance(buyers.map(mean));
      return between / mean(buyers.map((own) => within / own.length));
    });
    expect(same).toBeCloseTo(1, 0);
    expect(different).toBeGreaterThan(4);
  });

  it('takes no product twice into one order', () => {
    const shop = shopWith({ basket: { ...basket, lines: [1, 1, 1], habit: 0.5 } });
    const linesOf = new Map<number, string[]>();
    for (const { order, product } of simulate(shop, { customers: 500 })) {
      linesOf.set(order, [...(linesOf.get(order) ?? []), product]);
    }
    const orders = [...linesOf.values()];
    for (const products of orders) expect(new Set(products).size).toBe(products.length);
    for (const size of [1, 2, 3]) {
      const ofSize = orders.filter((products) => products.length === size);
      expect(ofSize.length / orders.length).toBeCloseTo(1 / 3, 1);
    }
  });

  it('is lower by the percentage in the months of the sale', () => {
    const sale = { months: [7], percent: 20 };
    const shop = shopWith({ basket: { ...basket, sale } });
    const prices = new Map<boolean, Set<number>>([
      [true, new Set()],
      [false, new Set()],
    ]);
    for (const { day, unitPrice } of simulate(shop, { customers: 500 })) {
      prices.get(new Date(day * 86_400_000).getUTCMonth() === 6)?.add(unitPrice);
    }
    expect([...(prices.get(false) ?? [])].sort((x, y) => x - y)).toEqual([7, 450, 1205]);
    expect([...(prices.get(true) ?? [])].sort((x, y) => x - y)).toEqual([6, 360, 964]);
  });
});

describe('mishaps', () => {
  const mishaps = {
    withoutCustomer: 0.05,
    cancelled: 0.1,
    returned: 0.2,
    duplicated: 0.05,
    zero: 0.02,
  };
  const { items, truth } = collect(simulate(shopWith({ mishaps }), { customers: 5000 }));

  it('happen as often as the shop says', () => {
    const known = truth.orders - truth.blemishes.noCustomer.rows;
    expect(truth.blemishes.noCustomer.rows / truth.orders).toBeCloseTo(0.05, 2);
    expect(truth.cancelledOrders / known).toBeCloseTo(0.1, 2);
    // A little less than 0.2: some would come back after the last day.
    expect(truth.returnedOrders / known).toBeLessThan(0.2);
    expect(truth.returnedOrders / known).toBeGreaterThan(0.185);
    expect(truth.blemishes.duplicate.rows / known).toBeCloseTo(0.05, 2);
    expect(truth.blemishes.zeroAmount.rows / known).toBeCloseTo(0.02, 2);
  });

  it('send rows back some days after the order, as they were sold but negative', () => {
    const sold = new Map(
      items.filter(({ status }) => status === 'sold').map((line) => [line.order, line]),
    );
    const returns = items.filter(({ status }) => status === 'returned');
    expect(returns).toHaveLength(truth.blemishes.negativeQuantity.rows);
    for (const line of returns) {
      const original = sold.get(line.order);
      expect(line).toMatchObject({
        customer: original?.customer,
        product: original?.product,
        unitPrice: original?.unitPrice,
        quantity: -(original?.quantity ?? NaN),
        orderDay: original?.day,
      });
      expect(line.day - line.orderDay).toBeGreaterThanOrEqual(2);
      expect(line.day - line.orderDay).toBeLessThanOrEqual(15);
    }
  });

  it('repeat a row exactly, right after itself', () => {
    const repeated = items.filter(
      (line, i) => JSON.stringify(line) === JSON.stringify(items[i - 1]),
    );
    expect(repeated).toHaveLength(truth.blemishes.duplicate.rows);
    const different = new Set(items.map((line) => JSON.stringify(line)));
    expect(items.length - different.size).toBe(truth.blemishes.duplicate.rows);
  });

  it('never stop time: rows come in order', () => {
    const moments = items.map(({ day, second }) => day * 86_400 + second);
    expect(moments).toEqual(moments.toSorted((left, right) => left - right));
  });
});

describe('limits', () => {
  it('ends after so many orders, without a change to those before', () => {
    const all = collect(simulate(plainShop, { customers: 300 })).items;
    const some = collect(simulate(plainShop, { customers: 300, orders: 100 })).items;
    expect(some).toEqual(all.slice(0, 100));
  });

  it('says so when the last day is over before', () => {
    const tooMany = simulate(plainShop, { customers: 3, orders: 1000 });
    expect(() => collect(tooMany)).toThrow(RangeError);
  });

  it('simulates no customers as an empty file', () => {
    const { items, truth } = collect(simulate(plainShop, { customers: 0 }));
    expect(items).toEqual([]);
    expect(truth.all).toEqual({ rows: 0, money: 0 });
  });
});
