import type { AnalysisId, DatasetFacts } from '../src/analyses/analysis.ts';
import type {
  AudienceDefinition,
  DataFilter,
  Dimension,
  DimensionValue,
} from '../src/data/filter.ts';
import type { CleaningRules, FlagGroup, Reason } from '../src/data/cleaning.ts';
import type { Suspicion } from '../src/data/profile-signs.ts';
import type { EncodingId } from '../src/import/encodings.ts';
import type { SavedWorkspace } from '../src/import/saved-workspace.ts';
import type { ColumnKind, ImportRecognition, Mapping } from '../src/import/types.ts';
import type { SampleId } from '../src/samples/samples.ts';

/** The types of the worker's interface: what the page may ask, and what it gets. */

/** A named step of a job, for the progress line. */
export type ProgressStep =
  | 'engine'
  | 'generate'
  | 'unpack'
  | 'recognise'
  | 'convert'
  | 'read'
  | 'duplicates'
  | 'count'
  | 'customers'
  | 'orders'
  | 'days'
  | 'profile'
  | 'query'
  | 'export';

export interface Progress {
  readonly step: ProgressStep;
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** How much of the step is done, 0 to 1, where that is known. */
  readonly share?: number;
  /** Bytes done so far, and the milliseconds since the step began, where bytes are what it goes through. */
  readonly bytes?: number;
  readonly milliseconds?: number;
}

export type OnProgress = (progress: Progress) => void;

/** Names a running job, so that it can be cancelled. Made by the client. */
export type RunId = number;

/** Names the files that an import opened, until they are closed. */
export type OpenedId = string;

/** What the user says of a file where it was understood wrongly. */
export interface SourceChoice {
  readonly encoding?: EncodingId;
  /** Of a workbook: the name of the sheet to read. */
  readonly sheet?: string;
}

/** Choices by the name of the source (`SourceFacts.name`). */
export type SourceChoices = Readonly<Record<string, SourceChoice>>;

/** Files of which the first parts were looked at. */
export interface Opened {
  readonly id: OpenedId;
  readonly recognition: ImportRecognition;
}

/** A workspace that was saved, with its files as they were opened then. */
export interface UnpackedWorkspace {
  readonly saved: SavedWorkspace;
  readonly files: readonly File[];
}

/** Names files that were read whole, until they are released. */
export type StagedId = string;

/** All files, read and flagged, but not yet cleaned into tables. */
export interface Staged {
  readonly id: StagedId;
  readonly rows: number;
  /** Rows of a file with the same flags, with their count and exact sum: all that the ledger needs. */
  readonly groups: readonly FlagGroup[];
  /** Records that have more fields than the header or broken quotes, with the first few. */
  readonly broken: readonly {
    readonly file: number;
    readonly line: number;
    readonly text: string;
  }[];
  /** How many such records each file has. */
  readonly brokenCounts: readonly number[];
  /** The currencies that the files tell, each with its rows and exact sum; none where they tell none. */
  readonly currencies: readonly {
    readonly currency: string;
    readonly rows: number;
    readonly money: string;
  }[];
  /** Of each lookup: how many keys it has, and how many of them stand in the rows. */
  readonly lookups: readonly {
    readonly name: string;
    readonly keys: number;
    readonly matched: number;
  }[];
  /** Ids that share an e-mail or a phone number with another, and rows without an id that have one. */
  readonly contacts: {
    readonly sharedIds: number;
    readonly guestRows: number;
    /** Customers after merging; null where ids are not merged. */
    readonly merged: number | null;
  } | null;
  /** Orders that stand in two files with different rows; they count twice. */
  readonly differingOrders: number;
  /**
   * Columns without a role of which only the first rows were looked at, since they are most of the
   * file: rows are told from their repetitions by the others. See workers/needed-columns.ts.
   */
  readonly unread: readonly number[];
  /** Keys of JSON that first come after the first 32 MB, and so became no columns. */
  readonly lateKeys: readonly string[];
  readonly milliseconds: number;
}

