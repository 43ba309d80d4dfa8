-- Customers by the days from a purchase day to the next: with the next one, or still without it
-- when the data ends (censored). The counts that a Kaplan-Meier curve is made of.
WITH days AS (
  SELECT DISTINCT customer, CAST(ordered_at AS DATE) AS day
  FROM sales
),
numbered AS (
  SELECT
    day,
    row_number() OVER (PARTITION BY customer ORDER BY day) AS number,
    lead(day) OVER (PARTITION BY customer ORDER BY day) AS next_day
  FROM days
)
SELECT
  least(number, 11) AS number,
  date_diff('day', day, coalesce(next_day, (SELECT max(day) FROM days))) AS days,
  count(next_day) AS events,
  count(*) - count(next_day) AS censored
FROM numbered
GROUP BY ALL
ORDER BY number, days;
