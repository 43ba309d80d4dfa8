import { ident, join, sql, type Sql } from '../core/sql.ts';
import {
  OUTLIER_TIMES,
  type ReadAs,
  SIGNS,
  type SignInput,
  signsOf,
  signSql,
} from './profile-signs.ts';
import { fileColumn } from './source.ts';
import { foldedId } from './staging.ts';

/** A column, and how its values are read and put in order. */
export interface ProfileColumn {
  readonly index: number;
  readonly as: ReadAs;
  /** The value as a TIMESTAMP or a DOUBLE; null for text. */
  readonly read: ((text: Sql) => Sql) | null;
  readonly ofOrders: boolean;
  /** Whether numbers with and without leading zeros may be the same: not of amounts. */
  readonly isCode: boolean;
}

/** Files of more rows get an estimate of the distinct values. */
export const EXACT_DISTINCT_ROWS = 3_000_000;

/** The first rows of the file, of which the histograms and the most frequent values are made. */
export const SAMPLED_ROWS = 1_000_000;

/** Slices of a histogram. */
export const SLICES = 20;

/** Values are shown, and sent, in their first characters only. */
const SHOWN_CHARACTERS = 200;

const VALUES = ident('column_values');

/**
 * `CREATE TABLE column_values` of a table of rows: each distinct value of a column with its number
 * of rows n, read once (`ordered`, and as a DOUBLE `x`). All that follows counts in it, and so
 * costs by the distinct values, not by the rows.
 */
export function columnValuesSql({ index, as, read }: ProfileColumn, rows: Sql): Sql {
  const ordered = read === null ? sql`` : sql`, ${read(sql`value`)} AS ordered`;
  const x = {
    text: sql``,
    number: sql`, ordered AS x`,
    date: sql`, epoch_us(ordered)::DOUBLE AS x`,
  };
  return sql`CREATE OR REPLACE TEMPORARY TABLE ${VALUES} AS
WITH
-- each value once
counted AS (
  SELECT ${fileColumn(index)} AS value, count(*) AS n FROM ${rows} WHERE ${fileColumn(index)} IS NOT NULL GROUP BY 1
)
SELECT *${x[as]} FROM (SELECT value, n, trim(value) = '' AS blank${ordered} FROM counted)`;
}

/**
 * One row: filled (rows that are not blank), distinct, and of dates and numbers min and max (text),
 * fractions (whether any has one), and low and high, between which the middle 98 % of the rows lie.
 */
export function columnFactsSql({ as }: ProfileColumn): Sql {
  const counts = sql`coalesce(sum(n) FILTER (NOT blank), 0)::DOUBLE AS filled, count(*)::DOUBLE AS "distinct"`;
  if (as === 'text') return sql`SELECT ${counts} FROM ${VALUES}`;
  return sql`WITH
-- the values in their order, with the rows up to each
placed AS (
  SELECT x, sum(n) OVER (ORDER BY x) AS upto, sum(n) OVER () AS total FROM ${VALUES} WHERE x IS NOT NULL
),
-- the range that holds the middle 98 %
bounds AS (
  SELECT min(x) FILTER (upto > 0.01 * total) AS low, min(x) FILTER (upto >= 0.99 * total) AS high FROM placed
)
SELECT ${counts}, min(ordered)::VARCHAR AS min, max(ordered)::VARCHAR AS max,
  ${as === 'number' ? sql`coalesce(bool_or(x <> trunc(x)), FALSE)` : sql`FALSE`} AS fractions,
  any_value(low) AS low, any_value(high) AS high
FROM ${VALUES}, bounds`;
}

/** Beyond which a number is an outlier; null where nearly all are 0. */
export function outlierOf(low: number, high: number): number | null {
  const usual = Math.max(Math.abs(low), Math.abs(high));
  return usual === 0 ? null : usual * OUTLIER_TIMES;
}

/** Rows (sign, rows, example): the values with a sign, with the most frequent of them. */
export function signCountsSql(input: Omit<SignInput, 'value' | 'ordered'>): Sql {
  const sign = signSql({ ...input, value: sql`value`, ordered: sql`ordered` });
  return sql`SELECT sign::INTEGER AS sign, sum(n)::DOUBLE AS "rows",
  left(arg_max(value, {'n': n, 'v': value}), ${SHOWN_CHARACTERS}) AS example
FROM (SELECT value, n, ${sign} AS sign FROM ${VALUES} WHERE NOT blank)
WHERE sign > 0 GROUP BY sign ORDER BY sign`;
}

/** Rows (value, rows): the most frequent values that are not blank. */
export function frequentSql(limit: number): Sql {
  return sql`SELECT left(value, ${SHOWN_CHARACTERS}) AS value, n::DOUBLE AS "rows" FROM ${VALUES}
WHERE NOT blank ORDER BY n DESC, value LIMIT ${limit}`;
}

