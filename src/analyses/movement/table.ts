import type { Row, TableModel } from '../analysis.ts';
import { shareOf, sumOf } from './outlook.ts';
import type { MovementResult } from './result.ts';

/** The message of a segment's name; null: not yet a customer. */
export function segmentKey(id: string | null): string {
  return id === null ? 'movement_newcomers' : `rfm_segment_${id}`;
}

/** One row a pair of segments; while the months are looked at, one row a month. */
export function movementTable(result: MovementResult): TableModel {
  return result.months === null ? flowsTable(result) : monthsTable(result);
}

/** One row a pair of segments. */
export function flowsTable({ flows, hasMoney }: MovementResult): TableModel {
  return {
    columns: [
      { key: 'from', title: 'movement_column_from', format: 'message' },
      { key: 'to', title: 'movement_column_to', format: 'message' },
      { key: 'move', title: 'movement_column_move', format: 'message' },
      { key: 'customers', title: 'movement_column_customers', format: 'count' },
      { key: 'share', title: 'movement_column_share', format: 'percent' },
      { key: 'low', title: 'movement_column_low', format: 'percent' },
      { key: 'high', title: 'movement_column_high', format: 'percent' },
      ...(hasMoney
        ? ([
            { key: 'before', title: 'movement_column_before', format: 'money' },
            { key: 'after', title: 'movement_column_after', format: 'money' },
            { key: 'change', title: 'movement_column_change', format: 'money' },
          ] as const)
        : []),
    ],
    rows: flows.map(({ from, to, move, customers, share, interval, before, after, change }) => ({
      from: segmentKey(from),
      to: segmentKey(to),
      move: `movement_move_${move}`,
      customers,
      share,
      low: interval.low,
      high: interval.high,
      before,
      after,
      change,
    })),
  };
}

/** One row a month end, with the customers of each segment. */
function monthsTable({ months, places }: MovementResult): TableModel {
  return {
    columns: [
      { key: 'month', title: 'movement_column_month', format: { period: 'month' } },
      { key: 'day', title: 'movement_column_day', format: 'day' },
      { key: 'customers', title: 'movement_column_customers', format: 'count' },
      ...places.map(({ id }) => ({ key: id, title: segmentKey(id), format: 'count' as const })),
    ],
    rows: (months ?? []).map(({ month, day, mix }): Row => ({
      month,
      day,
      customers: sumOf(mix),
      ...Object.fromEntries(places.map(({ id }, i) => [id, mix[i] ?? 0])),
    })),
  };
}

/** One row a segment: its share at the start, at the end and after each period ahead. */
export function outlookTable({ places, starts, outlook }: MovementResult): TableModel {
  const mixes = [starts, ...(outlook?.mixes ?? [])];
  const periods = mixes.slice(2).map((_, i) => i + 1);
  return {
    columns: [
      { key: 'segment', title: 'movement_column_segment', format: 'message' },
      { key: 'start', title: 'movement_column_share_start', format: 'percent' },
      { key: 'now', title: 'movement_column_share_end', format: 'percent' },
      ...periods.map((period) => ({
        key: `ahead${period}`,
        title: `movement_column_ahead_${period}`,
        format: 'percent' as const,
      })),
      { key: 'customers', title: 'movement_column_customers_end', format: 'count' },
      { key: 'expected', title: 'movement_column_customers_ahead', format: 'count' },
    ],
    rows: places.map(({ id }, i): Row => ({
      segment: segmentKey(id),
      start: shareOf(starts, i),
      now: shareOf(mixes[1] ?? [], i),
      ...Object.fromEntries(
        periods.map((period) => [`ahead${period}`, shareOf(mixes[period + 1] ?? [], i)]),
      ),
      customers: mixes[1]?.[i] ?? 0,
      expected: mixes.at(-1)?.[i] ?? 0,
    })),
  };
}

/** One row a segment: what was expected for the end, and what came. */
export function holdoutTable({ places, holdout }: MovementResult): TableModel {
  const [expected, observed] = [holdout?.expected ?? [], holdout?.observed ?? []];
  return {
    columns: [
      { key: 'segment', title: 'movement_column_segment', format: 'message' },
      { key: 'expected', title: 'movement_column_expected', format: 'count' },
      { key: 'observed', title: 'movement_column_observed', format: 'count' },
      { key: 'expectedShare', title: 'movement_column_expected_share', format: 'percent' },
      { key: 'observedShare', title: 'movement_column_observed_share', format: 'percent' },
    ],
    rows: places.map(({ id }, i) => ({
      segment: segmentKey(id),
      expected: expected[i] ?? 0,
      observed: observed[i] ?? 0,
      expectedShare: shareOf(expected, i),
      observedShare: shareOf(observed, i),
    })),
  };
}
