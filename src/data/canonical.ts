import { ident, join, sql, type Sql } from '../core/sql.ts';
import { purchaseSummarySql } from './purchase-summary.ts';
import type { StagedShape } from './staged-shape.ts';

/**
 * The canonical tables, one set a dataset, each in a schema of its own. Analyses read only these.
 *
 * `customers`     one row a customer (also those with only returns: their sale columns are NULL)
 *   customer_key  INTEGER   1, 2, 3 … compact
 *   customer_id   VARCHAR   as in the file
 *   first_day, last_day  DATE       first and last day with a sale
 *   start_at      TIMESTAMP  the first sale
 *   orders        INTEGER   sales
 *   active_days   INTEGER   days with a sale
 *   revenue       DECIMAL(18,4)  sales and returns; NULL where no amount is known, or where they
 *                                come to 10¹⁴ or more, as in all tables
 *   customer_attribute_1 …  VARCHAR  only where mapped: the latest value that is not blank
 *
 * `orders`        one row an order, day and kind: the number of a till's receipt starts again each
 *                 day, so that lines of one number on two days are two orders (and an order whose
 *                 lines run over midnight is two)
 *   order_key INTEGER, customer_key INTEGER (NULL: no customer), order_id VARCHAR (NULL without the column),
 *   ordered_at TIMESTAMP (its first line), day DATE, revenue DECIMAL(18,4), items INTEGER (lines),
 *   kind VARCHAR 'sale' | 'return', channel VARCHAR (NULL without the column),
 *   only where mapped: cost DECIMAL(18,4) (NULL unless it is known of every line), units DOUBLE
 *   (the sum of the quantities), attribute_1 … VARCHAR; where returns are taken off their sales,
 *   line_kind (what its lines are by themselves: an order of which nothing is left is a return)
 *
 * `order_lines`   a view over the staged rows, where products or categories are mapped: order_key, product (NULL
 *                 without the column), quantity, amount, and where mapped category, cost
 * `lines`         the same as a table, made when the first analysis needs it (see linesSql): order_key, customer_key,
 *                 day DATE, kind, product, category (NULL without the column), quantity DOUBLE, amount DECIMAL(18,4),
 *                 cost DECIMAL(18,4) (NULL without the column)
 * `purchase_summaries`  a view of what purchase models are fitted to, a row a customer observed to
 *                 the last day with an order; see purchase-summary.ts
 *
 * `customer_days` one row a customer and day with an order, sorted by customer_key, day. Nearly
 *                 every analysis needs no more.
 *   customer_key  INTEGER
 *   day           DATE
 *   orders        INTEGER        sales of the day; 0 where the day has only returns
 *   revenue       DECIMAL(18,4)  sales and returns of the day; NULL where no amount is known
 *   cost          DECIMAL(18,4)  only where mapped; NULL unless it is known of every order
 *   first_at, last_at  TIMESTAMP first and last sale of the day; NULL where orders = 0
 *   first_day     DATE           the customer's first day with a sale (the acquisition)
 *   start_at      TIMESTAMP      the customer's first sale
 *   previous_day  DATE           the customer's previous day with a sale; NULL on the first
 *   previous_at   TIMESTAMP      the last sale of that day
 *
 * A customer is active on the days with orders > 0. Because a row knows its customer's first and
 * previous day, "distinct customers active in a period" needs no DISTINCT: count the rows whose
 * previous day lies in another period.
 */
export const CANONICAL_TABLES = ['customers', 'orders', 'customer_days'] as const;

/** What the tables are built from: the staged rows whose flags the rules let through. */
export interface CanonicalInput {
  readonly shape: StagedShape;
  /** The flags of a row (an expression over `staged`). */
  readonly flags: Sql;
  /** A row with any of these flags is left out. */
  readonly leftOutMask: number;
  /** A kept row with any of these flags is a return. */
  readonly returnMask: number;
  /** A kept row with any of these flags is taken off the sale with its order number, if there is one. */
  readonly netMask?: number;
  /** Order ids of cancellations begin so, before the number of the sale (`C536379`). Default: null. */
  readonly cancelPrefix?: string | null;
  /** Whether each row has an order id of its own: then a row is an order. */
  readonly orderIdsUnique: boolean;
  /**
   * The schema of `staged`, by which the view `order_lines` names it: so it can be read where the
   * search path holds only the schema of the canonical tables. Null: by the search path.
   */
  readonly stagedSchema: string | null;
}

/** A step of building the tables, for the progress line. */
export interface BuildStep {
  readonly step: 'customers' | 'orders' | 'days';
  readonly statement: Sql;
}

