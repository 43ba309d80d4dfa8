import { describe, expect, it } from 'vitest';
import type { OverviewPeriod } from '../../../../src/analyses/overview/periods.ts';
import { seasonPoints } from '../../../../src/analyses/overview/season.ts';
import type { Grain } from '../../../../src/core/calendar.ts';

const NONE: OverviewPeriod = {
  period: 0,
  observation: 'complete',
  customers: 0,
  orders: 0,
  items: 0,
  sales: 0,
  returns: 0,
  revenue: 0,
  cost: null,
  contribution: null,
  new: 0,
  returning: 0,
  resurrecting: 0,
  dormant: null,
  newRevenue: 0,
  unnamedOrders: 0,
  unnamedRevenue: null,
};

/** Periods with these numbers of orders; the last is not over where told. */
function points(orders: readonly number[], grain: Grain, running = false) {
  const periods = orders.map((value, i): OverviewPeriod => ({
    ...NONE,
    period: 100 + i,
    orders: value,
    observation: running && i === orders.length - 1 ? 'running' : 'complete',
  }));
  return seasonPoints(periods, 'orders', grain);
}

describe('the season', () => {
  it('of quarters is evened out by 2 × 4, worked by hand', () => {
    // (1/2 + 2 + 3 + 4 + 9/2) ÷ 4 = 3.5; (2/2 + 3 + 4 + 9 + 2/2) ÷ 4 = 4.5
    const means = points([1, 2, 3, 4, 9, 2], 'quarter').map(({ mean }) => mean);
    expect(means).toEqual([null, null, 3.5, 4.5, null, null]);
  });

  it('of days is evened out over the seven around', () => {
    const means = points([1, 2, 3, 4, 5, 6, 7, 15], 'day').map(({ mean }) => mean);
    expect(means).toEqual([null, null, null, 4, 6, null, null, null]);
  });

  it('leaves a steady course with a season as a straight line', () => {
    const orders = Array.from({ length: 36 }, (_, i) => 10 * i + 15 * ((i % 3) - 1));
    const means = points(orders, 'month').flatMap(({ mean }) => (mean === null ? [] : [mean]));
    expect(means).toHaveLength(24);
    means.forEach((mean, i) => {
      expect(mean).toBeCloseTo(10 * (i + 6), 9);
    });
  });

  it('sets a month beside that of the year before, and takes none that is not over', () => {
    const of = (running: boolean) =>
      points(
        Array(25)
          .fill(0)
          .map((_, i) => i),
        'month',
        running,
      );
    expect(of(false).map(({ yearEarlier }) => yearEarlier)).toEqual([
      ...Array<null>(12).fill(null),
      ...Array.from({ length: 13 }, (_, i) => i),
    ]);
    expect(of(false)[18]?.mean).toBe(18);
    expect(of(true)[18]?.mean).toBeNull();
    expect(of(true)[24]?.yearEarlier).toBe(12);
  });

  it('of years there is none', () => {
    expect(
      points([1, 2, 3], 'year').every((each) => each.mean === null && each.yearEarlier === null),
    ).toBe(true);
  });
});
