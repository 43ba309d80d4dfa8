import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { periodEnd, periodIndex, periodStart } from '../../../src/core/calendar.ts';
import en from '../../../src/i18n/messages/en/samples.json' with { type: 'json' };
import ko from '../../../src/i18n/messages/ko/samples.json' with { type: 'json' };
import { toCsvChunks } from '../../../src/samples/csv.ts';
import { SAMPLE_FACTS, SAMPLE_IDS } from '../../../src/samples/samples.ts';
import type { SampleId } from '../../../src/samples/samples.ts';
import type { OrderLine } from '../../../src/samples/shop.ts';
import { SAMPLE_SHOPS } from '../../../src/samples/shops.ts';
import { simulate } from '../../../src/samples/simulate.ts';
import { BLEMISHES } from '../../../src/samples/truth.ts';
import type { Truth } from '../../../src/samples/truth.ts';
import { collect, mean, ordersByCustomer } from './collect.ts';

/** SHA-256 of each file as UTF-8. A change here changes the data that everyone sees. */
const GOLDEN: Record<SampleId, string> = {
  coffee: '1a71580fccc816e5704cb78e406eb174ff61f04f19287eb9a2690744fca742df',
  fashion: '0c20d65f54700f28c3ca7181d0dae7b5af974aa57c6eb8f2f329a74d5bb0ed10',
  charity: '48300b22a35924694a814d1b6bc44f0d8c2659e42144b52faa14aa9afdcab86f',
};

const SHOPS = Object.fromEntries(
  SAMPLE_IDS.map((id) => [id, collect(simulate(SAMPLE_SHOPS[id]))]),
) as Record<SampleId, { items: OrderLine[]; truth: Truth }>;

function hashOf(chunks: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk, 'utf8');
  return hash.digest('hex');
}

/** How many orders fall in each month, by the month's index. */
function ordersByMonth(lines: readonly OrderLine[]): Map<number, number> {
  const months = new Map<number, number>();
  for (const { orderDay } of new Map(lines.map((line) => [line.order, line])).values()) {
    const month = periodIndex(orderDay, 'month');
    months.set(month, (months.get(month) ?? 0) + 1);
  }
  return months;
}

