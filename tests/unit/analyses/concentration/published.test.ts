import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { hasSharedData, needsSharedData, readShared } from '../../../helpers/shared-data.ts';
import { customersOf, runConcentration } from './run.ts';

describe.skipIf(!hasSharedData)(`published numbers${needsSharedData}`, () => {
  let db: TestDb;
  beforeAll(async () => {
    db = await openDuckDB();
  });
  afterAll(() => {
    db.close();
  });

  const lines = (name: string) => readShared(name).toString().trim().split(/\r?\n/).slice(1);

  it('of CDNOW: Gini .63457, the best 20 % bring 67.78 %', () => {
    const orders = lines('CDNOW_master.txt').map((line): TestOrder => {
      const [customer = '', at = '', , amount = ''] = line.trim().split(/\s+/);
      return {
        customer,
        at: `${at.slice(0, 4)}-${at.slice(4, 6)}-${at.slice(6)}`,
        amount: Number(amount),
      };
    });
    const facts = canonicalFrom(db, orders);
    const result = runConcentration(db, facts);
    expect(result).toMatchObject({ customers: 23_570, unknown: 0, zeros: 68 });
    expect(result.negatives.customers).toBe(0);
    expect(result.total).toBeCloseTo(2_500_315.63, 2);
    expect(result.gini).toBeCloseTo(0.63457, 5);
    const fifth = result.best.find(({ percent }) => percent === 20);
    expect(fifth?.customers).toBe(4714);
    expect(fifth?.shareOfValue).toBeCloseTo(67.78, 2);
    expect(result.orders[0]?.customers).toBe(11_908);
    expect(result.curve.length).toBeLessThanOrEqual(152);
    const heavy = customersOf(db, facts, { kind: 'class', scheme: 'usage', id: 'heavy' });
    expect(heavy).toHaveLength(4714);
    expect(heavy.at(-1)?.['share_so_far']).toBeCloseTo(67.78, 2);
  });

  it('of rfm_data_orders: orders per customer', () => {
    const orders = lines('rfm_data_orders.csv').map((line): TestOrder => {
      const [customer = '', at = '', amount = ''] = line.split(',');
      return { customer, at, amount: Number(amount) };
    });
    const result = runConcentration(db, canonicalFrom(db, orders));
    expect(result.orders.map((one) => `${one.orders}:${one.customers}`)).toEqual(
      '1:42 2:83 3:143 4:187 5:176 6:150 7:94 8:51 9:38 10:20 11:3 12:5 13:2 14:1'.split(' '),
    );
  });
});
