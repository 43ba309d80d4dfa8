WITH
-- The days at which the customers are looked at
month_ends AS (
  SELECT unnest([DATE '2022-01-31', DATE '2022-02-28', DATE '2022-03-31', DATE '2022-04-30', DATE '2022-05-31', DATE '2022-06-30', DATE '2022-07-31', DATE '2022-08-31', DATE '2022-09-30', DATE '2022-10-31', DATE '2022-11-30', DATE '2022-12-31', DATE '2023-01-08']) AS month_end
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
-- Cut points: type-7 quantiles plus 1, as the R package rfm
cut_lists_months AS (
  SELECT "month_end", [round(q + 1, 6) FOR q IN quantile_cont(recency, [1/3, 2/3])] AS recency,
    [round(q + 1, 6) FOR q IN quantile_cont(frequency, [1/3, 2/3])] AS frequency,
    [round(q / 10000 + 1, 6) FOR q IN quantile_cont((monetary * 10000)::BIGINT, [1/3, 2/3])] AS monetary
  FROM "people_months"
  WHERE monetary IS NOT NULL
  GROUP BY "month_end"
),
-- The same, a column each
cuts_months AS (
  SELECT "month_end", "recency"[1] AS "r1", "recency"[2] AS "r2",
    "frequency"[1] AS "f1", "frequency"[2] AS "f2",
    "monetary"[1] AS "m1", "monetary"[2] AS "m2"
  FROM "cut_lists_months"
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
  FROM "people_months" JOIN "cuts_months" USING ("month_end")
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
SELECT (month_end - DATE '1970-01-01')::INTEGER AS at, segment, count(*)::INTEGER AS customers
FROM segmented_months
GROUP BY month_end, segment