/** A column of the whole file. */
export interface ColumnProfile {
  readonly name: string;
  /** How its values are read: by the format chosen, or else recognised. */
  readonly kind: ColumnKind;
  readonly empty: number;
  readonly distinct: number;
  /** Whether `distinct` is an estimate (files of more than 3 million rows). */
  readonly estimated: boolean;
  readonly min: string | null;
  readonly max: string | null;
  /**
   * Heights from 0 to 1: of numbers and dates, the rows in twenty equal slices of the range that
   * holds the middle 98 %; of text, the twenty most frequent values. From the first million rows.
   */
  readonly histogram: readonly number[];
  /** The rows of the highest. */
  readonly tallest: number;
  /** Of numbers and dates: where the slices begin and end, a number or `YYYY-MM-DD HH:MM`. */
  readonly range: readonly [string, string] | null;
  /** The eight most frequent values that are not blank, each cut to 200 characters. */
  readonly frequent: readonly { readonly value: string; readonly rows: number }[];
  readonly suspicious: readonly SuspiciousValues[];
}

/** Values of a column that may be wrong. */
export interface SuspiciousValues {
  readonly code: Suspicion;
  readonly rows: number;
  readonly example: string;
  /** For values that are suspicious beside others: one of those. */
  readonly other: string | null;
}

/** A value of the status column, with its rows. */
export interface StatusCount {
  readonly value: string;
  readonly rows: number;
}

/** What is in the whole file, before any rule. */
export interface Profile {
  readonly columns: readonly ColumnProfile[];
  /**
   * Of how many first rows the histograms, the most frequent values and the comparisons of values
   * are made; null where of all.
   */
  readonly sampledRows: number | null;
  readonly orders: number | null;
  readonly customers: number;
  /** Ids that differ from another one only in case, width or blanks; 0 once they are folded. */
  readonly foldable: number;
  /** Days or timestamps as text, `YYYY-MM-DD HH:MM`. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** Exact sum of all amounts, as decimal text. */
  readonly money: string;
  /** Rows with a negative quantity (or amount, without quantities), cancelled or not. */
  readonly negativeRows: number;
  /** For each attribute column: customers with more than one value. */
  readonly customersWithSeveral: readonly { readonly column: string; readonly customers: number }[];
  /** Product codes that look like no product (postage, fees), with rows and exact sum. */
  readonly suspectCodes: readonly {
    readonly code: string;
    readonly rows: number;
    readonly money: string;
  }[];
}

export interface Dataset {
  readonly name: string;
  readonly facts: DatasetFacts;
  readonly rules: CleaningRules;
  /** What the data can be filtered and broken down by. */
  readonly dimensions: readonly Dimension[];
}

/** A dimension with its most frequent values. */
export interface DimensionFacts extends Dimension {
  /** The most frequent first, by orders, lines or customers; at most 500. */
  readonly values: readonly { readonly value: DimensionValue; readonly count: number }[];
  /** How many values there are. */
  readonly distinct: number;
}

/** Results of an analysis: an Arrow IPC stream for each query, and the SQL that made it. */
export interface AnalysisRun {
  readonly tables: Readonly<Record<string, Uint8Array>>;
  readonly sql: Readonly<Record<string, string>>;
  readonly milliseconds: number;
  /** What is known of the part of the data that was analysed. */
  readonly facts: DatasetFacts;
}

export interface CustomerPage {
  /** An Arrow IPC stream: customer_id, orders, revenue, first_day, last_day (days), and more. */
  readonly rows: Uint8Array;
  readonly total: number;
  readonly sql: string;
}

export interface LeftOutPage {
  /** The names of the file's columns. */
  readonly columns: readonly string[];
  /**
   * The file (from 0), the row number in it (from 1, without the header), the reason, and the
   * original text.
   */
  readonly rows: readonly {
    readonly file: number;
    readonly row: number;
    readonly reason: string;
    readonly values: readonly (string | null)[];
  }[];
  /** How many rows the filter lets through. */
  readonly total: number;
  /** How many rows of each file each reason leaves out, whatever the filter. */
  readonly counts: readonly {
    readonly file: number;
    readonly reason: LeftOutReason;
    readonly rows: number;
  }[];
}

