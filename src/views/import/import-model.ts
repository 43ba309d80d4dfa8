import type {
  LeftOutFilter,
  LeftOutPage,
  LeftOutSlice,
  OnProgress,
  Profile,
  SourceChoice,
  Staged,
} from '../../../workers/engine-api.ts';
import type { ErrorData } from '../../core/errors.ts';
import type { CleaningRules, FlagGroup, Reason, Treatment } from '../../data/cleaning.ts';
import type { DateFormatId } from '../../data/date-formats.ts';
import type { Ledger } from '../../data/ledger.ts';
import type { NumberFormatId } from '../../data/number-formats.ts';
import type { Role } from '../../data/roles.ts';
import type { RecipeDifference } from '../../import/recipe-differences.ts';
import type { Recipe } from '../../import/recipe.ts';
import type { ImportRecognition, Mapping, MappingProblem } from '../../import/types.ts';

/** How a list of rows is watched and stopped. */
export interface ListOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** The recipe that decided an import, and what differs from it. */
export interface RecipeModel {
  /** Null where the import began with none. */
  readonly recipe: Recipe | null;
  /** What is otherwise than in the recipe's file, as far as it is known. */
  readonly differences: readonly RecipeDifference[];
  /** Whether all is known that the recipe can be compared with. */
  readonly compared: boolean;
  /** The import as it stands as a recipe; null while the files are not read. */
  current(): Recipe | null;
}

/** What the import screens show and ask for: the state of an import of one or several files. */
export interface ImportModel {
  readonly recognition: ImportRecognition;
  readonly mapping: Mapping;
  readonly problems: readonly MappingProblem[];
  /** Whether the user has said which way round day and month of the date column are. */
  readonly dateOrderConfirmed: boolean;
  /** What was counted while ids stood as the files have them; null where they never did. */
  readonly unmerged: Pick<Profile, 'customers' | 'foldable'> | null;
  /** Null until the whole file has been read under the mapping. */
  readonly staged: Staged | null;
  readonly staging: boolean;
  /** Null until the whole file has been counted. */
  readonly profile: Profile | null;
  /** Whether counting has ended, with or without a profile. */
  readonly counted: boolean;
  readonly rules: CleaningRules;
  readonly groups: readonly FlagGroup[];
  readonly ledger: Ledger | null;
  /** Whether the rows are in use: the analyses read them. */
  readonly committed: boolean;
  /** Whether the dataset in use came from this import, perhaps under other rules. */
  readonly inUse: boolean;
  readonly error: ErrorData | null;
  readonly byRecipe: RecipeModel;
  setRole(column: number, role: Role): void;
  /** Takes a format, and with it the order of day and month. */
  setDateFormat(id: DateFormatId): void;
  setNumberFormat(column: number, id: NumberFormatId): void;
  /** Changes what concerns no column. */
  setMapping(
    change: Partial<
      Pick<
        Mapping,
        'cancelPrefix' | 'timeZone' | 'currency' | 'foldCustomers' | 'mergeCustomers' | 'margin'
      >
    >,
  ): void;
  /** Goes back to what is suggested for the files. */
  withoutRecipe(): void;
  /** Says how a file is to be understood, and looks at it again. */
  choose(source: string, choice: SourceChoice): Promise<void>;
  setTreatment(reason: Reason, treatment: Treatment): void;
  setNotProduct(code: string, on: boolean): void;
  leftOut(slice: LeftOutSlice, options?: ListOptions): Promise<LeftOutPage>;
  /** The rows of a filter as CSV; `titles` has the words of 'row', 'reason' and each reason. */
  leftOutCsv(
    titles: Readonly<Record<string, string>>,
    filter: LeftOutFilter,
    options?: ListOptions,
  ): Promise<Blob>;
  /** Reads the whole file, then counts what is in it. */
  stage(): Promise<void>;
  /** Counts what is in the file, if that has not been done. */
  count(): Promise<void>;
  /** Resolves false when it was cancelled or failed. */
  commit(): Promise<boolean>;
  discard(): void;
}
