import { periodIndexSql } from '../../core/calendar.ts';
import { join, sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import { lastFullPeriod } from './observation.ts';
import type { RetentionSelection } from './selection.ts';
import { activeBasis, type RetentionSettings } from './settings.ts';

/** `cohort`, `age`, `customers` of calendar periods (see `retentionQueries`). */
export function calendarQuery(settings: RetentionSettings): Sql {
  return withSteps(
    calendarSteps(settings, settings.periods),
    sql`SELECT cohort::INTEGER AS cohort, age::INTEGER AS age, count(*)::INTEGER AS customers
FROM spans GROUP BY cohort, age`,
  );
}

/** The customers of a cell; of all cohorts, those whose period at that age is over. */
export function calendarCustomers(
  { cohort, age }: RetentionSelection & { kind: 'cell' },
  settings: RetentionSettings,
  facts: DatasetFacts,
): Sql {
  const conditions = [
    settings.return === 'exact' ? sql`age = ${age}` : sql`age >= ${age}`,
    cohort === null
      ? sql`cohort + ${age} <= ${lastFullPeriod(facts, settings.grain)}`
      : sql`cohort = ${cohort}`,
  ];
  // Of all cohorts a recurring customer is in several: the only place where one counts twice.
  const several = cohort === null && activeBasis(settings) === 'recurring';
  return withSteps(
    calendarSteps(settings, Math.max(age, settings.periods)),
    sql`SELECT ${several ? sql`DISTINCT ` : sql``}customer_key
FROM spans
WHERE ${join(conditions, ' AND ')}`,
  );
}

/** Steps that end in `spans`: `customer_key`, `cohort`, `age`, up to the age `periods`. */
function calendarSteps(settings: RetentionSettings, periods: number): readonly Step[] {
  const exact = settings.return === 'exact';
  if (activeBasis(settings) === 'recurring') {
    return [activeStep(settings), exact ? pairsStep(periods) : lastPeriodStep(settings, periods)];
  }
  return [exact ? firstCohortStep(settings, periods) : lastAgeStep(settings, periods)];
}

/** A row that is its customer's first in its period, so that counting needs no DISTINCT. */
function firstOfPeriod({ grain }: RetentionSettings): Sql {
  const period = periodIndexSql(sql`day`, grain);
  const previous = periodIndexSql(sql`previous_day`, grain);
  return sql`orders > 0 AND (previous_day IS NULL OR ${previous} <> ${period})`;
}

function firstCohortStep(settings: RetentionSettings, periods: number): Step {
  const cohort = periodIndexSql(sql`first_day`, settings.grain);
  const age = sql`${periodIndexSql(sql`day`, settings.grain)} - ${cohort}`;
  return {
    name: 'spans',
    comment: 'a row a customer and period with a sale, that of the first sale in it',
    body: sql`SELECT customer_key, ${cohort} AS cohort,
  ${age} AS age
FROM customer_days
WHERE ${firstOfPeriod(settings)}
  AND ${age} <= ${periods}`,
  };
}

function lastAgeStep({ grain }: RetentionSettings, periods: number): Step {
  const cohort = periodIndexSql(sql`first_day`, grain);
  return {
    name: 'spans',
    comment: 'a row a customer, with the age at the last sale',
    body: sql`SELECT customer_key, ${cohort} AS cohort,
  least(${periodIndexSql(sql`last_day`, grain)} - ${cohort}, ${periods}) AS age
FROM customers
WHERE orders > 0`,
  };
}

function activeStep(settings: RetentionSettings): Step {
  return {
    name: 'active',
    comment: 'a row a customer and period with a sale',
    body: sql`SELECT customer_key, ${periodIndexSql(sql`day`, settings.grain)} AS period
FROM customer_days
WHERE ${firstOfPeriod(settings)}`,
  };
}

function pairsStep(periods: number): Step {
  return {
    name: 'spans',
    comment: 'each period of a customer with itself and each later one',
    body: sql`SELECT a.customer_key, a.period AS cohort, b.period - a.period AS age
FROM active AS a JOIN active AS b USING (customer_key)
WHERE b.period BETWEEN a.period AND a.period + ${periods}`,
  };
}

function lastPeriodStep({ grain }: RetentionSettings, periods: number): Step {
  return {
    name: 'spans',
    comment: 'each period of a customer with the time to the last one',
    body: sql`SELECT customer_key, period AS cohort,
  least(${periodIndexSql(sql`last_day`, grain)} - period, ${periods}) AS age
FROM active JOIN customers USING (customer_key)`,
  };
}
