import type { AnalysisId } from '../analyses/analysis.ts';

const KEY = 'dangol.lasting';

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * What the user has made of analyses for good (the segments of RFM), by analysis, kept for the
 * next visit. Each analysis checks its own with its schema.
 */
export class LastingSettings {
  readonly #store: () => Store;
  readonly #kept: Map<string, unknown>;
  #heard: () => void = () => undefined;

  constructor(store: () => Store = () => localStorage) {
    this.#store = store;
    this.#kept = new Map(Object.entries(this.#read()));
  }

  /** Calls back after each change. */
  listen(heard: () => void): void {
    this.#heard = heard;
  }

  /** Null where nothing was made. */
  get(id: AnalysisId): unknown {
    return this.#kept.get(id) ?? null;
  }

  /** Keeps it in place of the former; null forgets it. */
  set(id: AnalysisId, value: unknown): void {
    if (JSON.stringify(this.get(id)) === JSON.stringify(value)) return;
    if (value === null) this.#kept.delete(id);
    else this.#kept.set(id, value);
    try {
      this.#store().setItem(KEY, JSON.stringify(Object.fromEntries(this.#kept)));
    } catch {
      // Where the browser keeps nothing, it lasts for the visit.
    }
    this.#heard();
  }

  #read(): object {
    try {
      const value: unknown = JSON.parse(this.#store().getItem(KEY) ?? '{}');
      return typeof value === 'object' && value !== null ? value : {};
    } catch {
      return {};
    }
  }
}

export const lastingSettings = new LastingSettings();
