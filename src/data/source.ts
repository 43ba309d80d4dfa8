import { ident, join, sql, type Sql } from '../core/sql.ts';
import type { Dialect } from '../import/types.ts';
import { dateFormat, type DateFormatId } from './date-formats.ts';
import { numberFormat, type NumberFormatId } from './number-formats.ts';

/** What a column of a typed table holds. A `number` is a DOUBLE or a DECIMAL. */
export type ColumnType = 'text' | 'integer' | 'number' | 'timestamp' | 'date' | 'boolean';

/** Delimited UTF-8 text under a path of the engine. */
export interface TextSource {
  readonly kind: 'text';
  readonly path: string;
  readonly dialect: Dialect;
  /** For each column of the file, in its order: which column of the import it is. */
  readonly columns: readonly number[];
  /** Columns of text that a lookup has joined to its rows. */
  readonly joined?: readonly number[];
}

/** A table of the engine, from a file whose columns have types of their own. */
export interface TableSource {
  readonly kind: 'table';
  /** The names of its schema and of the table. */
  readonly table: readonly [string, string];
  readonly columns: readonly TableColumn[];
  readonly joined?: readonly number[];
}

export interface TableColumn {
  /** Which column of the import it is. */
  readonly index: number;
  /** Its position in the file, from 0: the table names it `c` and that. */
  readonly position: number;
  readonly type: ColumnType;
  /** For timestamps: an instant of UTC, not local time. */
  readonly utc?: boolean;
}

/**
 * The rows of one of the import's files, as the engine has them. Every file gives the import's
 * columns `c0`, `c1` …; those that it lacks are NULL. The names of a file's columns never become
 * identifiers.
 */
export type Source = TextSource | TableSource;

/** The table of records that could not be read at all, made by the reader beside `staged`. */
export const BROKEN_TABLE = 'broken_records';

/** The longest record that is read, in bytes. */
export const MAX_RECORD_BYTES = 2_000_000;

/**
 * So much of a file is read at once: two of the longest records. The engine's own 32 MB are no
 * faster, and nothing could be told of the progress in between.
 */
export const READ_BUFFER_BYTES = 4_194_304;

/** The name of the import's n-th column within the engine. */
export function fileColumn(index: number): Sql {
  return ident(`c${index}`);
}

/** Newlines as the reader wants them named. */
const NEWLINES = { '\n': '\\n', '\r\n': '\\r\\n', '\r': '\\r' } as const;

/**
 * A text file as a table of text: the whole of what is known about its dialect. Mixed newlines
 * are an error of the reader ("state machine reached an invalid state") unless the dialect is
 * lenient; then any newline ends a record.
 */
function csvSql({ path, dialect, columns }: TextSource): Sql {
  const names = join(
    columns.map((index) => sql`${`c${index}`}: 'VARCHAR'`),
    ', ',
  );
  const newlines =
    dialect.lenient === true
      ? sql`strict_mode = false`
      : sql`new_line = ${NEWLINES[dialect.newline]}`;
  return sql`read_csv(${path}, columns = {${names}}, auto_detect = false,
  header = ${dialect.hasHeader}, delim = ${dialect.delimiter}, quote = ${dialect.quote ?? '"'}, escape = ${dialect.escape ?? dialect.quote ?? '"'},
  ${newlines}, skip = ${dialect.skip}, null_padding = true, parallel = false, buffer_size = ${READ_BUFFER_BYTES},
  store_rejects = true, rejects_table = ${BROKEN_TABLE}, rejects_scan = 'broken_scans', rejects_limit = 0)`;
}

/** The rows of a source in the order of the file, its columns as they are. */
export function rowsSql(source: Source): Sql {
  if (source.kind === 'text') return csvSql(source);
  const renamed = source.columns.map(
    ({ index, position }) => sql`${fileColumn(position)} AS ${fileColumn(index)}`,
  );
  return sql`(SELECT ${join(renamed)} FROM ${ident(...source.table)})`;
}

/** A table of the engine that tells more of the rows: `key` and its columns, all VARCHAR. */
export interface LookupTable {
  readonly table: readonly [string, string];
  /** The rows' column whose values are keys. */
  readonly matches: number;
  /** Which columns of the import it holds, under their names. */
  readonly columns: readonly number[];
}

/** A source together with the lookups that are joined to its rows. */
export interface JoinedSource {
  readonly source: Source;
  readonly lookups: readonly LookupTable[];
}

/**
 * The rows of a source in the order of the file, with the columns of the lookups. A key names one
 * row of a lookup, so that the number of rows stays.
 */
export function joinedRowsSql({ source, lookups }: JoinedSource): Sql {
  if (lookups.length === 0) return rowsSql(source);
  const columns = lookups.flatMap((lookup, i) =>
    lookup.columns.map((index) => ident(`lookup_${i}`, `c${index}`)),
  );
  const joins = lookups.map((lookup, i) => {
    const name = `lookup_${i}`;
    const value = sql`trim(${textOf(source, lookup.matches)})`;
    return sql`LEFT JOIN ${ident(...lookup.table)} AS ${ident(name)} ON ${value} = ${ident(name, 'key')}`;
  });
  return sql`(SELECT numbered.* EXCLUDE (row_n), ${join(columns)}
  FROM (SELECT row_number() OVER () AS row_n, * FROM ${rowsSql(source)}) AS numbered
  ${join(joins, '\n')}
  ORDER BY row_n)`;
}