/** The statements that build the canonical tables from `staged`, in order. */
export function canonicalSql(input: CanonicalInput): readonly BuildStep[] {
  const { shape } = input;
  const returns = input.returnMask !== 0;
  return [
    ...(nets(input) ? [{ step: 'orders', statement: nettedSql(input) } as const] : []),
    { step: 'customers', statement: customerNamesSql(input) },
    { step: 'orders', statement: ordersSql(input) },
    { step: 'days', statement: returns ? daysWithReturnsSql(shape) : daysSql(shape) },
    { step: 'days', statement: customersSql(input, returns) },
    { step: 'days', statement: customerDaysSql(shape) },
    { step: 'days', statement: sql`DROP TABLE days` },
    { step: 'days', statement: sql`DROP TABLE customer_names` },
    { step: 'days', statement: purchaseSummariesSql() },
    ...(hasLines(shape) ? ([{ step: 'orders', statement: orderLinesSql(input) }] as const) : []),
  ];
}

function kept({ flags, leftOutMask }: CanonicalInput): Sql {
  return sql`(${flags} & ${leftOutMask}) = 0`;
}

function customerNamesSql(input: CanonicalInput): Sql {
  return sql`CREATE TABLE customer_names AS
SELECT (row_number() OVER ())::INTEGER AS customer_key, customer_id
FROM (SELECT DISTINCT customer_id FROM staged WHERE customer_id IS NOT NULL AND ${kept(input)})`;
}

/** A sum of money; NULL where it is too large, which only a column that is no money can bring about. */
export function total(money: Sql): Sql {
  return sql`TRY_CAST(sum(${money}) AS DECIMAL(18,4))`;
}

/** A sum that is unknown where one of its parts is. */
export function wholeTotal(money: Sql): Sql {
  return sql`CASE WHEN count(${money}) = count(*) THEN ${total(money)} END`;
}

/** The columns of `orders` that only some imports have, from the rows of an order. */
function extraColumns(shape: StagedShape, many: boolean): Sql {
  const attributes = shape.attributes.map((_, i) => ident(`attribute_${i + 1}`));
  const parts = [
    ...(shape.cost ? [many ? sql`${wholeTotal(sql`cost`)} AS cost` : sql`cost`] : []),
    ...(shape.quantity ? [many ? sql`sum(quantity) AS units` : sql`quantity AS units`] : []),
    ...attributes.map((name) => (many ? sql`any_value(${name}) AS ${name}` : name)),
  ];
  return parts.length === 0 ? sql`` : sql`, ${join(parts)}`;
}

/** Whether a row of the file is a whole order. */
function rowIsOrder(input: CanonicalInput): boolean {
  return !input.shape.order || (input.orderIdsUnique && !nets(input));
}

/** Whether returns are taken off their sales: only an order number can tell which sale. */
function nets({ shape, netMask = 0 }: CanonicalInput): boolean {
  return shape.order && netMask !== 0;
}

/**
 * `CREATE TABLE netted`: each row that is to be taken off a sale (id, its rowid) with the sale's
 * order number and moment: the same customer's latest sale of that number that is not later than
 * the row. Rows without such a sale are not in it; they stay returns of their own date.
 */
function nettedSql(input: CanonicalInput): Sql {
  const { flags, returnMask, netMask = 0, cancelPrefix = null } = input;
  const number =
    cancelPrefix === null
      ? sql`order_id`
      : sql`CASE WHEN starts_with(order_id, ${cancelPrefix}) THEN substr(order_id, ${cancelPrefix.length + 1}) ELSE order_id END`;
  return sql`CREATE TABLE netted AS
WITH
-- the sales by customer, number and day
sales AS (
  SELECT coalesce(customer_id, '') AS customer_id, order_id, min(ordered_at) AS ordered_at
  FROM staged WHERE ${kept(input)} AND (${flags} & ${returnMask}) = 0
  GROUP BY coalesce(customer_id, ''), order_id, ordered_at::DATE
),
-- what is to be taken off
taken_off AS (
  SELECT rowid AS id, coalesce(customer_id, '') AS customer_id, ${number} AS order_id, ordered_at
  FROM staged WHERE ${kept(input)} AND (${flags} & ${netMask}) <> 0
)
SELECT taken_off.id, sales.order_id, sales.ordered_at
FROM taken_off ASOF JOIN sales ON taken_off.customer_id = sales.customer_id
  AND taken_off.order_id = sales.order_id AND taken_off.ordered_at >= sales.ordered_at`;
}

/** The staged rows; those that are taken off a sale stand with it. */
function stagedRows(input: CanonicalInput, staged = sql`staged`): Sql {
  if (!nets(input)) return staged;
  const off = input.returnMask;
  return sql`(SELECT all_rows.* REPLACE (
    coalesce(netted.order_id, all_rows.order_id) AS order_id,
    coalesce(netted.ordered_at, all_rows.ordered_at) AS ordered_at,
    CASE WHEN netted.id IS NULL THEN all_rows.flags ELSE all_rows.flags & ~${off}::USMALLINT END AS flags
  ), netted.id IS NOT NULL AS is_netted
  FROM ${staged} AS all_rows LEFT JOIN netted ON netted.id = all_rows.rowid) AS staged`;
}