/** Rows (slice, rows): the rows in each of the slices between two numbers, which take in all beyond. */
export function histogramSql(low: number, high: number): Sql {
  const place = sql`floor((x - ${low}) / nullif(${high - low}, 0) * ${SLICES})`;
  return sql`SELECT coalesce(least(${SLICES - 1}, greatest(0, ${place})), 0)::INTEGER AS slice, sum(n)::DOUBLE AS "rows"
FROM ${VALUES} WHERE x IS NOT NULL GROUP BY 1 ORDER BY 1`;
}

/**
 * One row (rows, example, other): values that differ from a more frequent one only in case, width
 * or inner blanks; and the one that most rows are concerned of.
 */
export function variantsSql(): Sql {
  return sql`WITH
-- values that have letters in two cases, without what differs by hand
cased AS (
  SELECT value, n, ${foldedSql(sql`value`)} AS folded
  FROM ${VALUES} WHERE lower(value) <> upper(value) AND strlen(value) < ${SHOWN_CHARACTERS}
),
-- those that are the same but for it
same AS (
  SELECT max(n) AS most, sum(n) AS n, arg_max(value, {'n': n, 'v': value}) AS usual,
    arg_min(value, {'n': n, 'v': value}) AS example
  FROM cased GROUP BY folded HAVING count(*) > 1
)
SELECT sum(n - most)::DOUBLE AS "rows", arg_max(example, {'n': n - most, 'v': usual}) AS example,
  arg_max(usual, {'n': n - most, 'v': usual}) AS other
FROM same`;
}

/** `foldedId`, for which most texts need no translation of wide characters. */
function foldedSql(value: Sql): Sql {
  return sql`CASE WHEN strlen(${value}) = length(${value}) THEN lower(regexp_replace(${value}, '\\s+', ' ', 'g'))
    ELSE ${foldedId(value)} END`;
}

/**
 * One row (rows, example, other): numbers of fewer digits than those that begin with a zero have
 * as a rule. A spreadsheet may have taken the zeros away.
 */
export function zerosSql(): Sql {
  return sql`WITH
digits AS (
  SELECT value, n, length(value) AS width FROM ${VALUES} WHERE regexp_full_match(value, '[0-9]{1,18}')
),
-- how wide the numbers are that begin with a zero
filled AS (
  SELECT width, sum(n) AS n, arg_max(value, {'n': n, 'v': value}) AS other FROM digits
  WHERE value LIKE '0_%' GROUP BY width ORDER BY n DESC, width LIMIT 1
)
SELECT sum(digits.n)::DOUBLE AS "rows", arg_max(value, {'n': digits.n, 'v': value}) AS example,
  any_value(other) AS other
FROM digits, filled WHERE value NOT LIKE '0%' AND digits.width < filled.width`;
}

/**
 * One row: empty_i, distinct_i, min_i and max_i (text) of each column i over the whole file, and
 * for each of its signs sign_i_s (rows) and example_i_s, s being the sign's number from 1.
 */
export function wholeCountsSql(
  columns: readonly (ProfileColumn & { readonly outlier: number | null })[],
  source: Sql,
  { now, estimate }: { readonly now: string; readonly estimate: boolean },
): Sql {
  const name = (part: string, index: number) => ident(`${part}_${index}`);
  const read = columns.map(({ index, read }) => {
    const value = fileColumn(index);
    const ordered = read === null ? sql`NULL` : read(value);
    return sql`${value}, ${ordered} AS ${name('ordered', index)}`;
  });
  const inputs = columns.map((column) => ({
    ...column,
    now,
    value: fileColumn(column.index),
    ordered: name('ordered', column.index),
  }));
  const signed = inputs.map(
    (input) => sql`coalesce(trim(${input.value}), '') = '' AS ${name('blank', input.index)},
    CASE WHEN trim(${input.value}) <> '' THEN ${signSql(input)} END AS ${name('sign', input.index)}`,
  );
  const parts = inputs.flatMap((input) => {
    const { index, value, as, ordered } = input;
    const distinct = estimate
      ? sql`approx_count_distinct(${value})`
      : sql`count(DISTINCT ${value})`;
    return [
      sql`(count(*) FILTER (${name('blank', index)}))::DOUBLE AS ${name('empty', index)}`,
      sql`${distinct}::DOUBLE AS ${name('distinct', index)}`,
      ...(as === 'text'
        ? []
        : [
            sql`min(${ordered})::VARCHAR AS ${name('min', index)}`,
            sql`max(${ordered})::VARCHAR AS ${name('max', index)}`,
          ]),
      ...signsOf(input).flatMap((sign) => {
        const n = SIGNS.indexOf(sign) + 1;
        const has = sql`${name('sign', index)} = ${n}`;
        return [
          sql`(count(*) FILTER (${has}))::DOUBLE AS ${ident(`sign_${index}_${n}`)}`,
          sql`left(any_value(${value}) FILTER (${has}), ${SHOWN_CHARACTERS}) AS ${ident(`example_${index}_${n}`)}`,
        ];
      }),
    ];
  });
  return sql`WITH
-- each value as it is read
typed AS (
  SELECT ${join(read)} FROM ${source}
),
-- and what may be wrong with it
signed AS (
  SELECT *, ${join(signed)} FROM typed
)
SELECT ${join(parts, ',\n  ')}
FROM signed`;
}
