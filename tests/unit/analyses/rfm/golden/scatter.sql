WITH
-- Customers with a sale: recency in days, frequency in orders, monetary with returns taken off (value: the same as a floating-point number)
people AS (
  SELECT customer_key, (DATE '2023-01-08' - last_day)::INTEGER AS recency, orders,
    orders AS frequency, revenue AS monetary, revenue::DOUBLE AS value
  FROM customers
  WHERE orders > 0
),
-- Cut points: type-7 quantiles plus 1, as the R package rfm
cut_lists AS (
  SELECT [round(q + 1, 6) FOR q IN quantile_cont(recency, [1/5, 2/5, 3/5, 4/5])] AS recency,
    [round(q + 1, 6) FOR q IN quantile_cont(frequency, [1/5, 2/5, 3/5, 4/5])] AS frequency,
    [round(q / 10000 + 1, 6) FOR q IN quantile_cont((monetary * 10000)::BIGINT, [1/5, 2/5, 3/5, 4/5])] AS monetary
  FROM "people"
  WHERE monetary IS NOT NULL
),
-- The same, a column each
cuts AS (
  SELECT "recency"[1] AS "r1", "recency"[2] AS "r2", "recency"[3] AS "r3", "recency"[4] AS "r4",
    "frequency"[1] AS "f1", "frequency"[2] AS "f2", "frequency"[3] AS "f3", "frequency"[4] AS "f4",
    "monetary"[1] AS "m1", "monetary"[2] AS "m2", "monetary"[3] AS "m3", "monetary"[4] AS "m4"
  FROM "cut_lists"
),
-- Scores from 1 to 5, each holds lower <= x < upper; recency reversed; without customers whose amounts are unknown
scored AS (
  SELECT "people".*,
    CASE
      WHEN recency < "r1" THEN 5
      WHEN recency < "r2" THEN 4
      WHEN recency < "r3" THEN 3
      WHEN recency < "r4" THEN 2
      ELSE 1 END AS r,
    CASE
      WHEN frequency < "f1" THEN 1
      WHEN frequency < "f2" THEN 2
      WHEN frequency < "f3" THEN 3
      WHEN frequency < "f4" THEN 4
      ELSE 5 END AS f,
    CASE
      WHEN value < "m1" THEN 1
      WHEN value < "m2" THEN 2
      WHEN value < "m3" THEN 3
      WHEN value < "m4" THEN 4
      ELSE 5 END AS m
  FROM "people", "cuts"
  WHERE monetary IS NOT NULL
),
-- The segment of the first rule that matches
segmented AS (
  SELECT *,
    CASE
      WHEN r BETWEEN 4 AND 5 AND f BETWEEN 4 AND 5 AND m BETWEEN 4 AND 5 THEN 'champions'
      WHEN r BETWEEN 2 AND 5 AND f BETWEEN 3 AND 5 AND m BETWEEN 3 AND 5 THEN 'loyal'
      WHEN r BETWEEN 3 AND 5 AND f BETWEEN 1 AND 3 AND m BETWEEN 1 AND 3 THEN 'potential'
      WHEN r BETWEEN 4 AND 5 AND f = 1 AND m = 1 THEN 'new'
      WHEN r BETWEEN 3 AND 4 AND f = 1 AND m = 1 THEN 'promising'
      WHEN r BETWEEN 2 AND 3 AND f BETWEEN 2 AND 3 AND m BETWEEN 2 AND 3 THEN 'attention'
      WHEN r BETWEEN 2 AND 3 AND f BETWEEN 1 AND 2 AND m BETWEEN 1 AND 2 THEN 'sleeping'
      WHEN r BETWEEN 1 AND 2 AND f BETWEEN 2 AND 5 AND m BETWEEN 2 AND 5 THEN 'at_risk'
      WHEN r = 1 AND f BETWEEN 4 AND 5 AND m BETWEEN 4 AND 5 THEN 'cant_lose'
      WHEN r BETWEEN 1 AND 2 AND f BETWEEN 1 AND 2 AND m BETWEEN 1 AND 2 THEN 'lost'
      ELSE 'others' END AS segment
  FROM "scored"
),
-- Each customer’s place, and how far along the axes it is drawn
points AS (
  SELECT segment, frequency::DOUBLE AS x, value::DOUBLE AS y,
    sign(frequency) * ln(1 + abs(frequency)) AS drawn_x, sign(value) * ln(1 + abs(value)) AS drawn_y
  FROM segmented
),
-- The ends of the axes
frame AS (
  SELECT min(drawn_x) AS x_from, max(drawn_x) AS x_to, min(drawn_y) AS y_from, max(drawn_y) AS y_to
  FROM points
),
-- The step of 50 on each axis
placed AS (
  SELECT points.*, CASE WHEN x_to > x_from THEN least(49, floor((drawn_x - x_from) / (x_to - x_from) * 50))::INTEGER ELSE 0 END AS step_x,
    CASE WHEN y_to > y_from THEN least(49, floor((drawn_y - y_from) / (y_to - y_from) * 50))::INTEGER ELSE 0 END AS step_y
  FROM points, frame
),
-- The customers of a bin by segment
by_segment AS (
  SELECT step_x, step_y, segment, count(*) AS customers, sum(x) AS sum_x, sum(y) AS sum_y,
    min(x) AS min_x, max(x) AS max_x, min(y) AS min_y, max(y) AS max_y
  FROM placed
  GROUP BY step_x, step_y, segment
)
SELECT sum(customers)::INTEGER AS customers, sum(sum_x) / sum(customers) AS x, sum(sum_y) / sum(customers) AS y,
  min(min_x) AS min_x, max(max_x) AS max_x, min(min_y) AS min_y, max(max_y) AS max_y,
  arg_max(segment, customers * 100 - CASE segment WHEN 'champions' THEN 0 WHEN 'loyal' THEN 1 WHEN 'potential' THEN 2 WHEN 'new' THEN 3 WHEN 'promising' THEN 4 WHEN 'attention' THEN 5 WHEN 'sleeping' THEN 6 WHEN 'at_risk' THEN 7 WHEN 'cant_lose' THEN 8 WHEN 'lost' THEN 9 ELSE 10 END) AS segment
FROM by_segment
GROUP BY step_x, step_y
ORDER BY customers DESC, x, y
