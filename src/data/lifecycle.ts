import { periodIndexSql, type Grain } from '../core/calendar.ts';
import { sql, withSteps, type Sql } from '../core/sql.ts';

/**
 * The states of a customer in a period; each customer is in one of them at most.
 * - `new`: active, and the period is the first ever
 * - `returning`: active, and active in the period before too
 * - `resurrecting`: active, not new, not active in the period before
 * - `dormant`: active in the period before, not in this one
 *
 * Active is who has a sale in the period.
 */
export const LIFECYCLE_STATES = ['new', 'returning', 'resurrecting', 'dormant'] as const;
export type LifecycleState = (typeof LIFECYCLE_STATES)[number];

/**
 * One row a period in which a customer bought or returned: `period` (index), the customers `new`,
 * `returning` and `resurrecting`, and `new_revenue`, the revenue (sales and returns) in their first
 * period of those acquired in it; NULL where none of it is known. Who is dormant follows: the
 * active customers of the period before without the returning ones.
 *
 * Customers are counted without DISTINCT: on the day whose previous purchase lies in another period.
 */
export function lifecycleQuery(grain: Grain): Sql {
  const period = periodIndexSql(sql`day`, grain);
  return withSteps(
    [
      {
        name: 'gaps',
        comment:
          'customers by period and by the periods since their purchase before; 0 is a further day of the same period',
        body: sql`SELECT ${period} AS period,
  ${period} - ${periodIndexSql(sql`previous_day`, grain)} AS gap,
  orders > 0 AS active,
  ${periodIndexSql(sql`first_day`, grain)} = ${period} AS acquired,
  count(*) AS customers,
  sum(revenue) AS revenue
FROM customer_days
GROUP BY ALL`,
      },
    ],
    sql`SELECT period::INTEGER AS period,
  coalesce(sum(customers) FILTER (active AND gap IS NULL), 0)::INTEGER AS "new",
  coalesce(sum(customers) FILTER (active AND gap = 1), 0)::INTEGER AS "returning",
  coalesce(sum(customers) FILTER (active AND gap > 1), 0)::INTEGER AS resurrecting,
  (sum(revenue) FILTER (acquired))::DOUBLE AS new_revenue
FROM gaps
GROUP BY period
ORDER BY period`,
  );
}

/** The customers who are in a state in a period: `customer_key`, each once. */
export function lifecycleCustomersQuery(period: number, state: LifecycleState, grain: Grain): Sql {
  const current = periodIndexSql(sql`day`, grain);
  const previous = periodIndexSql(sql`previous_day`, grain);
  const from = sql`SELECT customer_key FROM customer_days WHERE orders > 0`;
  switch (state) {
    case 'new':
      return sql`${from} AND ${current} = ${period} AND previous_day IS NULL`;
    case 'returning':
      return sql`${from} AND ${current} = ${period} AND ${previous} = ${period - 1}`;
    case 'resurrecting':
      return sql`${from} AND ${current} = ${period} AND ${previous} < ${period - 1}`;
    case 'dormant':
      return sql`${from} AND ${current} = ${period - 1}
  AND (previous_day IS NULL OR ${previous} <> ${period - 1})
  AND customer_key NOT IN (SELECT customer_key FROM customer_days WHERE orders > 0 AND ${current} = ${period})`;
  }
}
