import type { SampleId } from '../../samples/samples.ts';
import { workspace } from '../../state/workspace.svelte.ts';
import type { Dropped } from './dropped.ts';

/** What the user has to know of a drop besides errors in the file. */
export type Notice =
  | { readonly kind: 'several'; readonly name: string; readonly others: number }
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'nothing' };

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
    if (dropped.kind !== 'file') {
      this.#notice = dropped;
      return;
    }
    const { file, others } = dropped;
    this.#notice = others > 0 ? { kind: 'several', name: file.name, others } : null;
    await workspace.openFile(file);
  }

  async openSample(id: SampleId): Promise<void> {
    this.#notice = null;
    await workspace.openSample(id);
  }
}

export const incoming = new Incoming();
