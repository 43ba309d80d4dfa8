import { DangolError } from '../src/core/errors.ts';
import type { Dialect, ImportRecognition, SourceFacts, TableFacts } from '../src/import/types.ts';
import { joinTables } from '../src/import/join-tables.ts';
import type { SourceChoices } from './engine-api.ts';
import { type Job, steps } from './job.ts';
import { openSources } from './open-source.ts';
import type { TableFile } from './readers/table-file.ts';

/** Files that were looked at, with what it takes to read them whole. */
export interface OpenedFiles {
  readonly recognition: ImportRecognition;
  /** One for each of `recognition.sources`, and of `recognition.lookups`. */
  readonly sources: readonly OpenedSource[];
  readonly lookups: readonly OpenedSource[];
  /** Lets go of what the readers hold. */
  close(): void;
}

/** How the rows of one table are to be had. */
export type OpenedSource = OpenedText | OpenedTable;

/** A table that comes to the engine as delimited text. */
export interface OpenedText {
  readonly kind: 'text';
  readonly dialect: Dialect;
  /** Whether its quotes are our own, and need no check. */
  readonly trusted: boolean;
  /** Whether `text` is at hand without work. */
  converted(): boolean;
  /** The whole as UTF-8; converted once. */
  text(signal: AbortSignal): Promise<Blob>;
}

/** A table whose columns have types. */
export interface OpenedTable {
  readonly kind: 'table';
  readonly table: TableFile;
  converted(): boolean;
}

/** A table as it was found: what its file says, and what its first rows tell. */
export interface FoundTable {
  readonly facts: Omit<SourceFacts, 'columns'>;
  readonly table: TableFacts;
  readonly source: OpenedSource;
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
  return {
    recognition: joined.recognition,
    sources: joined.sources.map(at),
    lookups: joined.lookups.map(at),
    close: () => {
      for (const { source } of found) if (source.kind === 'table') source.table.close();
    },
  };
}
