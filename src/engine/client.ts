import * as Comlink from 'comlink';
import workerUrl from '../../workers/engine.worker.ts?worker&url';
import type {
  AnalysisRun,
  CustomerPage,
  CustomersRequest,
  Dataset,
  DimensionFacts,
  EngineApi,
  LeftOutFilter,
  LeftOutPage,
  LeftOutSlice,
  Opened,
  OpenedId,
  Profile,
  Progress,
  RunId,
  Slice,
  SourceChoices,
  Staged,
  StagedId,
  StatusCount,
  UnpackedWorkspace,
} from '../../workers/engine-api.ts';
import type { AnalysisId } from '../analyses/analysis.ts';
import { type DataFilter, NO_FILTER } from '../data/filter.ts';
import { DangolError, type ErrorData } from '../core/errors.ts';
import type { CleaningRules, FlagGroup } from '../data/cleaning.ts';
import type { SavedWorkspace } from '../import/saved-workspace.ts';
import type { Mapping } from '../import/types.ts';
import type { SampleId } from '../samples/samples.ts';
import { startWorker } from './start-worker.ts';

/** How a call is watched and stopped. */
export interface CallOptions {
  /** Aborting it cancels the call: it rejects with `cancelled`, and the engine stops working. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * The page's side of the engine worker. Every method rejects with a `DangolError`. The worker
 * starts with the first call.
 */
export class EngineClient {
  #worker: RunningWorker | null = null;
  #runs = 0;
  #listeners = new Map<RunId, (progress: Progress) => void>();

  /** Starts the engine; resolves when it can answer. */
  warmUp(options: CallOptions = {}): Promise<void> {
    return this.#call(options, (api, run) => api.warmUp(run));
  }

  async open(
    files: readonly File[],
    choices: SourceChoices = {},
    options: CallOptions = {},
  ): Promise<Opened> {
    const opened: Opened = await this.#call(options, (api, run) => api.open(run, files, choices));
    // It was cancelled when its answer was on the way already; what follows it must not begin.
    if (options.signal?.aborted === true) {
      void this.close(opened.id).catch(() => undefined);
      throw new DangolError('cancelled', {});
    }
    return opened;
  }

  /** Forgets opened files; what was staged from them stays. */
  close(opened: OpenedId, options: CallOptions = {}): Promise<void> {
    return this.#call(options, (api, run) => api.close(run, opened));
  }

  /** Packs the files of a workspace and what was decided about them into one. */
  pack(files: readonly File[], saved: SavedWorkspace, options: CallOptions = {}): Promise<Blob> {
    return this.#call(options, (api, run) => api.pack(run, files, saved));
  }

  /** What a saved workspace holds; null for any other file. */
  unpack(file: File, options: CallOptions = {}): Promise<UnpackedWorkspace | null> {
    return this.#call(options, (api, run) => api.unpack(run, file));
  }

  generate(sample: SampleId, options: CallOptions = {}): Promise<File> {
    return this.#call(options, (api, run) => api.generate(run, sample));
  }

  stage(opened: OpenedId, mapping: Mapping, options: CallOptions = {}): Promise<Staged> {
    return this.#call(options, (api, run) => api.stage(run, opened, mapping));
  }

  /** Forgets a file that was read, as soon as no dataset comes from it. */
  release(file: StagedId, options: CallOptions = {}): Promise<void> {
    return this.#call(options, (api, run) => api.release(run, file));
  }

  regroup(
    file: StagedId,
    codes: readonly string[],
    options: CallOptions = {},
  ): Promise<readonly FlagGroup[]> {
    return this.#call(options, (api, run) => api.regroup(run, file, codes));
  }

  profile(file: StagedId, options: CallOptions = {}): Promise<Profile> {
    return this.#call(options, (api, run) => api.profile(run, file));
  }

  /** The values of the status column with their rows; null where it tells no states. */
  statuses(file: StagedId, options: CallOptions = {}): Promise<readonly StatusCount[] | null> {
    return this.#call(options, (api, run) => api.statuses(run, file));
  }

