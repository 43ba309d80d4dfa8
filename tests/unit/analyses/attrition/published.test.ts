import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttritionResult } from '../../../../src/analyses/attrition/result.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { hasSharedData, needsSharedData, readShared } from '../../../helpers/shared-data.ts';
import { runAttrition } from './run.ts';

describe.skipIf(!hasSharedData)(`CDNOW${needsSharedData}`, () => {
  let db: TestDb;
  let result: AttritionResult;
  beforeAll(async () => {
    db = await openDuckDB();
    const lines = readShared('CDNOW_master.txt').toString().trim().split(/\r?\n/).slice(1);
    const orders = lines.map((line): TestOrder => {
      const [customer = '', at = '', , amount = ''] = line.trim().split(/\s+/);
      return {
        customer,
        at: `${at.slice(0, 4)}-${at.slice(4, 6)}-${at.slice(6)}`,
        amount: Number(amount),
      };
    });
    result = runAttrition(db, canonicalFrom(db, orders));
  });
  afterAll(() => {
    db.close();
  });

  it('has the published survival to the second purchase day', () => {
    const survival = (day: number) => result.waits.findLast(({ days }) => days <= day)?.survival;
    expect(survival(30)).toBeCloseTo(82.5414, 4);
    expect(survival(90)).toBeCloseTo(70.7807, 4);
    expect(survival(365)).toBeCloseTo(54.1366, 4);
  });

  it('places all customers, 11,516 of whom came back', () => {
    const sum = (kind: 'repeat' | 'once') =>
      result.bands[kind].reduce((all, { customers }) => all + customers, 0);
    expect([result.customers, sum('repeat'), sum('once')]).toEqual([23_570, 11_516, 12_054]);
  });

  it('called those late who came back less: each band less than the one before', () => {
    const shares = result.bands.repeat.map(({ returned }) => returned?.share ?? NaN);
    expect(shares.every((share, i) => i === 0 || share < (shares[i - 1] ?? 0))).toBe(true);
    expect(shares[0]).toBeGreaterThan(40);
    expect(shares[4]).toBeLessThan(15);
  });
});
