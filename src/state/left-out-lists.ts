import type {
  LeftOutFilter,
  LeftOutPage,
  LeftOutSlice,
  StagedId,
} from '../../workers/engine-api.ts';
import type { CleaningRules } from '../data/cleaning.ts';
import { type CallOptions, engine } from '../engine/client.ts';

/** The lists of rows left out that are asked for on behalf of one import; they end together. */
export class LeftOutLists {
  #running = new AbortController();

  page(
    file: StagedId,
    rules: CleaningRules,
    slice: LeftOutSlice,
    options: CallOptions,
  ): Promise<LeftOutPage> {
    return engine.leftOut(file, rules, slice, this.#with(options));
  }

  csv(
    file: StagedId,
    rules: CleaningRules,
    titles: Readonly<Record<string, string>>,
    filter: LeftOutFilter,
    options: CallOptions,
  ): Promise<Blob> {
    return engine.leftOutCsv(file, rules, titles, filter, this.#with(options));
  }

  stop(): void {
    this.#running.abort();
    this.#running = new AbortController();
  }

  #with({ signal, ...options }: CallOptions): CallOptions {
    const own = this.#running.signal;
    return { ...options, signal: signal === undefined ? own : AbortSignal.any([own, signal]) };
  }
}
