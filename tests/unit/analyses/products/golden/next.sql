WITH
-- What each customer bought on each day, each once; returns and unknown items are left out
day_items AS (
  SELECT DISTINCT customer_key, day, "product" AS item
  FROM lines
  WHERE kind = 'sale' AND "product" IS NOT NULL AND customer_key IS NOT NULL
),
-- On how many purchase days of a customer each was bought
counted AS (
  SELECT item, count(*)::INTEGER AS n FROM day_items GROUP BY item
),
-- The 100 most frequent in at least 14 purchase days, numbered from the most frequent
numbered AS (
  SELECT row_number() OVER (ORDER BY n DESC, item)::INTEGER AS no, item, n
  FROM counted
  WHERE n >= 14
  ORDER BY no
  LIMIT 100
),
-- Purchase days with a known item
known_days AS (
  SELECT DISTINCT customer_key, day FROM day_items
),
-- From a purchase day to the next one
steps AS (
  SELECT (row_number() OVER ())::INTEGER AS step, customer_key, previous_day, day
  FROM customer_days
  WHERE orders > 0 AND previous_day IS NOT NULL
    AND (customer_key, day) IN (FROM known_days) AND (customer_key, previous_day) IN (FROM known_days)
),
-- What was bought on the day before the step
departures AS (
  SELECT step, no FROM steps
  JOIN day_items ON day_items.customer_key = steps.customer_key AND day_items.day = steps.previous_day
  JOIN numbered USING (item)
),
-- What was bought on the day after it
arrivals AS (
  SELECT step, no FROM steps
  JOIN day_items ON day_items.customer_key = steps.customer_key AND day_items.day = steps.day
  JOIN numbered USING (item)
)
SELECT 'all' AS part, NULL::VARCHAR AS item, NULL::INTEGER AS a, NULL::INTEGER AS b,
  (SELECT count(*)::INTEGER FROM steps) AS steps,
  (SELECT count(*)::INTEGER FROM counted WHERE n >= 14) AS items
UNION ALL BY NAME
SELECT 'item' AS part, item, no AS a, n AS days, coalesce(departed, 0) AS departed, coalesce(arrived, 0) AS arrived
FROM numbered
LEFT JOIN (SELECT no, count(*)::INTEGER AS departed FROM departures GROUP BY no) USING (no)
LEFT JOIN (SELECT no, count(*)::INTEGER AS arrived FROM arrivals GROUP BY no) USING (no)
UNION ALL BY NAME
SELECT 'step' AS part, departures.no AS a, arrivals.no AS b, count(*)::INTEGER AS steps
FROM departures JOIN arrivals USING (step)
GROUP BY departures.no, arrivals.no
HAVING count(*) >= 14
