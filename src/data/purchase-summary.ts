import { sql, type Sql } from '../core/sql.ts';

/**
 * Each customer's purchases in the four numbers that purchase models are fitted to (Fader, Hardie
 * & Lee 2005): orders of one day are one purchase, and the first day is no repeat.
 *
 * @param until A DATE: the end of observation; what came after it is left out.
 * @returns Columns customer_key, frequency (repeat purchase days, x), recency (days from the first
 *   purchase day to the last, t_x), tenure (days from the first to the end, T), and monetary (mean
 *   value of a repeat purchase day; 0 without one, as the models have it; NULL where unknown).
 */
export function purchaseSummarySql(until: Sql): Sql {
  return sql`SELECT customer_key,
  (count(*) - 1)::INTEGER AS frequency,
  (max(day) - min(day))::INTEGER AS recency,
  (${until} - min(day))::INTEGER AS tenure,
  CASE WHEN count(*) = 1 THEN 0 ELSE avg(revenue::DOUBLE) FILTER (day > first_day) END AS monetary
FROM customer_days
WHERE orders > 0 AND day <= ${until}
GROUP BY customer_key`;
}
