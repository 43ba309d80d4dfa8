import { ident, list, sql, type Sql } from '../core/sql.ts';
import { fileColumn } from './source.ts';
import type { StagedShape } from './staged-shape.ts';
import { foldedId } from './staging.ts';

/** A column of more distinct values tells no states of an order. */
export const MOST_STATUSES = 50;

/** Rows (value, rows): the values of a column, trimmed, the most frequent first; one too many at most. */
export function statusesSql(index: number, source: Sql): Sql {
  return sql`SELECT trim(${fileColumn(index)}) AS value, count(*)::DOUBLE AS "rows"
FROM ${source} WHERE trim(${fileColumn(index)}) <> ''
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${MOST_STATUSES + 1}`;
}

/** One row: orders, customers, first_at, last_at, money, negative_rows of the staged rows, before any rule. */
export function stagedTotalsSql(shape: StagedShape): Sql {
  const orders = shape.order
    ? sql`(count(DISTINCT order_id) FILTER (NOT starts_with(order_id, 'row ')))::DOUBLE`
    : sql`NULL::DOUBLE`;
  const negative = shape.quantity ? sql`quantity < 0` : sql`amount < 0`;
  return sql`SELECT ${orders} AS orders, count(DISTINCT customer_id)::DOUBLE AS customers,
  strftime(min(ordered_at), '%Y-%m-%d %H:%M') AS first_at,
  strftime(max(ordered_at), '%Y-%m-%d %H:%M') AS last_at,
  coalesce(sum(amount), 0)::VARCHAR AS money,
  (count(*) FILTER (${negative}))::DOUBLE AS negative_rows
FROM staged`;
}

/** One row: how many ids would become another's if case, width and blanks did not count. */
export function foldableSql(): Sql {
  return sql`SELECT (count(*) - count(DISTINCT ${foldedId(sql`customer_id`)}))::DOUBLE AS foldable
FROM (SELECT DISTINCT customer_id FROM staged WHERE customer_id IS NOT NULL)`;
}

/** One row: the customers with more than one value of the n-th attribute (from 1). */
export function customersWithSeveralSql(attribute: number): Sql {
  const column = ident(`attribute_${attribute}`);
  return sql`SELECT count(*)::DOUBLE AS customers FROM (
  SELECT customer_id FROM staged WHERE customer_id IS NOT NULL AND ${column} IS NOT NULL
  GROUP BY customer_id HAVING min(${column}) <> max(${column})
)`;
}

/** Codes and names that shops write for what is no product, in lower case. */
const NO_PRODUCT_WORDS = [
  'post', 'postage', 'shipping', 'delivery', 'dot', 'carriage', 'fee', 'bank charges', 'amazonfee',
  'discount', 'manual', 'adjust', 'adjustment', 'sample', 'samples', 'test', 'gift wrap', 'tip',
  '배송비', '택배비', '수수료', '할인', '쿠폰', '포장비', '테스트',
]; // prettier-ignore

/**
 * Rows (code, rows, money): products that may be none. Where nine codes of ten hold three digits
 * in a row, those that do not are listed; and everywhere, well-known words.
 */
export function suspectCodesSql(): Sql {
  return sql`WITH
-- each code once
codes AS (
  SELECT product AS code, count(*) AS n, sum(amount) AS money FROM staged
  WHERE product IS NOT NULL GROUP BY product
),
-- whether this shop's codes hold digits
habit AS (
  SELECT avg(regexp_matches(code, '[0-9]{3}')::INTEGER) >= 0.9 AS has_digits FROM codes
)
SELECT code, n::DOUBLE AS "rows", coalesce(money, 0)::VARCHAR AS money
FROM codes, habit
WHERE (has_digits AND NOT regexp_matches(code, '[0-9]{3}')) OR lower(code) IN ${list(NO_PRODUCT_WORDS)}
ORDER BY n DESC, code LIMIT 60`;
}
