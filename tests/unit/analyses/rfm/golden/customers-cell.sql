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
  SELECT [round(q + 1, 6) FOR q IN quantile_cont(recency, [1/10, 2/10, 3/10, 4/10, 5/10, 6/10, 7/10, 8/10, 9/10])] AS recency,
    [round(q + 1, 6) FOR q IN quantile_cont(frequency, [1/10, 2/10, 3/10, 4/10, 5/10, 6/10, 7/10, 8/10, 9/10])] AS frequency,
    [round(q / 10000 + 1, 6) FOR q IN quantile_cont((monetary * 10000)::BIGINT, [1/10, 2/10, 3/10, 4/10, 5/10, 6/10, 7/10, 8/10, 9/10])] AS monetary
  FROM "people"
  WHERE monetary IS NOT NULL
),
-- The same, a column each
cuts AS (
  SELECT "recency"[1] AS "r1", "recency"[2] AS "r2", "recency"[3] AS "r3", "recency"[4] AS "r4", "recency"[5] AS "r5", "recency"[6] AS "r6", "recency"[7] AS "r7", "recency"[8] AS "r8", "recency"[9] AS "r9",
    "frequency"[1] AS "f1", "frequency"[2] AS "f2", "frequency"[3] AS "f3", "frequency"[4] AS "f4", "frequency"[5] AS "f5", "frequency"[6] AS "f6", "frequency"[7] AS "f7", "frequency"[8] AS "f8", "frequency"[9] AS "f9",
    "monetary"[1] AS "m1", "monetary"[2] AS "m2", "monetary"[3] AS "m3", "monetary"[4] AS "m4", "monetary"[5] AS "m5", "monetary"[6] AS "m6", "monetary"[7] AS "m7", "monetary"[8] AS "m8", "monetary"[9] AS "m9"
  FROM "cut_lists"
),
-- Scores from 1 to 10, each holds lower <= x < upper; recency reversed; without customers whose amounts are unknown
scored AS (
  SELECT "people".*,
    CASE
      WHEN recency < "r1" THEN 10
      WHEN recency < "r2" THEN 9
      WHEN recency < "r3" THEN 8
      WHEN recency < "r4" THEN 7
      WHEN recency < "r5" THEN 6
      WHEN recency < "r6" THEN 5
      WHEN recency < "r7" THEN 4
      WHEN recency < "r8" THEN 3
      WHEN recency < "r9" THEN 2
      ELSE 1 END AS r,
    CASE
      WHEN frequency < "f1" THEN 1
      WHEN frequency < "f2" THEN 2
      WHEN frequency < "f3" THEN 3
      WHEN frequency < "f4" THEN 4
      WHEN frequency < "f5" THEN 5
      WHEN frequency < "f6" THEN 6
      WHEN frequency < "f7" THEN 7
      WHEN frequency < "f8" THEN 8
      WHEN frequency < "f9" THEN 9
      ELSE 10 END AS f,
    CASE
      WHEN value < "m1" THEN 1
      WHEN value < "m2" THEN 2
      WHEN value < "m3" THEN 3
      WHEN value < "m4" THEN 4
      WHEN value < "m5" THEN 5
      WHEN value < "m6" THEN 6
      WHEN value < "m7" THEN 7
      WHEN value < "m8" THEN 8
      WHEN value < "m9" THEN 9
      ELSE 10 END AS m
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
  r || '-' || f || '-' || m AS score
FROM segmented
WHERE r = 5 AND f = 1
ORDER BY value DESC, customer_key
