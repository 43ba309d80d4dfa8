-- The sales among the invoice lines: a customer is named, the invoice is no cancellation, and
-- both quantity and price are above zero.
CREATE OR REPLACE VIEW sales AS
SELECT CustomerID AS customer, InvoiceNo AS "order", InvoiceDate AS ordered_at, (Quantity * UnitPrice)::DECIMAL(18,4) AS revenue, StockCode AS product
FROM raw
WHERE CustomerID IS NOT NULL
  AND InvoiceNo NOT LIKE 'C%'
  AND Quantity > 0
  AND UnitPrice > 0;
