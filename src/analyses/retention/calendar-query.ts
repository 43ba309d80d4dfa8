import { periodIndexSql } from '../../core/calendar.ts';
import { join, sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import { eventSpanSteps } from './event-query.ts';
import { lastFullPeriod } from '../../core/observed-periods.ts';
import type { RetentionSelection } from './selection.ts';
import { activeBasis, type RetentionSettings } from './settings.ts';
import {
  activeBrackets,
  activeReturn,
  bracketOf,
  followedPeriods,
  isPlainReturn,
} from './variants.ts';

/** `cohort`, `age`, `customers` of calendar periods (see `retentionQueries`). */
export function calendarQuery(settings: RetentionSettings): Sql {
  const periods = followedPeriods(settings);
  const plain = isPlainReturn(settings) && activeBrackets(settings) === null;
  if (plain && settings.return === 'exact' && activeBasis(settings) === 'first') {
    // Counting where others filter: a million rows need not be copied first.
    return withSteps(
      [periodsStep(settings)],
      sql`SELECT cohort::INTEGER AS cohort, (period - cohort)::INTEGER AS age,
  (count(*) FILTER (${FIRST_OF_PERIOD}))::INTEGER AS customers
FROM periods
WHERE period - cohort <= ${periods}
GROUP BY ALL`,
    );
  }
  return withSteps(
    spanSteps(settings, periods),
    sql`SELECT cohort::INTEGER AS cohort, age::INTEGER AS age, count(*)::INTEGER AS customers
FROM spans${activeBrackets(settings) === null ? sql`` : sql`\nWHERE age IS NOT NULL`}
GROUP BY cohort, age`,
  );
}

/** The customers of a cell; of all cohorts, those whose period at that age is over. */
export function calendarCustomers(
  { cohort, age }: RetentionSelection & { kind: 'cell' },
  settings: RetentionSettings,
  facts: DatasetFacts,
): Sql {
  const conditions = [
    activeReturn(settings) === 'exact' ? sql`age = ${age}` : sql`age >= ${age}`,
    cohort === null
      ? sql`cohort + ${bracketOf(age, settings).to} <= ${lastFullPeriod(facts, settings.grain)}`
      : sql`cohort = ${cohort}`,
  ];
  // Of all cohorts a recurring customer is in several: the only place where one counts twice.
  const several = cohort === null && activeBasis(settings) === 'recurring';
  return withSteps(
    spanSteps(settings, Math.max(age, followedPeriods(settings))),
    sql`SELECT ${several ? sql`DISTINCT ` : sql``}customer_key
FROM spans
WHERE ${join(conditions, ' AND ')}`,
  );
}

/** Steps that end in `spans`: `customer_key`, `cohort`, `age`, up to the age `periods`. */
function spanSteps(settings: RetentionSettings, periods: number): readonly Step[] {
  if (!isPlainReturn(settings) || activeBrackets(settings) !== null) {
    return eventSpanSteps(settings, periods);
  }
  const exact = settings.return === 'exact';
  if (activeBasis(settings) === 'recurring') {
    const last = exact ? pairsStep(periods) : lastPeriodStep(settings, periods);
    return [periodsStep(settings), ACTIVE_STEP, last];
  }
  return exact ? [periodsStep(settings), AGES_STEP] : [lastAgeStep(settings, periods)];
}

/** A row of `periods` that is its customer's first in its period: counting needs no DISTINCT. */
const FIRST_OF_PERIOD = sql`previous IS DISTINCT FROM period`;

function periodsStep({ grain }: RetentionSettings): Step {
  return {
    name: 'periods',
    comment:
      'a row a customer and day with a sale: the periods of the first sale, of the day and of the sale before it',
    body: sql`SELECT customer_key,
  ${periodIndexSql(sql`first_day`, grain)} AS cohort,
  ${periodIndexSql(sql`day`, grain)} AS period,
  ${periodIndexSql(sql`previous_day`, grain)} AS previous
FROM customer_days
WHERE orders > 0`,
  };
}

const AGES_STEP: Step = {
  name: 'spans',
  comment: 'a row a customer and period, that of the first sale in it',
  body: sql`SELECT customer_key, cohort, period - cohort AS age
FROM periods
WHERE ${FIRST_OF_PERIOD}`,
};

const ACTIVE_STEP: Step = {
  name: 'active',
  comment: 'a row a customer and period, that of the first sale in it',
  body: sql`SELECT customer_key, period
FROM periods
WHERE ${FIRST_OF_PERIOD}`,
};

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
