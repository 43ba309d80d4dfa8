import type { DatasetFacts, Row } from '../analyses/analysis.ts';
import { dateLiteral } from '../core/calendar.ts';
import { ident, join, sql, type Sql } from '../core/sql.ts';
import {
  customerDaysSql,
  customerTotals,
  daysWithReturnsSql,
  total,
  wholeTotal,
} from './canonical.ts';
import {
  dimensionsOf,
  holdsAllDays,
  type Condition,
  type DataFilter,
  type DayRange,
  type Dimension,
  type DimensionId,
  type DimensionValue,
} from './filter.ts';
import { purchaseSummarySql } from './purchase-summary.ts';
import type { StagedShape } from './staged-shape.ts';

/** A part of a dataset: the canonical tables again, in a schema of their own. */
export interface SliceInput {
  /** The schema of the whole tables. */
  readonly from: string;
  readonly shape: StagedShape;
  readonly filter: DataFilter;
  /** What is known of the whole. */
  readonly facts: DatasetFacts;
  /** Whether the whole has the table `lines`, which is made when it is first needed. */
  readonly lines: boolean;
  /** The tables of the lists of customers (column customer_key), by their place in `conditions`. */
  readonly audiences: ReadonlyMap<Condition, Sql>;
}

/** Whether a filter has to look at the table `lines`. */
export function filterNeedsLines(filter: DataFilter, shape: StagedShape): boolean {
  return filter.conditions.some(
    (one) => 'dimension' in one && dimension(one.dimension, shape)?.of === 'line',
  );
}

/**
 * The dimensions that a filter names and the dataset does not have: such a filter was made for
 * other data.
 */
export function unknownDimensions(filter: DataFilter, shape: StagedShape): readonly DimensionId[] {
  return filter.conditions.flatMap((one) =>
    'dimension' in one && dimension(one.dimension, shape) === undefined ? [one.dimension] : [],
  );
}

function dimension(id: DimensionId, shape: StagedShape): Dimension | undefined {
  return dimensionsOf(shape).find((one) => one.id === id);
}

/**
 * The statements that make the tables `orders`, `customers`, `customer_days`, `purchase_summaries`
 * and, where the whole has it, `lines`, holding what the filter lets through (canonical.ts tells
 * their columns). The first schema of the search path gets them. Views where the filter is about
 * customers only, so that nothing is copied.
 */
export function sliceSql(input: SliceInput): readonly Sql[] {
  const { shape, filter } = input;
  const people = filter.conditions.filter((one) => isAboutCustomers(one, shape));
  const rest = filter.conditions.filter((one) => !isAboutCustomers(one, shape));
  const whole = holdsAllDays(filter.days) && rest.length === 0;
  const members = people.length === 0 ? [] : [membersSql(input, people)];
  const picks = people.length > 0;
  if (whole) {
    return [
      ...members,
      ...['orders', 'customers', 'customer_days'].map((name) => memberView(input, name)),
      ...(input.lines ? [memberView(input, 'lines')] : []),
      summariesSql(input),
    ];
  }
  const onlyDays = rest.length === 0;
  return [
    ...members,
    ordersSql(input, rest, picks),
    onlyDays ? daysByRangeSql(input, picks) : daysWithReturnsSql(shape),
    customersSql(input),
    customerDaysSql(shape),
    sql`DROP TABLE days`,
    ...(input.lines ? [linesSql(input, rest, picks)] : []),
    summariesSql(input),
  ];
}

function isAboutCustomers(condition: Condition, shape: StagedShape): boolean {
  return condition.kind !== 'values' || dimension(condition.dimension, shape)?.of === 'customer';
}

function membersSql(input: SliceInput, conditions: readonly Condition[]): Sql {
  const tests = conditions.map((one) => {
    const test = customerTest(input, one);
    return one.exclude ? sql`NOT ${test}` : test;
  });
  return sql`CREATE TABLE members AS
SELECT customer_key FROM ${ident(input.from, 'customers')} WHERE ${join(tests, ' AND ')}`;
}

/** An expression over `customers` that is true or false, never NULL. */
function customerTest(input: SliceInput, condition: Condition): Sql {
  switch (condition.kind) {
    case 'values':
      return sql`(${isOneOf(ident(condition.dimension), condition.values)})`;
    case 'acquired':
      return sql`coalesce(${inRange(sql`first_day`, condition.days)}, FALSE)`;
    case 'audience': {
      const table = input.audiences.get(condition);
      return table === undefined
        ? sql`FALSE`
        : sql`(customer_key IN (SELECT customer_key FROM ${table}))`;
    }
    case 'first':
      return sql`(customer_key IN (SELECT customer_key FROM (
${firstValuesSql(input.from, input.shape, condition.dimension)}
) WHERE ${isOneOf(sql`value`, condition.values)}))`;
  }
}

