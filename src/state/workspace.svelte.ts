import type { Dataset, Opened, Progress, SourceChoices } from '../../workers/engine-api.ts';
import { DangolError, type ErrorData, toErrorData } from '../core/errors.ts';
import type { DataFilter } from '../data/filter.ts';
import { type CallOptions, engine } from '../engine/client.ts';
import type { SampleId } from '../samples/samples.ts';
import { fitsRecipe } from '../import/recipe-apply.ts';
import type { Recipe } from '../import/recipe.ts';
import type { SavedWorkspace } from '../import/saved-workspace.ts';
import { audiences } from './audiences.svelte.ts';
import { filters } from './filters.svelte.ts';
import { openSaved, openWithRecipe } from './import-recipe.ts';
import type { ImportHost } from './import-host.ts';
import { ImportState } from './import-state.svelte.ts';
import { lastingSettings } from './lasting.ts';
import { recipes, takeRecipes } from './recipes.svelte.ts';
import {
  bringLists,
  savedWorkspace,
  type TakenWorkspaces,
  takeWorkspaces,
} from './workspace-file.ts';
import { hrefOf, LANDING } from './route.ts';

/** A long job as the progress line shows it. */
export interface RunningJob {
  /** The step it is at; null before the first. */
  readonly progress: Progress | null;
  cancel(): void;
}

/**
 * What the page works on: the dataset in use, the import at hand, and the one long job that runs.
 * A new job takes the place of the former.
 */
export class Workspace implements ImportHost<ImportState> {
  #dataset = $state.raw<Dataset | null>(null);
  #importing = $state.raw<ImportState | null>(null);
  #source: ImportState | null = null;
  #job = $state.raw<RunningJob | null>(null);
  #error = $state.raw<ErrorData | null>(null);
  #brought = $state.raw<Recipe | null>(null);
  /** The filter of a saved workspace, until the data that came with it are in use. */
  #restored: { readonly importing: ImportState; readonly filter: DataFilter } | null = null;

