import type { TableModel } from '../analysis.ts';
import type { OrderStepsResult } from './order-steps.ts';

/** First the steps from one purchase day to the next, then the times between them. */
export function orderStepsTable({ steps, gaps }: OrderStepsResult): TableModel {
  return {
    columns: [
      { key: 'scope', title: 'retention_column_scope', format: 'message' },
      { key: 'number', title: 'retention_column_number', format: 'count' },
      { key: 'customers', title: 'retention_size', format: 'count' },
      { key: 'next', title: 'retention_steps_next', format: 'count' },
      { key: 'naive', title: 'retention_steps_naive', format: 'percent' },
      { key: 'share', title: 'retention_column_within', format: 'percent' },
      { key: 'low', title: 'retention_column_low', format: 'percent' },
      { key: 'high', title: 'retention_column_high', format: 'percent' },
      { key: 'atRisk', title: 'retention_column_at_risk', format: 'count' },
      { key: 'from', title: 'retention_column_gap_from', format: 'count' },
      { key: 'to', title: 'retention_column_gap_to', format: 'count' },
      { key: 'gaps', title: 'retention_column_gaps', format: 'count' },
    ],
    rows: [
      ...steps.map((step) => ({
        ...step,
        scope: 'retention_scope_step',
        from: null,
        to: null,
        gaps: null,
      })),
      ...gaps.bins.map((bin) => ({
        ...bin,
        scope: 'retention_scope_gap',
        number: null,
        customers: null,
        next: null,
        naive: null,
        share: null,
        low: null,
        high: null,
        atRisk: null,
      })),
    ],
  };
}
