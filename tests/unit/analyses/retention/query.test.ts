import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retention } from '../../../../src/analyses/retention/index.ts';
import {
  BASES,
  LENGTHS,
  RETURNS,
  WINDOW_KINDS,
  type RetentionSettings,
} from '../../../../src/analyses/retention/settings.ts';
import { LIFECYCLE_STATES } from '../../../../src/data/lifecycle.ts';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { dayOf, GRAINS } from '../../../../src/core/calendar.ts';
import { sql } from '../../../../src/core/sql.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { CALENDAR_DAYS } from './run.ts';

const monthly: RetentionSettings = { ...CALENDAR_DAYS, grain: 'month', periods: 24 };
const rolling: RetentionSettings = { ...monthly, windows: 'rolling', length: 30 };

let db: TestDb;
let facts: DatasetFacts;
beforeAll(async () => {
  db = await openDuckDB();
  facts = { ...canonicalFrom(db, []), lastDay: dayOf(2020, 12, 31) };
});
afterAll(() => {
  db.close();
});

describe('the SQL that is shown', () => {
  it('of calendar periods', () => {
    expect(retention.queries(monthly, facts)['returned']?.text).toMatchInlineSnapshot(`
      "WITH
      -- a row a customer and day with a sale: the periods of the first sale, of the day and of the sale before it
      periods AS (
        SELECT customer_key,
          ((year(first_day) - 1970) * 12 + month(first_day) - 1) AS cohort,
          ((year(day) - 1970) * 12 + month(day) - 1) AS period,
          ((year(previous_day) - 1970) * 12 + month(previous_day) - 1) AS previous
        FROM customer_days
        WHERE orders > 0
      )
      SELECT cohort::INTEGER AS cohort, (period - cohort)::INTEGER AS age,
        (count(*) FILTER (previous IS DISTINCT FROM period))::INTEGER AS customers
      FROM periods
      WHERE period - cohort <= 24
      GROUP BY ALL"
    `);
  });

  it('of on or after', () => {
    const settings = { ...monthly, return: 'onOrAfter' } as const;
    expect(retention.queries(settings, facts)['returned']?.text).toMatchInlineSnapshot(`
      "WITH
      -- a row a customer, with the age at the last sale
      spans AS (
        SELECT customer_key, ((year(first_day) - 1970) * 12 + month(first_day) - 1) AS cohort,
          least(((year(last_day) - 1970) * 12 + month(last_day) - 1) - ((year(first_day) - 1970) * 12 + month(first_day) - 1), 24) AS age
        FROM customers
        WHERE orders > 0
      )
      SELECT cohort::INTEGER AS cohort, age::INTEGER AS age, count(*)::INTEGER AS customers
      FROM spans
      GROUP BY cohort, age"
    `);
  });

  it('of recurring cohorts', () => {
    const settings = { ...monthly, basis: 'recurring' } as const;
    expect(retention.queries(settings, facts)['returned']?.text).toMatchInlineSnapshot(`
      "WITH
      -- a row a customer and day with a sale: the periods of the first sale, of the day and of the sale before it
      periods AS (
        SELECT customer_key,
          ((year(first_day) - 1970) * 12 + month(first_day) - 1) AS cohort,
          ((year(day) - 1970) * 12 + month(day) - 1) AS period,
          ((year(previous_day) - 1970) * 12 + month(previous_day) - 1) AS previous
        FROM customer_days
        WHERE orders > 0
      ),
      -- a row a customer and period, that of the first sale in it
      active AS (
        SELECT customer_key, period
        FROM periods
        WHERE previous IS DISTINCT FROM period
      ),
      -- each period of a customer with itself and each later one
      spans AS (
        SELECT a.customer_key, a.period AS cohort, b.period - a.period AS age
        FROM active AS a JOIN active AS b USING (customer_key)
        WHERE b.period BETWEEN a.period AND a.period + 24
      )
      SELECT cohort::INTEGER AS cohort, age::INTEGER AS age, count(*)::INTEGER AS customers
      FROM spans
      GROUP BY cohort, age"
    `);
  });

  it('of rolling windows', () => {
    const queries = retention.queries(rolling, facts);
    expect(queries['returned']?.text).toMatchInlineSnapshot(`
      "WITH
      -- the windows of the first and last sale of a day and of the sale before it; how many windows of the customer are over
      windows AS (
        SELECT customer_key, first_day,
          (epoch_us(first_at) - epoch_us(start_at)) // 2592000000000 AS opening,
          (epoch_us(last_at) - epoch_us(start_at)) // 2592000000000 AS closing,
          (epoch_us(previous_at) - epoch_us(start_at)) // 2592000000000 AS earlier,
          (epoch_us(DATE '2021-01-01'::TIMESTAMP) - epoch_us(start_at)) // 2592000000000 AS finished
        FROM customer_days
        WHERE orders > 0
      ),
      -- customers who reach a window for the first time on a day, and who go on into the next, among windows that are over
      touched AS (
        SELECT ((year(first_day) - 1970) * 12 + month(first_day) - 1) AS cohort, opening,
          count(*) FILTER (opening IS DISTINCT FROM earlier AND opening < finished) AS here,
          count(*) FILTER (closing > opening AND closing < finished) AS beyond
        FROM windows
        GROUP BY ALL
      ),
      -- the same, a row a window
      spans AS (
        SELECT cohort, opening AS age, here AS customers FROM touched
        UNION ALL
        SELECT cohort, opening + 1, beyond FROM touched
      )
      SELECT cohort::INTEGER AS cohort, age::INTEGER AS age, sum(customers)::INTEGER AS customers
      FROM spans
      WHERE customers > 0 AND age <= 24
      GROUP BY cohort, age"
    `);
    expect(queries['observed']?.text).toMatchInlineSnapshot(`
      "SELECT ((year(first_day) - 1970) * 12 + month(first_day) - 1)::INTEGER AS cohort,
        least((epoch_us(DATE '2021-01-01'::TIMESTAMP) - epoch_us(start_at)) // 2592000000000, 25)::INTEGER AS finished,
        count(*)::INTEGER AS customers
      FROM customers
      WHERE orders > 0
      GROUP BY ALL"
    `);
  });

  it('of the lifecycle', () => {
    expect(retention.queries(monthly, facts)['lifecycle']?.text).toMatchInlineSnapshot(`
      "WITH
      -- customers by period and by the periods since their purchase before; 0 is a further day of the same period
      gaps AS (
        SELECT ((year(day) - 1970) * 12 + month(day) - 1) AS period,
          ((year(day) - 1970) * 12 + month(day) - 1) - ((year(previous_day) - 1970) * 12 + month(previous_day) - 1) AS gap,
          orders > 0 AS active,
          ((year(first_day) - 1970) * 12 + month(first_day) - 1) = ((year(day) - 1970) * 12 + month(day) - 1) AS acquired,
          count(*) AS customers,
          sum(revenue) AS revenue
        FROM customer_days
        GROUP BY ALL
      )
      SELECT period::INTEGER AS period,
        coalesce(sum(customers) FILTER (active AND gap IS NULL), 0)::INTEGER AS "new",
        coalesce(sum(customers) FILTER (active AND gap = 1), 0)::INTEGER AS "returning",
        coalesce(sum(customers) FILTER (active AND gap > 1), 0)::INTEGER AS resurrecting,
        (sum(revenue) FILTER (acquired))::DOUBLE AS new_revenue
      FROM gaps
      GROUP BY period
      ORDER BY period"
    `);
  });
});

