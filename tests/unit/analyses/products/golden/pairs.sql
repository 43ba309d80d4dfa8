WITH
-- What each order holds, each once; returns and unknown items are left out
order_items AS (
  SELECT DISTINCT order_key, "product" AS item
  FROM lines
  WHERE kind = 'sale' AND "product" IS NOT NULL
),
-- In how many orders each is
counted AS (
  SELECT item, count(*)::INTEGER AS n FROM order_items GROUP BY item
),
-- The 300 most frequent in at least 18 orders, numbered from the most frequent
numbered AS (
  SELECT row_number() OVER (ORDER BY n DESC, item)::INTEGER AS no, item, n
  FROM counted
  WHERE n >= 18
  ORDER BY no
  LIMIT 300
),
-- The orders with their numbered items
baskets AS (
  SELECT order_key, no FROM order_items JOIN numbered USING (item)
),
-- Two of them in one order
pairs AS (
  SELECT one.no AS a, other.no AS b, count(*)::INTEGER AS orders
  FROM baskets AS one JOIN baskets AS other ON one.order_key = other.order_key AND one.no < other.no
  GROUP BY one.no, other.no
  HAVING count(*) >= 18
)
SELECT 'all' AS part, NULL::VARCHAR AS item, NULL::INTEGER AS a, NULL::INTEGER AS b,
  (SELECT count(DISTINCT order_key)::INTEGER FROM order_items) AS orders,
  (SELECT count(*)::INTEGER FROM counted WHERE n >= 18) AS items
UNION ALL BY NAME
SELECT 'item' AS part, item, no AS a, n AS orders FROM numbered
UNION ALL BY NAME
SELECT 'pair' AS part, a, b, orders FROM pairs
