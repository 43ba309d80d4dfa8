import { ident, sql, type Sql, type Step } from '../../core/sql.ts';
import type { ItemLevel } from './settings.ts';

/** At most so many rows of a view are returned for the table. */
export const MOST_ROWS = 500;

/** The column of `lines` that is looked at. */
export function itemColumn(level: ItemLevel): Sql {
  return ident(level);
}

/** The lines that count: sold, and of a known product (or category). */
export function soldItems(level: ItemLevel): Sql {
  return sql`kind = 'sale' AND ${itemColumn(level)} IS NOT NULL`;
}

/**
 * `numbered`: the items of the step `counted` (item, n) that occur often enough, numbered from the
 * most frequent: no INTEGER from 1, item, n. Equal ones are in the order of their names.
 */
export function numberedStep(least: number, most: number, what: string): Step {
  return {
    name: 'numbered',
    comment: `The ${most} most frequent in at least ${least} ${what}, numbered from the most frequent`,
    body: sql`SELECT row_number() OVER (ORDER BY n DESC, item)::INTEGER AS no, item, n
FROM counted
WHERE n >= ${least}
ORDER BY no
LIMIT ${most}`,
  };
}
