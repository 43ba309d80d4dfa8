import { sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import { itemColumn, numberedStep, soldItems } from './items-query.ts';
import type { ItemLevel } from './settings.ts';

/** The most frequent items whose steps are counted. */
export const MOST_STEPPED = 100;

/**
 * A step leads from one purchase day of a customer to the next one; both days have a known item.
 * Rows by `part`: `all` (steps, and how many items are on enough days: `items`), `item` (no, item,
 * days, steps from it, steps to it), and `step` (from a to b, how often), of those taken often
 * enough.
 */
export function nextQuery(level: ItemLevel, least: number): Sql {
  return withSteps(
    [
      dayItemsStep(level),
      {
        name: 'counted',
        comment: 'On how many purchase days of a customer each was bought',
        body: sql`SELECT item, count(*)::INTEGER AS n FROM day_items GROUP BY item`,
      },
      numberedStep(least, MOST_STEPPED, 'purchase days'),
      {
        name: 'known_days',
        comment: 'Purchase days with a known item',
        body: sql`SELECT DISTINCT customer_key, day FROM day_items`,
      },
      {
        name: 'steps',
        comment: 'From a purchase day to the next one',
        body: sql`SELECT (row_number() OVER ())::INTEGER AS step, customer_key, previous_day, day
FROM customer_days
WHERE orders > 0 AND previous_day IS NOT NULL
  AND (customer_key, day) IN (FROM known_days) AND (customer_key, previous_day) IN (FROM known_days)`,
      },
      {
        name: 'departures',
        comment: 'What was bought on the day before the step',
        body: sql`SELECT step, no FROM steps
JOIN day_items ON day_items.customer_key = steps.customer_key AND day_items.day = steps.previous_day
JOIN numbered USING (item)`,
      },
      {
        name: 'arrivals',
        comment: 'What was bought on the day after it',
        body: sql`SELECT step, no FROM steps
JOIN day_items ON day_items.customer_key = steps.customer_key AND day_items.day = steps.day
JOIN numbered USING (item)`,
      },
    ],
    sql`SELECT 'all' AS part, NULL::VARCHAR AS item, NULL::INTEGER AS a, NULL::INTEGER AS b,
  (SELECT count(*)::INTEGER FROM steps) AS steps,
  (SELECT count(*)::INTEGER FROM counted WHERE n >= ${least}) AS items
UNION ALL BY NAME
SELECT 'item' AS part, item, no AS a, n AS days, coalesce(departed, 0) AS departed, coalesce(arrived, 0) AS arrived
FROM numbered
LEFT JOIN (SELECT no, count(*)::INTEGER AS departed FROM departures GROUP BY no) USING (no)
LEFT JOIN (SELECT no, count(*)::INTEGER AS arrived FROM arrivals GROUP BY no) USING (no)
UNION ALL BY NAME
SELECT 'step' AS part, departures.no AS a, arrivals.no AS b, count(*)::INTEGER AS steps
FROM departures JOIN arrivals USING (step)
GROUP BY departures.no, arrivals.no
HAVING count(*) >= ${least}`,
  );
}

/** The customers who bought one thing on a purchase day and the other on their next one. */
export function nextCustomers(from: string, to: string, level: ItemLevel): Sql {
  return withSteps(
    [
      {
        name: 'day_items',
        comment: 'The two, on each purchase day of a customer',
        body: sql`SELECT DISTINCT customer_key, day, ${itemColumn(level)} AS item
FROM lines
WHERE ${soldItems(level)} AND ${itemColumn(level)} IN (${from}, ${to}) AND customer_key IS NOT NULL`,
      },
    ],
    sql`SELECT customer_days.customer_key, count(*)::INTEGER AS step_times
FROM customer_days
JOIN day_items AS departure ON departure.customer_key = customer_days.customer_key
  AND departure.day = customer_days.previous_day AND departure.item = ${from}
JOIN day_items AS arrival ON arrival.customer_key = customer_days.customer_key
  AND arrival.day = customer_days.day AND arrival.item = ${to}
WHERE orders > 0
GROUP BY customer_days.customer_key
ORDER BY step_times DESC, customer_days.customer_key`,
  );
}

function dayItemsStep(level: ItemLevel): Step {
  return {
    name: 'day_items',
    comment:
      'What each customer bought on each day, each once; returns and unknown items are left out',
    body: sql`SELECT DISTINCT customer_key, day, ${itemColumn(level)} AS item
FROM lines
WHERE ${soldItems(level)} AND customer_key IS NOT NULL`,
  };
}
