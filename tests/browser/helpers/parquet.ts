import { DuckDBInstance } from '@duckdb/node-api';

/** Writes a small file of orders as Parquet. */
export async function writeParquet(path: string): Promise<void> {
  const native = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    await native.run(`COPY (
      SELECT 'A-' || i AS order_id, 'c' || i % 7 AS customer_id,
        TIMESTAMP '2024-01-05 10:00:00' + INTERVAL (i) DAY AS ordered_at, i * 1.5 AS amount
      FROM range(40) AS t(i)
    ) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
  } finally {
    native.closeSync();
  }
}
