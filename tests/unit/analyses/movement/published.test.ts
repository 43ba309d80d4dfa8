import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { dayOf } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { hasSharedData, needsSharedData, readShared } from '../../../helpers/shared-data.ts';
import { counted, runMovement } from './run.ts';
import { expectWhole } from './whole.ts';

/** The segments that the R package rfm publishes for its `rfm_data_orders` are those at the end. */
describe.skipIf(!hasSharedData)(`rfm_data_orders${needsSharedData}`, () => {
  let db: TestDb;
  let facts: DatasetFacts;
  beforeAll(async () => {
    db = await openDuckDB();
    const lines = readShared('rfm_data_orders.csv').toString().trim().split(/\r?\n/).slice(1);
    const orders = lines.map((line) => {
      const [customer = '', at = '', amount = ''] = line.split(',');
      return { customer, at, amount: Number(amount) };
    });
    facts = canonicalFrom(db, orders);
  });
  afterAll(() => {
    db.close();
  });

  it('ends in the published segments where the cut points are new', () => {
    const result = runMovement(db, facts, { to: dayOf(2006, 12, 31), cuts: 'each' });
    expectWhole(result);
    expect(counted(result, result.ends)).toEqual({
      champions: 158,
      loyal: 278,
      potential: 229,
      attention: 35,
      sleeping: 50,
      at_risk: 86,
      lost: 111,
      others: 48,
    });
  });

  it('begins in them where that is the start, whichever cut points', () => {
    const patch = { from: dayOf(2006, 12, 31), to: dayOf(2007, 3, 31) } as const;
    for (const cuts of ['start', 'each'] as const) {
      const result = runMovement(db, facts, { ...patch, cuts });
      expect(counted(result, result.starts)).toMatchObject({ champions: 158, lost: 111 });
      expect(result.came).toBe(0);
    }
  });
});
