WITH
-- Customers with a sale by the analysis day, without what came after it: recency in days, frequency in orders, monetary with returns taken off (value: the same as a floating-point number)
people_first AS (
  SELECT customer_key, (DATE '2022-10-09' - max(day) FILTER (WHERE orders > 0))::INTEGER AS recency,
    sum(orders)::INTEGER AS orders, sum(orders)::INTEGER AS frequency,
    sum(revenue) AS monetary, sum(revenue)::DOUBLE AS value
  FROM customer_days
  WHERE day <= DATE '2022-10-09'
  GROUP BY customer_key
  HAVING sum(customer_days.orders) > 0
),
-- Cut points: type-7 quantiles plus 1, as the R package rfm
cut_lists_first AS (
  SELECT [round(q + 1, 6) FOR q IN quantile_cont(recency, [1/3, 2/3])] AS recency,
    [round(q + 1, 6) FOR q IN quantile_cont(frequency, [1/3, 2/3])] AS frequency,
    [round(q / 10000 + 1, 6) FOR q IN quantile_cont((monetary * 10000)::BIGINT, [1/3, 2/3])] AS monetary
  FROM "people_first"
  WHERE monetary IS NOT NULL
),
-- The same, a column each
cuts_first AS (
  SELECT "recency"[1] AS "r1", "recency"[2] AS "r2",
    "frequency"[1] AS "f1", "frequency"[2] AS "f2",
    "monetary"[1] AS "m1", "monetary"[2] AS "m2"
  FROM "cut_lists_first"
),
-- The days at which the customers are looked at
month_ends AS (
  SELECT unnest([DATE '2022-11-04']) AS month_end
),
-- Customers with a sale by each of these days, without what came after it
people_months AS (
  SELECT month_end, customer_key,
    (month_end - max(day) FILTER (WHERE orders > 0))::INTEGER AS recency,
    sum(orders)::INTEGER AS frequency,
    sum(revenue) AS monetary, sum(revenue)::DOUBLE AS value
  FROM customer_days JOIN month_ends ON day <= month_end
  GROUP BY month_end, customer_key
  HAVING sum(customer_days.orders) > 0
),
-- Scores from 1 to 3, each holds lower <= x < upper; recency reversed; without customers whose amounts are unknown
scored_months AS (
  SELECT "people_months".*,
    CASE
      WHEN recency < "r1" THEN 3
      WHEN recency < "r2" THEN 2
      ELSE 1 END AS r,
    CASE
      WHEN frequency < "f1" THEN 1
      WHEN frequency < "f2" THEN 2
      ELSE 3 END AS f,
    CASE
      WHEN value < "m1" THEN 1
      WHEN value < "m2" THEN 2
      ELSE 3 END AS m
  FROM "people_months", "cuts_first"
  WHERE monetary IS NOT NULL
),
-- The segment of the first rule that matches
segmented_months AS (
  SELECT *,
    CASE
      WHEN r = 3 AND f BETWEEN 2 AND 3 AND m = 3 THEN 'champions'
      WHEN r BETWEEN 2 AND 3 AND f BETWEEN 2 AND 3 AND m BETWEEN 1 AND 3 THEN 'loyal'
      WHEN r = 3 AND f = 1 AND m BETWEEN 1 AND 3 THEN 'recent'
      WHEN r = 2 AND f = 1 AND m BETWEEN 1 AND 3 THEN 'attention'
      WHEN r = 1 AND f BETWEEN 2 AND 3 AND m BETWEEN 1 AND 3 THEN 'at_risk'
      WHEN r = 1 AND f = 1 AND m BETWEEN 1 AND 3 THEN 'inactive'
      ELSE 'others' END AS segment
  FROM "scored_months"
)
SELECT customer_key, recency, frequency, value AS monetary
FROM segmented_months
WHERE segment = 'loyal'
ORDER BY value DESC, customer_key
