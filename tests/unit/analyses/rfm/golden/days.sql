WITH
-- Customers with a sale: recency in days, frequency in days, monetary with returns taken off (value: the same as a floating-point number)
people AS (
  SELECT customer_key, (DATE '2023-01-08' - last_day)::INTEGER AS recency, orders,
    active_days AS frequency, revenue AS monetary, revenue::DOUBLE AS value
  FROM customers
  WHERE orders > 0
),
-- Cut points: type-7 quantiles plus 1, as the R package rfm
cut_lists AS (
  SELECT [round(q + 1, 6) FOR q IN quantile_cont(recency, [1/5, 2/5, 3/5, 4/5])] AS recency,
    [round(q + 1, 6) FOR q IN quantile_cont(frequency, [1/5, 2/5, 3/5, 4/5])] AS frequency,
    [round(q / 10000 + 1, 6) FOR q IN quantile_cont((monetary * 10000)::BIGINT, [1/5, 2/5, 3/5, 4/5])] AS monetary
  FROM "people"
  WHERE monetary IS NOT NULL
),
-- The same, a column each
cuts AS (
  SELECT "recency"[1] AS "r1", "recency"[2] AS "r2", "recency"[3] AS "r3", "recency"[4] AS "r4",
    "frequency"[1] AS "f1", "frequency"[2] AS "f2", "frequency"[3] AS "f3", "frequency"[4] AS "f4",
    "monetary"[1] AS "m1", "monetary"[2] AS "m2", "monetary"[3] AS "m3", "monetary"[4] AS "m4"
  FROM "cut_lists"
),
-- Scores from 1 to 5, each holds lower <= x < upper; recency reversed; without customers whose amounts are unknown
scored AS (
  SELECT "people".*,
    CASE
      WHEN recency < "r1" THEN 5
      WHEN recency < "r2" THEN 4
      WHEN recency < "r3" THEN 3
      WHEN recency < "r4" THEN 2
      ELSE 1 END AS r,
    CASE
      WHEN frequency < "f1" THEN 1
      WHEN frequency < "f2" THEN 2
      WHEN frequency < "f3" THEN 3
      WHEN frequency < "f4" THEN 4
      ELSE 5 END AS f,
    CASE
      WHEN value < "m1" THEN 1
      WHEN value < "m2" THEN 2
      WHEN value < "m3" THEN 3
      WHEN value < "m4" THEN 4
      ELSE 5 END AS m
  FROM "people", "cuts"
  WHERE monetary IS NOT NULL
),
-- The segment of the first rule that matches
segmented AS (
  SELECT *,
    CASE
      WHEN r BETWEEN 4 AND 5 AND f BETWEEN 4 AND 5 AND m BETWEEN 4 AND 5 THEN 'champions'
      WHEN r BETWEEN 2 AND 5 AND f BETWEEN 3 AND 5 AND m BETWEEN 3 AND 5 THEN 'loyal'
      WHEN r BETWEEN 3 AND 5 AND f BETWEEN 1 AND 3 AND m BETWEEN 1 AND 3 THEN 'potential'
      WHEN r BETWEEN 4 AND 5 AND f = 1 AND m = 1 THEN 'new'
      WHEN r BETWEEN 3 AND 4 AND f = 1 AND m = 1 THEN 'promising'
      WHEN r BETWEEN 2 AND 3 AND f BETWEEN 2 AND 3 AND m BETWEEN 2 AND 3 THEN 'attention'
      WHEN r BETWEEN 2 AND 3 AND f BETWEEN 1 AND 2 AND m BETWEEN 1 AND 2 THEN 'sleeping'
      WHEN r BETWEEN 1 AND 2 AND f BETWEEN 2 AND 5 AND m BETWEEN 2 AND 5 THEN 'at_risk'
      WHEN r = 1 AND f BETWEEN 4 AND 5 AND m BETWEEN 4 AND 5 THEN 'cant_lose'
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
UNION ALL BY NAME
SELECT 'cut' AS part, unnest([1, 2, 3, 4]) AS r,
  unnest(recency) AS recency, unnest(frequency) AS frequency, unnest(monetary) AS monetary
FROM cut_lists
