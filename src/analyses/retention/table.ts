import { wilsonInterval } from '../../core/statistics.ts';
import type { Row, TableModel } from '../analysis.ts';
import type { RetentionCell } from './cohort-rows.ts';
import { bracketText } from './brackets.ts';
import type { RetentionResult } from './result.ts';
import type { RetentionSettings } from './settings.ts';
import { activeBrackets, activeReference, bracketOf, isAmong } from './variants.ts';

/**
 * The result as a flat table: first the mean over cohorts by age, then each cohort by age. Ages
 * that have not come are left out, an incomplete one has no interval.
 */
export function retentionTable(result: RetentionResult): TableModel {
  const scope = `retention_mean_${result.settings.mean}`;
  const ranges = activeBrackets(result.settings) !== null;
  const previous = activeReference(result.settings) === 'previous';
  const means = result.curve.map((point) => ({
    scope,
    cohort: null,
    age: ageValue(point.age, result.settings),
    observed: point.observed,
    customers: point.customers,
    percent: point.mean,
    low: point.low,
    high: point.high,
    state: point.mean === null ? 'retention_state_unknown' : 'retention_state_over',
  }));
  const cohorts = result.rows.flatMap(({ cohort, cells }) =>
    cells.flatMap((cell, age) =>
      cell === null ? [] : [cohortRow(cohort, age, cell, result.settings)],
    ),
  );
  return {
    columns: [
      { key: 'scope', title: 'retention_column_scope', format: 'message' },
      { key: 'cohort', title: 'retention_column_cohort', format: { period: result.cohortGrain } },
      { key: 'age', title: 'retention_column_age', format: ranges ? 'text' : 'count' },
      {
        key: 'observed',
        title: previous ? 'retention_column_before' : 'retention_column_observed',
        format: 'count',
      },
      { key: 'customers', title: 'retention_column_customers', format: 'count' },
      { key: 'percent', title: 'retention_column_percent', format: 'percent' },
      { key: 'low', title: 'retention_column_low', format: 'percent' },
      { key: 'high', title: 'retention_column_high', format: 'percent' },
      { key: 'state', title: 'retention_column_state', format: 'message' },
    ],
    rows: [...means, ...cohorts],
  };
}

/** The number of the period, or the range that a column stands for. */
function ageValue(age: number, settings: RetentionSettings): number | string {
  return activeBrackets(settings) === null ? age : bracketText(bracketOf(age, settings));
}

function cohortRow(
  cohort: number,
  age: number,
  cell: RetentionCell,
  settings: RetentionSettings,
): Row {
  const sure = !cell.incomplete && isAmong(age, settings);
  const interval = sure ? wilsonInterval(cell.customers, cell.observed) : null;
  return {
    scope: 'retention_scope_cohort',
    cohort,
    age: ageValue(age, settings),
    observed: cell.observed,
    customers: cell.customers,
    percent: cell.percent,
    low: interval === null ? null : 100 * interval.low,
    high: interval === null ? null : 100 * interval.high,
    state: cell.incomplete ? 'retention_state_running' : 'retention_state_over',
  };
}
