import type {
  LeftOutFilter,
  LeftOutPage,
  LeftOutSlice,
  Opened,
  Profile,
  SourceChoice,
  SourceChoices,
  Staged,
  StagedId,
} from '../../workers/engine-api.ts';
import { DangolError, type ErrorData, toErrorData } from '../core/errors.ts';
import {
  type CleaningRules,
  defaultRules,
  type FlagGroup,
  type Reason,
  type Treatment,
  withNotProduct,
} from '../data/cleaning.ts';
import type { DateFormatId } from '../data/date-formats.ts';
import { ledger } from '../data/ledger.ts';
import type { NumberFormatId } from '../data/number-formats.ts';
import type { Role } from '../data/roles.ts';
import { type CallOptions, engine } from '../engine/client.ts';
import { changeRole } from '../import/change-role.ts';
import { checkMapping } from '../import/check-mapping.ts';
import { askDateOrder, canBeRead } from '../import/date-order-problem.ts';
import { applyRecipe } from '../import/recipe-apply.ts';
import type { Recipe } from '../import/recipe.ts';
import type { ImportRecognition, Mapping } from '../import/types.ts';
import { FileCount } from './file-count.svelte.ts';
import { type ImportHost, type ImportStart, inLocalZone, suggestedMapping } from './import-host.ts';
import { LeftOutLists } from './left-out-lists.ts';
import { StagedRows } from './staged-rows.svelte.ts';
import { RecipeUse } from './recipe-use.svelte.ts';

/** Choices of the mapping that concern no column. */
export type MappingChoices = Pick<
  Mapping,
  'cancelPrefix' | 'timeZone' | 'currency' | 'foldCustomers' | 'mergeCustomers' | 'margin'
>;

/**
 * The import of one or several files: recognised → mapped → staged (read whole) → cleaned →
 * committed. A change of the mapping reads the files again; a change of the rules only adds up
 * anew; a choice of how a file is to be understood recognises it again.
 */
