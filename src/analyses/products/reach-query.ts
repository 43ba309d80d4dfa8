import { sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import { DEFAULT_RULES } from '../../data/rfm/presets.ts';
import { scoreSteps, segmentStep } from '../../data/rfm/score-steps.ts';
import { scoreDefaults } from '../../data/rfm/scores.ts';
import type { DatasetFacts } from '../analysis.ts';
import { itemColumn, soldItems } from './items-query.ts';
import type { Grouping, ItemLevel } from './settings.ts';

/** The rows of the heatmap. */
export const MOST_REACHED = 15;

/** Classes by number of orders: the least of each. The last one is open. */
export const ORDER_CLASSES = [1, 2, 4, 7] as const;

export interface ReachRequest {
  readonly level: ItemLevel;
  readonly grouping: Grouping;
}

/**
 * Rows by `part`: `group` (group, customers), `item` (item, customers of all groups), the 15 with
 * the most customers, and `cell` (item, group, customers). Classes by orders are named by the
 * least number of orders.
 */
export function reachQuery({ level, grouping }: ReachRequest, facts: DatasetFacts): Sql {
  return withSteps(
    [
      ...groupSteps(grouping, facts),
      customerItemsStep(level),
      {
        name: 'reached',
        comment: `The ${MOST_REACHED} that the most customers bought`,
        body: sql`SELECT item, count(*)::INTEGER AS customers
FROM customer_items JOIN grouped USING (customer_key)
GROUP BY item ORDER BY customers DESC, item LIMIT ${MOST_REACHED}`,
      },
    ],
    sql`SELECT 'group' AS part, "group", NULL::VARCHAR AS item, count(*)::INTEGER AS customers
FROM grouped GROUP BY "group"
UNION ALL BY NAME
SELECT 'item' AS part, item, customers FROM reached
UNION ALL BY NAME
SELECT 'cell' AS part, "group", item, count(*)::INTEGER AS customers
FROM customer_items JOIN grouped USING (customer_key)
WHERE item IN (SELECT item FROM reached)
GROUP BY item, "group"`,
  );
}

/** The customers of a group (null: of all) who bought an item. */
export function reachCustomers(
  item: string,
  group: string | null,
  { level, grouping }: ReachRequest,
  facts: DatasetFacts,
): Sql {
  return withSteps(
    groupSteps(grouping, facts),
    sql`SELECT customer_key, count(DISTINCT order_key)::INTEGER AS item_orders
FROM lines JOIN grouped USING (customer_key)
WHERE ${soldItems(level)} AND ${itemColumn(level)} = ${item}${group === null ? sql`` : sql` AND "group" = ${group}`}
GROUP BY customer_key
ORDER BY item_orders DESC, customer_key`,
  );
}

function groupSteps(grouping: Grouping, facts: DatasetFacts): readonly Step[] {
  if (grouping === 'rfm') {
    return [
      ...scoreSteps({ analysisDay: facts.lastDay, settings: scoreDefaults(facts), facts }),
      segmentStep(DEFAULT_RULES.rules),
      {
        name: 'grouped',
        comment: 'Each scored customer with the segment',
        body: sql`SELECT customer_key, segment AS "group" FROM segmented`,
      },
    ];
  }
  const [, ...later] = ORDER_CLASSES;
  const named = later.reduceRight(
    (rest, least) => sql`${rest} WHEN orders >= ${least} THEN ${String(least)}`,
    sql`CASE`,
  );
  return [
    {
      name: 'grouped',
      comment: 'Each customer with the class by number of orders, named by its least',
      body: sql`SELECT customer_key, ${named} ELSE '1' END AS "group"
FROM customers WHERE orders > 0`,
    },
  ];
}

function customerItemsStep(level: ItemLevel): Step {
  return {
    name: 'customer_items',
    comment: 'What each customer ever bought, each once; returns and unknown items are left out',
    body: sql`SELECT DISTINCT customer_key, ${itemColumn(level)} AS item
FROM lines
WHERE ${soldItems(level)} AND customer_key IS NOT NULL`,
  };
}
