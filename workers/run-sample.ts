import { DangolError } from '../src/core/errors.ts';
import { toCsvChunks } from '../src/samples/csv.ts';
import type { SampleId } from '../src/samples/samples.ts';
import { SAMPLE_SHOPS } from '../src/samples/shops.ts';
import { breathe, type Job, steps } from './job.ts';

/** A sample shop as a CSV file, generated on the spot; the same every time. */
export async function sampleFile(sample: SampleId, job: Job): Promise<File> {
  steps(job, ['generate'])('generate');
  const chunks: string[] = [];
  for (const chunk of toCsvChunks(SAMPLE_SHOPS[sample])) {
    chunks.push(chunk);
    await breathe();
    if (job.signal.aborted) throw new DangolError('cancelled', {});
  }
  return new File(chunks, `${sample}.csv`, { type: 'text/csv' });
}
