WITH
-- Customers with a sale; value is the revenue, returns taken off
people AS (
  SELECT customer_key, orders, revenue AS value
  FROM customers
  WHERE orders > 0
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
SELECT customer_key, rank::INTEGER AS rank,
  CASE WHEN total > 0 THEN (100 * value::DOUBLE / total::DOUBLE) END AS share_of_total,
  CASE WHEN total > 0 THEN (100 * cumulative::DOUBLE / total::DOUBLE) END AS share_so_far
FROM classed
WHERE abc = 'a'
ORDER BY rank
