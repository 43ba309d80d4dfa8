import { DangolError } from '../src/core/errors.ts';
import { joinTables } from '../src/import/join-tables.ts';
import type { ImportRecognition } from '../src/import/types.ts';
import type { SourceChoices } from './engine-api.ts';
import { type Job, steps } from './job.ts';
import type { FoundTable, OpenedSource } from './found-table.ts';
import { openSources } from './open-source.ts';

/** Files that were looked at, with what it takes to read them whole. */
export interface OpenedFiles {
  readonly recognition: ImportRecognition;
  /** One for each of `recognition.sources`, and of `recognition.lookups`. */
  readonly sources: readonly OpenedSource[];
  readonly lookups: readonly OpenedSource[];
  /** Lets go of what the readers hold. */
  close(): void;
}

/** So many tables are read together. */
const MOST_TABLES = 200;

/** Looks at the first part of each file, and joins what belongs together. */
export async function openFiles(
  files: readonly File[],
  choices: SourceChoices,
  job: Job,
): Promise<OpenedFiles> {
  const step = steps(job, ['recognise']);
  step('recognise');
  const found: FoundTable[] = [];
  for (const file of files) {
    if (job.signal.aborted) throw new DangolError('cancelled', {});
    found.push(...(await openSources(file, choices, job.signal)));
    if (found.length > MOST_TABLES) {
      throw new DangolError('too_many_files', { count: found.length, limit: MOST_TABLES });
    }
  }
  const joined = joinTables(found);
  const at = (i: number): OpenedSource => (found[i] as FoundTable).source;
  const sources = joined.sources.map(at);
  const lookups = joined.lookups.map(at);
  return {
    recognition: withUtc(joined.recognition, sources, lookups),
    sources,
    lookups,
    close: () => {
      for (const { source } of found) if (source.kind === 'table') source.table.close();
    },
  };
}

/** The recognition, with the columns marked that a typed file says to be moments in UTC. */
function withUtc(
  recognition: ImportRecognition,
  sources: readonly OpenedSource[],
  lookups: readonly OpenedSource[],
): ImportRecognition {
  const facts = [...recognition.sources, ...recognition.lookups.map(({ source }) => source)];
  const utc = new Set(
    [...sources, ...lookups].flatMap((source, i) =>
      source.kind === 'table'
        ? source.table.columns.flatMap((column, position) =>
            column.utc === true ? (facts[i]?.columns[position] ?? []) : [],
          )
        : [],
    ),
  );
  if (utc.size === 0) return recognition;
  const columns = recognition.columns.map((column) =>
    utc.has(column.index) ? { ...column, utc: true } : column,
  );
  return { ...recognition, columns };
}
