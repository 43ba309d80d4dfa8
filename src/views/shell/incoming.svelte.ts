import type { SampleId } from '../../samples/samples.ts';
import { workspace } from '../../state/workspace.svelte.ts';
import type { Dropped } from './dropped.ts';

/** What the user has to know of a drop besides errors in the files. */
export type Notice = Exclude<Dropped, { readonly kind: 'files' }>;

/** Hands dropped files and sample shops to the workspace; keeps what has to be said about a drop. */
class Incoming {
  #notice = $state.raw<Notice | null>(null);

  get notice(): Notice | null {
    return this.#notice;
  }

  dismiss(): void {
    this.#notice = null;
  }

  async open(dropped: Dropped): Promise<void> {
    if (dropped.kind !== 'files') {
      this.#notice = dropped;
      return;
    }
    this.#notice = null;
    await workspace.openFiles(dropped.files);
  }

  async openSample(id: SampleId): Promise<void> {
    this.#notice = null;
    await workspace.openSample(id);
  }
}

export const incoming = new Incoming();
