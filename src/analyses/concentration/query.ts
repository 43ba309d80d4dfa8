import { join, sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import {
  activeMeasure,
  type ConcentrationMeasure,
  type ConcentrationSettings,
} from './settings.ts';

/** The shares of the customers whose part of the total is told, in whole per cent. */
export const BEST_PERCENTS = [1, 5, 10, 20, 50] as const;

/** From this many orders on, customers stand together in the last bar. */
export const MOST_ORDERS = 20;

/** Points of the curve; at most one more is returned than there are steps. */
const CURVE_STEPS = 150;

export const CLASSES = {
  abc: ['a', 'b', 'c'],
  usage: ['heavy', 'medium', 'light'],
} as const;
export type Scheme = keyof typeof CLASSES;
export type ClassId = (typeof CLASSES)[Scheme][number];

/** The customers behind a point of the curve, a class, or a bar of the orders. */
export type ConcentrationSelection =
  /** The best so many customers. */
  | { readonly kind: 'best'; readonly customers: number }
  | { readonly kind: 'class'; readonly scheme: Scheme; readonly id: ClassId }
  /** `MOST_ORDERS` stands for as many or more. */
  | { readonly kind: 'orders'; readonly orders: number };

/**
 * One query, so that the customers are ranked once. `part` says what a row is; columns that do
 * not belong to the part are NULL:
 * - `total`: customers, value (the sum), weighted (Σ rank × value), largest, zeros, negatives and
 *   negative_value, unknown (customers whose value is not known; they are in no other number)
 * - `curve`: customers, value of the best so many, at most 151 rows, denser at the best
 * - `best`: percent, customers (⌈n × percent ÷ 100⌉), value
 * - `abc`, `usage`: id, customers, value, orders, least, greatest
 * - `orders`: orders (20: as many or more), customers, value; those of unknown value are counted
 */
export function concentrationQueries(
  settings: ConcentrationSettings,
  facts: DatasetFacts,
): { concentration: Sql } {
  const parts = [
    sql`SELECT 'total' AS part, count(value)::INTEGER AS customers, sum(value)::DOUBLE AS value,
  sum(rank * value::DOUBLE) AS weighted, max(value)::DOUBLE AS largest,
  (count(*) FILTER (value = 0))::INTEGER AS zeros, (count(*) FILTER (value < 0))::INTEGER AS negatives,
  (sum(value) FILTER (value < 0))::DOUBLE AS negative_value,
  (count(*) - count(value))::INTEGER AS unknown
FROM classed`,
    sql`SELECT 'curve' AS part, max(rank)::INTEGER AS customers, arg_max(cumulative, rank)::DOUBLE AS value
FROM classed WHERE value IS NOT NULL
GROUP BY ceil(${CURVE_STEPS} * sqrt(rank / n))`,
    sql`SELECT 'best' AS part, percent, rank::INTEGER AS customers, cumulative::DOUBLE AS value
FROM classed JOIN (SELECT unnest([${join(BEST_PERCENTS.map((percent) => sql`${percent}`))}]) AS percent)
  ON rank = (n * percent + 99) // 100
WHERE value IS NOT NULL`,
    ...(['abc', 'usage'] as const).map((scheme) => classPart(scheme)),
    sql`SELECT 'orders' AS part, least(orders, ${MOST_ORDERS})::INTEGER AS orders,
  count(*)::INTEGER AS customers, sum(value)::DOUBLE AS value
FROM classed GROUP BY 2`,
  ];
  const union = parts.reduce((query, part) => sql`${query}\nUNION ALL BY NAME\n${part}`);
  return { concentration: withSteps(steps(settings, facts), union) };
}

function classPart(scheme: Scheme): Sql {
  const column = scheme === 'abc' ? sql`abc` : sql`usage`;
  return sql`SELECT ${scheme} AS part, ${column} AS id, count(*)::INTEGER AS customers,
  sum(value)::DOUBLE AS value, sum(orders)::INTEGER AS orders,
  min(value)::DOUBLE AS least, max(value)::DOUBLE AS greatest
FROM classed WHERE ${column} IS NOT NULL GROUP BY ${column}`;
}

/** The customers of a selection, the best first, each with its place and its part of the total. */
export function concentrationCustomers(
  selection: ConcentrationSelection,
  settings: ConcentrationSettings,
  facts: DatasetFacts,
): Sql {
  // Revenue and orders stand in every list of customers.
  const contribution =
    activeMeasure(settings, facts) === 'contribution'
      ? sql` value::DOUBLE AS contribution,`
      : sql``;
  return withSteps(
    steps(settings, facts),
    sql`SELECT customer_key, rank::INTEGER AS rank,${contribution}
  CASE WHEN total > 0 THEN (100 * value::DOUBLE / total::DOUBLE) END AS share_of_total,
  CASE WHEN total > 0 THEN (100 * cumulative::DOUBLE / total::DOUBLE) END AS share_so_far
FROM classed
WHERE ${condition(selection)}
ORDER BY rank`,
  );
}

function condition(selection: ConcentrationSelection): Sql {
  switch (selection.kind) {
    case 'best':
      return sql`rank <= ${selection.customers} AND value IS NOT NULL`;
    case 'class':
      return sql`${selection.scheme === 'abc' ? sql`abc` : sql`usage`} = ${selection.id}`;
    case 'orders':
      return selection.orders >= MOST_ORDERS
        ? sql`orders >= ${MOST_ORDERS}`
        : sql`orders = ${selection.orders}`;
  }
}

function steps(settings: ConcentrationSettings, facts: DatasetFacts): readonly Step[] {
  return [
    peopleStep(activeMeasure(settings, facts)),
    {
      name: 'totals',
      comment: 'How many customers, and the total that their shares are of',
      body: sql`SELECT count(value) AS n, sum(value) AS total FROM people`,
    },
    {
      name: 'ranked',
      comment:
        'The customers from the best, with the running total; equal values in the order of customer_key, unknown ones last',
      body: sql`SELECT *,
  row_number() OVER (ORDER BY value DESC NULLS LAST, customer_key) AS rank,
  sum(value) OVER (ORDER BY value DESC NULLS LAST, customer_key ROWS UNBOUNDED PRECEDING) AS cumulative
FROM people`,
    },
    classedStep(settings),
  ];
}

function peopleStep(measure: ConcentrationMeasure): Step {
  if (measure === 'contribution') {
    return {
      name: 'people',
      comment:
        'Customers with a sale; value is revenue less cost, unknown where the cost of an order is',
      body: sql`SELECT customer_key, sum(orders)::INTEGER AS orders,
  CASE WHEN count(cost) = count(*) THEN sum(revenue) - sum(cost) END AS value
FROM customer_days
GROUP BY customer_key
HAVING sum(orders) > 0`,
    };
  }
  return {
    name: 'people',
    comment:
      measure === 'revenue'
        ? 'Customers with a sale; value is the revenue, returns taken off'
        : 'Customers with a sale; value is the number of orders',
    body: sql`SELECT customer_key, orders, ${measure === 'revenue' ? sql`revenue` : sql`orders`} AS value
FROM customers
WHERE orders > 0`,
  };
}

function classedStep({ abc, usage }: ConcentrationSettings): Step {
  return {
    name: 'classed',
    comment: `A: the fewest best customers who bring ${abc.first} % of the total, B: up to ${abc.second} %, C: the rest (none without a total above 0). Heavy: the best ${usage.first} % of the customers, medium: up to ${usage.second} %, light: the rest`,
    body: sql`SELECT ranked.*, n, total,
  CASE
    WHEN value IS NULL OR total <= 0 THEN NULL
    WHEN (cumulative - value) * 100 < total * ${abc.first} THEN 'a'
    WHEN (cumulative - value) * 100 < total * ${abc.second} THEN 'b'
    ELSE 'c' END AS abc,
  CASE
    WHEN value IS NULL THEN NULL
    WHEN rank <= (n * ${usage.first} + 99) // 100 THEN 'heavy'
    WHEN rank <= (n * ${usage.second} + 99) // 100 THEN 'medium'
    ELSE 'light' END AS usage
FROM ranked, totals`,
  };
}
