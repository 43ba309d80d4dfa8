import { join, sql, type Sql } from '../core/sql.ts';
import { fileColumn } from './source.ts';

/** One of the import's files, as it is read again. */
export interface LeftOutFile {
  /** Its rows as text: `textRowsSql`. */
  readonly rows: Sql;
  /** Its number, from 0. */
  readonly file: number;
  /** Lines before its first row: those above the header, and the header if any. */
  readonly linesAbove: number;
}

/** `CREATE TABLE left_out`, to be filled by `leftOutRowsSql` for each file. */
export function leftOutTableSql(columnCount: number): Sql {
  const columns = Array.from({ length: columnCount }, (_, i) => sql`${fileColumn(i)} VARCHAR`);
  return sql`CREATE TABLE left_out (file INTEGER, "row" DOUBLE, flags INTEGER, ${join(columns)})`;
}

/**
 * Adds to `left_out` the rows of a file that a mask of flags leaves out, with their original
 * text: file, row (from 1), flags, c0 … . The staged table does not keep the text, so the file is
 * read again; the rows come in the same order, and broken records are passed over alike.
 *
 * `row` counts the records below the header, the broken ones (table `broken`) included. It is
 * approximate where blank lines stand between the records: the reader counts these only in the
 * line of a broken record.
 */
export function leftOutRowsSql(
  { rows, file, linesAbove }: LeftOutFile,
  flags: Sql,
  mask: number,
): Sql {
  return sql`INSERT INTO left_out
WITH
-- the file again, its rows counted
numbered AS (
  SELECT row_number() OVER () - 1 AS n, * FROM ${rows}
),
-- the rows that the rules leave out
flagged AS (
  SELECT rowid - (SELECT min(rowid) FROM staged WHERE file = ${file}) AS n, ${flags}::INTEGER AS flags
  FROM staged WHERE file = ${file} AND (${flags} & ${mask}) <> 0
),
-- how many records are broken, once so many rows were read
broken_so_far AS (
  SELECT n, max(broken) AS broken FROM (
    SELECT line - ${linesAbove} - row_number() OVER (ORDER BY line) AS n,
      row_number() OVER (ORDER BY line) AS broken
    FROM broken WHERE file = ${file}
  ) GROUP BY n
),
-- the rows that are left out, by their number among all records
placed AS (
  SELECT flagged.n, flagged.flags, flagged.n + 1 + coalesce(broken, 0) AS "row"
  FROM flagged ASOF LEFT JOIN broken_so_far ON flagged.n >= broken_so_far.n
)
SELECT ${file} AS file, placed."row"::DOUBLE AS "row", placed.flags, numbered.* EXCLUDE (n)
FROM numbered JOIN placed USING (n) ORDER BY n`;
}

/** Which of the rows left out are wanted. */
export interface LeftOutWhere {
  /** Those of one file; null: of all. */
  readonly file: number | null;
  /** Those that have this flag and none of `before`; null: all. */
  readonly flag: { readonly bit: number; readonly before: number } | null;
}

function whereSql({ file, flag }: LeftOutWhere): Sql {
  const conditions = [
    ...(file === null ? [] : [sql`file = ${file}`]),
    ...(flag === null ? [] : [sql`(flags & ${flag.bit | flag.before}) = ${flag.bit}`]),
  ];
  return conditions.length === 0 ? sql`` : sql`WHERE ${join(conditions, ' AND ')}`;
}

/** A slice of `left_out`: columns file, row, flags, c0 … */
export function leftOutSliceSql(
  columnCount: number,
  offset: number,
  limit: number,
  where: LeftOutWhere = { file: null, flag: null },
): Sql {
  const columns = Array.from({ length: columnCount }, (_, i) => fileColumn(i));
  return sql`SELECT file, "row", flags, ${join(columns)} FROM left_out ${whereSql(where)}
ORDER BY file, "row" LIMIT ${limit} OFFSET ${offset}`;
}

/** Records that could not be split into fields: file, line (from 1, with the header), text. */
export function brokenSliceSql(file: number | null, offset: number, limit: number): Sql {
  const where = whereSql({ file, flag: null });
  return sql`SELECT file::INTEGER AS file, line::DOUBLE AS line, "text" FROM broken ${where} ORDER BY file, line LIMIT ${limit} OFFSET ${offset}`;
}

/** Rows (file, flags, rows): how many rows of each file are left out with the same flags. */
export function leftOutCountsSql(): Sql {
  return sql`SELECT file, flags, count(*)::DOUBLE AS "rows" FROM left_out GROUP BY ALL ORDER BY ALL`;
}

/** Rows (file, rows): how many records of each file could not be split into fields. */
export function brokenCountsSql(): Sql {
  return sql`SELECT file::INTEGER AS file, count(*)::DOUBLE AS "rows" FROM broken GROUP BY file ORDER BY file`;
}
