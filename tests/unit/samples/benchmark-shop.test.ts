import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { benchmarkCsv, BENCHMARK_ORDERS, benchmarkShop } from '../../helpers/benchmark-shop.ts';
import { collect } from './collect.ts';

const ORDERS = 20_000;

describe('benchmarkCsv', () => {
  const { items, truth } = collect(benchmarkCsv(ORDERS));
  const records = items.join('').trimEnd().split('\n');

  it('is the same file everywhere', () => {
    const hash = createHash('sha256').update(items.join('')).digest('hex');
    expect(hash).toBe('76e50758756045a3ae186ce98e4a84d60a9ae817630a85b930d89291fac8b3f8');
  });

  it('has exactly as many orders as asked for, one row each', () => {
    expect(records[0]).toBe('order_id,customer_id,ordered_at,product,quantity,unit_price,channel');
    expect(records).toHaveLength(ORDERS + 1);
    expect(new Set(records.slice(1).map((record) => record.split(',')[0])).size).toBe(ORDERS);
    expect(truth.all.rows).toBe(ORDERS);
    for (const orders of [500, 1000, 3000]) {
      expect(collect(benchmarkCsv(orders)).truth.orders).toBe(orders);
    }
  });

  it('has about a tenth as many customers', () => {
    const customers = new Set(records.slice(1).map((record) => record.split(',')[1]));
    customers.delete('');
    expect(customers.size / ORDERS).toBeGreaterThan(0.09);
    expect(customers.size / ORDERS).toBeLessThan(0.11);
  });

  it('gives rows in order of time', () => {
    const moments = records.slice(1).map((record) => record.split(',')[2] ?? '');
    expect(moments).toEqual(moments.toSorted());
  });
});

describe('benchmarkShop', () => {
  it('grows with the orders and differs in nothing else', () => {
    const small = benchmarkShop(BENCHMARK_ORDERS['orders-1m']);
    const large = benchmarkShop(BENCHMARK_ORDERS['orders-10m']);
    expect(large.customers).toBe(10 * small.customers);
    expect(large.days).toBe(small.days);
    expect(large.season).toEqual(small.season);
  });
});
