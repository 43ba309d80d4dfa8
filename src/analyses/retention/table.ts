import { wilsonInterval } from '../../core/statistics.ts';
import type { Row, TableModel } from '../analysis.ts';
import type { RetentionCell } from './cohort-rows.ts';
import type { RetentionResult } from './result.ts';

/**
 * The result as a flat table: first the mean over cohorts by age, then each cohort by age. Ages
 * that have not come are left out, an incomplete one has no interval.
 */
export function retentionTable(result: RetentionResult): TableModel {
  const scope = `retention_mean_${result.settings.mean}`;
  const means = result.curve.map((point) => ({
    scope,
    cohort: null,
    age: point.age,
    observed: point.observed,
    customers: point.customers,
    percent: point.mean,
    low: point.low,
    high: point.high,
    state: point.mean === null ? 'retention_state_unknown' : 'retention_state_over',
  }));
  const cohorts = result.rows.flatMap(({ cohort, cells }) =>
    cells.flatMap((cell, age) => (cell === null ? [] : [cohortRow(cohort, age, cell)])),
  );
  return {
    columns: [
      { key: 'scope', title: 'retention_column_scope', format: 'message' },
      { key: 'cohort', title: 'retention_column_cohort', format: { period: result.cohortGrain } },
      { key: 'age', title: 'retention_column_age', format: 'count' },
      { key: 'observed', title: 'retention_column_observed', format: 'count' },
      { key: 'customers', title: 'retention_column_customers', format: 'count' },
      { key: 'percent', title: 'retention_column_percent', format: 'percent' },
      { key: 'low', title: 'retention_column_low', format: 'percent' },
      { key: 'high', title: 'retention_column_high', format: 'percent' },
      { key: 'state', title: 'retention_column_state', format: 'message' },
    ],
    rows: [...means, ...cohorts],
  };
}

function cohortRow(cohort: number, age: number, cell: RetentionCell): Row {
  const interval = cell.incomplete ? null : wilsonInterval(cell.customers, cell.observed);
  return {
    scope: 'retention_scope_cohort',
    cohort,
    age,
    observed: cell.observed,
    customers: cell.customers,
    percent: cell.percent,
    low: interval === null ? null : 100 * interval.low,
    high: interval === null ? null : 100 * interval.high,
    state: cell.incomplete ? 'retention_state_running' : 'retention_state_over',
  };
}
