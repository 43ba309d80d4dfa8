WITH
-- Customers with a sale
people AS (
  SELECT customer_key, last_day, active_days, orders FROM customers WHERE orders > 0
),
-- Days without a sale up to the day that is judged from, and the revenue of the 365 days up to the last purchase
silences AS (
  SELECT people.customer_key, active_days, people.orders,
    (DATE '2023-01-08' - last_day)::INTEGER AS silent, year_revenue
  FROM people JOIN (
    SELECT customer_key, sum(revenue)::DOUBLE AS year_revenue
    FROM customer_days JOIN people USING (customer_key)
    WHERE day > last_day - 365
    GROUP BY customer_key
  ) USING (customer_key)
),
-- The days from one purchase day of a customer to the next, and their logarithm
gaps AS (
  SELECT customer_key, (day - previous_day)::INTEGER AS days, ln(day - previous_day) AS log_days
  FROM customer_days
  WHERE orders > 0 AND previous_day IS NOT NULL
),
-- Each customer: how many gaps, their sum, and how far they lie from their mean
rhythms AS (
  SELECT customer_key, count(*) AS gaps, sum(log_days) AS log_sum,
    count(*) * var_pop(log_days) AS log_squares
  FROM gaps
  GROUP BY customer_key
),
-- The variance of gaps within customers, and of customers from each other (Bühlmann & Straub); unknown where nobody has two gaps, or nobody else has any
variances AS (
  SELECT sum(log_sum) / sum(gaps) AS gap_mean,
    sum(log_squares) / nullif(sum(gaps) - count(*), 0) AS within_customers,
    (sum(gaps * (log_sum / gaps) ** 2) - sum(log_sum) ** 2 / sum(gaps) - (count(*) - 1) * within_customers)
      / nullif(sum(gaps) - sum(gaps ** 2) / sum(gaps), 0) AS between_customers
  FROM rhythms
),
-- k: the shop counts as much as so many own gaps; NULL: customers do not differ, so that the shop is all that counts
credibility AS (
  SELECT gap_mean,
    CASE WHEN between_customers > 0 THEN greatest(within_customers / between_customers, 0.1) END AS k
  FROM variances
),
-- The shop’s mean, each customer counting as far as the rhythm is known
shop AS (
  SELECT any_value(k) AS k, coalesce(sum(gaps), 0)::BIGINT AS gaps,
    coalesce(sum(log_sum / (gaps + k)) / sum(gaps / (gaps + k)), any_value(gap_mean)) AS shop_mean
  FROM credibility LEFT JOIN rhythms ON TRUE
),
-- Each customer’s typical gap (in days), and how the silence compares with it, in hundredths
placed AS (
  SELECT silences.*,
    CASE WHEN rhythms.gaps > 0 THEN exp(coalesce((log_sum + k * shop_mean) / (rhythms.gaps + k), shop_mean)) END AS typical,
    CASE WHEN rhythms.gaps > 0 AND silent > 0 THEN
      round(100 * ((ln(silent) - coalesce((log_sum + k * shop_mean) / (rhythms.gaps + k), shop_mean)) / coalesce(sqrt(1 + 1 / (rhythms.gaps + k)), 1)))::INTEGER
    END AS step
  FROM silences LEFT JOIN rhythms USING (customer_key), shop
),
-- The gaps that ended (came), each compared with what the customer’s other gaps tell, and the silences
lengths AS (
  SELECT step, sum(came) AS came, count(*) AS counted
  FROM (
    SELECT round(100 * ((log_days - coalesce((log_sum - log_days + k * shop_mean) / (rhythms.gaps - 1 + k), shop_mean))
      / coalesce(sqrt(1 + 1 / (rhythms.gaps - 1 + k)), 1)))::INTEGER AS step, 1 AS came
    FROM gaps JOIN rhythms USING (customer_key), shop
    UNION ALL
    SELECT step, 0 AS came FROM placed WHERE step IS NOT NULL
  )
  GROUP BY step
),
-- The share that had not come by then (Kaplan & Meier 1958)
longer_at_risk AS (
  SELECT *, product(1 - came / at_risk) OVER (ORDER BY step) AS survival
  FROM (SELECT *, sum(counted) OVER (ORDER BY step DESC) AS at_risk FROM lengths)
),
-- Those who never come, as the end of the curve tells it, and of all others how many per cent take longer
longer AS (
  SELECT *, round(100 * greatest(0, survival - never) / nullif(1 - never, 0), 6) AS chance
  FROM "longer_at_risk", (
    SELECT min(survival) AS never FROM "longer_at_risk"
    WHERE at_risk * 100 >= (SELECT max(at_risk) FROM "longer_at_risk")
  )
),
-- Days from the first purchase to the second (came), or to the end of the data without one
waits AS (
  SELECT days, sum(came) AS came, count(*) AS counted
  FROM (
    SELECT (day - previous_day)::INTEGER AS days, 1 AS came
    FROM customer_days WHERE orders > 0 AND previous_day = first_day
    UNION ALL
    SELECT silent AS days, 0 AS came FROM silences WHERE active_days = 1
  )
  GROUP BY days
),
-- The share that had not come by then (Kaplan & Meier 1958)
waiters_at_risk AS (
  SELECT *, product(1 - came / at_risk) OVER (ORDER BY days) AS survival
  FROM (SELECT *, sum(counted) OVER (ORDER BY days DESC) AS at_risk FROM waits)
),
-- Those who never come, as the end of the curve tells it, and of all others how many per cent take longer
waiters AS (
  SELECT *, round(100 * greatest(0, survival - never) / nullif(1 - never, 0), 6) AS chance
  FROM "waiters_at_risk", (
    SELECT min(survival) AS never FROM "waiters_at_risk"
    WHERE at_risk * 100 >= (SELECT max(at_risk) FROM "waiters_at_risk")
  )
),
-- The chance that a customer who still buys is silent for longer, per cent: by the own rhythm, or after one purchase by when others came back
judged AS (
  SELECT placed.*, CASE WHEN active_days = 1 THEN 'once' ELSE 'repeat' END AS kind,
    CASE
      WHEN active_days = 1 THEN waiters.chance
      WHEN silent = 0 THEN 100
      ELSE longer.chance END AS chance,
    CASE WHEN active_days = 1 THEN 100 * greatest(0, "waiters"."survival" - "waiters"."never") / nullif("waiters"."survival", 0) ELSE 100 * greatest(0, "longer"."survival" - "longer"."never") / nullif("longer"."survival", 0) END AS to_come
  FROM placed LEFT JOIN longer USING (step)
    LEFT JOIN waiters ON active_days = 1 AND waiters.days = silent
),
-- The band by the limits of that chance
banded AS (
  SELECT *,
    CASE
      WHEN chance IS NULL THEN 'unknown'
      WHEN chance < 1 THEN 'gone'
      WHEN chance < 5 THEN 'very'
      WHEN chance < 10 THEN 'late'
      WHEN chance < 25 THEN 'little'
      ELSE 'on_time' END AS band
  FROM judged
)
SELECT customer_key, year_revenue, silent AS silent_days, round(typical, 1) AS typical_gap,
  greatest(0, round(silent - typical))::INTEGER AS days_late, round(chance, 2) AS chance_percent,
  round(to_come, 2) AS to_come_percent
FROM banded
WHERE silent > 90
ORDER BY year_revenue DESC NULLS LAST, orders DESC, customer_key
