-- Monthly acquisition cohorts: customers active, orders and revenue by age in months.
WITH acquired AS (
  SELECT customer, min(ordered_at) AS first_at
  FROM sales
  GROUP BY customer
)
SELECT
  date_diff('month', DATE '1970-01-01', first_at) AS cohort,
  date_diff('month', first_at, ordered_at) AS age,
  count(DISTINCT customer) AS customers,
  count(DISTINCT "order") AS orders,
  sum(revenue)::DOUBLE AS revenue
FROM sales
JOIN acquired USING (customer)
GROUP BY ALL
ORDER BY cohort, age;