const KIND_AFTER_NETTING = sql`CASE WHEN kind = 'sale' AND revenue <= 0 THEN 'return' ELSE kind END`;

function ordersSql(input: CanonicalInput): Sql {
  const { shape, flags, returnMask } = input;
  const kind = sql`CASE WHEN (${flags} & ${returnMask}) <> 0 THEN 'return' ELSE 'sale' END`;
  const order = shape.order ? sql`order_id` : sql`NULL::VARCHAR`;
  const channel = shape.channel ? sql`channel` : sql`NULL::VARCHAR`;
  if (rowIsOrder(input)) {
    return sql`CREATE TABLE orders AS
SELECT (staged.rowid + 1)::INTEGER AS order_key, customer_key, ${order} AS order_id, ordered_at,
  ordered_at::DATE AS day, amount AS revenue, 1::INTEGER AS items, ${kind} AS kind, ${channel} AS channel${extraColumns(shape, false)}
FROM staged LEFT JOIN customer_names USING (customer_id)
WHERE ${kept(input)}`;
  }
  const lines = nets(input)
    ? sql`(count(*) FILTER (NOT is_netted))::INTEGER`
    : sql`count(*)::INTEGER`;
  // An order of which nothing is left was no purchase.
  const result = nets(input)
    ? sql`grouped.* EXCLUDE (customer_id) REPLACE (${KIND_AFTER_NETTING} AS kind), kind AS line_kind`
    : sql`grouped.* EXCLUDE (customer_id)`;
  return sql`CREATE TABLE orders AS
WITH
-- the lines of an order together; a return is apart from the sale with the same number, and so
-- is an order of another day
grouped AS (
  SELECT customer_id, order_id, ordered_at::DATE AS day, ${kind} AS kind,
    min(ordered_at) AS ordered_at, ${total(sql`amount`)} AS revenue,
    ${lines} AS items, any_value(${channel}) AS channel${extraColumns(shape, true)}
  FROM ${stagedRows(input)} WHERE ${kept(input)}
  GROUP BY ALL
)
SELECT (row_number() OVER ())::INTEGER AS order_key, customer_key, ${result}
FROM grouped LEFT JOIN customer_names USING (customer_id)`;
}

/**
 * One row a customer and day, sorted. The previous day is the row before: a scan of the sorted
 * table, where a window over each customer would sort the million rows again.
 */
function daysSql(shape: StagedShape): Sql {
  return sql`CREATE TABLE days AS
WITH
-- the orders of a customer's day together
by_day AS (
  SELECT customer_key, day, count(*)::INTEGER AS orders, ${total(sql`revenue`)} AS revenue,
    min(ordered_at) AS first_at, max(ordered_at) AS last_at${dayCost(shape)}
  FROM orders WHERE customer_key IS NOT NULL
  GROUP BY customer_key, day ORDER BY customer_key, day
)
SELECT *, CASE WHEN lag(customer_key) OVER () = customer_key THEN lag(last_at) OVER () END AS previous_at
FROM by_day`;
}

/** As `daysSql`, where a day may have only returns: the previous day is the last one with a sale. */
export function daysWithReturnsSql(shape: StagedShape): Sql {
  return sql`CREATE TABLE days AS
WITH
-- the orders of a customer's day together; returns count in revenue only
by_day AS (
  SELECT customer_key, day, (count(*) FILTER (kind = 'sale'))::INTEGER AS orders,
    ${total(sql`revenue`)} AS revenue,
    min(ordered_at) FILTER (kind = 'sale') AS first_at, max(ordered_at) FILTER (kind = 'sale') AS last_at${dayCost(shape)}
  FROM orders WHERE customer_key IS NOT NULL
  GROUP BY customer_key, day
)
SELECT *, max(last_at) OVER (
    PARTITION BY customer_key ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ) AS previous_at
FROM by_day ORDER BY customer_key, day`;
}

function dayCost(shape: StagedShape): Sql {
  return shape.cost ? sql`, ${wholeTotal(sql`cost`)} AS cost` : sql``;
}

/**
 * The step `totals` of a query: each customer of the table `days` in one row.
 *
 * @param returns whether there are days with only returns
 */
export function customerTotals(returns: boolean): Sql {
  const sale = returns ? sql` FILTER (orders > 0)` : sql``;
  return sql`-- each customer's days together
totals AS (
  SELECT customer_key, min(day)${sale} AS first_day, max(day)${sale} AS last_day,
    min(first_at) AS start_at, sum(orders)::INTEGER AS orders,
    (count(*)${sale})::INTEGER AS active_days, ${total(sql`revenue`)} AS revenue
  FROM days GROUP BY customer_key
)`;
}

