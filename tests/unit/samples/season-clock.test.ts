import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../src/core/calendar.ts';
import { arrivalWeights, orderWeights, SeasonClock } from '../../../src/samples/season-clock.ts';
import { plainShop } from './plain-shop.ts';

describe('SeasonClock', () => {
  it('runs as far on a day as its weight says', () => {
    // Day 0 is quiet, on day 1 the shop is closed, day 2 is busy.
    const clock = new SeasonClock([1, 0, 3]);
    expect(clock.end).toBe(4);
    expect([0, 0.5, 1, 1.5, 2, 2.5, 3].map((moment) => clock.at(moment))).toEqual([
      0, 0.5, 1, 1, 1, 2.5, 4,
    ]);
    expect([0, 0.5, 1, 2.5].map((reading) => clock.momentOf(reading))).toEqual([0, 0.5, 2, 2.5]);
  });

  it('never shows a reading that comes after the last day', () => {
    const clock = new SeasonClock([1, 0, 3]);
    expect(clock.momentOf(4)).toBe(Infinity);
    expect(clock.momentOf(Infinity)).toBe(Infinity);
  });

  it('finds the moment at which it shows a reading, whatever the weights', () => {
    const weights = fc.array(fc.double({ min: 0.001, max: 10, noNaN: true }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 0.999, noNaN: true }), (days, share) => {
        const clock = new SeasonClock(days);
        const moment = share * days.length;
        expect(clock.momentOf(clock.at(moment))).toBeCloseTo(moment, 6);
      }),
    );
  });
});

describe('weights of days', () => {
  const season = {
    ...plainShop.season,
    months: [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0],
    weekdays: [8, 1, 1, 1, 1, 1, 1],
  };

  it('are month × weekday, each with mean 1', () => {
    // 2024-01-01 is a Monday, in the month of weight 2 of 12/12.
    const [monday, tuesday] = orderWeights(season, parseDay('2024-01-01'), 2);
    expect(monday).toBe(2 * 4);
    expect(tuesday).toBe(2 * 0.5);
    // 2023-12-31 is a Sunday in the month of weight 0.
    expect(orderWeights(season, parseDay('2023-12-31'), 1)).toEqual([0]);
  });

  it('grow for new customers by the factor of a year', () => {
    const weights = arrivalWeights({ ...plainShop.season, growth: 1.5 }, plainShop.firstDay, 731);
    expect(weights[0]).toBe(1);
    expect(weights[365]).toBeCloseTo(1.5, 12);
    expect(weights[730]).toBeCloseTo(2.25, 12);
  });
});
