import type { Dataset, Opened, SourceChoices } from '../../workers/engine-api.ts';
import type { CallOptions } from '../engine/client.ts';
import { withLocalZone } from '../import/local-zone.ts';
import type { Recipe } from '../import/recipe.ts';
import type { ImportRecognition, Mapping } from '../import/types.ts';

/** What an import needs of the workspace that holds it. */
export interface ImportHost<Importing> {
  /** Runs a long call with its progress shown, in place of the former one. */
  runJob<T>(call: (options: CallOptions) => Promise<T>, abort?: AbortController): Promise<T>;
  /** Takes the dataset into use. */
  use(dataset: Dataset, source: Importing): void;
  /** Goes back to the import of the dataset in use. */
  discardImport(importing: Importing): void;
}

/** What an import begins with. */
export interface ImportStart {
  /** What was said of the files as they were opened. */
  readonly choices?: SourceChoices;
  /** The recipe that they fit. */
  readonly recipe?: Recipe | null;
  /** Whether the import is kept as a recipe once it is in use. Default: yes. */
  readonly keeps?: boolean;
}

/** What is suggested for files where this page is. */
export function suggestedMapping({ recognition }: Opened): Mapping {
  return inLocalZone(recognition, recognition.mapping);
}

/** The mapping with the zone of this browser, where its dates are instants and no zone is chosen. */
export function inLocalZone(recognition: ImportRecognition, mapping: Mapping): Mapping {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return withLocalZone(recognition, mapping, timeZone);
}
