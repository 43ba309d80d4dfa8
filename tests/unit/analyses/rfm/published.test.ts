import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { dayOf } from '../../../../src/core/calendar.ts';
import type { RfmResult } from '../../../../src/analyses/rfm/result.ts';
import { PRESET_IDS, PRESETS } from '../../../../src/data/rfm/presets.ts';
import { scoreDefaults, withBins } from '../../../../src/data/rfm/scores.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { hasSharedData, needsSharedData, readShared } from '../../../helpers/shared-data.ts';
import { customersOf, runRfm } from './run.ts';

const analysisDay = dayOf(2006, 12, 31);

/** The numbers that the R package rfm publishes for its `rfm_data_orders`. */
describe.skipIf(!hasSharedData)(`rfm_data_orders${needsSharedData}`, () => {
  let db: TestDb;
  let facts: DatasetFacts;
  let result: RfmResult;

  beforeAll(async () => {
    db = await openDuckDB();
    const lines = readShared('rfm_data_orders.csv').toString().trim().split(/\r?\n/).slice(1);
    facts = canonicalFrom(
      db,
      lines.map((line) => {
        const [customer = '', at = '', amount = ''] = line.split(',');
        return { customer, at, amount: Number(amount) };
      }),
    );
    result = runRfm(db, facts, { analysisDay });
  });

  afterAll(() => {
    db.close();
  });

  it('has the thresholds of the package, lower and upper', () => {
    const limits = (dimension: 'recency' | 'frequency' | 'monetary') =>
      result.bounds[dimension].map(({ lower, upper, score }) => [lower, upper, score]);
    expect(limits('recency')).toEqual([
      [1, 115, 5],
      [115, 181, 4],
      [181, 297.4, 3],
      [297.4, 482, 2],
      [482, 977, 1],
    ]);
    expect(limits('frequency')).toEqual([
      [1, 4, 1],
      [4, 5, 2],
      [5, 6, 3],
      [6, 8, 4],
      [8, 15, 5],
    ]);
    expect(limits('monetary')).toEqual([
      [12, 255.8, 1],
      [255.8, 382, 2],
      [382, 506.4, 3],
      [506.4, 666, 4],
      [666, 1489, 5],
    ]);
  });

  it('scores the first customers', () => {
    const all = result.segments.flatMap(({ id }) =>
      customersOf(db, facts, { kind: 'segment', id }, { analysisDay }),
    );
    const first = [...all]
      .sort((a, b) => (String(a['customer_id']) < String(b['customer_id']) ? -1 : 1))
      .slice(0, 6)
      .map((row) => [
        row['customer_id'],
        row['recency'],
        row['frequency'],
        row['monetary'],
        row['score'],
      ]);
    expect(first).toEqual([
      ["Abbey O'Reilly", 205, 6, 472, '343'],
      ['Add Senger', 140, 3, 340, '412'],
      ['Aden Lesch', 194, 4, 405, '323'],
      ['Aden Murphy', 98, 7, 596, '544'],
      ['Admiral Senger', 132, 5, 448, '433'],
      ["Agness O'Keefe", 90, 9, 843, '555'],
    ]);
  });

  it('counts the customers of each segment', () => {
    const counts = Object.fromEntries(result.segments.map(({ id, customers }) => [id, customers]));
    expect(counts).toEqual({
      champions: 158,
      loyal: 278,
      potential: 229,
      new: 0,
      promising: 0,
      attention: 35,
      sleeping: 50,
      at_risk: 86,
      cant_lose: 0,
      lost: 111,
      others: 48,
    });
  });

  it('sums the orders and the revenue of the champions', () => {
    expect(result.segments[0]).toMatchObject({ id: 'champions', orders: 1234, revenue: 120_178 });
  });

  it('counts the orders per customer', () => {
    expect(result.orderCounts.map(({ orders, customers }) => `${orders}:${customers}`)).toEqual(
      '1:42 2:83 3:143 4:187 5:176 6:150 7:94 8:51 9:38 10:20 11:3 12:5 13:2 14:1'.split(' '),
    );
  });

  it('is the same counted in rows, as the package counts, because a row is an order', () => {
    expect(runRfm(db, facts, { analysisDay, frequency: 'rows' })).toEqual({
      ...result,
      frequency: 'rows',
    });
  });

  it('has the published customers under Others, and each customer once with every preset', () => {
    for (const preset of PRESET_IDS) {
      const segments = PRESETS[preset];
      const patch = { ...withBins(scoreDefaults(facts), segments.bins), analysisDay, segments };
      const counts = runRfm(db, facts, patch).segments;
      expect(
        counts.reduce((sum, { customers }) => sum + customers, 0),
        preset,
      ).toBe(995);
      expect(counts.at(-1)?.customers, preset).toBe(preset === 'package' ? 48 : 0);
    }
  });

  it('scores every customer', () => {
    expect(result.scored).toEqual({ customers: 995, orders: 4906, revenue: 464_158 });
    expect([result.unscored, result.later]).toEqual([0, 0]);
  });
});
