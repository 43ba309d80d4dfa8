-- How late customers are: repeat customers against a typical gap of their own (credibility of the
-- logarithms of gaps, Bühlmann & Straub), customers of one purchase against the days to the second
-- one, both by the survival function of Kaplan and Meier. $last_day is the end of the data.
WITH days AS (
  SELECT customer, ordered_at::DATE AS day, sum(revenue) AS revenue
  FROM sales
  GROUP BY ALL
),
gaps AS (
  SELECT customer, ln(day - before) AS log_days
  FROM (SELECT customer, day, lag(day) OVER (PARTITION BY customer ORDER BY day) AS before FROM days)
  WHERE before IS NOT NULL
),
people AS (
  SELECT
    customer,
    count(*) AS purchases,
    $last_day::DATE - max(day) AS silent,
    sum(revenue) FILTER (day > last_day - 365) AS revenue
  FROM (SELECT *, max(day) OVER (PARTITION BY customer) AS last_day FROM days)
  GROUP BY customer
),
rhythms AS (
  SELECT customer, count(*) AS n, avg(log_days) AS mean, coalesce(var_samp(log_days), 0) * (count(*) - 1) AS squares
  FROM gaps
  GROUP BY customer
),
pooled AS (
  SELECT sum(n) AS gaps, count(*) AS customers, sum(n * mean) / sum(n) AS mean, sum(n * n) / sum(n) AS crowd
  FROM rhythms
),
moments AS (
  SELECT
    sum(squares) / (any_value(gaps) - any_value(customers)) AS within_customers,
    sum(n * (rhythms.mean - pooled.mean) * (rhythms.mean - pooled.mean)) AS spread,
    any_value(gaps) AS gaps,
    any_value(customers) AS customers,
    any_value(crowd) AS crowd
  FROM rhythms, pooled
),
credibility AS (
  -- without a measurable difference of customers the shop is all that counts
  SELECT
    CASE
      WHEN spread > (customers - 1) * within_customers
        THEN greatest(0.1, within_customers * (gaps - crowd) / (spread - (customers - 1) * within_customers))
      ELSE 1e12
    END AS k
  FROM moments
),
shop AS (
  SELECT any_value(k) AS k, sum(n / (n + k) * mean) / sum(n / (n + k)) AS mean
  FROM rhythms, credibility
),
lengths AS (
  SELECT
    NULL AS customer,
    round(100 * (log_days - (n * rhythms.mean - log_days + k * shop.mean) / (n - 1 + k)) / sqrt(1 + 1 / (n - 1 + k))) AS length,
    1 AS came
  FROM gaps
  JOIN rhythms USING (customer), shop
  UNION ALL
  SELECT
    customer,
    round(100 * (ln(silent) - (n * rhythms.mean + k * shop.mean) / (n + k)) / sqrt(1 + 1 / (n + k))),
    0
  FROM people
  JOIN rhythms USING (customer), shop
  WHERE silent > 0
),
waits AS (
  SELECT customer, silent AS length, 0 AS came FROM people WHERE purchases = 1
  UNION ALL
  SELECT NULL, second - first, 1
  FROM (
    SELECT customer, min(day) AS first, list_sort(list(day))[2] AS second
    FROM days
    GROUP BY customer
    HAVING count(*) > 1
  )
),
observed AS (
  SELECT 'repeat' AS kind, * FROM lengths
  UNION ALL
  SELECT 'once' AS kind, * FROM waits
),
at_risk AS (
  SELECT kind, length, sum(came) AS came, sum(count(*)) OVER (PARTITION BY kind ORDER BY length DESC) AS at_risk
  FROM observed
  GROUP BY kind, length
),
curves AS (
  SELECT *, product(1 - came / at_risk) OVER (PARTITION BY kind ORDER BY length) AS survival
  FROM at_risk
),
ends AS (
  SELECT kind, min(survival) FILTER (100 * at_risk >= most) AS never
  FROM (SELECT *, max(at_risk) OVER (PARTITION BY kind) AS most FROM curves)
  GROUP BY kind
),
chances AS (
  SELECT kind, length, round(100 * greatest(0, survival - never) / (1 - never), 6) AS chance
  FROM curves
  JOIN ends USING (kind)
),
judged AS (
  SELECT
    CASE WHEN purchases = 1 THEN 'once' ELSE 'repeat' END AS kind,
    CASE WHEN purchases > 1 AND silent = 0 THEN 100 ELSE chance END AS chance,
    people.revenue
  FROM people
  LEFT JOIN observed ON observed.customer = people.customer
  LEFT JOIN chances ON chances.kind = observed.kind AND chances.length = observed.length
)
SELECT
  kind,
  CASE
    WHEN chance < 1 THEN 'gone'
    WHEN chance < 5 THEN 'very'
    WHEN chance < 10 THEN 'late'
    WHEN chance < 25 THEN 'little'
    ELSE 'on_time'
  END AS band,
  count(*) AS customers,
  sum(revenue)::DOUBLE AS revenue
FROM judged
GROUP BY kind, band
ORDER BY kind, band;
