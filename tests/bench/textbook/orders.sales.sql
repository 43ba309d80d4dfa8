-- The sales of a generated file: every row with a customer.
CREATE OR REPLACE VIEW sales AS
SELECT customer_id AS customer, order_id AS "order", ordered_at AS ordered_at, (quantity * unit_price)::DECIMAL(18,4) AS revenue
FROM raw
WHERE customer_id IS NOT NULL
  AND quantity > 0
  AND unit_price > 0;
