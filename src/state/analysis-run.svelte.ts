import * as v from 'valibot';
import type { Progress, Dataset } from '../../workers/engine-api.ts';
import type {
  Analysis,
  AnalysisId,
  DatasetFacts,
  Finding,
  TableModel,
} from '../analyses/analysis.ts';
import { toErrorData, type ErrorData } from '../core/errors.ts';
import { type DataFilter, NO_FILTER } from '../data/filter.ts';
import { askAnalysis, type AskedAnalysis } from './ask-analysis.ts';
import { filters } from './filters.svelte.ts';
import { lastingSettings } from './lasting.ts';

export type RunStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: Progress | null }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** What the engine answered to one `queryKey`. */
interface Answer extends AskedAnalysis {
  readonly key: string;
  readonly filter: DataFilter;
}

/** What is on screen. */
interface Shown<Settings, Result, Selection> {
  readonly answer: Answer;
  readonly settings: Settings;
  readonly result: Result;
  readonly findings: readonly Finding<Selection>[];
  readonly table: TableModel;
}

/** Answers kept, so that going back to a setting needs no query. */
const KEPT_ANSWERS = 8;

/**
 * One analysis of one dataset: settings → query → answer → result. The last result stays until
 * the next one is there; a newer request aborts the one that runs, and a late answer is dropped.
 */
export class AnalysisState<Settings, Result, Selection> {
  readonly analysis: Analysis<Settings, Result, Selection>;
  readonly dataset: Dataset;
  #settings = $state.raw() as Settings;
  #status = $state.raw<RunStatus>({ kind: 'idle' });
  #shown = $state.raw<Shown<Settings, Result, Selection> | null>(null);
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a cache: nothing on screen reads it
  #answers = new Map<string, Answer>();
  #filter = NO_FILTER;
  #running: { readonly key: string; readonly abort: AbortController } | null = null;

  constructor(analysis: Analysis<Settings, Result, Selection>, dataset: Dataset) {
    this.analysis = analysis;
    this.dataset = dataset;
    this.#settings = withLasting(analysis, analysis.defaults(dataset.facts));
  }

  /** The settings as chosen, which a running request may not have answered yet. */
  get settings(): Settings {
    return this.#settings;
  }

  /** The settings of the result on screen; those chosen where there is none. */
  get shownSettings(): Settings {
    return this.#shown?.settings ?? this.#settings;
  }

  /** The filter of the result on screen; the one in force where there is none. */
  get shownFilter(): DataFilter {
    return this.#shown?.answer.filter ?? this.#filter;
  }

  /** What is known of the part of the data on screen. */
  get shownFacts(): DatasetFacts {
    return this.#shown?.answer.facts ?? this.dataset.facts;
  }

  get status(): RunStatus {
    return this.#status;
  }

  /** The last result; null before the first answer. */
  get result(): Result | null {
    return this.#shown?.result ?? null;
  }

  get findings(): readonly Finding<Selection>[] {
    return this.#shown?.findings ?? [];
  }

  get table(): TableModel | null {
    return this.#shown?.table ?? null;
  }

  /** The SQL of the result on screen, by query name. */
  get sql(): Readonly<Record<string, string>> {
    return this.#shown?.answer.sql ?? {};
  }

  /** How long the query of the result on screen took. */
  get milliseconds(): number {
    return this.#shown?.answer.milliseconds ?? 0;
  }

  /** Changes some settings and brings the result up to date. */
  update(patch: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...patch };
    const { id, lasting } = this.analysis;
    if (lasting !== undefined) lastingSettings.set(id, lasting.of(this.#settings));
    this.start();
  }

  /** Brings the result up to date with the settings and the filter; does nothing where it is. */
  start(filter = filters.filter): void {
    this.#filter = filter;
    const key = this.#key(this.#settings);
    const known = this.#answers.get(key);
    if (known === undefined) {
      if (this.#running?.key !== key) void this.#ask(key);
      return;
    }
    this.#stop();
    this.#show(known);
    this.#status = { kind: 'done' };
  }

  /** Stops a running request and goes back to the settings of the result on screen. */
  cancel(): void {
    if (this.#running === null) return;
    this.leave();
    if (this.#shown !== null) this.#settings = this.#shown.settings;
  }

  /** Stops a running request and keeps the settings: the view is left, `start` takes it up again. */
  leave(): void {
    if (this.#running === null) return;
    this.#stop();
    this.#status = { kind: this.#shown === null ? 'idle' : 'done' };
  }

  async #ask(key: string): Promise<void> {
    this.#stop();
    const abort = new AbortController();
    this.#running = { key, abort };
    this.#status = { kind: 'running', progress: null };
    const current = () => this.#running?.abort === abort;
    const { signal } = abort;
    try {
      const onProgress = (progress: Progress) => {
        if (current()) this.#status = { kind: 'running', progress };
      };
      const filter = this.#filter;
      const options = { signal, onProgress };
      const run = await askAnalysis(this.analysis, this.#settings, filter, options);
      if (!current()) return;
      const answer = { ...run, key, filter };
      this.#keep(answer);
      this.#running = null;
      this.#show(answer);
      this.#status = { kind: 'done' };
    } catch (error) {
      if (!current()) return;
      this.#running = null;
      this.#status = { kind: 'failed', error: toErrorData(error) };
    }
  }

  /** At once, not derived: what is derived dies with the screen that read it, and the state outlives it. */
  #show(answer: Answer): void {
    const settings = this.#settings;
    const result = this.analysis.result(answer.tables, settings, answer.facts);
    const findings = this.analysis.findings(result);
    this.#shown = { answer, settings, result, findings, table: this.analysis.table(result) };
  }

  #keep(answer: Answer): void {
    this.#answers.set(answer.key, answer);
    const oldest = this.#answers.keys().next();
    if (this.#answers.size > KEPT_ANSWERS && oldest.done === false)
      this.#answers.delete(oldest.value);
  }

  #stop(): void {
    this.#running?.abort.abort();
    this.#running = null;
  }

  #key(settings: Settings): string {
    return JSON.stringify([this.analysis.queryKey(settings), this.#filter]);
  }
}

/** Settings with what the user has made for good, where that is still sound. */
function withLasting<Settings, Result, Selection>(
  { id, lasting }: Analysis<Settings, Result, Selection>,
  settings: Settings,
): Settings {
  const kept = lastingSettings.get(id);
  if (lasting === undefined || kept === null) return settings;
  const checked = v.safeParse(lasting.schema, kept);
  return checked.success ? lasting.put(settings, checked.output) : settings;
}

const states = new WeakMap<Dataset, Map<AnalysisId, unknown>>();

/**
 * The state of an analysis for a dataset, made on the first call and kept for as long as the
 * dataset is, so that settings and results outlive the view.
 */
export function analysisState<Settings, Result, Selection>(
  analysis: Analysis<Settings, Result, Selection>,
  dataset: Dataset,
): AnalysisState<Settings, Result, Selection> {
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- found by key, never shown
  const ofDataset = states.get(dataset) ?? new Map<AnalysisId, unknown>();
  states.set(dataset, ofDataset);
  const known = ofDataset.get(analysis.id);
  if (known !== undefined) return known as AnalysisState<Settings, Result, Selection>;
  const state = new AnalysisState(analysis, dataset);
  ofDataset.set(analysis.id, state);
  return state;
}
