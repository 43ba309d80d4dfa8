WITH
-- Each customer’s first sale; of several at the same moment the one with the lowest number
first_orders AS (
  SELECT customer_key, arg_min(order_key, row(order_id, order_key)) AS order_key
  FROM orders JOIN customers USING (customer_key)
  WHERE kind = 'sale' AND ordered_at = start_at
  GROUP BY customer_key
),
-- Each customer: whether a second purchase day came within 90, 180, 365 days of the first, and the revenue of these days; unknown where the customer was not observed that long
lives AS (
  SELECT customer_key,
    CASE WHEN any_value(first_day) + 90 <= DATE '2023-02-12' THEN coalesce(bool_or(orders > 0 AND previous_day = first_day AND day <= first_day + 90), FALSE) END AS "returned_90",
    CASE WHEN any_value(first_day) + 90 <= DATE '2023-02-12' THEN (sum(revenue) FILTER (day BETWEEN first_day AND first_day + 90))::DOUBLE END AS "value_90",
    CASE WHEN any_value(first_day) + 180 <= DATE '2023-02-12' THEN coalesce(bool_or(orders > 0 AND previous_day = first_day AND day <= first_day + 180), FALSE) END AS "returned_180",
    CASE WHEN any_value(first_day) + 180 <= DATE '2023-02-12' THEN (sum(revenue) FILTER (day BETWEEN first_day AND first_day + 180))::DOUBLE END AS "value_180",
    CASE WHEN any_value(first_day) + 365 <= DATE '2023-02-12' THEN coalesce(bool_or(orders > 0 AND previous_day = first_day AND day <= first_day + 365), FALSE) END AS "returned_365",
    CASE WHEN any_value(first_day) + 365 <= DATE '2023-02-12' THEN (sum(revenue) FILTER (day BETWEEN first_day AND first_day + 365))::DOUBLE END AS "value_365"
  FROM customer_days
  WHERE first_day IS NOT NULL
  GROUP BY customer_key
),
-- What was in the first order, each once
first_items AS (
  SELECT DISTINCT customer_key, "product" AS item
  FROM lines JOIN first_orders USING (order_key, customer_key)
  WHERE kind = 'sale' AND "product" IS NOT NULL
),
-- The customers who began with each; one who began with several counts for each
items AS (
  SELECT item, count(*)::INTEGER AS customers,
    count("returned_90")::INTEGER AS "observed_90", (count(*) FILTER ("returned_90"))::INTEGER AS "returned_90",
    count("value_90")::INTEGER AS "valued_90", sum("value_90") AS "value_90", sum("value_90" * "value_90") AS "squares_90",
    count("returned_180")::INTEGER AS "observed_180", (count(*) FILTER ("returned_180"))::INTEGER AS "returned_180",
    count("value_180")::INTEGER AS "valued_180", sum("value_180") AS "value_180", sum("value_180" * "value_180") AS "squares_180",
    count("returned_365")::INTEGER AS "observed_365", (count(*) FILTER ("returned_365"))::INTEGER AS "returned_365",
    count("value_365")::INTEGER AS "valued_365", sum("value_365") AS "value_365", sum("value_365" * "value_365") AS "squares_365"
  FROM first_items JOIN lives USING (customer_key)
  GROUP BY item
)
SELECT 'all' AS part, NULL::VARCHAR AS item, count(*)::INTEGER AS customers,
  (SELECT count(DISTINCT customer_key)::INTEGER FROM first_items) AS known,
  NULL::INTEGER AS listed,
  count("returned_90")::INTEGER AS "observed_90", (count(*) FILTER ("returned_90"))::INTEGER AS "returned_90",
  count("value_90")::INTEGER AS "valued_90", sum("value_90") AS "value_90", sum("value_90" * "value_90") AS "squares_90",
  count("returned_180")::INTEGER AS "observed_180", (count(*) FILTER ("returned_180"))::INTEGER AS "returned_180",
  count("value_180")::INTEGER AS "valued_180", sum("value_180") AS "value_180", sum("value_180" * "value_180") AS "squares_180",
  count("returned_365")::INTEGER AS "observed_365", (count(*) FILTER ("returned_365"))::INTEGER AS "returned_365",
  count("value_365")::INTEGER AS "valued_365", sum("value_365") AS "value_365", sum("value_365" * "value_365") AS "squares_365"
FROM lives
UNION ALL BY NAME
SELECT 'items' AS part, count(*)::INTEGER AS customers, (count(*) FILTER (customers >= 30))::INTEGER AS listed
FROM items
UNION ALL BY NAME
SELECT 'item' AS part, item, customers, * EXCLUDE (item, customers)
FROM (SELECT * FROM items WHERE customers >= 30 ORDER BY customers DESC, item LIMIT 500)
