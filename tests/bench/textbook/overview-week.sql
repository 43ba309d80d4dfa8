-- Orders and their sales by day of the week and hour; an order is placed with its first line.
WITH orders AS (
  SELECT "order", min(ordered_at) AS ordered_at, sum(revenue) AS revenue
  FROM sales
  GROUP BY "order", ordered_at::DATE
)
SELECT
  isodow(ordered_at) AS weekday,
  hour(ordered_at) AS "hour",
  count(*) AS orders,
  sum(revenue)::DOUBLE AS revenue
FROM orders
GROUP BY ALL
ORDER BY ALL;
