import { dateLiteral, periodIndexSql } from '../../core/calendar.ts';
import { join, sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import type { RetentionSelection } from './selection.ts';
import { cohortGrain, type RetentionSettings } from './settings.ts';

/** `cohort`, `age`, `customers` of rolling windows that are over (see `retentionQueries`). */
export function rollingQuery(settings: RetentionSettings, facts: DatasetFacts): Sql {
  const cohort = cohortOf(settings);
  if (settings.return === 'onOrAfter') {
    return withSteps(
      [lastWindowStep(settings, facts)],
      sql`SELECT ${cohort}::INTEGER AS cohort,
  least(closing, finished - 1, ${settings.periods})::INTEGER AS age, count(*)::INTEGER AS customers
FROM last_windows
WHERE finished > 0
GROUP BY ALL`,
    );
  }
  return withSteps(
    [windowsStep(settings, facts), touchedStep(settings), SPANS_STEP],
    sql`SELECT cohort::INTEGER AS cohort, age::INTEGER AS age, sum(customers)::INTEGER AS customers
FROM spans
WHERE customers > 0 AND age <= ${settings.periods}
GROUP BY cohort, age`,
  );
}

/** `cohort`, `finished`, `customers`: customers by the number of their windows that are over. */
export function observedQuery(settings: RetentionSettings, facts: DatasetFacts): Sql {
  return sql`SELECT ${cohortOf(settings)}::INTEGER AS cohort,
  least(${windowsOver(settings, facts)}, ${settings.periods + 1})::INTEGER AS finished,
  count(*)::INTEGER AS customers
FROM customers
WHERE orders > 0
GROUP BY ALL`;
}

/** The customers of a cell whose window is over. */
export function rollingCustomers(
  { cohort, age }: RetentionSelection & { kind: 'cell' },
  settings: RetentionSettings,
  facts: DatasetFacts,
): Sql {
  const exact = settings.return === 'exact';
  const touched = sql`(opening = ${age} AND opening IS DISTINCT FROM earlier OR closing = ${age} AND closing > opening)`;
  const conditions = [
    sql`finished > ${age}`,
    exact ? touched : sql`closing >= ${age}`,
    ...(cohort === null ? [] : [sql`${cohortOf(settings)} = ${cohort}`]),
  ];
  return withSteps(
    [exact ? windowsStep(settings, facts) : lastWindowStep(settings, facts)],
    sql`SELECT customer_key
FROM ${exact ? sql`windows` : sql`last_windows`}
WHERE ${join(conditions, ' AND ')}`,
  );
}

function cohortOf(settings: RetentionSettings): Sql {
  return periodIndexSql(sql`first_day`, cohortGrain(settings));
}

/** The number of the customer's window that holds a moment, from 0: floor(difference ÷ length). */
function windowOf(moment: Sql, { length }: RetentionSettings): Sql {
  const microseconds = length * 86_400_000_000;
  return sql`(epoch_us(${moment}) - epoch_us(start_at)) // ${microseconds}`;
}

/**
 * How many of the customer's windows are over. The last day counts as observed to its end,
 * whether or not the dates carry a time, as it does for calendar periods: window k is over when
 * start + (k + 1) · length ≤ the midnight after the last day.
 */
function windowsOver(settings: RetentionSettings, facts: DatasetFacts): Sql {
  return windowOf(sql`${dateLiteral(facts.lastDay + 1)}::TIMESTAMP`, settings);
}

/**
 * The sales of a customer's day lie less than 24 hours apart, so they touch one window or two
 * neighbours, and only the first of these may have been touched by an earlier day.
 */
function windowsStep(settings: RetentionSettings, facts: DatasetFacts): Step {
  return {
    name: 'windows',
    comment:
      'the windows of the first and last sale of a day and of the sale before it; how many windows of the customer are over',
    body: sql`SELECT customer_key, first_day,
  ${windowOf(sql`first_at`, settings)} AS opening,
  ${windowOf(sql`last_at`, settings)} AS closing,
  ${windowOf(sql`previous_at`, settings)} AS earlier,
  ${windowsOver(settings, facts)} AS finished
FROM customer_days
WHERE orders > 0`,
  };
}

/** Counts with FILTER where WHERE would copy a million rows first. */
function touchedStep(settings: RetentionSettings): Step {
  return {
    name: 'touched',
    comment:
      'customers who reach a window for the first time on a day, and who go on into the next, among windows that are over',
    body: sql`SELECT ${cohortOf(settings)} AS cohort, opening,
  count(*) FILTER (opening IS DISTINCT FROM earlier AND opening < finished) AS here,
  count(*) FILTER (closing > opening AND closing < finished) AS beyond
FROM windows
GROUP BY ALL`,
  };
}

const SPANS_STEP: Step = {
  name: 'spans',
  comment: 'the same, a row a window',
  body: sql`SELECT cohort, opening AS age, here AS customers FROM touched
UNION ALL
SELECT cohort, opening + 1, beyond FROM touched`,
};

function lastWindowStep(settings: RetentionSettings, facts: DatasetFacts): Step {
  return {
    name: 'last_windows',
    comment: 'the window of each customer’s last sale, and how many windows are over',
    body: sql`SELECT customer_key, first_day, ${windowOf(sql`max(last_at)`, settings)} AS closing,
  ${windowsOver(settings, facts)} AS finished
FROM customer_days
WHERE orders > 0
GROUP BY customer_key, first_day, start_at`,
  };
}
