import { dateLiteral, type Day } from '../../core/calendar.ts';
import { sql, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import { LIMITED_BANDS, type AttritionSettings } from './settings.ts';

/** The value of a customer is what the year up to the last purchase brought. */
const YEAR = 365;

/**
 * From the purchase days to a band for each customer. The rhythm is fitted to logarithms of gaps,
 * so that one long gap does not spoil it and late means so many times the usual.
 *
 * A customer's typical gap is the credibility estimate of Bühlmann & Straub (1970, "Glaubwürdigkeit
 * für Schadensätze"; Bühlmann & Gisler 2005, ch. 4): (gaps × own mean + k × shop's
 * mean) ÷ (gaps + k), with k = variance within customers ÷ variance between them. A silence is
 * judged by the gaps that did end, each held against the rhythm that its customer's other gaps
 * tell, in units of √(1 + 1 ÷ (gaps + k)): the less is known of a rhythm, the wider it is.
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
    gapsStep(until),
    ...RHYTHM,
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

/** The typical gap by k, the own number of gaps and their sum; the shop's where k is endless. */
function credible(gaps: Sql, sum: Sql): Sql {
  return sql`coalesce((${sum} + k * shop_mean) / nullif(${gaps} + k, 0), shop_mean)`;
}

function spread(gaps: Sql): Sql {
  return sql`coalesce(sqrt(1 + 1 / nullif(${gaps} + k, 0)), 1)`;
}

/** Steps of one hundredth: customers of one step are judged alike, whatever rounding does. */
function hundredths(value: Sql): Sql {
  return sql`round(100 * (${value}))::INTEGER`;
}

function gapsStep(until: Sql): Step {
  return {
    name: 'gaps',
    comment: 'The days from one purchase day of a customer to the next, and their logarithm',
    body: sql`SELECT customer_key, (day - previous_day)::INTEGER AS days, ln(day - previous_day) AS log_days
FROM customer_days
WHERE orders > 0 AND previous_day IS NOT NULL${until}`,
  };
}

const RHYTHM: readonly Step[] = [
  {
    name: 'rhythms',
    comment: 'Each customer: how many gaps, their sum, and how far they lie from their mean',
    body: sql`SELECT customer_key, count(*) AS gaps, sum(log_days) AS log_sum,
  count(*) * var_pop(log_days) AS log_squares
FROM gaps
GROUP BY customer_key`,
  },
  {
    name: 'variances',
    comment:
      'The variance of gaps within customers, and of customers from each other (Bühlmann & Straub); unknown where nobody has two gaps, or nobody else has any',
    body: sql`SELECT sum(log_sum) / sum(gaps) AS gap_mean,
  sum(log_squares) / nullif(sum(gaps) - count(*), 0) AS within_customers,
  (sum(gaps * (log_sum / gaps) ** 2) - sum(log_sum) ** 2 / sum(gaps) - (count(*) - 1) * within_customers)
    / nullif(sum(gaps) - sum(gaps ** 2) / sum(gaps), 0) AS between_customers
FROM rhythms`,
  },
  {
    name: 'credibility',
    comment:
      'k: the shop counts as much as so many own gaps; NULL: customers do not differ, so that the shop is all that counts',
    body: sql`SELECT gap_mean,
  CASE WHEN between_customers > 0 THEN within_customers / between_customers END AS k
FROM variances`,
  },
  {
    name: 'shop',
    comment: 'The shop’s mean, each customer counting as far as the rhythm is known',
    body: sql`SELECT any_value(k) AS k, coalesce(sum(gaps), 0)::BIGINT AS gaps,
  coalesce(sum(log_sum / (gaps + k)) / sum(gaps / (gaps + k)), any_value(gap_mean)) AS shop_mean
FROM credibility LEFT JOIN rhythms ON TRUE`,
  },
  {
    name: 'ended',
    comment:
      'The gaps by how they compare with the rhythm that the customer’s other gaps tell, in hundredths',
    body: sql`SELECT ${hundredths(sql`(log_days - ${credible(sql`rhythms.gaps - 1`, sql`log_sum - log_days`)})
    / ${spread(sql`rhythms.gaps - 1`)}`)} AS step, count(*) AS ended
FROM gaps JOIN rhythms USING (customer_key), shop
GROUP BY step`,
  },
  {
    name: 'longer',
    comment: 'How many of the gaps were longer than that, of all',
    body: sql`SELECT step, sum(ended) OVER () AS compared,
  sum(ended) OVER () - sum(ended) OVER (ORDER BY step) AS longer
FROM ended`,
  },
];

function waitSteps(until: Sql): readonly Step[] {
  return [
    {
      name: 'waits',
      comment:
        'Days from the first purchase to the second (came), or to the end of the data without one',
      body: sql`SELECT days, sum(came) AS came, count(*) AS customers
FROM (
  SELECT (day - previous_day)::INTEGER AS days, 1 AS came
  FROM customer_days WHERE orders > 0 AND previous_day = first_day${until}
  UNION ALL
  SELECT silent AS days, 0 AS came FROM silences WHERE active_days = 1
)
GROUP BY days`,
    },
    {
      name: 'waiting',
      comment: 'The share of customers who had not come back at that time (Kaplan & Meier 1958)',
      body: sql`SELECT days, product(1 - came / at_risk) OVER (ORDER BY days) AS survival
FROM (SELECT *, sum(customers) OVER (ORDER BY days DESC) AS at_risk FROM waits)`,
    },
    {
      name: 'waiters',
      comment: 'Of those who do come back, how many per cent take longer than that',
      body: sql`SELECT days, survival, min(survival) OVER () AS never,
  round(100 * (survival - never) / nullif(1 - never, 0), 6) AS chance
FROM waiting`,
    },
  ];
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

function judgedSteps({ limits }: AttritionSettings): readonly Step[] {
  const whens = [...LIMITED_BANDS]
    .reverse()
    .map((band) => sql`\n    WHEN chance < ${limits[band]} THEN ${band}`)
    .reduce((all, each) => sql`${all}${each}`);
  return [
    {
      name: 'placed',
      comment: 'Each customer’s typical gap (in days), and the silence in hundredths as the gaps',
      body: sql`SELECT silences.*, rhythms.gaps AS own_gaps,
  CASE WHEN rhythms.gaps > 0 THEN exp(${credible(sql`rhythms.gaps`, sql`log_sum`)}) END AS typical,
  CASE WHEN rhythms.gaps > 0 AND silent > 0 THEN
    ${hundredths(sql`(ln(silent) - ${credible(sql`rhythms.gaps`, sql`log_sum`)}) / ${spread(sql`rhythms.gaps`)}`)}
  END AS step
FROM silences LEFT JOIN rhythms USING (customer_key), shop`,
    },
    {
      name: 'chances',
      comment: 'How many per cent of the gaps were longer than a silence of that many hundredths',
      body: sql`SELECT asked.step, round(100 * coalesce(longer / compared, 1), 6) AS chance
FROM (SELECT DISTINCT step FROM placed WHERE step IS NOT NULL) AS asked
ASOF LEFT JOIN longer ON asked.step >= longer.step`,
    },
    {
      name: 'judged',
      comment:
        'The chance that a customer who still buys is silent for longer, per cent: by the own rhythm, or after one purchase by when others came back',
      body: sql`SELECT placed.*, CASE WHEN active_days = 1 THEN 'once' ELSE 'repeat' END AS kind,
  CASE
    WHEN active_days = 1 THEN waiters.chance
    WHEN silent = 0 THEN 100
    ELSE chances.chance END AS chance,
  CASE WHEN active_days = 1 AND survival > 0 THEN 100 * (survival - never) / survival END AS to_come
FROM placed LEFT JOIN chances USING (step)
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
