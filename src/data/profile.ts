import { ident, join, list, sql, type Sql } from '../core/sql.ts';
import { fileColumn } from './source.ts';
import type { StagedShape } from './staging.ts';

/** How a column's values are put in order: read as what it is, or as text. */
export interface ProfileColumn {
  readonly index: number;
  /** The value as DOUBLE or TIMESTAMP, or null for text. */
  readonly ordered: Sql | null;
}

/** Files of more rows get an estimate of the distinct values. */
export const EXACT_DISTINCT_ROWS = 3_000_000;

/** The first rows of the file that the histograms are made of. */
export const HISTOGRAM_ROWS = 1_000_000;

const SLICES = 20;

/** One row: empty_i, distinct_i, min_i and max_i (text) of each column i, over the whole file. */
export function columnCountsSql(
  columns: readonly ProfileColumn[],
  source: Sql,
  estimate: boolean,
): Sql {
  const parts = columns.flatMap(({ index, ordered }) => {
    const value = fileColumn(index);
    const counted = estimate ? sql`approx_count_distinct(${value})` : sql`count(DISTINCT ${value})`;
    return [
      sql`(count(*) FILTER (${value} IS NULL OR trim(${value}) = ''))::DOUBLE AS ${ident(`empty_${index}`)}`,
      sql`${counted}::DOUBLE AS ${ident(`distinct_${index}`)}`,
      ...(ordered === null
        ? []
        : [
            sql`min(${ordered})::VARCHAR AS ${ident(`min_${index}`)}`,
            sql`max(${ordered})::VARCHAR AS ${ident(`max_${index}`)}`,
          ]),
    ];
  });
  return sql`SELECT ${join(parts, ',\n  ')}
FROM ${source}`;
}

/** Rows (slice, rows): how many values lie in each of twenty slices, or have the n-th most frequent value. */
export function histogramSql({ index, ordered }: ProfileColumn, source: Sql): Sql {
  const value = fileColumn(index);
  if (ordered === null) {
    return sql`SELECT (row_number() OVER (ORDER BY count(*) DESC) - 1)::INTEGER AS slice, count(*)::DOUBLE AS "rows"
FROM ${source} WHERE ${value} IS NOT NULL GROUP BY ${value} ORDER BY slice LIMIT ${SLICES}`;
  }
  return sql`WITH
-- the values as numbers
numbers AS (
  SELECT CASE WHEN typeof(${ordered}) = 'TIMESTAMP' THEN epoch_us((${ordered})::VARCHAR::TIMESTAMP)::DOUBLE
    ELSE TRY_CAST((${ordered})::VARCHAR AS DOUBLE) END AS x
  FROM ${source}
),
-- the range that holds the middle 98 %
bounds AS (
  SELECT quantile_cont(x, 0.01) AS low, quantile_cont(x, 0.99) AS high FROM numbers
)
SELECT least(${SLICES - 1}, greatest(0, floor((x - low) / nullif(high - low, 0) * ${SLICES})))::INTEGER AS slice,
  count(*)::DOUBLE AS "rows"
FROM numbers, bounds WHERE x IS NOT NULL GROUP BY 1 ORDER BY 1`;
}

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