/** `CREATE TABLE` of a lookup from its file: of rows with the same key the first counts. */
export function lookupTableSql(
  source: Source,
  key: number,
  { table, columns }: Pick<LookupTable, 'table' | 'columns'>,
): Sql {
  const all = columns.map((index) => sql`${textOf(source, index)} AS ${fileColumn(index)}`);
  return sql`CREATE TABLE ${ident(...table)} AS
WITH
-- the rows of the file with their key
keyed AS (
  SELECT row_number() OVER () AS row_n, nullif(trim(${textOf(source, key)}), '') AS key, ${join(all)}
  FROM ${rowsSql(source)}
),
-- the first row of each key
placed AS (
  SELECT *, row_number() OVER (PARTITION BY key ORDER BY row_n) AS place FROM keyed WHERE key IS NOT NULL
)
SELECT * EXCLUDE (row_n, place) FROM placed WHERE place = 1`;
}

/**
 * One row: how many keys a lookup has, and how many of them stand in the staged rows (NULL where
 * the rows do not keep the column).
 */
export function lookupCountsSql(
  { table }: LookupTable,
  column: 'customer_id' | 'product' | 'order_id' | null,
): Sql {
  const matched =
    column === null
      ? sql`NULL::DOUBLE`
      : sql`(count(*) FILTER (key IN (SELECT ${ident(column)} FROM staged)))::DOUBLE`;
  return sql`SELECT count(*)::DOUBLE AS keys, ${matched} AS matched FROM ${ident(...table)}`;
}

/** The rows of a source with all columns of the import, those of the lookups too, as text. */
export function textRowsSql(
  own: Source,
  columnCount: number,
  lookups: readonly LookupTable[] = [],
): Sql {
  const source = { ...own, joined: lookups.flatMap(({ columns }) => columns) };
  const whole =
    source.kind === 'text' &&
    source.columns.length === columnCount &&
    source.columns.every((index, i) => index === i);
  if (whole) return rowsSql(source);
  const columns = Array.from(
    { length: columnCount },
    (_, i) => sql`${textOf(source, i)} AS ${fileColumn(i)}`,
  );
  return sql`(SELECT ${join(columns)} FROM ${joinedRowsSql({ source, lookups })})`;
}

/** The rows of all sources with all columns, as text, one file after another. */
export function allTextRowsSql(
  sources: readonly Source[],
  columnCount: number,
  lookups: readonly LookupTable[] = [],
): Sql {
  const [first, ...others] = sources;
  if (first === undefined) throw new TypeError('an import without a file');
  if (others.length === 0) return textRowsSql(first, columnCount, lookups);
  const each = sources.map(
    (source) => sql`SELECT * FROM ${textRowsSql(source, columnCount, lookups)}`,
  );
  return sql`(${join(each, '\nUNION ALL\n')})`;
}

/** Whether a source, or a lookup joined to it, has the import's n-th column. */
export function hasColumn(source: Source, index: number): boolean {
  if (source.joined?.includes(index) === true) return true;
  return source.kind === 'text'
    ? source.columns.includes(index)
    : source.columns.some((column) => column.index === index);
}

/** The columns of the import that a source itself has, as they are. */
export function ownColumns(source: Source): Sql[] {
  const indexes =
    source.kind === 'text' ? source.columns : source.columns.map(({ index }) => index);
  return indexes.toSorted((a, b) => a - b).map(fileColumn);
}

function tableColumn(source: Source, index: number): TableColumn | null {
  if (source.kind === 'text') return null;
  return source.columns.find((column) => column.index === index) ?? null;
}

/** A column's value as text, as a file of text would have it: whole numbers without `.0`. */
export function textOf(source: Source, index: number): Sql {
  if (!hasColumn(source, index)) return sql`NULL::VARCHAR`;
  const column = fileColumn(index);
  const type = tableColumn(source, index)?.type ?? 'text';
  if (type === 'text') return column;
  if (type !== 'number') return sql`${column}::VARCHAR`;
  return sql`CASE WHEN abs(${column}::DOUBLE) < 1e15 AND ${column}::DOUBLE = trunc(${column}::DOUBLE)
    THEN ${column}::BIGINT::VARCHAR ELSE ${column}::VARCHAR END`;
}

/** A column's value as a DOUBLE; see NumberFormat.readDouble. */
export function doubleOf(source: Source, index: number, format: NumberFormatId): Sql {
  if (isNumeric(source, index)) return sql`${fileColumn(index)}::DOUBLE`;
  return numberFormat(format).readDouble(textOf(source, index));
}

/** A column's value as a DECIMAL(18,4); see NumberFormat.toMoney. */
export function moneyOf(source: Source, index: number, format: NumberFormatId): Sql {
  if (isNumeric(source, index)) return sql`TRY_CAST(${fileColumn(index)} AS DECIMAL(18,4))`;
  return numberFormat(format).toMoney(textOf(source, index));
}

function isNumeric(source: Source, index: number): boolean {
  const type = tableColumn(source, index)?.type;
  return type === 'integer' || type === 'number';
}

/**
 * A column's value as a TIMESTAMP: of local time, or in UTC where it is an instant (see
 * `isInstant`).
 */
export function timestampOf(source: Source, index: number, format: DateFormatId): Sql {
  const type = tableColumn(source, index)?.type;
  if (type !== 'timestamp' && type !== 'date') {
    return dateFormat(format).toSql(textOf(source, index));
  }
  const value = sql`${fileColumn(index)}::TIMESTAMP`;
  // As in text, years that only a typing error or a placeholder can bring about do not read.
  return sql`CASE WHEN year(${value}) BETWEEN 1900 AND 2199 THEN ${value} END`;
}

/** Whether a column's dates are instants of UTC, to which a time zone gives their day. */
export function isInstant(source: Source, index: number, format: DateFormatId): boolean {
  const column = tableColumn(source, index);
  if (column?.type === 'timestamp' || column?.type === 'date') return column.utc === true;
  return dateFormat(format).instant;
}
