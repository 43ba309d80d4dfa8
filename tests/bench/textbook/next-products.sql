-- How often a purchase day with one product is followed by a customer's next purchase day with
-- another, of the 100 products on the most purchase days; those taken 15 times or more.
WITH bought AS (
  SELECT DISTINCT customer, CAST(ordered_at AS DATE) AS day, product
  FROM sales
),
steps AS (
  SELECT customer, day, lead(day) OVER (PARTITION BY customer ORDER BY day) AS next_day
  FROM (SELECT DISTINCT customer, day FROM bought)
),
frequent AS (
  SELECT product
  FROM bought
  GROUP BY product
  HAVING count(*) >= 15
  ORDER BY count(*) DESC, product
  LIMIT 100
),
kept AS (
  SELECT * FROM bought WHERE product IN (SELECT product FROM frequent)
)
SELECT departure.product AS a, arrival.product AS b, count(*) AS steps
FROM steps
JOIN kept AS departure ON departure.customer = steps.customer AND departure.day = steps.day
JOIN kept AS arrival ON arrival.customer = steps.customer AND arrival.day = steps.next_day
GROUP BY departure.product, arrival.product
HAVING count(*) >= 15;