function customersSql(input: CanonicalInput, returns: boolean): Sql {
  const names = input.shape.customerAttributes.map((_, i) => ident(`customer_attribute_${i + 1}`));
  return sql`CREATE TABLE customers AS
WITH
${customerTotals(returns)}
SELECT customer_key, customer_id, first_day, last_day, start_at, orders, active_days, revenue${
    names.length === 0 ? sql`` : sql`, ${join(names)}`
  }
FROM totals JOIN customer_names USING (customer_key)${
    names.length === 0
      ? sql``
      : sql` LEFT JOIN (${latestAttributes(input, names)}) USING (customer_id)`
  }`;
}

/** What is known of a customer: of each attribute the latest value. */
function latestAttributes(input: CanonicalInput, names: readonly Sql[]): Sql {
  const latest = names.map(
    (name) => sql`arg_max(${name}, ordered_at) FILTER (${name} IS NOT NULL) AS ${name}`,
  );
  return sql`SELECT customer_id, ${join(latest)} FROM staged WHERE ${kept(input)} GROUP BY customer_id`;
}

export function customerDaysSql(shape: StagedShape): Sql {
  const cost = shape.cost ? sql` days.cost,` : sql``;
  return sql`CREATE TABLE customer_days AS
SELECT customer_key, day, days.orders, days.revenue,${cost} first_at, last_at, first_day, start_at,
  previous_at::DATE AS previous_day, previous_at
FROM days JOIN customers USING (customer_key)`;
}

function purchaseSummariesSql(): Sql {
  return sql`CREATE VIEW purchase_summaries AS
${purchaseSummarySql(sql`(SELECT max(day) FROM orders)`)}`;
}

/** Whether the rows of the file are lines with a product or a category. */
export function hasLines({ product, category }: StagedShape): boolean {
  return product || category;
}

/** `CREATE TABLE lines`: the view `order_lines` as a table, with the customer and day of the order. */
export function linesSql(shape: StagedShape): Sql {
  const category = shape.category ? sql`category` : sql`NULL::VARCHAR AS category`;
  const cost = shape.cost ? sql`order_lines.cost` : sql`NULL::DECIMAL(18,4) AS cost`;
  return sql`CREATE TABLE lines AS
SELECT order_key, customer_key, day, kind, product, ${category}, quantity, amount, ${cost}
FROM order_lines JOIN orders USING (order_key)`;
}

function orderLinesSql(input: CanonicalInput): Sql {
  const quantity = input.shape.quantity ? sql`staged.quantity` : sql`NULL::DOUBLE`;
  const extra = sql`${input.shape.category ? sql`, category` : sql``}${input.shape.cost ? sql`, staged.cost` : sql``}`;
  const { stagedSchema: schema } = input;
  const table = schema === null ? sql`staged` : ident(schema, 'staged');
  const staged = nets(input) ? stagedRows(input, table) : sql`${table} AS staged`;
  const kind = nets(input) ? sql`orders.line_kind` : sql`orders.kind`;
  const from = rowIsOrder(input)
    ? sql`${staged} JOIN orders ON orders.order_key = staged.rowid + 1`
    : sql`${staged} LEFT JOIN customers USING (customer_id)
JOIN orders ON orders.order_id = staged.order_id AND orders.day = staged.ordered_at::DATE
  AND orders.customer_key IS NOT DISTINCT FROM customers.customer_key
  AND ${kind} = CASE WHEN (${input.flags} & ${input.returnMask}) <> 0 THEN 'return' ELSE 'sale' END`;
  return sql`CREATE VIEW order_lines AS
SELECT order_key, ${input.shape.product ? sql`product` : sql`NULL::VARCHAR AS product`}, ${quantity} AS quantity, amount${extra}
FROM ${from}
WHERE ${kept(input)}`;
}

/** One row: the DatasetFacts that SQL can tell, days counted from 1970-01-01. */
export function factsSql(): Sql {
  return sql`SELECT
  (min(day) - DATE '1970-01-01')::INTEGER AS first_day,
  (max(day) - DATE '1970-01-01')::INTEGER AS last_day,
  (SELECT count(*)::INTEGER FROM customers WHERE orders > 0) AS customers,
  (count(*) FILTER (kind = 'sale'))::INTEGER AS orders,
  sum(items)::DOUBLE AS "rows",
  coalesce(sum(revenue), 0)::DOUBLE AS revenue,
  bool_or(ordered_at <> day) AS has_time,
  count(revenue) > 0 AS has_money,
  (SELECT median(day - previous_day)::DOUBLE FROM customer_days WHERE previous_day IS NOT NULL AND orders > 0)
    AS median_gap_days
FROM orders`;
}
