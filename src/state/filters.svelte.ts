import { type DataFilter, isEmptyFilter, NO_FILTER, type Condition } from '../data/filter.ts';

/** The filter in the bar: which part of the data every analysis looks at. */
class Filters {
  #filter = $state.raw<DataFilter>(NO_FILTER);

  get filter(): DataFilter {
    return this.#filter;
  }

  get active(): boolean {
    return !isEmptyFilter(this.#filter);
  }

  set(filter: DataFilter): void {
    this.#filter = filter;
  }

  add(condition: Condition): void {
    this.set({ ...this.#filter, conditions: [...this.#filter.conditions, condition] });
  }

  /** Takes away the condition at a place. */
  remove(place: number): void {
    this.set({ ...this.#filter, conditions: this.#filter.conditions.toSpliced(place, 1) });
  }

  clear(): void {
    this.set(NO_FILTER);
  }
}

export const filters = new Filters();