/**
 * Each customer's first order of all with its value of a dimension: customer_key, value. Of orders
 * at the same moment the one that comes first in the file; of several lines the one with the
 * greatest amount, and of equal ones the first by the alphabet.
 *
 * @param from The schema of the tables; null: by the search path, as analyses read them.
 */
export function firstValuesSql(from: string | null, shape: StagedShape, id: DimensionId): Sql {
  const table = (name: string) => (from === null ? ident(name) : ident(from, name));
  const firsts = sql`SELECT orders.customer_key, min(order_key) AS order_key
  FROM ${table('orders')} AS orders JOIN ${table('customers')} AS customers
    ON orders.customer_key = customers.customer_key AND orders.ordered_at = customers.start_at
  WHERE kind = 'sale' GROUP BY orders.customer_key`;
  switch (dimension(id, shape)?.of) {
    case 'customer':
      return sql`SELECT customer_key, ${ident(id)} AS value FROM ${table('customers')} WHERE orders > 0`;
    case 'line':
      return sql`SELECT customer_key, value FROM (
  SELECT firsts.customer_key, ${ident(id)} AS value,
    row_number() OVER (PARTITION BY firsts.customer_key ORDER BY amount DESC NULLS LAST, ${ident(id)}) AS place
  FROM (${firsts}) AS firsts JOIN ${table('lines')} AS lines USING (order_key)
) WHERE place = 1`;
    default:
      return sql`SELECT firsts.customer_key, ${ident(id)} AS value
FROM (${firsts}) AS firsts JOIN ${table('orders')} AS orders USING (order_key)`;
  }
}

/** Never NULL: a blank is a value of its own. */
function isOneOf(column: Sql, values: readonly DimensionValue[]): Sql {
  const known = values.filter((value) => value !== null);
  const blank = values.includes(null) ? sql`${column} IS NULL` : null;
  if (known.length === 0) return blank ?? sql`FALSE`;
  const among = sql`coalesce(${column} IN (${join(known.map((value) => sql`${value}`))}), FALSE)`;
  return blank === null ? among : sql`(${among} OR ${blank})`;
}

function inRange(column: Sql, { from, to }: DayRange): Sql {
  if (from !== null && to !== null)
    return sql`${column} BETWEEN ${dateLiteral(from)} AND ${dateLiteral(to)}`;
  if (from !== null) return sql`${column} >= ${dateLiteral(from)}`;
  return to !== null ? sql`${column} <= ${dateLiteral(to)}` : sql`TRUE`;
}

function memberView({ from, filter, shape }: SliceInput, name: string): Sql {
  const picks = filter.conditions.some((one) => isAboutCustomers(one, shape));
  const where = picks ? sql` WHERE customer_key IN (SELECT customer_key FROM members)` : sql``;
  return sql`CREATE VIEW ${ident(name)} AS SELECT * FROM ${ident(from, name)}${where}`;
}

/** What the days and the conditions on customers ask of a table with the columns day and customer_key. */
function keeps({ filter }: SliceInput, picks: boolean): readonly Sql[] {
  return [
    ...(holdsAllDays(filter.days) ? [] : [inRange(sql`day`, filter.days)]),
    ...(picks ? [sql`customer_key IN (SELECT customer_key FROM members)`] : []),
  ];
}

/** What the conditions on orders, or on lines, ask of a table with their columns. */
function asks(
  { shape }: SliceInput,
  conditions: readonly Condition[],
  of: 'order' | 'line',
): readonly Sql[] {
  return conditions.flatMap((one) => {
    if (one.kind !== 'values' || dimension(one.dimension, shape)?.of !== of) return [];
    const test = isOneOf(ident(one.dimension), one.values);
    return [one.exclude ? sql`NOT ${test}` : test];
  });
}

function where(tests: readonly Sql[]): Sql {
  return tests.length === 0 ? sql`` : sql`\nWHERE ${join(tests, ' AND ')}`;
}

