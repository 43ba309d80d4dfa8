-- The hold-out of the movement: customers by segment 120 and 90 days before the last day, with the
-- cut points of 30 days before it. By the rule of the R package rfm, with its ten segments.
WITH people AS (
  SELECT
    '1' AS date,
    customer,
    $last_day::DATE - 120 - max(ordered_at)::DATE AS recency,
    count(DISTINCT "order") AS frequency,
    sum(revenue)::DOUBLE AS monetary
  FROM sales
  WHERE ordered_at::DATE <= $last_day::DATE - 120
  GROUP BY customer
  UNION ALL
  SELECT
    '2' AS date,
    customer,
    $last_day::DATE - 90 - max(ordered_at)::DATE AS recency,
    count(DISTINCT "order") AS frequency,
    sum(revenue)::DOUBLE AS monetary
  FROM sales
  WHERE ordered_at::DATE <= $last_day::DATE - 90
  GROUP BY customer
  UNION ALL
  SELECT
    'c' AS date,
    customer,
    $last_day::DATE - 30 - max(ordered_at)::DATE AS recency,
    count(DISTINCT "order") AS frequency,
    sum(revenue)::DOUBLE AS monetary
  FROM sales
  WHERE ordered_at::DATE <= $last_day::DATE - 30
  GROUP BY customer
),
cuts AS (
  SELECT
    quantile_cont(recency, [0.2, 0.4, 0.6, 0.8]) AS r,
    quantile_cont(frequency, [0.2, 0.4, 0.6, 0.8]) AS f,
    quantile_cont(monetary, [0.2, 0.4, 0.6, 0.8]) AS m
  FROM people
  WHERE date = 'c'
),
scored AS (
  SELECT
    date,
    customer,
    5 - (recency >= r[1] + 1)::INTEGER - (recency >= r[2] + 1)::INTEGER
      - (recency >= r[3] + 1)::INTEGER - (recency >= r[4] + 1)::INTEGER AS r,
    1 + (frequency >= f[1] + 1)::INTEGER + (frequency >= f[2] + 1)::INTEGER
      + (frequency >= f[3] + 1)::INTEGER + (frequency >= f[4] + 1)::INTEGER AS f,
    1 + (monetary >= round(m[1] + 1, 6))::INTEGER + (monetary >= round(m[2] + 1, 6))::INTEGER
      + (monetary >= round(m[3] + 1, 6))::INTEGER + (monetary >= round(m[4] + 1, 6))::INTEGER AS m
  FROM people, cuts
),
segmented AS (
  SELECT
    date,
    customer,
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
      ELSE 'others'
    END AS segment
  FROM scored
)
SELECT
  one.segment AS from_segment,
  two.segment AS to_segment,
  count(*) AS customers
FROM (FROM segmented WHERE date = '2') AS two
LEFT JOIN (FROM segmented WHERE date = '1') AS one USING (customer)
GROUP BY ALL
ORDER BY ALL;
