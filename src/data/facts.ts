import type { DatasetFacts, Row } from '../analyses/analysis.ts';
import type { StagedShape } from './staged-shape.ts';

/** The row of `factsSql` as facts. Of an empty dataset every count is 0 and both days are 0. */
export function toFacts(row: Row, shape: StagedShape): DatasetFacts {
  return {
    firstDay: Number(row['first_day'] ?? 0),
    lastDay: Number(row['last_day'] ?? 0),
    customers: Number(row['customers'] ?? 0),
    orders: Number(row['orders'] ?? 0),
    rows: Number(row['rows'] ?? 0),
    revenue: Number(row['revenue'] ?? 0),
    hasTime: row['has_time'] === true,
    medianGapDays: row['median_gap_days'] === null ? null : Number(row['median_gap_days']),
    hasMoney: row['has_money'] === true,
    shape,
  };
}
