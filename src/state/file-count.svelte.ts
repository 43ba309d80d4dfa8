import type { Profile, StagedId } from '../../workers/engine-api.ts';
import { engine } from '../engine/client.ts';

/** The counting of what is in the files that were read: once, and in the background. */
export class FileCount {
  readonly #onError: (error: unknown) => void;
  #profile = $state.raw<Profile | null>(null);
  #ended = $state(false);
  #running: AbortController | null = null;
  #done = Promise.resolve();

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** What is in the files; null until it is counted. */
  get profile(): Profile | null {
    return this.#profile;
  }

  /** Whether counting has ended, with or without a profile. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Counts, unless that is done or under way; the numbers fill in when they are there. */
  start(staged: StagedId): Promise<void> {
    if (this.#profile !== null) return Promise.resolve();
    if (this.#running === null) this.#done = this.#count(staged);
    return this.#done;
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
  }

  /** Stops, and forgets what was counted. */
  clear(): void {
    this.stop();
    this.#profile = null;
  }

  async #count(staged: StagedId): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    this.#ended = false;
    try {
      const profile = await engine.profile(staged, { signal: running.signal });
      if (this.#running === running) this.#profile = profile;
    } catch (error) {
      if (this.#running === running) this.#onError(error);
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.#ended = true;
      }
    }
  }
}
