import { dateLiteral } from '../../core/calendar.ts';
import { ident, join, sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import { itemColumn, MOST_ROWS, soldItems } from './items-query.ts';
import { HORIZONS, type Horizon, type ItemLevel, type ValueMeasure } from './settings.ts';

/** What the first products are asked: money is null where no amount is known. */
export interface FirstRequest {
  readonly level: ItemLevel;
  readonly money: ValueMeasure | null;
  readonly least: number;
}

/**
 * Rows by `part`: `all` (customers with a sale, and among them those whose first order has a known
 * item: `known`), `items` (how many items begin, and how many of these with enough customers:
 * `listed`), and `item`, a row each, the most customers first. `all` and `item` have for each
 * horizon h: observed_h (customers observed that long), returned_h (those of them with a second
 * purchase day within it), valued_h (those of them whose money is known), and of these value_h
 * and squares_h, the sums of the money and of its squares.
 */
export function firstQuery({ level, money, least }: FirstRequest, facts: DatasetFacts): Sql {
  return withSteps(
    [firstOrdersStep(), ...livesSteps(money, facts), firstItemsStep(level), itemsStep()],
    sql`SELECT 'all' AS part, NULL::VARCHAR AS item, count(*)::INTEGER AS customers,
  (SELECT count(DISTINCT customer_key)::INTEGER FROM first_items) AS known,
  NULL::INTEGER AS listed,
  ${measures()}
FROM lives
UNION ALL BY NAME
SELECT 'items' AS part, count(*)::INTEGER AS customers, (count(*) FILTER (customers >= ${least}))::INTEGER AS listed
FROM items
UNION ALL BY NAME
SELECT 'item' AS part, item, customers, * EXCLUDE (item, customers)
FROM (SELECT * FROM items WHERE customers >= ${least} ORDER BY customers DESC, item LIMIT ${MOST_ROWS})`,
  );
}

/** The customers whose first order had an item, those who came back first among them. */
export function firstCustomers(item: string, level: ItemLevel): Sql {
  return withSteps(
    [
      firstOrdersStep(),
      {
        name: 'second_days',
        comment: 'The second purchase day: its previous one is the first',
        body: sql`SELECT customer_key, day AS second_day FROM customer_days
WHERE orders > 0 AND previous_day = first_day`,
      },
    ],
    sql`SELECT customer_key, (any_value(second_day) - DATE '1970-01-01')::INTEGER AS second_day
FROM first_orders JOIN lines USING (order_key, customer_key) LEFT JOIN second_days USING (customer_key)
WHERE ${soldItems(level)} AND ${itemColumn(level)} = ${item}
GROUP BY customer_key
ORDER BY second_day NULLS LAST, customer_key`,
  );
}

function firstOrdersStep(): Step {
  return {
    name: 'first_orders',
    comment:
      'Each customer’s first sale; of several at the same moment the one with the lowest number',
    body: sql`SELECT customer_key, arg_min(order_key, row(order_id, order_key)) AS order_key
FROM orders JOIN customers USING (customer_key)
WHERE kind = 'sale' AND ordered_at = start_at
GROUP BY customer_key`,
  };
}

function livesSteps(money: ValueMeasure | null, { lastDay }: DatasetFacts): readonly Step[] {
  const end = dateLiteral(lastDay);
  const within = (h: Horizon) => sql`day BETWEEN first_day AND first_day + ${h}`;
  const columns = HORIZONS.map((h) => {
    const observed = sql`any_value(first_day) + ${h} <= ${end}`;
    return sql`CASE WHEN ${observed} THEN coalesce(bool_or(orders > 0 AND previous_day = first_day AND day <= first_day + ${h}), FALSE) END AS ${column('returned', h)},
  CASE WHEN ${observed} THEN ${moneyWithin(money, within(h))} END AS ${column('value', h)}`;
  });
  return [
    {
      name: 'lives',
      comment: `Each customer: whether a second purchase day came within ${HORIZONS.join(', ')} days of the first, and the ${money ?? 'money'} of these days; unknown where the customer was not observed that long`,
      body: sql`SELECT customer_key,\n  ${join(columns, ',\n  ')}
FROM customer_days
WHERE first_day IS NOT NULL
GROUP BY customer_key`,
    },
  ];
}

function moneyWithin(money: ValueMeasure | null, within: Sql): Sql {
  switch (money) {
    case null:
      return sql`NULL::DOUBLE`;
    case 'revenue':
      return sql`(sum(revenue) FILTER (${within}))::DOUBLE`;
    case 'contribution':
      // Unknown where the cost of one of the days is.
      return sql`CASE WHEN count(cost) FILTER (${within}) = count(*) FILTER (${within}) THEN (sum(revenue - cost) FILTER (${within}))::DOUBLE END`;
  }
}

function firstItemsStep(level: ItemLevel): Step {
  return {
    name: 'first_items',
    comment: 'What was in the first order, each once',
    body: sql`SELECT DISTINCT customer_key, ${itemColumn(level)} AS item
FROM lines JOIN first_orders USING (order_key, customer_key)
WHERE ${soldItems(level)}`,
  };
}

function itemsStep(): Step {
  return {
    name: 'items',
    comment: 'The customers who began with each; one who began with several counts for each',
    body: sql`SELECT item, count(*)::INTEGER AS customers,\n  ${measures()}
FROM first_items JOIN lives USING (customer_key)
GROUP BY item`,
  };
}

function measures(): Sql {
  return join(
    HORIZONS.map((h) => {
      const [returned, value] = [column('returned', h), column('value', h)];
      return sql`count(${returned})::INTEGER AS ${column('observed', h)}, (count(*) FILTER (${returned}))::INTEGER AS ${returned},
  count(${value})::INTEGER AS ${column('valued', h)}, sum(${value}) AS ${value}, sum(${value} * ${value}) AS ${column('squares', h)}`;
    }),
    ',\n  ',
  );
}

function column(name: string, horizon: Horizon): Sql {
  return ident(`${name}_${horizon}`);
}