export class ImportState {
  /** The recipe that decided the import, and what differs from it. */
  readonly byRecipe: RecipeUse;
  readonly files: readonly File[];
  readonly #host: ImportHost<ImportState>;
  #opened = $state.raw() as Opened;
  #choices = $state.raw<SourceChoices>({});
  #mapping = $state.raw() as Mapping;
  /** What was suggested for the files, before the user changed any of it. */
  #suggested: Mapping;
  /** The date column whose order of day and month the user has told. */
  #orderToldOf = $state.raw<number | null>(null);
  #unmerged = $state.raw<Pick<Profile, 'customers' | 'foldable'> | null>(null);
  readonly #rows = new StagedRows({
    runJob: (call, abort) => this.#host.runJob(call, abort),
    fail: (error) => {
      this.#fail(error);
    },
  });
  readonly #counting = new FileCount((error) => {
    this.#fail(error);
  });
  #rules = $state.raw<CleaningRules>(defaultRules());
  #error = $state.raw<ErrorData | null>(null);
  #committedKey = $state.raw<string | null>(null);
  readonly #lists = new LeftOutLists();

  readonly #problems = $derived.by(() =>
    askDateOrder(checkMapping(this.recognition, this.#mapping), this.dateOrderConfirmed),
  );
  readonly #ready = $derived(canBeRead(this.#problems));
  readonly #ledger = $derived(
    this.staged === null ? null : ledger(this.groups, sum(this.staged.brokenCounts), this.#rules),
  );
  readonly #key = $derived(JSON.stringify([this.#mapping, this.#rules]));

  constructor(
    host: ImportHost<ImportState>,
    files: readonly File[],
    opened: Opened,
    { choices = {}, recipe = null, keeps = true }: ImportStart = {},
  ) {
    this.byRecipe = new RecipeUse(this, keeps);
    this.#choices = choices;
    this.#host = host;
    this.files = files;
    this.#opened = opened;
    this.#suggested = suggestedMapping(opened);
    this.#mapping = this.#suggested;
    if (recipe !== null) this.#apply(recipe);
  }

  /** What was understood of the files. */
  get recognition(): ImportRecognition {
    return this.#opened.recognition;
  }

  /** What was said of how the files are to be understood. */
  get choices(): SourceChoices {
    return this.#choices;
  }

  get mapping(): Mapping {
    return this.#mapping;
  }

  /** What is wrong or doubtful in the mapping, by the first rows. */
  get problems() {
    return this.#problems;
  }

  /** Whether the user has said which way round day and month of the date column are. */
  get dateOrderConfirmed(): boolean {
    return this.#orderToldOf !== null && this.#orderToldOf === this.#mapping.roles.indexOf('date');
  }

  /** What was counted while ids stood as the files have them; null where they never did. */
  get unmerged(): Pick<Profile, 'customers' | 'foldable'> | null {
    return this.#unmerged;
  }

  /** Whether the mapping can be read: no error but, perhaps, a date of an order not confirmed. */
  get ready(): boolean {
    return this.#ready;
  }

  /** The file read whole; null while it is not. */
  get staged(): Staged | null {
    return this.#rows.staged;
  }

  get staging(): boolean {
    return this.#rows.reading;
  }

  /** What is in the file; null until it is counted. */
  get profile(): Profile | null {
    return this.#counting.profile;
  }

  /** Whether counting has ended. */
  get counted(): boolean {
    return this.#counting.ended;
  }

  get rules(): CleaningRules {
    return this.#rules;
  }

  get groups(): readonly FlagGroup[] {
    return this.#rows.groups;
  }

  get ledger() {
    return this.#ledger;
  }

  get error(): ErrorData | null {
    return this.#error;
  }

  /** Whether the dataset in use is made of this mapping and these rules. */
  get committed(): boolean {
    return this.#committedKey === this.#key;
  }

  /** Whether the dataset in use came from this import, perhaps under other rules. */
  get inUse(): boolean {
    return this.#committedKey !== null;
  }

  /** Decides all as the recipe does, and reads the files so. */
  useRecipe(recipe: Recipe): void {
    this.#forget();
    this.#apply(recipe);
    void this.stage();
  }

  /** Goes back to what is suggested. */
  withoutRecipe(): void {
    this.#forget();
    this.byRecipe.recipe = null;
    this.#orderToldOf = null;
    this.#mapping = this.#suggested;
    this.#rules = defaultRules();
    void this.stage();
  }

  setRole(column: number, role: Role): void {
    this.#unmerged = null;
    const changed = changeRole(this.recognition, this.#mapping, column, role);
    this.#remap(inLocalZone(this.recognition, changed));
  }

  /** Takes a format, and with it the order of day and month. */
  setDateFormat(id: DateFormatId): void {
    this.confirmDateOrder();
    if (id === this.#mapping.dateFormat) return;
    const changed = { ...this.#mapping, dateFormat: id };
    this.#remap(inLocalZone(this.recognition, changed));
  }

  /** Takes the order of day and month as it is: somebody has looked at it. */
  confirmDateOrder(): void {
    this.#orderToldOf = this.#mapping.roles.indexOf('date');
  }

  setNumberFormat(column: number, format: NumberFormatId): void {
    this.#remap({ numberFormats: this.#mapping.numberFormats.with(column, format) });
  }

  /** Changes what concerns no column: currency, time zone, how customers are told apart … */
  setMapping(change: Partial<MappingChoices>): void {
    this.#remap(change);
  }

  /** Says how one of the files is to be understood (`source` is its name), and looks at it again. */
  async choose(source: string, choice: SourceChoice): Promise<void> {
    const choices = { ...this.#choices, [source]: { ...this.#choices[source], ...choice } };
    this.#error = null;
    try {
      const opened = await this.#host.runJob((options) =>
        engine.open(this.files, choices, options),
      );
      this.#forget();
      void engine.close(this.#opened.id).catch(() => undefined);
      const former = this.#opened.recognition.columns.length;
      // A changed encoding leaves the mapping as it was set; another sheet has other columns.
      const same = choice.sheet === undefined && former === opened.recognition.columns.length;
      const touched = this.#mapping !== this.#suggested;
      this.#opened = opened;
      this.#choices = choices;
      this.#suggested = suggestedMapping(opened);
      this.#unmerged = null;
      if (!same) this.#orderToldOf = null;
      if (!same) this.byRecipe.recipe = null;
      if (!same || !touched) this.#mapping = this.#suggested;
      await this.stage();
    } catch (error) {
      this.#fail(error);
    }
  }

  setTreatment(reason: Reason, treatment: Treatment): void {
    const treatments = { ...this.#rules.treatments, [reason]: treatment };
    this.#rules = { ...this.#rules, treatments };
  }

  /** Marks a product code as no product, and leaves such rows out (or not any more). */
  setNotProduct(code: string, on: boolean): void {
    this.#rules = withNotProduct(this.#rules, code, on);
    void this.#rows.regroup(this.#rules.notProductCodes);
  }

  /**
   * Reads the files. Where they fit a recipe and nothing is otherwise than in its file, they are
   * taken into use at once.
   */
  async start(): Promise<void> {
    await this.read();
    const staged = this.staged;
    const key = this.#key;
    const { recipe } = this.byRecipe;
    if (staged !== null && recipe !== null) {
      await this.byRecipe.learn();
      const untouched =
        this.staged === staged && this.#key === key && this.byRecipe.recipe === recipe;
      if (untouched && this.byRecipe.asUsual) await this.commit();
    }
    if (this.staged !== null) void this.count();
  }

  #apply(recipe: Recipe): void {
    const { mapping, rules } = applyRecipe(recipe, this.recognition);
    this.byRecipe.use(recipe);
    this.#mapping = mapping;
    this.#rules = rules;
    // Which way round day and month are was told when the recipe was made.
    if (mapping.dateFormat === recipe.mapping.dateFormat) this.confirmDateOrder();
    else this.#orderToldOf = null;
  }

  /** Reads the whole file by the mapping, if it can be; then counts what is in it. */
  async stage(): Promise<void> {
    await this.read();
    if (this.staged !== null) void this.count();
    if (this.byRecipe.recipe !== null) void this.byRecipe.learn();
  }

  /** Counts what is in the file, once; the numbers fill in when they are there. */
  async count(): Promise<void> {
    if (this.staged === null) return;
    const { foldCustomers, mergeCustomers } = this.#mapping;
    await this.#counting.start(this.staged.id);
    if (!foldCustomers && !mergeCustomers) this.#unmerged = this.profile ?? this.#unmerged;
  }

  async leftOut(slice: LeftOutSlice, options: CallOptions = {}): Promise<LeftOutPage> {
    return this.#lists.page(this.#file(), this.#rules, slice, options);
  }

  /** The rows left out as CSV; `titles` has the words for 'row', 'reason' and each reason. */
  async leftOutCsv(
    titles: Readonly<Record<string, string>>,
    filter: LeftOutFilter,
    options: CallOptions = {},
  ): Promise<Blob> {
    return this.#lists.csv(this.#file(), this.#rules, titles, filter, options);
  }

  /** Builds the dataset and makes it the one in use. Resolves false when it was cancelled or failed. */
  async commit(): Promise<boolean> {
    const key = this.#key;
    const rules = this.#rules;
    const file = this.#file();
    this.#counting.stop();
    this.#error = null;
    try {
      const dataset = await this.#host.runJob((options) =>
        engine.commit(file, this.recognition.fileName, rules, options),
      );
      this.#committedKey = key;
      this.#host.use(dataset, this);
      void this.byRecipe.keep();
      return true;
    } catch (error) {
      this.#fail(error);
      void this.count();
      return false;
    }
  }

  /** Ends what runs for this import, where another one takes its place on the screen. */
  stop(): void {
    this.#rows.stop();
    this.byRecipe.stop();
    this.#lists.stop();
    this.#counting.stop();
  }

  /** Ends what runs, and lets the engine forget the files when no dataset comes from them. */
  release(): void {
    this.#forget();
    void engine.close(this.#opened.id).catch(() => undefined);
  }

  /** Gives the import up; the dataset in use stays. */
  discard(): void {
    this.#host.discardImport(this);
  }

  #remap(change: Partial<Mapping>): void {
    this.#mapping = { ...this.#mapping, ...change };
    this.#forget();
    void this.stage();
  }

  /** Forgets what was read. */
  #forget(): void {
    this.stop();
    this.#rows.clear();
    this.#counting.clear();
    this.#rules = { ...this.#rules, notProductCodes: [] };
  }

  /** Reads the whole file by the mapping, if it can be. */
  async read(): Promise<void> {
    this.#counting.stop();
    this.#error = null;
    const settles = this.#mapping !== this.#suggested;
    await this.#rows.read(this.#opened.id, this.#ready ? this.#mapping : null, settles);
    const { notProductCodes } = this.#rules;
    if (notProductCodes.length > 0) await this.#rows.regroup(notProductCodes);
  }

  /** @throws DangolError `no_dataset` while the file is not read. */
  #file(): StagedId {
    if (this.staged === null) throw new DangolError('no_dataset', {});
    return this.staged.id;
  }

  /** A cancel is what the user asked for, and no error. */
  #fail(error: unknown): void {
    if (error instanceof DangolError && error.code === 'cancelled') return;
    this.#error = toErrorData(error);
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
