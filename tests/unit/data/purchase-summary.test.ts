import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dateLiteral, parseDay } from '../../../src/core/calendar.ts';
import { sql } from '../../../src/core/sql.ts';
import { purchaseSummarySql } from '../../../src/data/purchase-summary.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';
import { canonicalFrom } from '../../helpers/orders.ts';
import { hasSharedData, needsSharedData, readShared } from '../../helpers/shared-data.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

const until = (day: string) => dateLiteral(parseDay(day));

/** customer, day, value: the published example of six customers, observed to 7 February 2015. */
const EXAMPLE = [
  ['1', '2015-01-01', 1],
  ['1', '2015-02-06', 2],
  ['2', '2015-01-01', 2],
  ['3', '2015-01-01', 3],
  ['3', '2015-01-02', 1],
  ['3', '2015-01-05', 5],
  ['4', '2015-01-16', 6],
  ['4', '2015-02-02', 3],
  ['4', '2015-02-05', 3],
  ['5', '2015-01-16', 3],
  ['5', '2015-01-17', 1],
  ['5', '2015-01-18', 8],
  ['6', '2015-02-02', 5],
] as const;

describe('purchase summaries', () => {
  test('the published example', () => {
    canonicalFrom(
      db,
      EXAMPLE.map(([customer, at, amount]) => ({ customer, at, amount })),
    );
    const rows = db.rows(sql`SELECT customer_id, frequency, recency, tenure, monetary
FROM (${purchaseSummarySql(until('2015-02-07'))}) JOIN customers USING (customer_key) ORDER BY customer_id`);
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['1', 1, 36, 37, 2],
      ['2', 0, 0, 37, 0],
      ['3', 2, 4, 37, 3],
      ['4', 2, 20, 22, 3],
      ['5', 2, 2, 22, 4.5],
      ['6', 0, 0, 5, 0],
    ]);
  });

  test('orders of one day are one purchase, and their values add up', () => {
    canonicalFrom(db, [
      { customer: 'ann', at: '2024-01-01 09:00:00', amount: 5 },
      { customer: 'ann', at: '2024-01-01 18:00:00', amount: 5 },
      { customer: 'ann', at: '2024-01-11 09:00:00', amount: 2 },
      { customer: 'ann', at: '2024-01-11 10:00:00', amount: 4 },
      { customer: 'bob', at: '2024-01-21', amount: null },
      { customer: 'bob', at: '2024-01-22', amount: null },
    ]);
    expect(
      db.rows('SELECT * EXCLUDE (customer_key) FROM purchase_summaries ORDER BY tenure DESC'),
    ).toEqual([
      { frequency: 1, recency: 10, tenure: 21, monetary: 6 },
      { frequency: 1, recency: 1, tenure: 1, monetary: null },
    ]);
  });

  test.skipIf(!hasSharedData)(`the CDNOW sample to 30 September 1997${needsSharedData}`, () => {
    const lines = readShared('CDNOW_sample.txt').toString('latin1').split(/\r?\n/);
    const orders = lines.flatMap((line) => {
      const [, customer, date, , amount] = line.trim().split(/\s+/);
      if (customer === undefined || date === undefined) return [];
      const at = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
      return [{ customer, at, amount: Number(amount) }];
    });
    canonicalFrom(db, orders);
    expect(
      db.rows(sql`SELECT count(*) AS customers, sum(frequency)::DOUBLE AS repeats,
  count(*) FILTER (frequency > 0) AS repeat_buyers FROM (${purchaseSummarySql(until('1997-09-30'))})`),
    ).toEqual([{ customers: 2357, repeats: 2457, repeat_buyers: 946 }]);
  });
});
