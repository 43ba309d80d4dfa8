import { ident, join, sql, type Sql } from '../core/sql.ts';
import { fileColumn } from './staging.ts';

/**
 * Builds `left_out`: the rows of the file that a mask of flags leaves out, with their original
 * text: row (from 1), flags, c0 … . The staged table does not keep the text, so the file is read
 * again; the rows come in the same order, and broken records are passed over alike.
 *
 * `row` counts the records below the header, the broken ones (table `broken`) included. It is
 * approximate where blank lines stand between the records: the reader counts these only in the
 * line of a broken record.
 *
 * @param linesAbove lines before the first row: the dialect's `skip`, and the header if any
 */
export function leftOutTableSql(source: Sql, flags: Sql, mask: number, linesAbove: number): Sql {
  return sql`CREATE TABLE left_out AS
WITH
-- the file again, its rows counted
numbered AS (
  SELECT row_number() OVER () - 1 AS n, * FROM ${source}
),
-- the rows that the rules leave out
flagged AS (
  SELECT rowid AS n, ${flags}::INTEGER AS flags FROM staged WHERE (${flags} & ${mask}) <> 0
),
-- how many records are broken, once so many rows were read
broken_so_far AS (
  SELECT n, max(broken) AS broken FROM (
    SELECT line - ${linesAbove} - row_number() OVER (ORDER BY line) AS n,
      row_number() OVER (ORDER BY line) AS broken
    FROM broken
  ) GROUP BY n
),
-- the rows that are left out, by their number among all records
placed AS (
  SELECT flagged.n, flagged.flags, flagged.n + 1 + coalesce(broken, 0) AS "row"
  FROM flagged ASOF LEFT JOIN broken_so_far ON flagged.n >= broken_so_far.n
)
SELECT placed."row"::DOUBLE AS "row", placed.flags, numbered.* EXCLUDE (n)
FROM numbered JOIN placed USING (n) ORDER BY n`;
}

/** A slice of `left_out`: columns row, flags, c0 … */
export function leftOutSliceSql(columnCount: number, offset: number, limit: number): Sql {
  const columns = Array.from({ length: columnCount }, (_, i) => fileColumn(i));
  return sql`SELECT "row", flags, ${join(columns)} FROM left_out
ORDER BY "row" LIMIT ${limit} OFFSET ${offset}`;
}

/** Records that could not be split into fields: line (from 1, with the header), text. */
export function brokenSliceSql(offset: number, limit: number): Sql {
  return sql`SELECT line::DOUBLE AS line, "text" FROM broken ORDER BY line LIMIT ${limit} OFFSET ${offset}`;
}

/** One row: how many rows a table of the schema has. */
export function countSql(table: 'left_out' | 'broken'): Sql {
  return sql`SELECT count(*)::DOUBLE AS count FROM ${ident(table)}`;
}