describe.each(SAMPLE_IDS)('the %s sample', (id) => {
  const shop = SAMPLE_SHOPS[id];
  const { items, truth } = SHOPS[id];

  it('is the same file everywhere', () => {
    expect(hashOf(toCsvChunks(shop))).toBe(GOLDEN[id]);
  });

  it('is another file with another seed', () => {
    const ours = hashOf(toCsvChunks(shop, { customers: 100 }));
    const other = hashOf(toCsvChunks(shop, { customers: 100, seed: `${shop.seed} 2` }));
    expect(other).not.toBe(ours);
  });

  it('has the size that the start page tells', () => {
    const known = items.flatMap(({ customer }) => (customer === null ? [] : [customer]));
    expect({
      customers: new Set(known).size,
      orders: new Set(items.map(({ order }) => order)).size,
      rows: items.length,
    }).toEqual(SAMPLE_FACTS[id]);
    expect(SAMPLE_FACTS[id].orders).toBeGreaterThan(20_000);
    expect(SAMPLE_FACTS[id].orders).toBeLessThan(200_000);
  });

  it.each([en, ko])('is announced with its customers, in both languages', (messages) => {
    const customers = SAMPLE_FACTS[id].customers.toLocaleString('en');
    expect(messages[`samples_${id}_line`]).toContain(customers);
    expect(messages[`samples_${id}_orders`]).toContain('{orders}');
  });

  it('knows its own rows and money, all and by blemish', () => {
    const money = (lines: readonly OrderLine[]): number =>
      lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
    const repeated = items.filter(
      (line, i) => i > 0 && JSON.stringify(line) === JSON.stringify(items[i - 1]),
    );
    const found = {
      noCustomer: items.filter(({ customer }) => customer === null),
      cancelled: items.filter(({ status }) => status === 'cancelled'),
      negativeQuantity: items.filter(({ quantity }) => quantity < 0),
      zeroAmount: items.filter(({ unitPrice }) => unitPrice === 0),
      duplicate: repeated,
    };
    expect(truth.all).toEqual({ rows: items.length, money: money(items) });
    for (const blemish of BLEMISHES) {
      const lines = found[blemish];
      expect({ blemish, rows: lines.length, money: money(lines) }).toEqual({
        blemish,
        ...truth.blemishes[blemish],
      });
    }
  });

  it('gives the cleaning something to say, but not much', () => {
    const { noCustomer, duplicate, zeroAmount } = truth.blemishes;
    expect(noCustomer.rows / items.length).toBeGreaterThan(0.005);
    expect(noCustomer.rows / items.length).toBeLessThan(0.015);
    expect(duplicate.rows).toBeGreaterThan(0);
    expect(duplicate.rows / items.length).toBeLessThan(0.002);
    expect(zeroAmount.rows).toBeGreaterThan(0);
    expect(zeroAmount.rows).toBeLessThan(50);
  });

  it('has the repeat orders that its customers’ rates and lapses make likely', () => {
    const repeats = ordersByCustomer(items).reduce((sum, count) => sum + count - 1, 0);
    expect(repeats).toBe(truth.repeatOrders);
    // With regularity k a customer makes (k − 1)/2k orders fewer than a Poisson buyer would.
    const { regularity } = shop.buying;
    const fewer = ((regularity - 1) / (2 * regularity)) * truth.customers;
    expect(repeats).toBeLessThan(truth.expectedRepeatOrders * 1.02);
    expect(repeats).toBeGreaterThan((truth.expectedRepeatOrders - fewer) * 0.98);
    expect(truth.meanRate / shop.buying.perYear).toBeCloseTo(1, 1);
  });

  it('has customers who left and customers who stay', () => {
    expect(truth.activeAtEnd / truth.customers).toBeGreaterThan(0.3);
    expect(truth.activeAtEnd / truth.customers).toBeLessThan(0.75);
  });

  it('is as much busier in its best month than in those beside it as the season says', () => {
    const { months } = shop.season;
    const best = months.indexOf(Math.max(...months));
    const weight = (month: number): number => months[(month + 12) % 12] ?? NaN;
    const orders = ordersByMonth(items);
    // Against the months on both sides, because the shop also grows from month to month.
    const peaks = [2022, 2023, 2024]
      .map((year) => (year - 1970) * 12 + best)
      .filter((month) => orders.has(month - 1) && orders.has(month + 1))
      .map((month) => {
        const perDay = (index: number): number =>
          (orders.get(index) ?? NaN) /
          (periodEnd(index, 'month') - periodStart(index, 'month') + 1);
        return perDay(month) / ((perDay(month - 1) + perDay(month + 1)) / 2);
      });
    const expected = weight(best) / ((weight(best - 1) + weight(best + 1)) / 2);
    expect(peaks.length).toBeGreaterThanOrEqual(2);
    expect(mean(peaks) / expected).toBeGreaterThan(0.93);
    expect(mean(peaks) / expected).toBeLessThan(1.07);
    expect(mean(peaks)).toBeGreaterThan(1.05);
  });
});

describe('what only one shop has', () => {
  it('returns and cancellations in fashion', () => {
    const { items, truth } = SHOPS.fashion;
    const sentBack = new Set(
      items.filter(({ quantity }) => quantity < 0).map(({ order }) => order),
    );
    expect(sentBack.size).toBe(truth.returnedOrders);
    expect(truth.returnedOrders / truth.orders).toBeGreaterThan(0.08);
    expect(truth.returnedOrders / truth.orders).toBeLessThan(0.12);
    expect(truth.cancelledOrders / truth.orders).toBeCloseTo(0.018, 2);
    for (const id of ['coffee', 'charity'] as const) {
      expect(SHOPS[id].truth.returnedOrders + SHOPS[id].truth.cancelledOrders).toBe(0);
    }
  });

  it('a quarter to a half of the year’s gifts in December, at the charity', () => {
    const months = [...ordersByMonth(SHOPS.charity.items)];
    const december = months.filter(([month]) => month % 12 === 11);
    const total = (of: typeof months): number => of.reduce((sum, [, orders]) => sum + orders, 0);
    const share = total(december) / total(months);
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.5);
  });

  it('gifts of one row and round sums, at the charity', () => {
    const { items, truth } = SHOPS.charity;
    expect(items.length).toBe(truth.orders + truth.blemishes.duplicate.rows);
    expect(items.every(({ unitPrice }) => unitPrice % 500 === 0)).toBe(true);
  });

  it('many orders of each customer at the roaster, few at the mall', () => {
    const perCustomer = (id: SampleId): number =>
      SAMPLE_FACTS[id].orders / SAMPLE_FACTS[id].customers;
    expect(perCustomer('coffee')).toBeGreaterThan(20);
    expect(perCustomer('fashion')).toBeLessThan(5);
  });
});
