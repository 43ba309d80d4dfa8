import type { Row } from '../analysis.ts';

/** The sales of known customers on a day of the week (1 = Monday) in an hour. */
export interface Slot {
  readonly weekday: number;
  /** 0 to 23; null where the data has no times: the whole day. */
  readonly hour: number | null;
  readonly orders: number;
  /** Null where no amount is known. */
  readonly sales: number | null;
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/**
 * All seven days, by each hour from the earliest with a sale to the latest, also those without one.
 *
 * @param rows `weekday`, `hour`, `orders`, `sales`
 */
export function weekSlots(rows: readonly Row[], hasMoney: boolean): readonly Slot[] {
  const hours = rows.flatMap(({ hour }) => (hour === null ? [] : [Number(hour)]));
  const known = new Map(rows.map((row) => [`${row['weekday']} ${row['hour']}`, row]));
  return hoursBetween(hours).flatMap((hour) =>
    WEEKDAYS.map((weekday) => {
      const row = known.get(`${weekday} ${hour}`);
      const sales = row?.['sales'] ?? (row === undefined && hasMoney ? 0 : null);
      return {
        weekday,
        hour,
        orders: Number(row?.['orders'] ?? 0),
        sales: sales === null ? null : Number(sales),
      };
    }),
  );
}

function hoursBetween(hours: readonly number[]): readonly (number | null)[] {
  if (hours.length === 0) return [null];
  const first = Math.min(...hours);
  return Array.from({ length: Math.max(...hours) - first + 1 }, (_, i) => first + i);
}
