import type { Dataset } from '../../workers/engine-api.ts';
import type { Analysis, DatasetFacts } from '../analyses/analysis.ts';
import { type ErrorData, toErrorData } from '../core/errors.ts';
import {
  type Breakdown,
  type NamedAudience,
  type Part,
  type PartName,
  partsOf,
} from '../data/breakdown.ts';
import type { DataFilter } from '../data/filter.ts';
import { askAnalysis } from './ask-analysis.ts';
import { dimensionFacts } from './dimension-facts.ts';

/** A part of a breakdown with what an analysis found in it; null where no customer is in it. */
export interface PartResult<Result> {
  readonly name: PartName;
  readonly found: { readonly result: Result; readonly facts: DatasetFacts } | null;
}

export type BreakdownStatus =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      /** The part that is asked for, from 1. */
      readonly at: number;
      readonly of: number;
      readonly name: PartName;
    }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** What is asked for: an analysis, of which part of the data, and how that is broken down. */
export interface BreakdownRequest<Settings> {
  readonly settings: Settings;
  readonly filter: DataFilter;
  readonly breakdown: Breakdown;
  /** The lists that the breakdown is about. */
  readonly audiences: readonly NamedAudience[];
}

/**
 * An analysis of each part of a breakdown, one after another. The last parts stay until the next
 * ones are there; a newer request ends the former.
 */
export class BreakdownRun<Settings, Result, Selection> {
  readonly #analysis: Analysis<Settings, Result, Selection>;
  readonly #dataset: Dataset;
  #status = $state.raw<BreakdownStatus>({ kind: 'idle' });
  #shown = $state.raw<readonly PartResult<Result>[] | null>(null);
  #abort = new AbortController();

  constructor(analysis: Analysis<Settings, Result, Selection>, dataset: Dataset) {
    this.#analysis = analysis;
    this.#dataset = dataset;
  }

  get status(): BreakdownStatus {
    return this.#status;
  }

  /** The parts that were found last; null before the first answer. */
  get shown(): readonly PartResult<Result>[] | null {
    return this.#shown;
  }

  stop(): void {
    this.#abort.abort();
  }

  async ask(request: BreakdownRequest<Settings>): Promise<void> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { settings, filter } = request;
    const results: PartResult<Result>[] = [];
    try {
      const parts = await this.#parts(request);
      for (const [i, { name, conditions }] of parts.entries()) {
        if (abort.signal.aborted) return;
        this.#status = { kind: 'running', at: i + 1, of: parts.length, name };
        const narrowed = { ...filter, conditions: [...filter.conditions, ...conditions] };
        results.push({ name, found: await this.#analyse(settings, narrowed, abort.signal) });
      }
      if (abort.signal.aborted) return;
      this.#shown = results;
      this.#status = { kind: 'done' };
    } catch (error) {
      if (!abort.signal.aborted) this.#status = { kind: 'failed', error: toErrorData(error) };
    }
  }

  async #parts({ breakdown, audiences }: BreakdownRequest<Settings>): Promise<readonly Part[]> {
    const dimensions = 'dimension' in breakdown ? await dimensionFacts(this.#dataset) : [];
    return partsOf(breakdown, { ...this.#dataset.facts, dimensions, audiences });
  }

  async #analyse(
    settings: Settings,
    filter: DataFilter,
    signal: AbortSignal,
  ): Promise<PartResult<Result>['found']> {
    try {
      const { tables, facts } = await askAnalysis(this.#analysis, settings, filter, { signal });
      return { result: this.#analysis.result(tables, settings, facts), facts };
    } catch (error) {
      if (toErrorData(error).code === 'filter_empty') return null;
      throw error;
    }
  }
}
