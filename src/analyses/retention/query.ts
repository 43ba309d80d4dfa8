import type { Sql } from '../../core/sql.ts';
import { lifecycleCustomersQuery, lifecycleQuery } from '../../data/lifecycle.ts';
import type { DatasetFacts } from '../analysis.ts';
import { calendarCustomers, calendarQuery } from './calendar-query.ts';
import { gapCustomers, gapQueries } from './gaps-query.ts';
import { observedQuery, rollingCustomers, rollingQuery } from './rolling-query.ts';
import type { RetentionSelection } from './selection.ts';
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
 * - `lifecycle`: see src/data/lifecycle.ts.
 */
export function retentionQueries(
  settings: RetentionSettings,
  facts: DatasetFacts,
): Readonly<Record<string, Sql>> {
  if (settings.view === 'next' || settings.view === 'steps') return gapQueries(facts);
  if (settings.view === 'stickiness') return { stickiness: stickinessQuery(settings, facts) };
  const lifecycle = lifecycleQuery(lifecycleGrain(settings));
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
      return lifecycleCustomersQuery(selection.period, selection.state, lifecycleGrain(settings));
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
