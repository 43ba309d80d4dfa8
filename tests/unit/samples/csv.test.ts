import { describe, expect, it } from 'vitest';
import { formatDay } from '../../../src/core/calendar.ts';
import { toCsvChunks } from '../../../src/samples/csv.ts';
import { simulate } from '../../../src/samples/simulate.ts';
import { collect } from './collect.ts';
import { plainShop } from './plain-shop.ts';

const mishaps = { ...plainShop.mishaps, withoutCustomer: 0.2, returned: 0.3 };
const shop = { ...plainShop, mishaps };

describe('toCsvChunks', () => {
  it('writes the header, then a record for each order line', () => {
    const text = collect(toCsvChunks(shop, { customers: 40 })).items.join('');
    const lines = collect(simulate(shop, { customers: 40 })).items;
    const records = text.split('\n');
    expect(records[0]).toBe('order,customer,at,day,product,quantity,price,amount,channel,status');
    expect(records.at(-1)).toBe('');
    expect(records).toHaveLength(lines.length + 2);
    lines.forEach((line, i) => {
      const price = { tea: '4.50', 'cake, "large"': '12.05', jam: '0.07' }[line.product];
      const product = line.product.startsWith('cake') ? '"cake, ""large"""' : line.product;
      const amount = line.quantity < 0 ? `-${price}` : price;
      const day = formatDay(line.day);
      const at = new Date((line.day * 86_400 + line.second) * 1000).toISOString();
      expect(records[i + 1]).toBe(
        [
          `${formatDay(line.orderDay)}/${line.order}`,
          line.customer === null ? '' : `k${line.customer}`,
          at.slice(0, 19).replace('T', ' '),
          day,
          product,
          line.quantity,
          price,
          amount,
          'shop',
          line.status,
        ].join(','),
      );
    });
  });

  it('returns the truth of the simulation', () => {
    const { truth } = collect(toCsvChunks(shop, { customers: 40 }));
    expect(truth).toEqual(collect(simulate(shop, { customers: 40 })).truth);
  });

  it('writes money without decimals, a byte order mark and other newlines where the shop does', () => {
    const file = { ...shop.file, byteOrderMark: true, newline: '\r\n', decimals: 0 } as const;
    const [text = ''] = collect(toCsvChunks({ ...shop, file }, { customers: 2 })).items;
    expect(text.startsWith('\uFEFForder,')).toBe(true);
    expect(text.split('\r\n').length).toBe(text.split('\n').length);
    expect(text).toMatch(/,(450|1205|7),(450|1205|7),shop,sold\r\n/);
  });

  it('cuts the text into pieces that end with a record', () => {
    const { items, truth } = collect(toCsvChunks(shop, { customers: 6000 }));
    expect(items.length).toBeGreaterThan(1);
    for (const chunk of items) {
      expect(chunk.endsWith('\n')).toBe(true);
      expect(chunk.length).toBeLessThan(2_000_000);
    }
    expect(items.join('').split('\n').length - 2).toBe(truth.all.rows);
  });

  it('writes a file without customers as a header alone', () => {
    expect(
      collect(toCsvChunks(shop, { customers: 0 }))
        .items.join('')
        .split('\n'),
    ).toHaveLength(2);
  });
});
