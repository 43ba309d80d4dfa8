WITH
-- Customers with a sale; value is revenue less cost, unknown where the cost of an order is
people AS (
  SELECT customer_key, sum(orders)::INTEGER AS orders,
    CASE WHEN count(cost) = count(*) THEN sum(revenue) - sum(cost) END AS value
  FROM customer_days
  GROUP BY customer_key
  HAVING sum(orders) > 0
),
-- How many customers, and the total that their shares are of
totals AS (
  SELECT count(value) AS n, sum(value) AS total FROM people
),
-- The customers from the best, with the running total; equal values in the order of customer_key, unknown ones last
ranked AS (
  SELECT *,
    row_number() OVER (ORDER BY value DESC NULLS LAST, customer_key) AS rank,
    sum(value) OVER (ORDER BY value DESC NULLS LAST, customer_key ROWS UNBOUNDED PRECEDING) AS cumulative
  FROM people
),
-- A: the fewest best customers who bring 80 % of the total, B: up to 95 %, C: the rest (none without a total above 0). Heavy: the best 20 % of the customers, medium: up to 50 %, light: the rest
classed AS (
  SELECT ranked.*, n, total,
    CASE
      WHEN value IS NULL OR total <= 0 THEN NULL
      WHEN (cumulative - value) * 100 < total * 80 THEN 'a'
      WHEN (cumulative - value) * 100 < total * 95 THEN 'b'
      ELSE 'c' END AS abc,
    CASE
      WHEN value IS NULL THEN NULL
      WHEN rank <= (n * 20 + 99) // 100 THEN 'heavy'
      WHEN rank <= (n * 50 + 99) // 100 THEN 'medium'
      ELSE 'light' END AS usage
  FROM ranked, totals
)
SELECT 'total' AS part, count(value)::INTEGER AS customers, sum(value)::DOUBLE AS value,
  sum(rank * value::DOUBLE) AS weighted, max(value)::DOUBLE AS largest,
  (count(*) FILTER (value = 0))::INTEGER AS zeros, (count(*) FILTER (value < 0))::INTEGER AS negatives,
  (sum(value) FILTER (value < 0))::DOUBLE AS negative_value,
  (count(*) - count(value))::INTEGER AS unknown
FROM classed
UNION ALL BY NAME
SELECT 'curve' AS part, max(rank)::INTEGER AS customers, arg_max(cumulative, rank)::DOUBLE AS value
FROM classed WHERE value IS NOT NULL
GROUP BY ceil(150 * sqrt(rank / n))
UNION ALL BY NAME
SELECT 'best' AS part, percent, rank::INTEGER AS customers, cumulative::DOUBLE AS value
FROM classed JOIN (SELECT unnest([1, 5, 10, 20, 50]) AS percent)
  ON rank = (n * percent + 99) // 100
WHERE value IS NOT NULL
UNION ALL BY NAME
SELECT 'abc' AS part, abc AS id, count(*)::INTEGER AS customers,
  sum(value)::DOUBLE AS value, sum(orders)::INTEGER AS orders,
  min(value)::DOUBLE AS least, max(value)::DOUBLE AS greatest
FROM classed WHERE abc IS NOT NULL GROUP BY abc
UNION ALL BY NAME
SELECT 'usage' AS part, usage AS id, count(*)::INTEGER AS customers,
  sum(value)::DOUBLE AS value, sum(orders)::INTEGER AS orders,
  min(value)::DOUBLE AS least, max(value)::DOUBLE AS greatest
FROM classed WHERE usage IS NOT NULL GROUP BY usage
UNION ALL BY NAME
SELECT 'orders' AS part, least(orders, 20)::INTEGER AS orders,
  count(*)::INTEGER AS customers, sum(value)::DOUBLE AS value
FROM classed GROUP BY 2
