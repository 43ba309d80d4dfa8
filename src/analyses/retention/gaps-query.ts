import { dateLiteral } from '../../core/calendar.ts';
import { sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import type { RetentionSelection } from './selection.ts';

/** Purchase days are told apart up to this number; later ones are counted together after it. */
export const MOST_STEPS = 10;

/**
 * The times from a customer's purchase day n to n + 1, as counts by day, so that a million
 * customers come as a few thousand rows. n above 10 stands as 11.
 * - `gaps`: `number` (n), `days`, `customers` who bought again after so many days.
 * - `waiting`: `number`, `days`, `customers` who had bought n times, and for so many days not
 *   again when the data ended.
 */
export function gapQueries(facts: DatasetFacts): Readonly<Record<'gaps' | 'waiting', Sql>> {
  const number = (n: Sql) => sql`least(${n}, ${MOST_STEPS + 1})::INTEGER AS number`;
  return {
    gaps: withSteps(
      [NUMBERED_STEP],
      sql`SELECT ${number(sql`number - 1`)}, (day - previous_day)::INTEGER AS days,
  count(*)::INTEGER AS customers
FROM numbered
WHERE number > 1
GROUP BY ALL`,
    ),
    waiting: sql`SELECT ${number(sql`active_days`)},
  (${dateLiteral(facts.lastDay)} - last_day)::INTEGER AS days, count(*)::INTEGER AS customers
FROM customers
WHERE orders > 0
GROUP BY ALL`,
  };
}

type GapSelection = Extract<
  RetentionSelection,
  { kind: 'waited' | 'returned' | 'reached' | 'gap' }
>;

/** The customers behind a time to the next purchase, each once. */
export function gapCustomers(selection: GapSelection, facts: DatasetFacts): Sql {
  switch (selection.kind) {
    case 'reached':
      return sql`SELECT customer_key FROM customers WHERE active_days >= ${selection.number}`;
    case 'gap': {
      const gap = sql`day - previous_day`;
      const upTo = selection.to === null ? sql`` : sql` AND ${gap} <= ${selection.to}`;
      return sql`SELECT DISTINCT customer_key FROM customer_days
WHERE orders > 0 AND ${gap} >= ${selection.from}${upTo}`;
    }
    case 'returned':
      return withSteps(
        [NUMBERED_STEP],
        sql`SELECT customer_key FROM numbered
WHERE number = ${selection.number + 1} AND day - previous_day <= ${selection.days}`,
      );
    case 'waited':
      return withSteps(
        [NUMBERED_STEP],
        sql`SELECT customer_key FROM numbered
WHERE number = ${selection.number} AND day <= ${dateLiteral(facts.lastDay - selection.days)}
  AND customer_key NOT IN (
    SELECT customer_key FROM numbered
    WHERE number = ${selection.number + 1} AND day - previous_day <= ${selection.days}
  )`,
      );
  }
}

const NUMBERED_STEP: Step = {
  name: 'numbered',
  comment: 'the purchase days of each customer, numbered from 1',
  body: sql`SELECT customer_key, day, previous_day,
  row_number() OVER (PARTITION BY customer_key ORDER BY day) AS number
FROM customer_days
WHERE orders > 0`,
};