  leftOut(
    file: StagedId,
    rules: CleaningRules,
    slice: LeftOutSlice,
    options: CallOptions = {},
  ): Promise<LeftOutPage> {
    return this.#call(options, (api, run) => api.leftOut(run, file, rules, slice));
  }

  leftOutCsv(
    file: StagedId,
    rules: CleaningRules,
    titles: Readonly<Record<string, string>>,
    filter: LeftOutFilter,
    options: CallOptions = {},
  ): Promise<Blob> {
    return this.#call(options, (api, run) => api.leftOutCsv(run, file, rules, titles, filter));
  }

  commit(
    file: StagedId,
    name: string,
    rules: CleaningRules,
    options: CallOptions = {},
  ): Promise<Dataset> {
    return this.#call(options, (api, run) => api.commit(run, file, name, rules));
  }

  dimensionFacts(options: CallOptions = {}): Promise<readonly DimensionFacts[]> {
    return this.#call(options, (api, run) => api.dimensionFacts(run));
  }

  analyse(
    id: AnalysisId,
    settings: unknown,
    filter: DataFilter = NO_FILTER,
    options: CallOptions = {},
  ): Promise<AnalysisRun> {
    return this.#call(options, (api, run) => api.analyse(run, id, settings, filter));
  }

  customers(
    request: CustomersRequest,
    slice: Slice,
    options: CallOptions = {},
  ): Promise<CustomerPage> {
    return this.#call(options, (api, run) => api.customers(run, request, slice));
  }

  customersCsv(
    request: CustomersRequest,
    titles: Readonly<Record<string, string>>,
    options: CallOptions = {},
  ): Promise<Blob> {
    return this.#call(options, (api, run) => api.customersCsv(run, request, titles));
  }

  async #call<T>(
    { signal, onProgress }: CallOptions,
    call: (api: Comlink.Remote<EngineApi>, run: RunId) => Promise<unknown>,
  ): Promise<T> {
    if (signal?.aborted === true) throw new DangolError('cancelled', {});
    const { api, failed } = this.#start();
    const run = ++this.#runs;
    const cancel = () => void api.cancel(run);
    signal?.addEventListener('abort', cancel);
    if (onProgress !== undefined) this.#listeners.set(run, onProgress);
    try {
      return (await Promise.race([call(api, run), failed])) as T;
    } catch (error) {
      throw asDangolError(error);
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#listeners.delete(run);
    }
  }

  #start(): RunningWorker {
    this.#worker ??= this.#startWorker();
    return this.#worker;
  }

  #startWorker(): RunningWorker {
    const worker = startWorker(workerUrl, 'module');
    const api = Comlink.wrap<EngineApi>(worker);
    const started = api.listen(
      Comlink.proxy((run: RunId, progress: Progress) => this.#listeners.get(run)?.(progress)),
    );
    const failed = new Promise<never>((_resolve, reject) => {
      const fail = ({ message }: ErrorEvent) => {
        // A script that does not load answers no call: all of them end, and the next one starts
        // another worker.
        this.#worker = null;
        worker.terminate();
        reject(new DangolError('engine_failed', { reason: message }, message));
      };
      worker.addEventListener('error', fail);
      // A worker that has answered once hears its own errors.
      void started.then(() => {
        worker.removeEventListener('error', fail);
      });
    });
    failed.catch(() => undefined);
    return { api, failed };
  }
}

/** The worker at hand; `failed` rejects when it does not start. */
interface RunningWorker {
  readonly api: Comlink.Remote<EngineApi>;
  readonly failed: Promise<never>;
}

/** What the worker threw: plain data of an error, or an error of Comlink itself. */
function asDangolError(error: unknown): DangolError {
  if (typeof error === 'object' && error !== null && 'code' in error && 'params' in error) {
    const { code, params, detail } = error as ErrorData;
    return new DangolError(code, params, detail);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new DangolError('unexpected', { message }, message);
}

/** The one engine of the page. */
export const engine = new EngineClient();
