import { pow } from '../core/exact-math.ts';
import { periodIndex } from '../core/calendar.ts';
import type { Day } from '../core/calendar.ts';
import type { Season } from './shop.ts';

/**
 * A clock that runs faster on busy days: what happens at a steady rate on it follows the season.
 * Moments are days since the first day, with fractions; readings are in days of mean weight.
 */
export class SeasonClock {
  readonly days: number;
  readonly #readings: Float64Array;

  /** @param weights One for each day, ≥ 0: how far the clock runs on it. */
  constructor(weights: readonly number[]) {
    this.days = weights.length;
    this.#readings = new Float64Array(weights.length + 1);
    let reading = 0;
    weights.forEach((weight, day) => {
      reading += weight;
      this.#readings[day + 1] = reading;
    });
  }

  /** What the clock shows when the last day is over. */
  get end(): number {
    return this.#reading(this.days);
  }

  /** What the clock shows at a moment, which must lie within the days. */
  at(moment: number): number {
    const day = Math.min(Math.floor(moment), this.days - 1);
    const start = this.#reading(day);
    return start + (moment - day) * (this.#reading(day + 1) - start);
  }

  /** When the clock shows a reading; Infinity when the last day is over before. */
  momentOf(reading: number): number {
    if (!(reading < this.end)) return Infinity;
    let low = 0;
    let high = this.days - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#reading(middle + 1) > reading) high = middle;
      else low = middle + 1;
    }
    const start = this.#reading(low);
    return low + (reading - start) / (this.#reading(low + 1) - start);
  }

  #reading(day: number): number {
    return this.#readings[day] ?? 0;
  }
}

/** The weight of each day for orders: month × weekday, both with mean 1. */
export function orderWeights(season: Season, firstDay: Day, days: number): number[] {
  const months = scaledToMeanOne(season.months);
  const weekdays = scaledToMeanOne(season.weekdays);
  return Array.from({ length: days }, (_, i) => {
    const day = firstDay + i;
    return (months[monthOf(day) - 1] ?? 0) * (weekdays[weekdayOf(day)] ?? 0);
  });
}

/** The weight of each day for new customers: that for orders, times the growth. */
export function arrivalWeights(season: Season, firstDay: Day, days: number): number[] {
  return orderWeights(season, firstDay, days).map(
    (weight, i) => weight * pow(season.growth, i / 365),
  );
}

/** 1 to 12. */
export function monthOf(day: Day): number {
  return (((periodIndex(day, 'month') % 12) + 12) % 12) + 1;
}

/** 0 (Monday) to 6 (Sunday). */
function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7;
}

function scaledToMeanOne(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (weight * weights.length) / total);
}
