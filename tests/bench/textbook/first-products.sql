-- For each product of customers' first orders that 30 of them or more began with (the 500 with the
-- most): who was observed for 180 days, who bought on another day within them, and what they spent.
WITH orders AS (
  SELECT customer, "order", min(ordered_at) AS first_at
  FROM sales
  GROUP BY customer, "order", CAST(ordered_at AS DATE)
),
firsts AS (
  SELECT DISTINCT ON (customer) customer, "order", CAST(first_at AS DATE) AS day
  FROM orders
  ORDER BY customer, first_at, "order"
),
lives AS (
  SELECT
    customer,
    firsts.day,
    firsts.day + 180 <= (SELECT max(CAST(ordered_at AS DATE)) FROM sales) AS observed,
    bool_or(CAST(ordered_at AS DATE) BETWEEN firsts.day + 1 AND firsts.day + 180) AS returned,
    sum(revenue) FILTER (WHERE CAST(ordered_at AS DATE) <= firsts.day + 180) AS spent
  FROM firsts
  JOIN sales USING (customer)
  GROUP BY customer, firsts.day
),
began AS (
  SELECT DISTINCT customer, product
  FROM firsts
  JOIN sales USING (customer, "order")
  WHERE CAST(ordered_at AS DATE) = day
)
SELECT
  product AS item,
  count(*) AS customers,
  count(*) FILTER (WHERE observed) AS observed,
  count(*) FILTER (WHERE observed AND returned) AS returned,
  CAST(sum(spent) FILTER (WHERE observed) AS DOUBLE) AS revenue
FROM began
JOIN lives USING (customer)
GROUP BY product
HAVING count(*) >= 30
ORDER BY count(*) DESC, product
LIMIT 500;
