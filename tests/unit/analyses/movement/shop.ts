import { formatDay, parseDay } from '../../../../src/core/calendar.ts';
import type { TestOrder } from '../../../helpers/orders.ts';

/** The orders of 120 customers over the years 2022 and 2023, each with a rhythm of their own; some stop. */
export function shopOrders(): readonly TestOrder[] {
  const first = parseDay('2022-01-01');
  const last: TestOrder = { customer: 'c0', at: '2023-12-31', amount: 12, channel: 'web' };
  const regular = Array.from({ length: 120 }, (_, i) => {
    const gap = 12 + ((i * 37) % 140);
    const begin = (i * 53) % 710;
    const stop = i % 3 === 0 ? begin + 4 * gap : 729;
    const days = Array.from({ length: 60 }, (_, k) => begin + k * gap).filter((day) => day <= stop);
    return days
      .filter((day) => day < 730)
      .map((day, k): TestOrder => ({
        customer: `c${i}`,
        at: formatDay(first + day),
        amount: 5 + ((i * 7 + k * 3) % 90),
        channel: i % 2 === 0 ? 'web' : 'shop',
      }));
  }).flat();
  return [...regular, last];
}