function ordersSql(input: SliceInput, conditions: readonly Condition[], picks: boolean): Sql {
  const { from, shape } = input;
  const orders = ident(from, 'orders');
  const stays = where([...keeps(input, picks), ...asks(input, conditions, 'order')]);
  const lineTests = asks(input, conditions, 'line');
  if (conditions.length === 0) return sql`CREATE VIEW orders AS SELECT * FROM ${orders}${stays}`;
  if (lineTests.length === 0) return sql`CREATE TABLE orders AS SELECT * FROM ${orders}${stays}`;
  const cost = shape.cost ? sql`, ${wholeTotal(sql`cost`)} AS cost` : sql``;
  const units = shape.quantity ? sql`, sum(quantity) AS units` : sql``;
  const replaced = sql`kept.revenue AS revenue, kept.items AS items${shape.cost ? sql`, kept.cost AS cost` : sql``}${
    shape.quantity ? sql`, kept.units AS units` : sql``
  }`;
  return sql`CREATE TABLE orders AS
WITH
-- the lines that stay, by order
kept AS (
  SELECT order_key, ${total(sql`amount`)} AS revenue, count(*)::INTEGER AS items${cost}${units}
  FROM ${ident(from, 'lines')} WHERE ${join(lineTests, ' AND ')} GROUP BY order_key
)
SELECT orders.* REPLACE (${replaced}) FROM ${orders} AS orders JOIN kept USING (order_key)${stays}`;
}

/** As the days of the canonical tables, without a look at the orders: whole days stay or go. */
function daysByRangeSql(input: SliceInput, picks: boolean): Sql {
  const { from, filter, shape } = input;
  const start = filter.days.from;
  const previous =
    start === null
      ? sql`previous_at`
      : sql`CASE WHEN previous_day >= ${dateLiteral(start)} THEN previous_at END AS previous_at`;
  return sql`CREATE TABLE days AS
SELECT customer_key, day, orders, revenue, first_at, last_at${shape.cost ? sql`, cost` : sql``}, ${previous}
FROM ${ident(from, 'customer_days')}${where(keeps(input, picks))}`;
}

function customersSql({ from, shape }: SliceInput): Sql {
  const attributes = shape.customerAttributes.map(
    (_, i) => sql`whole.${ident(`customer_attribute_${i + 1}`)}`,
  );
  return sql`CREATE TABLE customers AS
WITH
${customerTotals(true)}
SELECT totals.customer_key, customer_id, totals.first_day, totals.last_day, totals.start_at,
  totals.orders, totals.active_days, totals.revenue${attributes.length === 0 ? sql`` : sql`, ${join(attributes)}`}
FROM totals JOIN ${ident(from, 'customers')} AS whole USING (customer_key)`;
}

function linesSql(input: SliceInput, conditions: readonly Condition[], picks: boolean): Sql {
  const ofOrders = asks(input, conditions, 'order').length > 0;
  const tests = [
    ...keeps(input, picks),
    ...asks(input, conditions, 'line'),
    ...(ofOrders ? [sql`order_key IN (SELECT order_key FROM orders)`] : []),
  ];
  return sql`CREATE VIEW lines AS SELECT * FROM ${ident(input.from, 'lines')}${where(tests)}`;
}

function summariesSql(input: SliceInput): Sql {
  const { lastDay } = rangeOf(input.filter.days, input.facts);
  return sql`CREATE VIEW purchase_summaries AS
${purchaseSummarySql(dateLiteral(lastDay))}`;
}

/** One row: what the facts of a slice need, see `sliceFacts`. */
export function sliceFactsSql(): Sql {
  return sql`SELECT (SELECT count(*)::INTEGER FROM customers WHERE orders > 0) AS customers,
  (count(*) FILTER (kind = 'sale'))::INTEGER AS orders, coalesce(sum(revenue), 0)::DOUBLE AS revenue
FROM orders`;
}

/**
 * The facts of a slice. The days are those that were observed: a filter on customers does not
 * end the observation, a range of days does. What settings are fitted to stays that of the whole.
 */
export function sliceFacts(row: Row, filter: DataFilter, whole: DatasetFacts): DatasetFacts {
  return {
    ...whole,
    ...rangeOf(filter.days, whole),
    customers: Number(row['customers'] ?? 0),
    orders: Number(row['orders'] ?? 0),
    revenue: Number(row['revenue'] ?? 0),
  };
}

/** The days of the data that lie in a range; the first comes after the last where none does. */
export function rangeOf(
  { from, to }: DayRange,
  { firstDay, lastDay }: Pick<DatasetFacts, 'firstDay' | 'lastDay'>,
): Pick<DatasetFacts, 'firstDay' | 'lastDay'> {
  return {
    firstDay: Math.max(from ?? firstDay, firstDay),
    lastDay: Math.min(to ?? lastDay, lastDay),
  };
}
