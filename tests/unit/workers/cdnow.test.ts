import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultRules, type CleaningRules } from '../../../src/data/cleaning.ts';
import { ledger } from '../../../src/data/ledger.ts';
import type { Role } from '../../../src/data/roles.ts';
import type { ImportRecognition } from '../../../src/import/types.ts';
import type { Staged } from '../../../workers/engine-api.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';
import { hasSharedData, needsSharedData, sharedPath } from '../../helpers/shared-data.ts';

let opened: TestEngine;
let run = 0;
beforeAll(async () => {
  opened = await openEngine();
});
afterAll(() => {
  opened.close();
});

async function read(name: string): Promise<{ recognition: ImportRecognition; staged: Staged }> {
  const file = new File([readFileSync(sharedPath(name))], name);
  const { id, recognition } = await opened.engine.open(++run, [file], {});
  return { recognition, staged: await opened.engine.stage(++run, id, recognition.mapping) };
}

/** Rows of no value are customers' orders here: CDs that were given away. */
const RULES: CleaningRules = {
  ...defaultRules(),
  treatments: { ...defaultRules().treatments, zeroAmount: 'keep' },
};

describe.skipIf(!hasSharedData)(`CDNOW as it is${needsSharedData}`, () => {
  describe('the master file', () => {
    let recognition: ImportRecognition;
    let staged: Staged;
    beforeAll(async () => {
      ({ recognition, staged } = await read('CDNOW_master.txt'));
      await opened.engine.commit(++run, staged.id, 'cdnow', RULES);
    });

    test('is aligned text whose columns are understood', () => {
      expect(recognition.sources).toMatchObject([{ format: 'aligned' }]);
      expect(recognition.columns.map(({ name }) => name)).toEqual([
        'customer_id', 'date', 'number_of_cds', 'dollar_value',
      ]); // prettier-ignore
      const { roles, dateFormat } = recognition.mapping;
      expect(roles).toEqual<Role[]>(['customer', 'date', 'quantity', 'amount']);
      expect(dateFormat).toBe('ymd-compact');
    });

    test('has the published rows, customers, revenue, zero values and repeated rows', () => {
      const account = ledger(staged.groups, 0, RULES);
      expect(account.read).toBe(69_659);
      expect(account.kept).toMatchObject({ rows: 69_659, money: '2500315.63' });
      expect(account.lines.zeroAmount.matched.rows).toBe(80);
      expect(account.lines.duplicate.matched.rows).toBe(255);
      expect(
        opened.query(`SELECT count(*)::INTEGER, sum(orders)::INTEGER, min(first_day)::VARCHAR,
          max(last_day)::VARCHAR, (count(*) FILTER (orders = 1))::INTEGER FROM customers`),
      ).toEqual([[23_570, 69_659, '1997-01-01', '1998-06-30', 11_908]]);
      expect(opened.query('SELECT sum(units) FROM orders')).toEqual([[167_881]]);
    });

    test('has 2,068 further rows on a day on which the customer had bought already', () => {
      // Of the rows of a day all but the first; 255 of them repeat a row in full.
      expect(
        opened.query('SELECT sum(orders - 1)::INTEGER FROM customer_days WHERE orders > 0'),
      ).toEqual([[2068]]);
    });

    test('ids keep their leading zeros', () => {
      expect(opened.query('SELECT min(customer_id) FROM customers')).toEqual([['00001']]);
    });

    test('the best fifth of the customers brings 67.78 % of the revenue; Gini .63457', () => {
      const [[share, gini]] = opened.query(`WITH ranked AS (
        SELECT revenue::DOUBLE AS r, row_number() OVER (ORDER BY revenue) AS i, count(*) OVER () AS n FROM customers
      ) SELECT sum(r) FILTER (i > n * 0.8) / sum(r), 2 * sum(i * r) / (max(n) * sum(r)) - (max(n) + 1) / max(n) FROM ranked`) as [
        [number, number],
      ];
      expect(share).toBeCloseTo(0.6778, 4);
      expect(gini).toBeCloseTo(0.63457, 5);
    });

    test('the customers and the revenue of the first cohort, month by month', () => {
      const rows = opened.query(`SELECT date_diff('month', DATE '1997-01-01', day) AS k,
        count(DISTINCT customer_key)::INTEGER, sum(revenue)::DOUBLE
        FROM customer_days WHERE first_day < DATE '1997-02-01' GROUP BY k ORDER BY k`);
      expect(rows.map(([, customers]) => customers)).toEqual([
        7846, 1157, 964, 810, 679, 736, 720, 582, 559, 594, 673, 634, 528, 511, 664, 472, 497, 498,
      ]);
      expect(rows.slice(0, 4).map(([, , revenue]) => revenue)).toEqual([
        299060.17, 61041.69, 50683.75, 40655.5,
      ]);
    });

    test('the days to the second purchase day: S(30) .825414, S(90) .707807, S(365) .541366', () => {
      const rows = opened.query(`WITH second AS (
        SELECT customer_key, min(day) FILTER (day > first_day) AS day, any_value(first_day) AS first_day
        FROM customer_days GROUP BY customer_key
      ) SELECT coalesce(day, DATE '1998-06-30') - first_day AS days, (count(day))::INTEGER AS events, count(*)::INTEGER AS leaving
      FROM second GROUP BY days ORDER BY days`) as [number, number, number][];
      let [atRisk, survival, events] = [23_570, 1, 0];
      const at = new Map<number, number>();
      for (const [days, bought, leaving] of rows) {
        survival *= 1 - bought / atRisk;
        atRisk -= leaving;
        events += bought;
        for (const day of [30, 90, 365]) if (days <= day) at.set(day, survival);
      }
      expect(events).toBe(11_516);
      expect(at.get(30)).toBeCloseTo(0.825414, 6);
      expect(at.get(90)).toBeCloseTo(0.707807, 6);
      expect(at.get(365)).toBeCloseTo(0.541366, 6);
    });
  });

  test('the sample has no header: 2,357 customers by the id of the master file', async () => {
    const { recognition, staged } = await read('CDNOW_sample.txt');
    expect(recognition.sources).toMatchObject([
      { format: 'aligned', dialect: { hasHeader: false } },
    ]);
    expect(recognition.mapping.roles.slice(0, 3)).toEqual<Role[]>(['customer', 'ignore', 'date']);
    expect(recognition.mapping.roles[4]).toBe('amount');
    expect(staged.rows).toBe(6919);
    await opened.engine.commit(++run, staged.id, 'cdnow', RULES);
    expect(
      opened.query(`SELECT count(*)::INTEGER, (count(*) FILTER (frequency > 0))::INTEGER,
        sum(frequency)::INTEGER FROM (
        SELECT customer_key, (count(DISTINCT day) - 1)::INTEGER AS frequency FROM customer_days
        WHERE day <= DATE '1997-09-30' GROUP BY customer_key)`),
    ).toEqual([[2357, 946, 2457]]);
  });
});