/** Why a row is left out; `broken`: it could not be split into fields. */
export type LeftOutReason = Reason | 'broken';

/** Which of the rows left out are wanted; null: all. */
export interface LeftOutFilter {
  readonly reason: LeftOutReason | null;
  /** From 0. */
  readonly file: number | null;
}

export interface LeftOutSlice extends Slice {
  readonly filter?: LeftOutFilter;
}

/** The customers behind a selection of an analysis, or those of a list. */
export type CustomersRequest = AudienceDefinition;

export interface Slice {
  readonly offset: number;
  readonly limit: number;
}

/**
 * What the engine worker offers. Each call has a `RunId`, tells its progress to the listener, and
 * rejects with `ErrorData` (`cancelled` after `cancel(run)`). The dataset in use stays as it is
 * until `commit` has finished.
 */
export interface EngineApi {
  /** Where progress of all runs goes from now on. */
  listen(onProgress: (run: RunId, progress: Progress) => void): void;
  /** Starts DuckDB, once; resolves when it can answer. */
  warmUp(run: RunId): Promise<void>;
  /** Looks at the first part of each file and says what it is. Needs no DuckDB. */
  open(run: RunId, files: readonly File[], choices: SourceChoices): Promise<Opened>;
  /** Forgets opened files; what was staged from them stays. */
  close(run: RunId, opened: OpenedId): Promise<void>;
  /** Packs the files of a workspace and what was decided about them into one. Needs no DuckDB. */
  pack(run: RunId, files: readonly File[], saved: SavedWorkspace): Promise<Blob>;
  /** What a saved workspace holds; null for any other file. Needs no DuckDB. */
  unpack(run: RunId, file: File): Promise<UnpackedWorkspace | null>;
  /** Generates a sample shop as a CSV file. */
  generate(run: RunId, sample: SampleId): Promise<File>;
  /** Reads the files whole and flags every row with each reason; the page releases them later. */
  stage(run: RunId, opened: OpenedId, mapping: Mapping): Promise<Staged>;
  /** Forgets a file that was read, as soon as no dataset comes from it. */
  release(run: RunId, file: StagedId): Promise<void>;
  /** The flag groups again, with these product codes flagged as no product. */
  regroup(run: RunId, file: StagedId, codes: readonly string[]): Promise<readonly FlagGroup[]>;
  profile(run: RunId, file: StagedId): Promise<Profile>;
  /**
   * The distinct values of the status column, trimmed, the most frequent first; null where there
   * is no such column or it has more than 50 values.
   */
  statuses(run: RunId, file: StagedId): Promise<readonly StatusCount[] | null>;
  /** The rows that these rules leave out of the file. */
  leftOut(
    run: RunId,
    file: StagedId,
    rules: CleaningRules,
    slice: LeftOutSlice,
  ): Promise<LeftOutPage>;
  /** The rows left out that a filter lets through as CSV; `titles` has the words of 'row', 'reason' and each reason. */
  leftOutCsv(
    run: RunId,
    file: StagedId,
    rules: CleaningRules,
    titles: Readonly<Record<string, string>>,
    filter?: LeftOutFilter,
  ): Promise<Blob>;
  /** Builds the canonical tables of the file and makes them the dataset in use. */
  commit(run: RunId, file: StagedId, name: string, rules: CleaningRules): Promise<Dataset>;
  /** The dimensions of the dataset in use, with the most frequent values of each. */
  dimensionFacts(run: RunId): Promise<readonly DimensionFacts[]>;
  /** Runs an analysis of the part of the dataset in use that a filter lets through. */
  analyse(
    run: RunId,
    analysis: AnalysisId,
    settings: unknown,
    filter: DataFilter,
  ): Promise<AnalysisRun>;
  customers(run: RunId, request: CustomersRequest, slice: Slice): Promise<CustomerPage>;
  /** All customers of a selection as CSV; `titles` are the column titles in the user's language. */
  customersCsv(
    run: RunId,
    request: CustomersRequest,
    titles: Readonly<Record<string, string>>,
  ): Promise<Blob>;
  /** Stops a run; it rejects with `cancelled`. Nothing happens where it has ended. */
  cancel(run: RunId): void;
}
