import type { TableModel } from '../analysis.ts';
import type { StickinessResult } from './stickiness.ts';

/** A row for each number of periods. */
export function stickinessTable({ counts, customers }: StickinessResult): TableModel {
  const share = (count: number) => (customers === 0 ? null : (100 * count) / customers);
  return {
    columns: [
      { key: 'periods', title: 'retention_column_active_periods', format: 'count' },
      { key: 'exactly', title: 'retention_column_exactly', format: 'count' },
      { key: 'exactlyPercent', title: 'retention_column_exactly_percent', format: 'percent' },
      { key: 'atLeast', title: 'retention_column_at_least', format: 'count' },
      { key: 'atLeastPercent', title: 'retention_column_at_least_percent', format: 'percent' },
    ],
    rows: counts.map(({ periods, exactly, atLeast }) => ({
      periods,
      exactly,
      exactlyPercent: share(exactly),
      atLeast,
      atLeastPercent: share(atLeast),
    })),
  };
}
