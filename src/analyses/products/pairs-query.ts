import { sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import { itemColumn, numberedStep, soldItems } from './items-query.ts';
import type { ItemLevel } from './settings.ts';

/** The most frequent items whose pairs are counted: their number grows with the square. */
export const MOST_PAIRED = 300;

/**
 * Rows by `part`: `all` (orders with a known item, and how many items occur in enough orders:
 * `items`), `item` (no, item, orders), and `pair` (a < b by their numbers, orders with both),
 * of the pairs in enough orders.
 */
export function pairsQuery(level: ItemLevel, least: number): Sql {
  return withSteps(
    [
      orderItemsStep(level),
      {
        name: 'counted',
        comment: 'In how many orders each is',
        body: sql`SELECT item, count(*)::INTEGER AS n FROM order_items GROUP BY item`,
      },
      numberedStep(least, MOST_PAIRED, 'orders'),
      {
        name: 'baskets',
        comment: 'The orders with their numbered items',
        body: sql`SELECT order_key, no FROM order_items JOIN numbered USING (item)`,
      },
      {
        name: 'pairs',
        comment: 'Two of them in one order',
        body: sql`SELECT one.no AS a, other.no AS b, count(*)::INTEGER AS orders
FROM baskets AS one JOIN baskets AS other ON one.order_key = other.order_key AND one.no < other.no
GROUP BY one.no, other.no
HAVING count(*) >= ${least}`,
      },
    ],
    sql`SELECT 'all' AS part, NULL::VARCHAR AS item, NULL::INTEGER AS a, NULL::INTEGER AS b,
  (SELECT count(DISTINCT order_key)::INTEGER FROM order_items) AS orders,
  (SELECT count(*)::INTEGER FROM counted WHERE n >= ${least}) AS items
UNION ALL BY NAME
SELECT 'item' AS part, item, no AS a, n AS orders FROM numbered
UNION ALL BY NAME
SELECT 'pair' AS part, a, b, orders FROM pairs`,
  );
}

/** The customers with an order that has both, the most such orders first. */
export function pairCustomers(a: string, b: string, level: ItemLevel): Sql {
  const item = itemColumn(level);
  return withSteps(
    [
      {
        name: 'common_orders',
        comment: 'The orders with both',
        body: sql`SELECT customer_key, order_key FROM lines
WHERE ${soldItems(level)} AND ${item} IN (${a}, ${b}) AND customer_key IS NOT NULL
GROUP BY customer_key, order_key
HAVING count(DISTINCT ${item}) = 2`,
      },
    ],
    sql`SELECT customer_key, count(*)::INTEGER AS together_orders FROM common_orders
GROUP BY customer_key ORDER BY together_orders DESC, customer_key`,
  );
}

function orderItemsStep(level: ItemLevel): Step {
  return {
    name: 'order_items',
    comment: 'What each order holds, each once; returns and unknown items are left out',
    body: sql`SELECT DISTINCT order_key, ${itemColumn(level)} AS item
FROM lines
WHERE ${soldItems(level)}`,
  };
}
