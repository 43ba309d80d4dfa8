import * as Comlink from 'comlink';
import { DangolError, toErrorData } from '../src/core/errors.ts';
import { sampleFile } from './run-sample.ts';
import { type Database, openDatabase } from './duckdb.ts';
import type { EngineApi, OnProgress, OpenedId, Progress, RunId } from './engine-api.ts';
import type { Job } from './job.ts';
import { customerPage, customersCsv, runAnalysis } from './run-analysis.ts';
import { openFiles, type OpenedFiles } from './open-files.ts';
import { commitStaged } from './run-commit.ts';
import { regroup, stageFiles } from './run-stage.ts';
import { leftOutCsv, leftOutPage } from './run-left-out.ts';
import { profileStaged } from './run-profile.ts';
import { dimensionFacts } from './run-dimensions.ts';
import { statusesOf } from './run-statuses.ts';
import { Store } from './store.ts';
import { packWorkspace, unpackWorkspace } from './workspace-file.ts';

/** The engine behind the worker's interface: jobs that can be cancelled, on one store. */
export function createEngine(open: () => Promise<Database> = openDatabase): EngineApi {
  const running = new Map<RunId, AbortController>();
  const opened = new Map<OpenedId, OpenedFiles>();
  let openings = 0;
  let listener: (run: RunId, progress: Progress) => void = () => undefined;
  let store: Promise<Store> | null = null;
  let started = false;

  function openStore(): Promise<Store> {
    if (store === null) {
      store = open().then((database) => new Store(database));
      // A failed start (no memory, a file not served) can be tried again.
      store.catch(() => (store = null));
    }
    return store;
  }

  /** The store, once the engine has started; a job that waits for it can be cancelled. */
  async function getStore({ signal, onProgress }: Job): Promise<Store> {
    if (!started) onProgress({ step: 'engine', index: 1, of: 1 });
    const opened = await Promise.race([openStore(), aborted(signal)]);
    started = true;
    return opened;
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
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- Comlink passes a plain object whole; of an Error only the text would arrive
      throw data;
    } finally {
      running.delete(run);
    }
  }

  function stored<T>(run: RunId, work: (store: Store, job: Job) => Promise<T>): Promise<T> {
    return job(run, async (j) => work(await getStore(j), j));
  }

  return {
    listen: (onProgress) => {
      listener = onProgress;
    },
    warmUp: (run) => stored(run, () => Promise.resolve()),
    open: (run, files, choices) =>
      job(run, async (j) => {
        const looked = await openFiles(files, choices, j);
        const id = `opened_${++openings}`;
        opened.set(id, looked);
        return { id, recognition: looked.recognition };
      }),
    close: (run, id) =>
      job(run, () => {
        opened.get(id)?.close();
        opened.delete(id);
        return Promise.resolve();
      }),
    pack: (run, files, saved) => job(run, (j) => packWorkspace(files, saved, j)),
    unpack: (run, file) => job(run, (j) => unpackWorkspace(file, j)),
    generate: (run, sample) => job(run, (j) => sampleFile(sample, j)),
    stage: (run, id, mapping) =>
      stored(run, (s, j) => {
        const files = opened.get(id);
        if (files === undefined) throw new DangolError('no_dataset', {});
        return stageFiles(s, files, mapping, j);
      }),
    release: (run, file) => stored(run, (s) => s.release(file)),
    regroup: (run, file, codes) => stored(run, (s, j) => regroup(s, file, codes, j)),
    profile: (run, file) => stored(run, (s, j) => profileStaged(s, file, j)),
    statuses: (run, file) => stored(run, (s, j) => statusesOf(s, file, j)),
    leftOut: (run, file, rules, slice) =>
      stored(run, (s, j) => leftOutPage(s, file, rules, slice, j)),
    leftOutCsv: (run, file, rules, titles, filter = { reason: null, file: null }) =>
      stored(run, (s, j) => leftOutCsv(s, file, rules, titles, filter, j)),
    commit: (run, file, name, rules) =>
      stored(run, (s, j) => commitStaged(s, file, name, rules, j)),
    dimensionFacts: (run) => stored(run, dimensionFacts),
    analyse: (run, analysis, settings, filter) =>
      stored(run, async (s, j) => {
        const result = await runAnalysis(s, { analysis, settings, filter }, j);
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

/** Rejects when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new DangolError('cancelled', {}));
    });
  });
}
