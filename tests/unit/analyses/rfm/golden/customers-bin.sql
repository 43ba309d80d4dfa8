WITH
-- Customers with a sale: recency in days, frequency in orders, monetary with returns taken off (value: the same as a floating-point number)
people AS (
  SELECT customer_key, (DATE '2023-01-08' - last_day)::INTEGER AS recency, orders,
    orders AS frequency, revenue AS monetary, revenue::DOUBLE AS value
  FROM customers
  WHERE orders > 0
),
-- Cut points: type-7 quantiles plus 1, as the R package rfm
cut_lists AS (
  SELECT [round(q + 1, 6) FOR q IN quantile_cont(recency, [1/2])] AS recency,
    [round(q + 1, 6) FOR q IN quantile_cont(frequency, [1/2])] AS frequency,
    [round(q / 10000 + 1, 6) FOR q IN quantile_cont((monetary * 10000)::BIGINT, [1/2])] AS monetary
  FROM "people"
  WHERE monetary IS NOT NULL
),
-- The same, a column each
cuts AS (
  SELECT "recency"[1] AS "r1",
    "frequency"[1] AS "f1",
    "monetary"[1] AS "m1"
  FROM "cut_lists"
),
-- Scores from 1 to 2, each holds lower <= x < upper; recency reversed; without customers whose amounts are unknown
scored AS (
  SELECT "people".*,
    CASE
      WHEN recency < "r1" THEN 2
      ELSE 1 END AS r,
    CASE
      WHEN frequency < "f1" THEN 1
      ELSE 2 END AS f,
    CASE
      WHEN value < "m1" THEN 1
      ELSE 2 END AS m
  FROM "people", "cuts"
  WHERE monetary IS NOT NULL
),
-- The segment of the first rule that matches
segmented AS (
  SELECT *,
    'others' AS segment
  FROM "scored"
)
SELECT customer_key, recency, frequency, value AS monetary, r, f, m,
  r || '' || f || '' || m AS score
FROM segmented
WHERE recency BETWEEN 0::DOUBLE AND 9::DOUBLE AND value BETWEEN -1.5::DOUBLE AND 12.25::DOUBLE
ORDER BY value DESC, customer_key