  constructor() {
    // Segments that are changed belong to the recipe of the data they were changed for.
    lastingSettings.listen(() => void this.#source?.byRecipe.keep());
  }

  /** The dataset in use; null before the first import is committed. */
  get dataset(): Dataset | null {
    return this.#dataset;
  }

  /** The import on the data screen: a new one, or the one that the dataset came from. */
  get importing(): ImportState | null {
    return this.#importing;
  }

  get job(): RunningJob | null {
    return this.#job;
  }

  get error(): ErrorData | null {
    return this.#error;
  }

  dismissError(): void {
    this.#error = null;
  }

  /** Shows an error until it is dismissed or another import starts. */
  showError(error: ErrorData): void {
    this.#error = error;
  }

  /** The recipe that was opened as a file and waits for the next file of its shape. */
  get brought(): Recipe | null {
    return this.#brought;
  }

  dismissBrought(): void {
    this.#brought = null;
  }

  /** Starts the engine ahead of its first use. */
  async warmUp(): Promise<void> {
    try {
      await engine.warmUp();
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * Recognises files, shows their mapping, and reads them whole, by the recipe that they fit.
   * Recipes among them are taken in first; of a saved workspace its files, recipe, filter and
   * lists. Nothing already loaded is lost.
   */
  async openFiles(files: readonly File[]): Promise<void> {
    const taken = await this.#takeRecipes(files);
    if (taken === null || taken.others.length === 0) return;
    const unpacked = await this.#takeWorkspaces(taken.others);
    if (unpacked === null) return;
    const saved = unpacked.saved.at(-1) ?? null;
    const opened = await this.#open(unpacked.files, { saved });
    if (opened === null) return;
    for (const { audiences: lists } of unpacked.saved) bringLists(lists, audiences);
    this.#restored = saved === null ? null : { importing: opened, filter: saved.filter };
    location.hash = '#/data';
    await opened.start();
  }

  /**
   * The import on the screen as a workspace in one file: its original files, what was decided
   * about them, the filter and the lists. Null while it is not read, and where it was cancelled
   * or failed.
   */
  async pack(): Promise<Blob | null> {
    const importing = this.#importing;
    await importing?.byRecipe.learn();
    const recipe = importing?.byRecipe.current() ?? null;
    if (importing === null || recipe === null) return null;
    const { files, choices } = importing;
    const { filter } = filters;
    const saved = savedWorkspace({ files, choices, recipe, filter, audiences: audiences.all });
    try {
      this.#error = null;
      return await this.runJob((options) => engine.pack(files, saved, options));
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  /** Generates a sample shop and takes it through the same import, with what is suggested. */
  async openSample(id: SampleId): Promise<void> {
    try {
      this.#error = null;
      const file = await this.runJob((options) => engine.generate(id, options));
      const opened = await this.#open([file], { sample: true });
      if (opened === null) return;
      await opened.read();
      if (opened.staged !== null && (await opened.commit())) location.hash = hrefOf(LANDING);
      else if (opened.error !== null) this.#error = opened.error;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @internal Called by an import when its tables stand. */
  use(dataset: Dataset, source: ImportState): void {
    const former = this.#source;
    if (this.#restored?.importing === source) {
      filters.set(this.#restored.filter);
      this.#restored = null;
    }
    filters.fit(dataset);
    this.#dataset = dataset;
    this.#source = source;
    if (former !== null && former !== source) former.release();
  }

  /** @internal Goes back to the import of the dataset in use. */
  discardImport(importing: ImportState): void {
    if (this.#importing !== importing || importing === this.#source) return;
    importing.release();
    this.#importing = this.#source;
  }

  /**
   * Runs a long call with its progress in the progress line, in place of the former one.
   * Rejects with what the call rejects with.
   */
  async runJob<T>(
    call: (options: CallOptions) => Promise<T>,
    abort = new AbortController(),
  ): Promise<T> {
    this.#job?.cancel();
    const cancel = () => {
      abort.abort();
    };
    let mine: RunningJob = { progress: null, cancel };
    this.#job = mine;
    const onProgress = (progress: Progress) => {
      if (this.#job !== mine) return;
      mine = { progress, cancel };
      this.#job = mine;
    };
    try {
      return await call({ signal: abort.signal, onProgress });
    } finally {
      if (this.#job === mine) this.#job = null;
    }
  }

  /** Keeps the recipes among the files; one that comes alone is used for the import on the screen. */
  async #takeRecipes(
    files: readonly File[],
  ): Promise<Awaited<ReturnType<typeof takeRecipes>> | null> {
    try {
      const taken = await takeRecipes(files);
      const recipe = taken.recipes.at(-1);
      if (recipe === undefined) return taken;
      this.#error = null;
      for (const one of taken.recipes) recipes.keep(one, { on: true });
      const importing = taken.others.length === 0 ? this.#importing : null;
      if (importing !== null && fitsRecipe(recipe, importing.recognition)) {
        importing.useRecipe(recipe);
        location.hash = '#/data';
      } else {
        this.#brought = recipe;
      }
      return taken;
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  /** Unpacks the saved workspaces among files; null where one is broken, or it was cancelled. */
  async #takeWorkspaces(files: readonly File[]): Promise<TakenWorkspaces | null> {
    try {
      this.#error = null;
      return await takeWorkspaces(files, (file) =>
        this.runJob((options) => engine.unpack(file, options)),
      );
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  /**
   * Opens files with the recipe that they fit, those of a saved workspace with its own; a sample
   * has none, and leaves none.
   */
  async #open(
    files: readonly File[],
    { sample = false, saved = null }: { sample?: boolean; saved?: SavedWorkspace | null } = {},
  ): Promise<ImportState | null> {
    try {
      this.#error = null;
      const open = (choices: SourceChoices) =>
        this.runJob((options) => engine.open(files, choices, options));
      const { opened, ...start } = sample
        ? { opened: await open({}) }
        : saved === null
          ? await openWithRecipe(open, close, recipes, this.#brought)
          : await openSaved(open, recipes, saved);
      if (!sample) this.#brought = null;
      const former = this.#importing;
      if (former === this.#source) former?.stop();
      else former?.release();
      this.#importing = new ImportState(this, files, opened, { ...start, keeps: !sample });
      return this.#importing;
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  #fail(error: unknown): void {
    if (error instanceof DangolError && error.code === 'cancelled') return;
    this.#error = toErrorData(error);
  }
}

function close({ id }: Opened): void {
  void engine.close(id).catch(() => undefined);
}

export const workspace = new Workspace();