const everySetting: RetentionSettings[] = WINDOW_KINDS.flatMap((windows) =>
  RETURNS.flatMap((returned) =>
    BASES.flatMap((basis) =>
      (windows === 'calendar' ? GRAINS : LENGTHS).map((cut) => ({
        ...monthly,
        windows,
        return: returned,
        basis,
        ...(typeof cut === 'number' ? { length: cut } : { grain: cut }),
      })),
    ),
  ),
);

it('is understood by the engine for every setting, and so are the customers behind it', () => {
  for (const settings of everySetting) {
    const queries = [
      ...Object.values(retention.queries(settings, facts)),
      ...[null, 600].map((cohort) =>
        retention.customers({ kind: 'cell', cohort, age: 2 }, settings, facts),
      ),
      ...LIFECYCLE_STATES.map((state) =>
        retention.customers({ kind: 'lifecycle', period: 600, state }, settings, facts),
      ),
    ];
    for (const query of queries) expect(db.rows(sql`EXPLAIN ${query}`).length).toBeGreaterThan(0);
  }
});

describe('queryKey', () => {
  const key = (patch: Partial<RetentionSettings>) =>
    JSON.stringify(retention.queryKey({ ...monthly, ...patch }));
  const texts = (patch: Partial<RetentionSettings>) =>
    JSON.stringify(retention.queries({ ...monthly, ...patch }, facts));

  it('changes exactly where the SQL does', () => {
    const patches: Partial<RetentionSettings>[] = [
      {},
      { mean: 'simple' },
      { length: 1 },
      { grain: 'week' },
      { periods: 12 },
      { return: 'onOrAfter' },
      { basis: 'recurring' },
      { windows: 'rolling' },
      { windows: 'rolling', grain: 'week' },
      { windows: 'rolling', basis: 'recurring' },
      { windows: 'rolling', length: 7 },
    ];
    for (const a of patches) {
      for (const b of patches) expect(key(a) === key(b)).toBe(texts(a) === texts(b));
    }
  });

  it('needs no query for another mean', () => {
    expect(key({ mean: 'simple' })).toBe(key({ mean: 'weighted' }));
  });
});
