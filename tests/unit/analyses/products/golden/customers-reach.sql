WITH
-- Each customer with the class by number of orders, named by its least
grouped AS (
  SELECT customer_key, CASE WHEN orders >= 7 THEN '7' WHEN orders >= 4 THEN '4' WHEN orders >= 2 THEN '2' ELSE '1' END AS "group"
  FROM customers WHERE orders > 0
)
SELECT customer_key, count(DISTINCT order_key)::INTEGER AS item_orders
FROM lines JOIN grouped USING (customer_key)
WHERE kind = 'sale' AND "product" IS NOT NULL AND "product" = 'P' AND "group" = '2'
GROUP BY customer_key
ORDER BY item_orders DESC, customer_key
