import { ident, sql, type Sql } from '../core/sql.ts';
import type { Dimension } from './filter.ts';

/** Values told of a dimension at most. */
export const MOST_TOLD = 500;

/**
 * The most frequent values of a dimension: value (NULL: blank), count (orders, kept rows of the
 * file, or customers), and on each row distinct, the number of all values.
 *
 * @param kept What holds of a row of `staged` that is not left out.
 */
export function dimensionValuesSql({ id, of }: Dimension, kept: Sql): Sql {
  const rows = {
    order: sql`orders`,
    line: sql`staged WHERE ${kept}`,
    customer: sql`customers`,
  }[of];
  return sql`SELECT value, count, (count(*) OVER ())::INTEGER AS "distinct" FROM (
  SELECT ${ident(id)} AS value, count(*)::INTEGER AS count FROM ${rows} GROUP BY value
)
ORDER BY count DESC, value NULLS LAST
LIMIT ${MOST_TOLD}`;
}
