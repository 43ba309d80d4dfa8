import type { Dataset } from '../../workers/engine-api.ts';
import type { Analysis, DatasetFacts } from '../analyses/analysis.ts';
import { type ErrorData, toErrorData } from '../core/errors.ts';
import { type Breakdown, type PartName, partsOf } from '../data/breakdown.ts';
import type { DataFilter } from '../data/filter.ts';
import { askAnalysis } from './ask-analysis.ts';

/** A part of a breakdown with what an analysis found in it; null where no customer is in it. */
export interface PartResult<Result> {
  readonly name: PartName;
  readonly found: { readonly result: Result; readonly facts: DatasetFacts } | null;
}

export type BreakdownStatus<Result> =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      /** The part that is asked for, from 1. */
      readonly at: number;
      readonly of: number;
      readonly name: PartName;
    }
  | {
      readonly kind: 'done';
      readonly breakdown: Breakdown;
      readonly parts: readonly PartResult<Result>[];
    }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** An analysis of each part of a breakdown, one after another; a newer request ends the former. */
export class BreakdownRun<Settings, Result, Selection> {
  readonly #analysis: Analysis<Settings, Result, Selection>;
  readonly #dataset: Dataset;
  #status = $state.raw<BreakdownStatus<Result>>({ kind: 'idle' });
  #abort = new AbortController();

  constructor(analysis: Analysis<Settings, Result, Selection>, dataset: Dataset) {
    this.#analysis = analysis;
    this.#dataset = dataset;
  }

  get status(): BreakdownStatus<Result> {
    return this.#status;
  }

  stop(): void {
    this.#abort.abort();
  }

  async ask(settings: Settings, filter: DataFilter, breakdown: Breakdown): Promise<void> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { facts, dimensions } = this.#dataset;
    const parts = partsOf(breakdown, { ...facts, dimensions });
    const results: PartResult<Result>[] = [];
    try {
      for (const [i, { name, conditions }] of parts.entries()) {
        this.#status = { kind: 'running', at: i + 1, of: parts.length, name };
        const narrowed = { ...filter, conditions: [...filter.conditions, ...conditions] };
        const found = await this.#analyse(settings, narrowed, abort.signal);
        if (abort.signal.aborted) return;
        results.push({ name, found });
      }
      this.#status = { kind: 'done', breakdown, parts: results };
    } catch (error) {
      if (!abort.signal.aborted) this.#status = { kind: 'failed', error: toErrorData(error) };
    }
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
