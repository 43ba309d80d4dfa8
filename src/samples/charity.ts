import { dayOf } from '../core/calendar.ts';
import type { SampleShop } from './shop.ts';

const FIRST_DAY = dayOf(2018, 1, 1);

/** A charity: donors who give about once a year, most of them in December; no products. */
export const charity: SampleShop = {
  seed: 'charity',
  fileName: 'charity-gifts.csv',
  firstDay: FIRST_DAY,
  days: dayOf(2025, 7, 1) - FIRST_DAY,
  customers: 11_000,
  season: {
    months: [0.7, 0.5, 0.7, 0.9, 0.7, 0.6, 0.5, 0.45, 0.7, 0.95, 1.6, 3.7],
    weekdays: [1.1, 1.15, 1.05, 1, 0.95, 0.8, 0.95],
    hours: [1, 0, 0, 0, 0, 0, 1, 3, 5, 7, 8, 7, 6, 5, 5, 5, 5, 5, 6, 8, 9, 8, 5, 2],
    growth: 1.08,
  },
  buying: { perYear: 1.45, shape: 5, regularity: 5 },
  lapse: { kind: 'byOrder', a: 0.6, b: 2.9 },
  basket: { kind: 'gifts', mean: 5200, spendVariation: 0.9, giftVariation: 0.3 },
  channels: [
    { name: 'Direct mail', weight: 38 },
    { name: 'Website', weight: 26 },
    { name: 'Email', weight: 18 },
    { name: 'Event', weight: 10 },
    { name: 'Telephone', weight: 8 },
  ],
  channelLoyalty: 0.6,
  mishaps: { withoutCustomer: 0.009, cancelled: 0, returned: 0, duplicated: 0.0008, zero: 0.0001 },
  file: {
    byteOrderMark: false,
    newline: '\n',
    decimals: 2,
    columns: [
      { header: 'Gift ID', field: 'order' },
      { header: 'Donor ID', field: 'customer' },
      { header: 'Gift date', field: 'date' },
      { header: 'Amount', field: 'amount' },
      { header: 'Appeal', field: 'channel' },
    ],
    orderId: (order) => `G${String(order).padStart(6, '0')}`,
    // Leading zeros, which a reader must keep.
    customerId: (customer) => String(customer).padStart(7, '0'),
    statusNames: { sold: '', cancelled: '', returned: '' },
  },
};
