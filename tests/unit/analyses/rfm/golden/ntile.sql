WITH
-- Customers with a sale: recency in days, frequency in orders, monetary with returns taken off (value: the same as a floating-point number)
people AS (
  SELECT customer_key, (DATE '2023-01-08' - last_day)::INTEGER AS recency, orders,
    orders AS frequency, revenue AS monetary, revenue::DOUBLE AS value
  FROM customers
  WHERE orders > 0
),
-- Scores from 1 to 4: groups of equal size, equal values by customer_key; recency reversed; without customers whose amounts are unknown
scored AS (
  SELECT "people".*,
    ntile(4) OVER (ORDER BY recency DESC, customer_key)::INTEGER AS r,
    ntile(4) OVER (ORDER BY frequency, customer_key)::INTEGER AS f,
    ntile(4) OVER (ORDER BY value, customer_key)::INTEGER AS m
  FROM "people"
  WHERE monetary IS NOT NULL
),
-- The segment of the first rule that matches
segmented AS (
  SELECT *,
    CASE
      WHEN r BETWEEN 3 AND 4 AND f BETWEEN 3 AND 4 AND m BETWEEN 3 AND 4 THEN 'champions'
      WHEN r BETWEEN 2 AND 4 AND f BETWEEN 3 AND 4 AND m BETWEEN 3 AND 4 THEN 'loyal'
      WHEN r BETWEEN 3 AND 4 AND f BETWEEN 1 AND 2 AND m BETWEEN 1 AND 2 THEN 'potential'
      WHEN r BETWEEN 3 AND 4 AND f = 1 AND m = 1 THEN 'new'
      WHEN r = 3 AND f = 1 AND m = 1 THEN 'promising'
      WHEN r = 2 AND f = 2 AND m = 2 THEN 'attention'
      WHEN r = 2 AND f BETWEEN 1 AND 2 AND m BETWEEN 1 AND 2 THEN 'sleeping'
      WHEN r BETWEEN 1 AND 2 AND f BETWEEN 2 AND 4 AND m BETWEEN 2 AND 4 THEN 'at_risk'
      WHEN r = 1 AND f BETWEEN 3 AND 4 AND m BETWEEN 3 AND 4 THEN 'cant_lose'
      WHEN r BETWEEN 1 AND 2 AND f BETWEEN 1 AND 2 AND m BETWEEN 1 AND 2 THEN 'lost'
      ELSE 'others' END AS segment
  FROM "scored"
),
-- Customers with the same three scores, summed
boxes AS (
  SELECT r, f, m, count(*) AS customers, sum(orders) AS orders, sum(monetary) AS revenue,
    min(recency) AS min_recency, max(recency) AS max_recency,
    min(frequency) AS min_frequency, max(frequency) AS max_frequency,
    min(value) AS min_monetary, max(value) AS max_monetary
  FROM scored
  GROUP BY r, f, m
)
SELECT CASE grouping(r, f, m) WHEN 7 THEN 'total' WHEN 1 THEN 'cell' ELSE 'score' END AS part,
  r, f, m, sum(customers)::INTEGER AS customers, sum(orders)::DOUBLE AS orders,
  sum(revenue)::DOUBLE AS revenue,
  min(min_recency) AS min_recency, max(max_recency) AS max_recency,
  min(min_frequency) AS min_frequency, max(max_frequency) AS max_frequency,
  min(min_monetary) AS min_monetary, max(max_monetary) AS max_monetary
FROM boxes GROUP BY GROUPING SETS ((r, f), (r), (f), (m), ())
UNION ALL BY NAME
SELECT 'segment' AS part, segment, count(*)::INTEGER AS customers,
  sum(orders)::DOUBLE AS orders, sum(monetary)::DOUBLE AS revenue,
  median(recency) AS recency, median(frequency) AS frequency, median(value) AS monetary
FROM segmented GROUP BY segment
UNION ALL BY NAME
SELECT 'orders' AS part, orders::DOUBLE AS orders, count(*)::INTEGER AS customers
FROM people WHERE monetary IS NOT NULL GROUP BY orders
UNION ALL BY NAME
SELECT 'unscored' AS part, count(*)::INTEGER AS customers
FROM people WHERE monetary IS NULL
