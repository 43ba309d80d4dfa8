import { dateLiteral, periodEnd, periodIndex, type Day } from '../../core/calendar.ts';
import { join, sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import { cutSteps, scoringSteps, segmentStep } from '../../data/rfm/score-steps.ts';
import type { DatasetFacts } from '../analysis.ts';
import { activeRules, cutsAreKept, datesOf, scoresOf, type MovementSettings } from './settings.ts';

/** More months than this are hard to read. */
export const MOST_MONTHS = 24;

/** The last day that is looked at of a month. */
export interface MonthEnd {
  readonly day: Day;
  /** Counted as by `periodIndex`. */
  readonly month: number;
  /** The month goes on after this day. */
  readonly incomplete: boolean;
}

/** The ends of the last 24 months up to the second date, ascending; of its own month, that date. */
export function monthEnds(settings: MovementSettings, facts: DatasetFacts): readonly MonthEnd[] {
  const { to } = datesOf(settings, facts);
  const last = periodIndex(to, 'month');
  const first = Math.max(
    periodIndex(Math.min(facts.firstDay, to), 'month'),
    last - MOST_MONTHS + 1,
  );
  return Array.from({ length: last - first + 1 }, (_, i): MonthEnd => {
    const month = first + i;
    const day = Math.min(periodEnd(month, 'month'), to);
    return { day, month, incomplete: day < periodEnd(month, 'month') };
  });
}

/** A row a month end and segment: `at` (days since 1970-01-01), segment, customers. */
export function monthsQuery(settings: MovementSettings, facts: DatasetFacts): Sql {
  const days = monthEnds(settings, facts).map(({ day }) => day);
  return withSteps(
    segmentedSteps(settings, facts, days),
    sql`SELECT (month_end - DATE '1970-01-01')::INTEGER AS at, segment, count(*)::INTEGER AS customers
FROM segmented_months
GROUP BY month_end, segment`,
  );
}

/** The customers who stood in a segment at a month's end, the greatest amount first. */
export function monthCustomers(
  { day, id }: { readonly day: Day; readonly id: string },
  settings: MovementSettings,
  facts: DatasetFacts,
): Sql {
  return withSteps(
    segmentedSteps(settings, facts, [day]),
    sql`SELECT customer_key, recency, frequency, value AS monetary
FROM segmented_months
WHERE segment = ${id}
ORDER BY value DESC, customer_key`,
  );
}

/** Every customer at every one of the days, each scored from the orders by then. */
function segmentedSteps(
  settings: MovementSettings,
  facts: DatasetFacts,
  days: readonly Day[],
): readonly Step[] {
  const { from } = datesOf(settings, facts);
  const scores = scoresOf(settings);
  const kept = cutsAreKept(settings);
  return [
    ...(kept ? cutSteps({ analysisDay: from, settings: scores, facts, suffix: '_first' }) : []),
    {
      name: 'month_ends',
      comment: 'The days at which the customers are looked at',
      body: sql`SELECT unnest([${join(days.map(dateLiteral))}]) AS month_end`,
    },
    PEOPLE_BY_MONTH,
    ...scoringSteps({
      settings: scores,
      suffix: '_months',
      by: 'month_end',
      ...(kept ? { cutsOf: '_first' } : {}),
    }),
    segmentStep(activeRules(settings), '_months'),
  ];
}

const PEOPLE_BY_MONTH: Step = {
  name: 'people_months',
  comment: 'Customers with a sale by each of these days, without what came after it',
  body: sql`SELECT month_end, customer_key,
  (month_end - max(day) FILTER (WHERE orders > 0))::INTEGER AS recency,
  sum(orders)::INTEGER AS frequency,
  sum(revenue) AS monetary, sum(revenue)::DOUBLE AS value
FROM customer_days JOIN month_ends ON day <= month_end
GROUP BY month_end, customer_key
HAVING sum(customer_days.orders) > 0`,
};
