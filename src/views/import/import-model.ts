import type { LeftOutPage, Profile, Slice, Staged } from '../../../workers/engine-api.ts';
import type { ErrorData } from '../../core/errors.ts';
import type { CleaningRules, FlagGroup, Reason, Treatment } from '../../data/cleaning.ts';
import type { DateFormatId } from '../../data/date-formats.ts';
import type { Ledger } from '../../data/ledger.ts';
import type { NumberFormatId } from '../../data/number-formats.ts';
import type { Role } from '../../data/roles.ts';
import type { Mapping, MappingProblem, Recognition } from '../../import/types.ts';

/** What the import screens show and ask for: the state of one file's import. */
export interface ImportModel {
  readonly recognition: Recognition;
  readonly mapping: Mapping;
  readonly problems: readonly MappingProblem[];
  /** Null until the whole file has been read under the mapping. */
  readonly staged: Staged | null;
  readonly staging: boolean;
  /** Null until the whole file has been counted. */
  readonly profile: Profile | null;
  readonly rules: CleaningRules;
  readonly groups: readonly FlagGroup[];
  readonly ledger: Ledger | null;
  /** Whether the rows are in use: the analyses read them. */
  readonly committed: boolean;
  readonly error: ErrorData | null;
  setRole(column: number, role: Role): void;
  setDateFormat(id: DateFormatId): void;
  setNumberFormat(column: number, id: NumberFormatId): void;
  setCancelPrefix(prefix: string | null): void;
  setTreatment(reason: Reason, treatment: Treatment): void;
  setNotProduct(code: string, on: boolean): void;
  leftOut(slice: Slice): Promise<LeftOutPage>;
  leftOutCsv(): Promise<Blob>;
  commit(): Promise<void>;
  discard(): void;
}
