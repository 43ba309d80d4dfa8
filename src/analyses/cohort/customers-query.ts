import {
  dateLiteral,
  periodEnd,
  periodIndex,
  periodIndexSql,
  periodStart,
} from '../../core/calendar.ts';
import { join, sql, withSteps, type Sql } from '../../core/sql.ts';
import type { DimensionValue } from '../../data/filter.ts';
import { firstValuesSql } from '../../data/slice.ts';
import type { DatasetFacts } from '../analysis.ts';
import { dateSteps } from './members-query.ts';
import type { CohortGrain, CohortSettings } from './settings.ts';

/** A cohort as it is found again: its period index, its value, or all values but some. */
export type CohortKey =
  number | { readonly value: DimensionValue } | { readonly except: readonly DimensionValue[] };

/**
 * The customers of a cohort who were active `age` periods later, or (of a cohort of a value) in
 * the period of the calendar with the index `period`.
 */
export type CohortSelection = { readonly cohort: CohortKey } & (
  { readonly age: number } | { readonly period: number }
);

/** The customers behind a cell, with their orders and revenue in its period. */
export function cohortCustomersQuery(
  selection: CohortSelection,
  { grain, by }: Pick<CohortSettings, 'grain' | 'by'>,
  facts: DatasetFacts,
): Sql {
  const { cohort } = selection;
  if (typeof cohort !== 'number') {
    return by.kind === 'value'
      ? valueCustomers(cohort, selection, by.dimension, grain, facts)
      : NOBODY;
  }
  const period = 'age' in selection ? cohort + selection.age : selection.period;
  if (by.kind === 'date') {
    return withSteps(
      dateSteps(by.dimension),
      sql`-- Customers whose date lies in one period and who bought in another (or the same)
${SUMS}
JOIN dated USING (customer_key)
WHERE ${within(sql`date`, cohort, grain)}
  AND ${within(sql`day`, period, grain)}
  AND day >= first_day
${ACTIVE}`,
    );
  }
  if (by.kind === 'value') return NOBODY;
  return sql`-- Customers whose first sale lies in one period and who bought in another (or the same)
${SUMS}
WHERE ${within(sql`first_day`, cohort, grain)}
  AND ${within(sql`day`, period, grain)}
  AND day >= first_day
${ACTIVE}`;
}

const SUMS = sql`SELECT
  customer_key,
  SUM(orders)::INTEGER AS period_orders,
  SUM(revenue)::DOUBLE AS period_revenue
FROM customer_days`;

const ACTIVE = sql`GROUP BY customer_key
HAVING SUM(orders) > 0`;

/** A selection of cohorts that were made otherwise. */
const NOBODY = sql`${SUMS}
WHERE FALSE
${ACTIVE}`;

function within(column: Sql, period: number, grain: CohortGrain): Sql {
  return sql`${column} BETWEEN ${dateLiteral(periodStart(period, grain))} AND ${dateLiteral(periodEnd(period, grain))}`;
}

function valueCustomers(
  cohort: Exclude<CohortKey, number>,
  selection: CohortSelection,
  dimension: Extract<CohortSettings['by'], { kind: 'value' }>['dimension'],
  grain: CohortGrain,
  facts: DatasetFacts,
): Sql {
  const when =
    'period' in selection
      ? within(sql`day`, selection.period, grain)
      : sql`${periodIndexSql(sql`day`, grain)} - ${periodIndexSql(sql`first_day`, grain)} = ${selection.age}
  AND ${periodIndexSql(sql`day`, grain)} <= ${lastCompletePeriod(facts, grain)}`;
  return withSteps(
    [
      {
        name: 'firsts',
        comment: 'Each customer with the value that makes the cohort',
        body: firstValuesSql(null, facts.shape, dimension),
      },
    ],
    sql`-- Customers of the value who bought in the period
${SUMS}
JOIN firsts USING (customer_key)
WHERE ${hasValue(cohort)}
  AND ${when}
  AND day >= first_day
${ACTIVE}`,
  );
}

function hasValue(cohort: Exclude<CohortKey, number>): Sql {
  if ('value' in cohort) return sql`value IS NOT DISTINCT FROM ${cohort.value}`;
  return join(
    [sql`TRUE`, ...cohort.except.map((value) => sql`value IS DISTINCT FROM ${value}`)],
    ' AND ',
  );
}

/** The index of the last period that is over at the end of the data. */
export function lastCompletePeriod(
  { lastDay }: Pick<DatasetFacts, 'lastDay'>,
  grain: CohortGrain,
): number {
  const last = periodIndex(lastDay, grain);
  return periodEnd(last, grain) <= lastDay ? last : last - 1;
}
