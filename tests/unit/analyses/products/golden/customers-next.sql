WITH
-- The two, on each purchase day of a customer
day_items AS (
  SELECT DISTINCT customer_key, day, "product" AS item
  FROM lines
  WHERE kind = 'sale' AND "product" IS NOT NULL AND "product" IN ('P', 'P') AND customer_key IS NOT NULL
)
SELECT customer_days.customer_key, count(*)::INTEGER AS step_times
FROM customer_days
JOIN day_items AS departure ON departure.customer_key = customer_days.customer_key
  AND departure.day = customer_days.previous_day AND departure.item = 'P'
JOIN day_items AS arrival ON arrival.customer_key = customer_days.customer_key
  AND arrival.day = customer_days.day AND arrival.item = 'P'
WHERE orders > 0
GROUP BY customer_days.customer_key
ORDER BY step_times DESC, customer_days.customer_key
