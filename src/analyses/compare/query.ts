import { dateLiteral } from '../../core/calendar.ts';
import { sql, withSteps, type Sql } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import type { CompareSettings } from './settings.ts';

/** The customers of a group: all with a sale. */
export interface CompareSelection {
  readonly kind: 'all';
}

/**
 * One row each, of a group's customers with a sale.
 * - `sums`: n, and the sums that means, ratios and their errors need: orders, revenue, their
 *   squares and product, the same of contribution (NULL where no cost is mapped, or it is unknown
 *   of an order); repeaters (two purchase days or more)
 * - `returned`: eligible, the customers whose window after the first purchase is over, and
 *   returned, those of them who bought on another day within it
 * - `gaps`: n, sum and squares of the days between one purchase day and the next
 */
export function compareQueries(
  { window }: CompareSettings,
  { lastDay, shape }: DatasetFacts,
): Readonly<Record<string, Sql>> {
  const contribution = shape.cost
    ? sql`CASE WHEN count(cost) = count(*) THEN sum(revenue - cost)::DOUBLE END`
    : sql`NULL::DOUBLE`;
  const end = dateLiteral(lastDay);
  return {
    sums: withSteps(
      [
        {
          name: 'people',
          comment: 'Each customer with a sale: orders, purchase days, revenue, contribution',
          body: sql`SELECT sum(orders)::DOUBLE AS orders, count(*) FILTER (orders > 0) AS days,
  sum(revenue)::DOUBLE AS revenue, ${contribution} AS contribution
FROM customer_days GROUP BY customer_key HAVING sum(orders) > 0`,
        },
      ],
      sql`SELECT count(*)::INTEGER AS n, (count(*) FILTER (days > 1))::INTEGER AS repeaters,
  sum(orders) AS orders, sum(orders * orders) AS orders_2,
  sum(revenue) AS revenue, sum(revenue * revenue) AS revenue_2, sum(orders * revenue) AS orders_revenue,
  count(revenue)::INTEGER AS revenue_n,
  count(contribution)::INTEGER AS contribution_n,
  sum(contribution) AS contribution, sum(contribution * contribution) AS contribution_2
FROM people`,
    ),
    returned: sql`-- The second purchase day is the one whose previous day is the first
SELECT (count(*) FILTER (previous_day IS NULL))::INTEGER AS eligible,
  (count(*) FILTER (previous_day = first_day AND day <= first_day + ${window}))::INTEGER AS returned
FROM customer_days
WHERE orders > 0 AND first_day + ${window} <= ${end}`,
    gaps: sql`SELECT count(*)::DOUBLE AS n, sum(day - previous_day)::DOUBLE AS "sum",
  sum((day - previous_day) * (day - previous_day))::DOUBLE AS squares
FROM customer_days
WHERE orders > 0 AND previous_day IS NOT NULL`,
  };
}

export function compareCustomers(): Sql {
  return sql`SELECT customer_key FROM customers WHERE orders > 0`;
}
