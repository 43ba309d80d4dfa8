import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import type { ReturnEvent } from '../../../../src/analyses/retention/return-event.ts';
import type { RetentionSettings } from '../../../../src/analyses/retention/settings.ts';
import { sql } from '../../../../src/core/sql.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { CALENDAR_DAYS } from './run.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

const monthly: RetentionSettings = { ...CALENDAR_DAYS, grain: 'month', periods: 12 };
const tea: ReturnEvent = { kind: 'category', value: 'tea' };

describe('the SQL', () => {
  const ranges = [
    { from: 1, to: 1 },
    { from: 2, to: 3 },
  ];
  let facts: DatasetFacts;
  beforeAll(() => {
    const oneDay = canonicalFrom(db, [
      { customer: 'a', at: '2020-01-01', amount: 1, category: 'tea', product: 'tea-1' },
    ]);
    facts = { ...oneDay, lastDay: oneDay.lastDay + 500 };
  });

  it('of orders with a category, in ranges', () => {
    const settings = { ...monthly, event: tea, brackets: ranges, minimum: 2 };
    expect(retention.queries(settings, facts)['returned']?.text).toMatchInlineSnapshot(`
      "WITH
      -- a row a customer: the period of the first sale
      members AS (
        SELECT customer_key, ((year(first_day) - 1970) * 12 + month(first_day) - 1) AS cohort
        FROM customers
        WHERE orders > 0
      ),
      -- a row a customer and period with enough orders of the kind that counts
      back AS (
        SELECT customer_key, ((year(day) - 1970) * 12 + month(day) - 1) AS period
        FROM lines WHERE kind = 'sale' AND customer_key IS NOT NULL AND category = 'tea'
        GROUP BY ALL
        HAVING count(DISTINCT order_key) >= 2
      ),
      -- each customer of a cohort at age 0, and at each later age with such orders
      ages AS (
        SELECT customer_key, cohort, 0 AS age FROM members
        UNION ALL
        SELECT customer_key, cohort, period - cohort FROM members JOIN back USING (customer_key)
        WHERE period BETWEEN cohort + 1 AND cohort + 3
      ),
      -- the ranges that the ages lie in, each once a customer
      spans AS (
        SELECT DISTINCT customer_key, cohort,
          CASE WHEN age = 0 THEN 0 WHEN age BETWEEN 1 AND 1 THEN 1
        WHEN age BETWEEN 2 AND 3 THEN 2 END AS age
        FROM ages
      )
      SELECT cohort::INTEGER AS cohort, age::INTEGER AS age, count(*)::INTEGER AS customers
      FROM spans
      WHERE age IS NOT NULL
      GROUP BY cohort, age"
    `);
  });

  it('of the times between purchases, and of stickiness', () => {
    expect(retention.queries({ ...monthly, view: 'next' }, facts)['gaps']?.text)
      .toMatchInlineSnapshot(`
      "WITH
      -- the purchase days of each customer, numbered from 1
      numbered AS (
        SELECT customer_key, day, previous_day,
          row_number() OVER (PARTITION BY customer_key ORDER BY day) AS number
        FROM customer_days
        WHERE orders > 0
      )
      SELECT least(number - 1, 11)::INTEGER AS number, (day - previous_day)::INTEGER AS days,
        count(*)::INTEGER AS customers
      FROM numbered
      WHERE number > 1
      GROUP BY ALL"
    `);
    expect(retention.queries({ ...monthly, view: 'next' }, facts)['waiting']?.text)
      .toMatchInlineSnapshot(`
      "SELECT least(active_days, 11)::INTEGER AS number,
        (DATE '2021-05-15' - last_day)::INTEGER AS days, count(*)::INTEGER AS customers
      FROM customers
      WHERE orders > 0
      GROUP BY ALL"
    `);
    expect(
      retention.queries({ ...monthly, view: 'stickiness' }, { ...facts, lastDay: 18_700 })[
        'stickiness'
      ]?.text,
    ).toMatchInlineSnapshot(`
      "WITH
      -- of each customer the periods with a sale, counted by the first sale in each
      active AS (
        SELECT customer_key,
          (count(*) FILTER (((year(previous_day) - 1970) * 12 + month(previous_day) - 1) IS DISTINCT FROM ((year(day) - 1970) * 12 + month(day) - 1)))::INTEGER AS periods
        FROM customer_days
        WHERE orders > 0 AND day BETWEEN DATE '2020-03-01' AND DATE '2021-02-28'
        GROUP BY customer_key
      )
      SELECT periods, count(*)::INTEGER AS customers
      FROM active
      GROUP BY periods"
    `);
  });

  it('is understood by the engine for every variant, and its key changes exactly with it', () => {
    const patches: Partial<RetentionSettings>[] = [
      {},
      { view: 'next' },
      { view: 'steps', horizon: 30 },
      { view: 'stickiness' },
      { view: 'stickiness', span: 5 },
      { view: 'stickiness', counting: 'atLeast', periods: 3 },
      { reference: 'previous' },
      { brackets: ranges },
      { brackets: ranges, return: 'onOrAfter', periods: 3 },
      { minimum: 2 },
      { minimum: 2, windows: 'rolling' },
      { windows: 'rolling', brackets: ranges },
      ...(
        [tea, { kind: 'product', value: "o'1" }, { kind: 'amount', amount: 9.99 }] as const
      ).flatMap((event) => [
        { event },
        { event, return: 'onOrAfter' as const },
        { event, basis: 'recurring' as const },
        { event, basis: 'recurring' as const, brackets: ranges },
      ]),
    ];
    const asked = patches.map((patch) => {
      const settings = { ...monthly, ...patch };
      const queries = retention.queries(settings, facts);
      const behind = [null, 600].map((cohort) =>
        retention.customers({ kind: 'cell', cohort, age: 1 }, settings, facts),
      );
      for (const query of [...Object.values(queries), ...behind]) {
        expect(db.rows(sql`EXPLAIN ${query}`).length).toBeGreaterThan(0);
      }
      return [JSON.stringify(retention.queryKey(settings)), JSON.stringify(queries)] as const;
    });
    for (const [key, text] of asked) {
      for (const [otherKey, otherText] of asked) expect(key === otherKey).toBe(text === otherText);
    }
  });
});
