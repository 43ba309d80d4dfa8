import type { Dataset } from '../../workers/engine-api.ts';
import type { Breakdown } from '../data/breakdown.ts';
import { type Condition, type DataFilter, NO_FILTER } from '../data/filter.ts';
import { unknownDimensions } from '../data/slice.ts';

/** What stands in the bar: which part of the data every analysis looks at, and its breakdown. */
export class Filters {
  #filter = $state.raw<DataFilter>(NO_FILTER);
  #breakdown = $state.raw<Breakdown | null>(null);

  get filter(): DataFilter {
    return this.#filter;
  }

  /** What every analysis is broken down by; null: nothing. */
  get breakdown(): Breakdown | null {
    return this.#breakdown;
  }

  set(filter: DataFilter): void {
    this.#filter = filter;
  }

  breakDown(breakdown: Breakdown | null): void {
    this.#breakdown = breakdown;
  }

  /** Narrows the filter by one more condition. */
  add(condition: Condition): void {
    this.set({ ...this.#filter, conditions: [...this.#filter.conditions, condition] });
  }

  /** Keeps what fits the columns of a new dataset; filters on columns that it has not go. */
  fit({ facts: { shape } }: Dataset): void {
    const fits = (one: Condition) =>
      unknownDimensions({ ...NO_FILTER, conditions: [one] }, shape).length === 0;
    const conditions = this.#filter.conditions.filter(fits);
    if (conditions.length < this.#filter.conditions.length)
      this.set({ ...this.#filter, conditions });
    const breakdown = this.#breakdown;
    if (breakdown === null || !('dimension' in breakdown)) return;
    const { dimension } = breakdown;
    if (!fits({ kind: 'values', dimension, values: [null], exclude: false })) this.breakDown(null);
  }
}

export const filters = new Filters();
