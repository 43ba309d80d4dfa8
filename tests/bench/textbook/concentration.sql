-- ABC classes at 80 and 95 % of the revenue, heavy, medium and light customers (the best 20 %, the
-- next 30 %, the lower half), the shares of the best customers, and the sum behind the Gini
-- coefficient.
WITH people AS (
  SELECT customer, count(DISTINCT "order") AS orders, sum(revenue) AS revenue
  FROM sales
  GROUP BY customer
),
ranked AS (
  SELECT
    *,
    row_number() OVER best AS place,
    sum(revenue) OVER (best ROWS UNBOUNDED PRECEDING) AS running,
    sum(revenue) OVER () AS total,
    count(*) OVER () AS customers
  FROM people
  WINDOW best AS (ORDER BY revenue DESC)
),
classed AS (
  SELECT
    *,
    CASE
      WHEN running - revenue < 0.80 * total THEN 'a'
      WHEN running - revenue < 0.95 * total THEN 'b'
      ELSE 'c'
    END AS abc,
    CASE
      WHEN place <= ceil(customers * 20 / 100) THEN 'heavy'
      WHEN place <= ceil(customers * 50 / 100) THEN 'medium'
      ELSE 'light'
    END AS usage
  FROM ranked
)
SELECT 'abc' AS part, abc AS id, count(*) AS customers, sum(revenue)::DOUBLE AS revenue
FROM classed GROUP BY abc
UNION ALL
SELECT 'usage', usage, count(*), sum(revenue)::DOUBLE
FROM classed GROUP BY usage
UNION ALL
SELECT 'best', percent::VARCHAR, place, running::DOUBLE
FROM classed, (SELECT unnest([1, 5, 10, 20, 50]) AS percent)
WHERE place = ceil(customers * percent / 100)
UNION ALL
SELECT 'total', NULL, count(*), sum(place * revenue::DOUBLE)
FROM classed;
