-- What the sales of each month come to.
SELECT
  date_diff('month', DATE '1970-01-01', ordered_at) AS period,
  count(DISTINCT customer) AS customers,
  count(DISTINCT "order") AS orders,
  count(*) AS lines,
  sum(revenue)::DOUBLE AS revenue
FROM sales
GROUP BY period
ORDER BY period;
