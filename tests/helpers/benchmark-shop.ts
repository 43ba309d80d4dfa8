import { dayOf } from '../../src/core/calendar.ts';
import { toCsvChunks } from '../../src/samples/csv.ts';
import type { SampleShop } from '../../src/samples/shop.ts';
import type { Truth } from '../../src/samples/truth.ts';

/** Orders of the benchmark's generated files. */
export const BENCHMARK_ORDERS = { 'orders-1m': 1_000_000, 'orders-10m': 10_000_000 } as const;

const ORDERS_PER_CUSTOMER = 10;
const FIRST_DAY = dayOf(2021, 1, 1);
const PRODUCTS = 200;

/**
 * A shop for files of any size: one line an order, about ten orders a customer. Its days are more
 * than enough for `orders` orders (of 500 or more); the file ends in the fourth year, whatever the size.
 */
export function benchmarkShop(orders: number): SampleShop {
  return {
    seed: 'benchmark',
    fileName: `orders-${orders}.csv`,
    firstDay: FIRST_DAY,
    days: dayOf(2026, 1, 1) - FIRST_DAY,
    // More than that, because the file ends before the last of them have come.
    customers: Math.ceil((orders / ORDERS_PER_CUSTOMER) * 1.35),
    season: {
      months: [0.9, 0.85, 0.95, 1, 1, 0.95, 0.9, 0.85, 1, 1.05, 1.25, 1.3],
      weekdays: [1.1, 1, 1, 1, 1.05, 0.95, 0.9],
      hours: [2, 1, 0, 0, 0, 1, 2, 4, 6, 7, 8, 7, 7, 6, 6, 6, 6, 6, 6, 7, 8, 8, 6, 4],
      growth: 1.1,
    },
    buying: { perYear: 7.5, shape: 1, regularity: 1 },
    lapse: { kind: 'byTime', perYear: 0.5, shape: 1 },
    basket: {
      kind: 'catalogue',
      products: Array.from({ length: PRODUCTS }, (_, i) => ({
        name: `Product ${String(i + 1).padStart(3, '0')}`,
        price: 490 + ((i * 787) % 97) * 50,
        // Zipf's law: a few products sell much, most a little.
        weight: 1 / (i + 1),
      })),
      lines: [1],
      extraUnits: 0.5,
      habit: 0.3,
      spendVariation: 0.7,
      sale: null,
    },
    channels: [
      { name: 'online', weight: 5 },
      { name: 'app', weight: 3 },
      { name: 'store', weight: 2 },
    ],
    channelLoyalty: 0.8,
    mishaps: { withoutCustomer: 0.01, cancelled: 0, returned: 0, duplicated: 0, zero: 0 },
    file: {
      byteOrderMark: false,
      newline: '\n',
      decimals: 2,
      columns: [
        { header: 'order_id', field: 'order' },
        { header: 'customer_id', field: 'customer' },
        { header: 'ordered_at', field: 'dateTime' },
        { header: 'product', field: 'product' },
        { header: 'quantity', field: 'quantity' },
        { header: 'unit_price', field: 'unitPrice' },
        { header: 'channel', field: 'channel' },
      ],
      orderId: (order) => String(order),
      customerId: (customer) => `K${String(customer).padStart(7, '0')}`,
      statusNames: { sold: '', cancelled: '', returned: '' },
    },
  };
}

/** A file of exactly so many orders, each one row, as CSV text in pieces. */
export function benchmarkCsv(orders: number): Generator<string, Truth, undefined> {
  return toCsvChunks(benchmarkShop(orders), { orders });
}
