import { periodIndexSql } from '../../core/calendar.ts';
import { sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import { calendarCustomers, calendarQuery } from './calendar-query.ts';
import { gapCustomers, gapQueries } from './gaps-query.ts';
import { observedQuery, rollingCustomers, rollingQuery } from './rolling-query.ts';
import type { LifecycleState, RetentionSelection } from './selection.ts';
import { stickinessCustomers, stickinessQuery } from './stickiness-query.ts';
import { activeBasis, lifecycleGrain, type RetentionSettings } from './settings.ts';
import {
  activeBrackets,
  activeEvent,
  activeMinimum,
  activeReturn,
  followedPeriods,
} from './variants.ts';

/**
 * The queries of the chosen view by name; `gapQueries` tells those of the times between purchases.
 * - `returned`: `cohort`, `age`, `customers`. With `exact` the customers of the cohort that are
 *   active at the age; with `onOrAfter` those whose last activity is at the age, the greatest age
 *   holding all later ones.
 * - `observed`, rolling windows only: `cohort`, `finished`, `customers`, the customers by the
 *   number of their windows that are over.
 * - `lifecycle`: `period` and the customers `new`, `returning`, `resurrecting`.
 */
export function retentionQueries(
  settings: RetentionSettings,
  facts: DatasetFacts,
): Readonly<Record<string, Sql>> {
  if (settings.view === 'next' || settings.view === 'steps') return gapQueries(facts);
  if (settings.view === 'stickiness') return { stickiness: stickinessQuery(settings, facts) };
  const lifecycle = lifecycleQuery(settings);
  if (settings.windows === 'calendar') return { returned: calendarQuery(settings), lifecycle };
  return {
    returned: rollingQuery(settings, facts),
    observed: observedQuery(settings, facts),
    lifecycle,
  };
}

/** The settings that the SQL depends on. */
export function retentionQueryKey(settings: RetentionSettings): unknown {
  // Two views tell the same times between purchases.
  if (settings.view === 'next' || settings.view === 'steps') return ['gaps'];
  if (settings.view === 'stickiness') return [settings.view, settings.grain, settings.span];
  return [
    settings.view,
    settings.windows,
    settings.windows === 'calendar' ? settings.grain : settings.length,
    activeReturn(settings),
    activeBasis(settings),
    followedPeriods(settings),
    activeBrackets(settings),
    activeEvent(settings),
    activeMinimum(settings),
  ];
}

/** Whether the settings ask for the lines of the orders. */
export function retentionNeedsLines(settings: RetentionSettings): boolean {
  const { kind } = activeEvent(settings);
  return settings.view === 'retention' && (kind === 'category' || kind === 'product');
}

/** The customers behind a cell or bar: those that the number counts, each once. */
export function retentionCustomers(
  selection: RetentionSelection,
  settings: RetentionSettings,
  facts: DatasetFacts,
): Sql {
  switch (selection.kind) {
    case 'lifecycle':
      return lifecycleCustomers(selection.period, selection.state, settings);
    case 'cell':
      return settings.windows === 'calendar'
        ? calendarCustomers(selection, settings, facts)
        : rollingCustomers(selection, settings, facts);
    case 'sticky':
      return stickinessCustomers(selection, settings, facts);
    default:
      return gapCustomers(selection, facts);
  }
}

function lifecycleQuery(settings: RetentionSettings): Sql {
  const grain = lifecycleGrain(settings);
  const period = periodIndexSql(sql`day`, grain);
  const gaps: Step = {
    name: 'gaps',
    comment:
      'customers by period and by the periods since their purchase before; 0 is a further day of the same period',
    body: sql`SELECT ${period} AS period,
  ${period} - ${periodIndexSql(sql`previous_day`, grain)} AS gap, count(*) AS customers
FROM customer_days
WHERE orders > 0
GROUP BY ALL`,
  };
  return withSteps(
    [gaps],
    sql`SELECT period::INTEGER AS period,
  coalesce(sum(customers) FILTER (gap IS NULL), 0)::INTEGER AS "new",
  coalesce(sum(customers) FILTER (gap = 1), 0)::INTEGER AS "returning",
  coalesce(sum(customers) FILTER (gap > 1), 0)::INTEGER AS resurrecting
FROM gaps GROUP BY period`,
  );
}

function lifecycleCustomers(
  period: number,
  state: LifecycleState,
  settings: RetentionSettings,
): Sql {
  const grain = lifecycleGrain(settings);
  const current = periodIndexSql(sql`day`, grain);
  const previous = periodIndexSql(sql`previous_day`, grain);
  const from = sql`SELECT customer_key FROM customer_days WHERE orders > 0`;
  switch (state) {
    case 'new':
      return sql`${from} AND ${current} = ${period} AND previous_day IS NULL`;
    case 'returning':
      return sql`${from} AND ${current} = ${period} AND ${previous} = ${period - 1}`;
    case 'resurrecting':
      return sql`${from} AND ${current} = ${period} AND ${previous} < ${period - 1}`;
    case 'dormant':
      return sql`${from} AND ${current} = ${period - 1}
  AND (previous_day IS NULL OR ${previous} <> ${period - 1})
  AND customer_key NOT IN (SELECT customer_key FROM customer_days WHERE orders > 0 AND ${current} = ${period})`;
  }
}
