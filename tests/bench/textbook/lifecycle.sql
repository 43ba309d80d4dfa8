-- Customers of a month who are new, were there the month before, or come back after a gap.
WITH months AS (
  SELECT DISTINCT customer, date_diff('month', DATE '1970-01-01', ordered_at) AS period
  FROM sales
),
gaps AS (
  SELECT period, period - lag(period) OVER (PARTITION BY customer ORDER BY period) AS gap
  FROM months
)
SELECT
  period,
  count(*) FILTER (gap IS NULL) AS "new",
  count(*) FILTER (gap = 1) AS "returning",
  count(*) FILTER (gap > 1) AS resurrecting
FROM gaps
GROUP BY period
ORDER BY period;
