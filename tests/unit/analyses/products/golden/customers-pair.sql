WITH
-- The orders with both
common_orders AS (
  SELECT customer_key, order_key FROM lines
  WHERE kind = 'sale' AND "product" IS NOT NULL AND "product" IN ('P', 'Q') AND customer_key IS NOT NULL
  GROUP BY customer_key, order_key
  HAVING count(DISTINCT "product") = 2
)
SELECT customer_key, count(*)::INTEGER AS together_orders FROM common_orders
GROUP BY customer_key ORDER BY together_orders DESC, customer_key
