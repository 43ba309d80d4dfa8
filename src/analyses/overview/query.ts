import {
  dateLiteral,
  periodEnd,
  periodIndexSql,
  periodStart,
  type Grain,
} from '../../core/calendar.ts';
import { join, sql, type Sql } from '../../core/sql.ts';
import {
  lifecycleCustomersQuery,
  lifecycleQuery,
  type LifecycleState,
} from '../../data/lifecycle.ts';
import type { StagedShape } from '../../data/staged-shape.ts';
import type { DatasetFacts } from '../analysis.ts';
import type { OverviewSettings } from './settings.ts';

/** The customers who bought in a period, are in a state in it, or bought at a time of the week. */
export type OverviewSelection =
  | { readonly kind: 'period'; readonly period: number }
  | { readonly kind: 'state'; readonly period: number; readonly state: LifecycleState }
  /** Weekday 1 (Monday) to 7; hour 0 to 23, null for the whole day. */
  | { readonly kind: 'slot'; readonly weekday: number; readonly hour: number | null };

/**
 * The queries by name.
 * - `periods`: see `periodsQuery`
 * - `lifecycle`: see data/lifecycle.ts
 * - `week`: see `weekQuery`
 */
export function overviewQueries(
  { grain }: Pick<OverviewSettings, 'grain'>,
  { shape, hasTime }: Pick<DatasetFacts, 'shape' | 'hasTime'>,
): Readonly<Record<string, Sql>> {
  return {
    periods: periodsQuery(grain, shape),
    lifecycle: lifecycleQuery(grain),
    week: weekQuery(hasTime),
  };
}

/**
 * A row a period (index), kind and whether the customer is known: `period`, `is_sale`, `is_named`,
 * `orders`, `amount`, `lines` and, where the data has them, `units` and `cost` (NULL unless that of
 * every order is known).
 */
function periodsQuery(grain: Grain, shape: StagedShape): Sql {
  const sums = [
    sql`count(*)::INTEGER AS orders`,
    sql`sum(revenue)::DOUBLE AS amount`,
    sql`sum(items)::INTEGER AS lines`,
    ...(shape.quantity ? [sql`sum(units)::DOUBLE AS units`] : []),
    ...(shape.cost
      ? [sql`CASE WHEN count(cost) = count(*) THEN sum(cost)::DOUBLE END AS cost`]
      : []),
  ];
  return sql`-- What the orders of each period come to: sales and returns, with and without a customer
SELECT
  ${periodIndexSql(sql`day`, grain)}::INTEGER AS period,
  kind = 'sale' AS is_sale,
  customer_key IS NOT NULL AS is_named,
  ${join(sums, ',\n  ')}
FROM orders
GROUP BY period, is_sale, is_named
ORDER BY period, is_sale, is_named`;
}

/**
 * A row a weekday (1 = Monday) and hour of the sales of known customers: `weekday`, `hour` (NULL
 * where the data has no times), `orders`, `sales`.
 */
function weekQuery(hasTime: boolean): Sql {
  const hour = hasTime ? sql`hour(ordered_at)::INTEGER` : sql`NULL::INTEGER`;
  return sql`-- Sales by day of the week and hour
SELECT
  isodow(day)::INTEGER AS weekday,
  ${hour} AS "hour",
  count(*)::INTEGER AS orders,
  sum(revenue)::DOUBLE AS sales
FROM orders
WHERE kind = 'sale' AND customer_key IS NOT NULL
GROUP BY ALL
ORDER BY ALL`;
}

/** The customers behind a number, with what they ordered in it. */
export function overviewCustomers(
  selection: OverviewSelection,
  { grain }: Pick<OverviewSettings, 'grain'>,
): Sql {
  switch (selection.kind) {
    case 'period':
      return periodCustomers(selection.period, grain);
    case 'state':
      return lifecycleCustomersQuery(selection.period, selection.state, grain);
    case 'slot':
      return slotCustomers(selection.weekday, selection.hour);
  }
}

function periodCustomers(period: number, grain: Grain): Sql {
  const from = dateLiteral(periodStart(period, grain));
  const to = dateLiteral(periodEnd(period, grain));
  return sql`-- Customers with a sale in the period
SELECT
  customer_key,
  sum(orders)::INTEGER AS period_orders,
  sum(revenue)::DOUBLE AS period_revenue
FROM customer_days
WHERE day BETWEEN ${from} AND ${to}
GROUP BY customer_key
HAVING sum(orders) > 0`;
}

function slotCustomers(weekday: number, hour: number | null): Sql {
  const at = hour === null ? sql`` : sql` AND hour(ordered_at) = ${hour}`;
  return sql`-- Customers with a sale at this time of the week
SELECT
  customer_key,
  count(*)::INTEGER AS slot_orders,
  sum(revenue)::DOUBLE AS slot_revenue
FROM orders
WHERE kind = 'sale' AND customer_key IS NOT NULL AND isodow(day) = ${weekday}${at}
GROUP BY customer_key`;
}
