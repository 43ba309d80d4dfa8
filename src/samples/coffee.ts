import { dayOf } from '../core/calendar.ts';
import type { SampleShop } from './shop.ts';

const FIRST_DAY = dayOf(2023, 4, 1);

/** A coffee roaster: frequent, small orders at a steady pace, many of them of the same beans. */
export const coffee: SampleShop = {
  seed: 'coffee',
  fileName: 'coffee-orders.csv',
  firstDay: FIRST_DAY,
  days: dayOf(2025, 10, 18) - FIRST_DAY,
  customers: 4200,
  season: {
    months: [1.06, 1, 1, 0.97, 0.95, 0.92, 0.88, 0.88, 0.98, 1.05, 1.12, 1.19],
    weekdays: [1.25, 1.05, 1, 0.98, 1.02, 0.92, 0.78],
    hours: [1, 0, 0, 0, 0, 1, 4, 9, 12, 11, 9, 7, 7, 6, 5, 5, 5, 6, 7, 8, 9, 8, 5, 3],
    growth: 1.25,
  },
  buying: { perYear: 28.3, shape: 1.4, regularity: 3 },
  lapse: { kind: 'byTime', perYear: 0.8, shape: 0.8 },
  basket: {
    kind: 'catalogue',
    products: [
      { name: 'House Blend 250 g', price: 1150, weight: 20 },
      { name: 'House Blend 1 kg', price: 3900, weight: 8 },
      { name: 'Morning Espresso 250 g', price: 1200, weight: 14 },
      { name: 'Morning Espresso 1 kg', price: 4100, weight: 7 },
      { name: 'Ethiopia Guji 250 g', price: 1650, weight: 11 },
      { name: 'Kenya Nyeri AA 250 g', price: 1750, weight: 7 },
      { name: 'Colombia Huila 250 g', price: 1450, weight: 10 },
      { name: 'Guatemala Antigua 250 g', price: 1500, weight: 7 },
      { name: 'Sumatra Mandheling 250 g', price: 1480, weight: 5 },
      { name: 'Decaf Peru 250 g', price: 1550, weight: 7 },
      { name: 'Panama Geisha 150 g', price: 3450, weight: 1.5 },
      { name: 'Drip bags, box of 10', price: 1300, weight: 9 },
      { name: 'Cold brew concentrate 500 ml', price: 1400, weight: 5 },
      { name: 'Paper filters, 100', price: 490, weight: 6 },
      { name: 'Travel mug 350 ml', price: 2250, weight: 1 },
      { name: 'Hand grinder', price: 6800, weight: 0.5 },
    ],
    lines: [70, 24, 6],
    extraUnits: 0.35,
    habit: 0.6,
    spendVariation: 0.6,
    sale: null,
  },
  channels: [
    { name: 'subscription', weight: 42 },
    { name: 'online', weight: 33 },
    { name: 'store', weight: 20 },
    { name: 'market stall', weight: 5 },
  ],
  channelLoyalty: 0.85,
  mishaps: { withoutCustomer: 0.011, cancelled: 0, returned: 0, duplicated: 0.0012, zero: 0.0002 },
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
    orderId: (order) => `R-${String(order).padStart(6, '0')}`,
    customerId: (customer) => `K${String(10_000 + customer)}`,
    statusNames: { sold: '', cancelled: '', returned: '' },
  },
};
