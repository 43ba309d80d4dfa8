-- In how many orders two products are together, of the 300 products in the most orders; pairs in
-- 20 orders or more.
WITH baskets AS (
  SELECT DISTINCT "order", CAST(ordered_at AS DATE) AS day, product
  FROM sales
),
frequent AS (
  SELECT product, count(*) AS orders
  FROM baskets
  GROUP BY product
  HAVING count(*) >= 20
  ORDER BY count(*) DESC, product
  LIMIT 300
),
kept AS (
  SELECT "order", day, product, orders
  FROM baskets
  JOIN frequent USING (product)
)
SELECT a.product AS a, b.product AS b, count(*) AS orders
FROM kept AS a
JOIN kept AS b USING ("order", day)
WHERE a.orders > b.orders OR (a.orders = b.orders AND a.product < b.product)
GROUP BY a.product, b.product
HAVING count(*) >= 20;
