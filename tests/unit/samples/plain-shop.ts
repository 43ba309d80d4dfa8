import { parseDay } from '../../../src/core/calendar.ts';
import type { SampleShop } from '../../../src/samples/shop.ts';

/** A shop without seasons, growth or mishaps, where nobody lapses: what a test needs, it changes. */
export const plainShop: SampleShop = {
  seed: 'plain',
  fileName: 'plain.csv',
  firstDay: parseDay('2024-01-01'),
  days: 730,
  customers: 20_000,
  season: {
    months: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    weekdays: [1, 1, 1, 1, 1, 1, 1],
    hours: Array.from({ length: 24 }, () => 1),
    growth: 1,
  },
  buying: { perYear: 3, shape: 1.5, regularity: 1 },
  lapse: { kind: 'byTime', perYear: 1e-9, shape: 100 },
  basket: {
    kind: 'catalogue',
    products: [
      { name: 'tea', price: 450, weight: 1 },
      { name: 'cake, "large"', price: 1205, weight: 1 },
      { name: 'jam', price: 7, weight: 1 },
    ],
    lines: [1],
    extraUnits: 0,
    habit: 0,
    spendVariation: 0,
    sale: null,
  },
  channels: [{ name: 'shop', weight: 1 }],
  channelLoyalty: 1,
  mishaps: { withoutCustomer: 0, cancelled: 0, returned: 0, duplicated: 0, zero: 0 },
  file: {
    byteOrderMark: false,
    newline: '\n',
    decimals: 2,
    columns: [
      { header: 'order', field: 'order' },
      { header: 'customer', field: 'customer' },
      { header: 'at', field: 'dateTime' },
      { header: 'day', field: 'date' },
      { header: 'product', field: 'product' },
      { header: 'quantity', field: 'quantity' },
      { header: 'price', field: 'unitPrice' },
      { header: 'amount', field: 'amount' },
      { header: 'channel', field: 'channel' },
      { header: 'status', field: 'status' },
    ],
    orderId: (order, day) => `${day}/${order}`,
    customerId: (customer) => `k${customer}`,
    statusNames: { sold: 'sold', cancelled: 'cancelled', returned: 'returned' },
  },
};
