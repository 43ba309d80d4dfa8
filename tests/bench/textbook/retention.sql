-- Customers of a monthly cohort who came back exactly k months later.
WITH months AS (
  SELECT DISTINCT customer, date_trunc('month', ordered_at) AS month
  FROM sales
),
acquired AS (
  SELECT customer, min(month) AS first_month
  FROM months
  GROUP BY customer
)
SELECT
  date_diff('month', DATE '1970-01-01', first_month) AS cohort,
  date_diff('month', first_month, month) AS age,
  count(*) AS customers
FROM months
JOIN acquired USING (customer)
GROUP BY ALL
ORDER BY cohort, age;
