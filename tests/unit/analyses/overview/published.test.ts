import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OverviewResult } from '../../../../src/analyses/overview/result.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { importCsv } from '../../../helpers/import-csv.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { hasSharedData, needsSharedData, readShared } from '../../../helpers/shared-data.ts';
import { column, runOverview } from './run.ts';

const sum = (values: readonly (number | null)[]) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** Independently recomputed totals of two public datasets. */
describe.skipIf(!hasSharedData)(`published totals${needsSharedData}`, () => {
  let db: TestDb;

  beforeAll(async () => {
    db = await openDuckDB();
  });

  afterAll(() => {
    db.close();
  });

  describe('online_retail, sales with a customer', () => {
    let result: OverviewResult;
    const folder = mkdtempSync(join(tmpdir(), 'dangol-overview-'));

    beforeAll(() => {
      const path = join(folder, 'online_retail.csv');
      writeFileSync(path, readShared('online_retail.csv.gz'));
      result = runOverview(db, importCsv(db, path).facts, { grain: 'month' });
    });

    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    it('has 18,532 invoices of 4,338 customers for 8,911,407.904', () => {
      expect(sum(column(result, 'orders'))).toBe(18532);
      expect(sum(column(result, 'new'))).toBe(4338);
      expect(sum(column(result, 'revenue'))).toBeCloseTo(8911407.904, 3);
    });

    it('has the new customers of its cohorts, and those who came back at once', () => {
      expect(column(result, 'new').slice(0, 4)).toEqual([885, 417, 380, 452]);
      expect(column(result, 'returning').slice(0, 2)).toEqual([0, 324]);
      expect(result.periods.at(-1)?.observation).toBe('running');
      expect(result.tree?.after.period).toBe(result.periods.at(-2)?.period);
    });
  });

  it('CDNOW has 69,659 rows, 23,570 customers, 167,881 CDs and 2,500,315.63', () => {
    const lines = readShared('CDNOW_master.txt').toString().trim().split(/\r?\n/).slice(1);
    const orders = lines.map((line) => {
      const [customer = '', date = '', quantity, amount] = line.trim().split(/\s+/);
      const at = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
      return { customer, at, quantity: Number(quantity), amount: Number(amount) };
    });
    const result = runOverview(db, canonicalFrom(db, orders), { grain: 'month' });
    expect(sum(column(result, 'orders'))).toBe(69659);
    expect(sum(column(result, 'new'))).toBe(23570);
    expect(sum(column(result, 'items'))).toBe(167881);
    expect(sum(column(result, 'sales'))).toBeCloseTo(2500315.63, 2);
    expect(column(result, 'returning')[1]).toBe(1157);
    expect(result.periods[0]).toMatchObject({ customers: 7846, revenue: 299060.17 });
    expect(result.periods.every(({ observation }) => observation === 'complete')).toBe(true);
  });
});
