/**
 * The canonical tables, one set a dataset, each in a schema of its own. Analyses read only these.
 *
 * `customers`     one row a customer (also those with only returns: their sale columns are NULL)
 *   customer_key  INTEGER   1, 2, 3 … compact
 *   customer_id   VARCHAR   as in the file
 *   first_day, last_day  DATE       first and last day with a sale
 *   start_at      TIMESTAMP  the first sale
 *   orders        INTEGER   sales
 *   active_days   INTEGER   days with a sale
 *   revenue       DECIMAL(18,4)  sales and returns; NULL where no amount is known
 *
 * `orders`        one row an order and kind
 *   order_key INTEGER, customer_key INTEGER (NULL: no customer), order_id VARCHAR (NULL without the column),
 *   ordered_at TIMESTAMP (its first line), day DATE, revenue DECIMAL(18,4), items INTEGER (lines),
 *   kind VARCHAR 'sale' | 'return', channel VARCHAR (NULL without the column)
 *
 * `customer_days` one row a customer and day with an order, sorted by customer_key, day. Nearly
 *                 every analysis needs no more.
 *   customer_key  INTEGER
 *   day           DATE
 *   orders        INTEGER        sales of the day; 0 where the day has only returns
 *   revenue       DECIMAL(18,4)  sales and returns of the day; NULL where no amount is known
 *   first_at, last_at  TIMESTAMP first and last sale of the day; NULL where orders = 0
 *   first_day     DATE           the customer's first day with a sale (the acquisition)
 *   start_at      TIMESTAMP      the customer's first sale
 *   previous_day  DATE           the customer's previous day with a sale; NULL on the first
 *   previous_at   TIMESTAMP      the last sale of that day
 *
 * A customer is active on the days with orders > 0. Because a row knows its customer's first and
 * previous day, "distinct customers active in a period" needs no DISTINCT: count the rows whose
 * previous day lies in another period.
 */
export const CANONICAL_TABLES = ['customers', 'orders', 'order_lines', 'customer_days'] as const;
