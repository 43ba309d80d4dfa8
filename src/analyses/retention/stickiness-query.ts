import { dateLiteral, periodEnd, periodIndexSql, periodStart } from '../../core/calendar.ts';
import { sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import type { RetentionSelection } from './selection.ts';
import type { RetentionSettings } from './settings.ts';
import { stickyPeriods } from './stickiness.ts';

/** `stickiness`: `periods` and the `customers` who were active in so many of those looked at. */
export function stickinessQuery(settings: RetentionSettings, facts: DatasetFacts): Sql {
  return withSteps(
    [activeStep(settings, facts)],
    sql`SELECT periods, count(*)::INTEGER AS customers
FROM active
GROUP BY periods`,
  );
}

/** The customers who were active in so many periods, or in at least so many. */
export function stickinessCustomers(
  { periods, least }: RetentionSelection & { kind: 'sticky' },
  settings: RetentionSettings,
  facts: DatasetFacts,
): Sql {
  return withSteps(
    [activeStep(settings, facts)],
    sql`SELECT customer_key FROM active
WHERE periods ${least ? sql`>=` : sql`=`} ${periods}`,
  );
}

function activeStep(settings: RetentionSettings, facts: DatasetFacts): Step {
  const { grain } = settings;
  const { from, to } = stickyPeriods(settings, facts);
  const period = periodIndexSql(sql`day`, grain);
  const previous = periodIndexSql(sql`previous_day`, grain);
  return {
    name: 'active',
    comment: 'of each customer the periods with a sale, counted by the first sale in each',
    body: sql`SELECT customer_key,
  (count(*) FILTER (${previous} IS DISTINCT FROM ${period}))::INTEGER AS periods
FROM customer_days
WHERE orders > 0 AND day BETWEEN ${dateLiteral(periodStart(from, grain))} AND ${dateLiteral(periodEnd(to, grain))}
GROUP BY customer_key`,
  };
}
