import type { Dataset } from '../../workers/engine-api.ts';
import { compare } from '../analyses/compare/index.ts';
import { compareGroups, type Compared } from '../analyses/compare/result.ts';
import type { CompareSettings } from '../analyses/compare/settings.ts';
import { type ErrorData, toErrorData } from '../core/errors.ts';
import type { AudienceDefinition, DataFilter, DayRange } from '../data/filter.ts';
import { engine } from '../engine/client.ts';
import { askAnalysis } from './ask-analysis.ts';

export type CompareStatus =
  | { readonly kind: 'running' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** Which customers and orders make up the two groups. */
export interface Sides {
  readonly a: DataFilter;
  readonly b: DataFilter;
}

/** Two groups of one dataset; the last result stays until the next one is there. */
export class CompareState {
  readonly dataset: Dataset;
  #sides = $state.raw<Sides>() as Sides;
  #settings = $state.raw<CompareSettings>() as CompareSettings;
  #status = $state.raw<CompareStatus>({ kind: 'running' });
  #shown = $state.raw<Compared | null>(null);
  #abort = new AbortController();

  constructor(dataset: Dataset) {
    this.dataset = dataset;
    this.#sides = halves(dataset);
    this.#settings = compare.defaults(dataset.facts);
  }

  get sides(): Sides {
    return this.#sides;
  }

  set sides(sides: Sides) {
    this.#sides = sides;
  }

  get settings(): CompareSettings {
    return this.#settings;
  }

  set settings(settings: CompareSettings) {
    this.#settings = settings;
  }

  get status(): CompareStatus {
    return this.#status;
  }

  get shown(): Compared | null {
    return this.#shown;
  }

  /** The list that is all customers of a side, under the filter of the bar. */
  definition(side: keyof Sides, bar: DataFilter): AudienceDefinition {
    return {
      kind: 'selection',
      analysis: compare.id,
      settings: this.#settings,
      selection: { kind: 'all' },
      filter: both(bar, this.#sides[side]),
    };
  }

  /** Brings the result up to date with the groups, the settings and the filter of the bar. */
  async ask(bar: DataFilter): Promise<void> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { signal } = abort;
    this.#status = { kind: 'running' };
    try {
      const a = await this.#group('a', bar, signal);
      const b = await this.#group('b', bar, signal);
      const shared: AudienceDefinition = {
        kind: 'and',
        parts: [this.definition('a', bar), this.definition('b', bar)],
      };
      const { total } = await engine.customers(shared, { offset: 0, limit: 0 }, { signal });
      if (signal.aborted) return;
      const { sql } = a;
      const milliseconds = a.milliseconds + b.milliseconds;
      const rows = compareGroups(a.group, b.group);
      this.#shown = { a: a.group, b: b.group, rows, overlap: total, sql, milliseconds };
      this.#status = { kind: 'done' };
    } catch (error) {
      if (!signal.aborted) this.#status = { kind: 'failed', error: toErrorData(error) };
    }
  }

  leave(): void {
    this.#abort.abort();
  }

  async #group(side: keyof Sides, bar: DataFilter, signal: AbortSignal) {
    const filter = both(bar, this.#sides[side]);
    const run = await askAnalysis(compare, this.#settings, filter, { signal });
    return { ...run, group: compare.result(run.tables, this.#settings, run.facts) };
  }
}

/** The earlier half of the days, and the later one. */
function halves({ facts: { firstDay, lastDay } }: Dataset): Sides {
  const middle = Math.floor((firstDay + lastDay) / 2);
  return {
    a: { days: { from: null, to: middle }, conditions: [] },
    b: { days: { from: Math.min(middle + 1, lastDay), to: null }, conditions: [] },
  };
}

/** What two filters both let through. */
export function both(one: DataFilter, other: DataFilter): DataFilter {
  return {
    days: intersection(one.days, other.days),
    conditions: [...one.conditions, ...other.conditions],
  };
}

/** The days of both ranges; of ranges that do not meet, one that ends before it begins. */
function intersection(one: DayRange, other: DayRange): DayRange {
  const from = one.from === null || other.from === null ? null : Math.max(one.from, other.from);
  const to = one.to === null || other.to === null ? null : Math.min(one.to, other.to);
  return { from: from ?? one.from ?? other.from, to: to ?? one.to ?? other.to };
}

const states = new WeakMap<Dataset, CompareState>();

/** The comparison of a dataset, kept for as long as the dataset is. */
export function compareState(dataset: Dataset): CompareState {
  const state = states.get(dataset) ?? new CompareState(dataset);
  states.set(dataset, state);
  return state;
}
