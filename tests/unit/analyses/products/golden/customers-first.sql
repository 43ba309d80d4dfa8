WITH
-- Each customer’s first sale; of several at the same moment the one with the lowest number
first_orders AS (
  SELECT customer_key, arg_min(order_key, row(order_id, order_key)) AS order_key
  FROM orders JOIN customers USING (customer_key)
  WHERE kind = 'sale' AND ordered_at = start_at
  GROUP BY customer_key
),
-- The second purchase day: its previous one is the first
second_days AS (
  SELECT customer_key, day AS second_day FROM customer_days
  WHERE orders > 0 AND previous_day = first_day
)
SELECT customer_key, (any_value(second_day) - DATE '1970-01-01')::INTEGER AS second_day
FROM first_orders JOIN lines USING (order_key, customer_key) LEFT JOIN second_days USING (customer_key)
WHERE kind = 'sale' AND "product" IS NOT NULL AND "product" = 'a ''quoted'' one'
GROUP BY customer_key
ORDER BY second_day NULLS LAST, customer_key
