import { dateLiteral, periodEnd, periodIndexSql, periodStart } from '../../core/calendar.ts';
import { sql, withSteps, type Sql } from '../../core/sql.ts';
import type { CohortSettings } from './settings.ts';

/** The customers of cohort `cohort` (a period index) who were active `age` periods later. */
export interface CohortSelection {
  readonly cohort: number;
  readonly age: number;
}

/**
 * One row for each cohort and age with any order: cohort (period index), age (≥ 0), customers
 * (with a sale), orders (sales), revenue (sales and returns; NULL where no amount is known).
 * All measures come from it, so only the period changes the query.
 *
 * A customer is counted once a period without DISTINCT: on the day whose previous purchase day
 * lies in another period. Returns before the first sale have no age and are left out.
 */
export function cohortQuery({ grain }: Pick<CohortSettings, 'grain'>): Sql {
  return withSteps(
    [
      {
        name: 'days',
        comment: `Each customer and day, with the ${grain} of the first sale, of the day and of the purchase before`,
        body: sql`
SELECT
  ${periodIndexSql(sql`first_day`, grain)} AS cohort,
  ${periodIndexSql(sql`day`, grain)} AS period,
  ${periodIndexSql(sql`previous_day`, grain)} AS previous_period,
  orders,
  revenue
FROM customer_days
WHERE day >= first_day`,
      },
    ],
    sql`-- A customer counts once a period: on the first day of it with a sale
SELECT
  cohort::INTEGER AS cohort,
  (period - cohort)::INTEGER AS age,
  (COUNT(*) FILTER (orders > 0 AND previous_period IS DISTINCT FROM period))::INTEGER AS customers,
  SUM(orders)::INTEGER AS orders,
  SUM(revenue)::DOUBLE AS revenue
FROM days
GROUP BY ALL
ORDER BY cohort, age`,
  );
}

/** The customers behind a cell, with their orders and revenue in its period. */
export function cohortCustomersQuery(
  { cohort, age }: CohortSelection,
  { grain }: Pick<CohortSettings, 'grain'>,
): Sql {
  const within = (column: Sql, period: number) =>
    sql`${column} BETWEEN ${dateLiteral(periodStart(period, grain))} AND ${dateLiteral(periodEnd(period, grain))}`;
  return sql`-- Customers whose first sale lies in one period and who bought in another (or the same)
SELECT
  customer_key,
  SUM(orders)::INTEGER AS period_orders,
  SUM(revenue)::DOUBLE AS period_revenue
FROM customer_days
WHERE ${within(sql`first_day`, cohort)}
  AND ${within(sql`day`, cohort + age)}
  AND day >= first_day
GROUP BY customer_key
HAVING SUM(orders) > 0`;
}
