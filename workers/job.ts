import { DangolError } from '../src/core/errors.ts';
import type { OnProgress, ProgressStep } from './engine-api.ts';

/** A running call: its signal, and where its progress goes. */
export interface Job {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/**
 * Tells how much of a step is done, 0 to 1, and how many bytes that is where it goes through bytes.
 * It may be called as often as one likes.
 */
export type ReportShare = (share: number, bytes?: number) => void;

/** So often at most the share of a step is told, in milliseconds. */
const REPORT_EVERY = 100;

/** Tells the steps of a job, one after another: `next('read')`; each returns where its share goes. */
export function steps(
  job: Job,
  names: readonly ProgressStep[],
): (name: ProgressStep) => ReportShare {
  let current = 0;
  return (name) => {
    if (job.signal.aborted) throw new DangolError('cancelled', {});
    const mine = ++current;
    const place = { step: name, index: names.indexOf(name) + 1, of: names.length };
    const began = performance.now();
    let told = began;
    job.onProgress(place);
    return (share, bytes) => {
      const now = performance.now();
      // A step that has ended is heard no more, though what it started may still run.
      if (mine !== current || now - told < REPORT_EVERY) return;
      told = now;
      const done = { ...place, share: Math.min(1, Math.max(0, share)) };
      job.onProgress(bytes === undefined ? done : { ...done, bytes, milliseconds: now - began });
    };
  };
}

/** Lets other messages (a cancel among them) be heard. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
