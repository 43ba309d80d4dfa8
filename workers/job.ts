import { DangolError } from '../src/core/errors.ts';
import type { OnProgress, ProgressStep } from './engine-api.ts';

/** A running call: its signal, and where its progress goes. */
export interface Job {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** Tells the steps of a job, one after another: `next('read')`. */
export function steps(job: Job, names: readonly ProgressStep[]): (name: ProgressStep) => void {
  return (name) => {
    if (job.signal.aborted) throw new DangolError('cancelled', {});
    job.onProgress({ step: name, index: names.indexOf(name) + 1, of: names.length });
  };
}

/** Lets other messages (a cancel among them) be heard. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
