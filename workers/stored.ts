import type { StagedShape } from '../src/data/staged-shape.ts';
import type { LookupTable, Source } from '../src/data/source.ts';
import type { ImportRecognition, Mapping } from '../src/import/types.ts';
import type { Dataset, StagedId } from './engine-api.ts';
import type { TableFile } from './readers/table-file.ts';

/** Files that were read into a schema of their own, named as its id: `staged` and `broken` stand there. */
export interface StagedFile {
  readonly id: StagedId;
  /** The files, as they were read: a later scan must give the same rows. */
  readonly sources: readonly Source[];
  /** The tables that are joined to their rows. */
  readonly lookups: readonly LookupTable[];
  readonly recognition: ImportRecognition;
  readonly mapping: Mapping;
  readonly shape: StagedShape;
  readonly orderIdsUnique: boolean;
  readonly rows: number;
  /** Of each file, where it is a typed table: itself, of which perhaps not all columns were read. */
  readonly tables: readonly (TableFile | null)[];
}

/** A dataset in use: its canonical tables stand in `schema`, its rows in the schema of `source`. */
export interface CurrentDataset {
  readonly schema: string;
  readonly source: StagedFile;
  readonly dataset: Dataset;
}
