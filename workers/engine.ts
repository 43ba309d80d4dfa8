import * as Comlink from 'comlink';
import { DangolError, toErrorData } from '../src/core/errors.ts';
import { sampleFile } from './run-sample.ts';
import { type Database, openDatabase } from './duckdb.ts';
import type { EngineApi, OnProgress, Progress, RunId } from './engine-api.ts';
import type { Job } from './job.ts';
import { customerPage, customersCsv, runAnalysis } from './run-analysis.ts';
import { commitStaged, recogniseFile, regroup, stageFile } from './run-import.ts';
import { leftOutCsv, leftOutPage } from './run-left-out.ts';
import { profileStaged } from './run-profile.ts';
import { Store } from './store.ts';

/** The engine behind the worker's interface: jobs that can be cancelled, on one store. */
export function createEngine(open: () => Promise<Database> = openDatabase): EngineApi {
  const running = new Map<RunId, AbortController>();
  let listener: (run: RunId, progress: Progress) => void = () => undefined;
  let store: Promise<Store> | null = null;

  function getStore(onProgress: OnProgress): Promise<Store> {
    if (store === null) {
      onProgress({ step: 'engine', index: 1, of: 1 });
      store = open().then((database) => new Store(database));
      // A failed start (no memory, a file not served) can be tried again.
      store.catch(() => (store = null));
    }
    return store;
  }

  /** Runs a job under its id; what it throws reaches the page as ErrorData. */
  async function job<T>(run: RunId, work: (job: Job) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    running.set(run, controller);
    const onProgress: OnProgress = (progress) => {
      listener(run, progress);
    };
    try {
      return await work({ signal: controller.signal, onProgress });
    } catch (error) {
      const data = controller.signal.aborted
        ? new DangolError('cancelled', {}).toData()
        : toErrorData(error);
      // Comlink passes a plain object whole; of an Error only the text would arrive.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw data;
    } finally {
      running.delete(run);
    }
  }

  function stored<T>(run: RunId, work: (store: Store, job: Job) => Promise<T>): Promise<T> {
    return job(run, async (j) => work(await getStore(j.onProgress), j));
  }

  return {
    listen: (onProgress) => {
      listener = onProgress;
    },
    warmUp: (run) => stored(run, () => Promise.resolve()),
    recognise: (run, file) => job(run, () => recogniseFile(file)),
    generate: (run, sample) => job(run, (j) => sampleFile(sample, j)),
    stage: (run, file, recognition, mapping) =>
      stored(run, (s, j) => stageFile(s, file, recognition, mapping, j)),
    regroup: (run, codes) => stored(run, (s, j) => regroup(s, codes, j)),
    profile: (run) => stored(run, profileStaged),
    leftOut: (run, rules, slice) => stored(run, (s, j) => leftOutPage(s, rules, slice, j)),
    leftOutCsv: (run, rules, titles) => stored(run, (s, j) => leftOutCsv(s, rules, titles, j)),
    commit: (run, name, rules) => stored(run, (s, j) => commitStaged(s, name, rules, j)),
    discard: (run) => stored(run, (s) => s.discardStaged()),
    analyse: (run, analysis, settings) =>
      stored(run, async (s, j) => {
        const result = await runAnalysis(s, analysis, settings, j);
        return Comlink.transfer(
          result,
          Object.values(result.tables).map((bytes) => bytes.buffer as ArrayBuffer),
        );
      }),
    customers: (run, request, slice) =>
      stored(run, async (s, j) => {
        const page = await customerPage(s, request, slice, j);
        return Comlink.transfer(page, [page.rows.buffer as ArrayBuffer]);
      }),
    customersCsv: (run, request, titles) =>
      stored(run, (s, j) => customersCsv(s, request, titles, j)),
    cancel: (run) => {
      running.get(run)?.abort();
    },
  };
}
