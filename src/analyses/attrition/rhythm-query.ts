import { sql, type Sql, type Step } from '../../core/sql.ts';
import { survivalSteps } from './survival-query.ts';

/** However regular the customers are, a little of the shop stays, so that one gap is not all that is known. */
const LEAST_K = 0.1;

/**
 * The customers' rhythm, fitted to logarithms of gaps, so that one long gap does not spoil it and
 * late means so many times the usual; and how long gaps last against it. Needs `silences`.
 *
 * A customer's typical gap is the credibility estimate of Bühlmann & Straub (1970, "Glaubwürdigkeit
 * für Schadensätze"; Bühlmann & Gisler 2005, ch. 4): (gaps × own mean + k × shop's mean) ÷ (gaps +
 * k), with k = variance within customers ÷ variance between them. Each gap is held against the
 * rhythm that its customer's other gaps tell, in units of √(1 + 1 ÷ (gaps + k)): the less is known
 * of a rhythm, the wider it is. Silences count as gaps that have not ended yet, or the long ones
 * would be missing.
 *
 * @param until A condition on `day`, or nothing.
 */
export function rhythmSteps(until: Sql): readonly Step[] {
  return [gapsStep(until), ...RHYTHM];
}

/** The typical gap by k, the own number of gaps and their sum; the shop's where k is endless. */
function credible(gaps: Sql, sum: Sql): Sql {
  return sql`coalesce((${sum} + k * shop_mean) / (${gaps} + k), shop_mean)`;
}

function spread(gaps: Sql): Sql {
  return sql`coalesce(sqrt(1 + 1 / (${gaps} + k)), 1)`;
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
  CASE WHEN between_customers > 0 THEN greatest(within_customers / between_customers, ${LEAST_K}) END AS k
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
    name: 'placed',
    comment:
      'Each customer’s typical gap (in days), and how the silence compares with it, in hundredths',
    body: sql`SELECT silences.*,
  CASE WHEN rhythms.gaps > 0 THEN exp(${credible(sql`rhythms.gaps`, sql`log_sum`)}) END AS typical,
  CASE WHEN rhythms.gaps > 0 AND silent > 0 THEN
    ${hundredths(sql`(ln(silent) - ${credible(sql`rhythms.gaps`, sql`log_sum`)}) / ${spread(sql`rhythms.gaps`)}`)}
  END AS step
FROM silences LEFT JOIN rhythms USING (customer_key), shop`,
  },
  {
    name: 'lengths',
    comment:
      'The gaps that ended (came), each compared with what the customer’s other gaps tell, and the silences',
    body: sql`SELECT step, sum(came) AS came, count(*) AS counted
FROM (
  SELECT ${hundredths(sql`(log_days - ${credible(sql`rhythms.gaps - 1`, sql`log_sum - log_days`)})
    / ${spread(sql`rhythms.gaps - 1`)}`)} AS step, 1 AS came
  FROM gaps JOIN rhythms USING (customer_key), shop
  UNION ALL
  SELECT step, 0 AS came FROM placed WHERE step IS NOT NULL
)
GROUP BY step`,
  },
  ...survivalSteps('longer', sql`lengths`, sql`step`),
];
