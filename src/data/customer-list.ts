import { sql, type Sql } from '../core/sql.ts';

/**
 * The customers of a selection with what they bought, the most valuable first.
 *
 * @param picked A query that returns `customer_key` and any further columns to show.
 * @returns Columns customer_id, the further columns, orders, revenue (unknown is NULL),
 *   first_day and last_day (days since 1970-01-01).
 */
export function customerListSql(picked: Sql, limit: number, offset: number): Sql {
  return sql`${listSql(picked)}
LIMIT ${limit} OFFSET ${offset}`;
}

/** As `customerListSql`, all of them. */
export function wholeCustomerListSql(picked: Sql): Sql {
  return listSql(picked);
}

function listSql(picked: Sql): Sql {
  return sql`SELECT customers.customer_id, picked.* EXCLUDE (customer_key),
  customers.orders, customers.revenue::DOUBLE AS revenue,
  (customers.first_day - DATE '1970-01-01')::INTEGER AS first_day,
  (customers.last_day - DATE '1970-01-01')::INTEGER AS last_day
FROM (
${picked}
) AS picked JOIN customers USING (customer_key)
ORDER BY customers.revenue DESC NULLS LAST, customers.customer_id`;
}

/** One row: how many customers a selection has. */
export function customerCountSql(picked: Sql): Sql {
  return sql`SELECT count(*)::DOUBLE AS count FROM (
${picked}
)`;
}
