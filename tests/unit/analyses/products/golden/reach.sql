WITH
-- Each customer with the class by number of orders, named by its least
grouped AS (
  SELECT customer_key, CASE WHEN orders >= 7 THEN '7' WHEN orders >= 4 THEN '4' WHEN orders >= 2 THEN '2' ELSE '1' END AS "group"
  FROM customers WHERE orders > 0
),
-- What each customer ever bought, each once; returns and unknown items are left out
customer_items AS (
  SELECT DISTINCT customer_key, "product" AS item
  FROM lines
  WHERE kind = 'sale' AND "product" IS NOT NULL AND customer_key IS NOT NULL
),
-- The 15 that the most customers bought
reached AS (
  SELECT item, count(*)::INTEGER AS customers
  FROM customer_items JOIN grouped USING (customer_key)
  GROUP BY item ORDER BY customers DESC, item LIMIT 15
)
SELECT 'group' AS part, "group", NULL::VARCHAR AS item, count(*)::INTEGER AS customers
FROM grouped GROUP BY "group"
UNION ALL BY NAME
SELECT 'item' AS part, item, customers FROM reached
UNION ALL BY NAME
SELECT 'cell' AS part, "group", item, count(*)::INTEGER AS customers
FROM customer_items JOIN grouped USING (customer_key)
WHERE item IN (SELECT item FROM reached)
GROUP BY item, "group"
