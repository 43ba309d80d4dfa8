-- What the sales come to.
SELECT
  count(DISTINCT customer) AS customers,
  count(DISTINCT "order") AS orders,
  count(*) AS "rows",
  sum(revenue)::DOUBLE AS revenue
FROM sales;
