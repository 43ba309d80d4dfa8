import { dateLiteral, type Day } from '../../core/calendar.ts';
import { sql, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import { rhythmSteps } from './rhythm-query.ts';
import { LIMITED_BANDS, type AttritionSettings } from './settings.ts';
import { stillToCome, survivalSteps } from './survival-query.ts';

/** The value of a customer is what the year up to the last purchase brought. */
const YEAR = 365;

/**
 * From the purchase days to a band for each customer: step `banded`.
 *
 * @param asOf The day that is judged from, as if nothing after it were known. Default: the last.
 */
export function bandSteps(
  settings: AttritionSettings,
  { lastDay }: DatasetFacts,
  asOf: Day = lastDay,
): readonly Step[] {
  const until = asOf < lastDay ? sql` AND day <= ${dateLiteral(asOf)}` : sql``;
  return [
    asOf < lastDay ? peopleUntil(asOf) : PEOPLE,
    silencesStep(asOf, until),
    ...rhythmSteps(until),
    ...waitSteps(until),
    ...judgedSteps(settings),
  ];
}

const PEOPLE: Step = {
  name: 'people',
  comment: 'Customers with a sale',
  body: sql`SELECT customer_key, last_day, active_days, orders FROM customers WHERE orders > 0`,
};

function peopleUntil(asOf: Day): Step {
  return {
    name: 'people',
    comment: 'Customers with a sale up to an earlier day, as they were then',
    body: sql`SELECT customer_key, max(day) AS last_day, count(*) AS active_days, sum(orders) AS orders
FROM customer_days
WHERE orders > 0 AND day <= ${dateLiteral(asOf)}
GROUP BY customer_key`,
  };
}

function silencesStep(asOf: Day, until: Sql): Step {
  return {
    name: 'silences',
    comment: `Days without a sale up to the day that is judged from, and the revenue of the ${YEAR} days up to the last purchase`,
    body: sql`SELECT people.customer_key, active_days, people.orders,
  (${dateLiteral(asOf)} - last_day)::INTEGER AS silent, year_revenue
FROM people JOIN (
  SELECT customer_key, sum(revenue)::DOUBLE AS year_revenue
  FROM customer_days JOIN people USING (customer_key)
  WHERE day > last_day - ${YEAR}${until}
  GROUP BY customer_key
) USING (customer_key)`,
  };
}

function waitSteps(until: Sql): readonly Step[] {
  return [
    {
      name: 'waits',
      comment:
        'Days from the first purchase to the second (came), or to the end of the data without one',
      body: sql`SELECT days, sum(came) AS came, count(*) AS counted
FROM (
  SELECT (day - previous_day)::INTEGER AS days, 1 AS came
  FROM customer_days WHERE orders > 0 AND previous_day = first_day${until}
  UNION ALL
  SELECT silent AS days, 0 AS came FROM silences WHERE active_days = 1
)
GROUP BY days`,
    },
    ...survivalSteps('waiters', sql`waits`, sql`days`),
  ];
}

function judgedSteps({ limits }: AttritionSettings): readonly Step[] {
  const whens = [...LIMITED_BANDS]
    .reverse()
    .map((band) => sql`\n    WHEN chance < ${limits[band]} THEN ${band}`)
    .reduce((all, each) => sql`${all}${each}`);
  return [
    {
      name: 'judged',
      comment:
        'The chance that a customer who still buys is silent for longer, per cent: by the own rhythm, or after one purchase by when others came back',
      body: sql`SELECT placed.*, CASE WHEN active_days = 1 THEN 'once' ELSE 'repeat' END AS kind,
  CASE
    WHEN active_days = 1 THEN waiters.chance
    WHEN silent = 0 THEN 100
    ELSE longer.chance END AS chance,
  CASE WHEN active_days = 1 THEN ${stillToCome('waiters')} ELSE ${stillToCome('longer')} END AS to_come
FROM placed LEFT JOIN longer USING (step)
  LEFT JOIN waiters ON active_days = 1 AND waiters.days = silent`,
    },
    {
      name: 'banded',
      comment: 'The band by the limits of that chance',
      body: sql`SELECT *,
  CASE
    WHEN chance IS NULL THEN 'unknown'${whens}
    ELSE 'on_time' END AS band
FROM judged`,
    },
  ];
}
