import type { TableModel } from '../analysis.ts';
import type { NextPurchaseResult } from './next-purchase.ts';

/** Every step of every curve: as the curves are published, with those at risk. */
export function nextPurchaseTable({ curves }: NextPurchaseResult): TableModel {
  return {
    columns: [
      { key: 'number', title: 'retention_column_number', format: 'count' },
      { key: 'days', title: 'retention_column_days', format: 'count' },
      { key: 'atRisk', title: 'retention_column_at_risk', format: 'count' },
      { key: 'events', title: 'retention_column_events', format: 'count' },
      { key: 'censored', title: 'retention_column_censored', format: 'count' },
      { key: 'percent', title: 'retention_column_survival', format: 'percent' },
      { key: 'low', title: 'retention_column_low', format: 'percent' },
      { key: 'high', title: 'retention_column_high', format: 'percent' },
    ],
    rows: curves.flatMap(({ number, steps }) =>
      steps.map(({ time, atRisk, events, censored, survival, interval }) => ({
        number,
        days: time,
        atRisk,
        events,
        censored,
        percent: 100 * survival,
        low: interval === null ? null : 100 * interval.low,
        high: interval === null ? null : 100 * interval.high,
      })),
    ),
  };
}
