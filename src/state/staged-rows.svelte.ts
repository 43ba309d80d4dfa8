import type { OpenedId, Staged } from '../../workers/engine-api.ts';
import type { FlagGroup } from '../data/cleaning.ts';
import { type CallOptions, engine } from '../engine/client.ts';
import type { Mapping } from '../import/types.ts';

/** Changes of the mapping that follow each other within this time are read once. */
const SETTLE_MS = 200;

/** What reading needs of the import that it is for. */
export interface ReadingHost {
  runJob(call: (options: CallOptions) => Promise<Staged>, abort: AbortController): Promise<Staged>;
  fail(error: unknown): void;
}

/** The rows of an import's files, read whole under a mapping, and flagged. */
export class StagedRows {
  readonly #host: ReadingHost;
  #staged = $state.raw<Staged | null>(null);
  #groups = $state.raw<readonly FlagGroup[]>([]);
  #reading = $state(false);
  #abort: AbortController | null = null;
  #regrouping: AbortController | null = null;

  constructor(host: ReadingHost) {
    this.#host = host;
  }

  /** Null while the files are not read. */
  get staged(): Staged | null {
    return this.#staged;
  }

  get groups(): readonly FlagGroup[] {
    return this.#groups;
  }

  get reading(): boolean {
    return this.#reading;
  }

  /**
   * Reads the files, in place of a reading under way.
   *
   * @param mapping null where it cannot be read: then nothing is
   * @param settles whether more changes may follow at once
   */
  async read(opened: OpenedId, mapping: Mapping | null, settles: boolean): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const stopped = (): boolean => abort.signal.aborted;
    this.#reading = mapping !== null;
    if (mapping === null) return;
    try {
      if (settles) await settled();
      if (stopped()) return;
      const staged = await this.#host.runJob(
        (options) => engine.stage(opened, mapping, options),
        abort,
      );
      if (stopped()) {
        forget(staged);
        return;
      }
      this.#staged = staged;
      this.#groups = staged.groups;
    } catch (error) {
      if (this.#abort === abort) this.#host.fail(error);
    } finally {
      if (this.#abort === abort) this.#reading = false;
    }
  }

  /** Flags these product codes as no product, in place of those before. */
  async regroup(codes: readonly string[]): Promise<void> {
    this.#regrouping?.abort();
    if (this.#staged === null) return;
    const regrouping = new AbortController();
    this.#regrouping = regrouping;
    try {
      const { signal } = regrouping;
      const groups = await engine.regroup(this.#staged.id, codes, { signal });
      if (this.#regrouping === regrouping) this.#groups = groups;
    } catch (error) {
      this.#host.fail(error);
    }
  }

  stop(): void {
    this.#abort?.abort();
    this.#regrouping?.abort();
  }

  /** Stops, and lets the engine forget what was read when no dataset comes from it. */
  clear(): void {
    this.stop();
    if (this.#staged !== null) forget(this.#staged);
    this.#staged = null;
    this.#groups = [];
  }
}

function forget(staged: Staged): void {
  void engine.release(staged.id).catch(() => undefined);
}

function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, SETTLE_MS);
  });
}
