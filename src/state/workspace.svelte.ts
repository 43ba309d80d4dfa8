import type { Dataset, Opened, Progress, SourceChoices } from '../../workers/engine-api.ts';
import { DangolError, type ErrorData, toErrorData } from '../core/errors.ts';
import { type CallOptions, engine } from '../engine/client.ts';
import type { SampleId } from '../samples/samples.ts';
import { fitsRecipe } from '../import/recipe-apply.ts';
import type { Recipe } from '../import/recipe.ts';
import { filters } from './filters.svelte.ts';
import { openWithRecipe } from './import-recipe.ts';
import type { ImportHost } from './import-host.ts';
import { ImportState } from './import-state.svelte.ts';
import { recipes, takeRecipes } from './recipes.svelte.ts';

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
   * Recipes among them are taken in first. Nothing already loaded is lost.
   */
  async openFiles(files: readonly File[]): Promise<void> {
    const taken = await this.#takeRecipes(files);
    if (taken === null || taken.others.length === 0) return;
    const opened = await this.#open(taken.others);
    if (opened === null) return;
    location.hash = '#/data';
    await opened.start();
  }

  /** Generates a sample shop and takes it through the same import, with what is suggested. */
  async openSample(id: SampleId): Promise<void> {
    try {
      this.#error = null;
      const file = await this.runJob((options) => engine.generate(id, options));
      const opened = await this.#open([file], { sample: true });
      if (opened === null) return;
      await opened.read();
      if (opened.staged !== null && (await opened.commit())) location.hash = '#/cohort';
      else if (opened.error !== null) this.#error = opened.error;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @internal Called by an import when its tables stand. */
  use(dataset: Dataset, source: ImportState): void {
    const former = this.#source;
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

  /** Opens files with the recipe that they fit; a sample has none, and leaves none. */
  async #open(files: readonly File[], { sample = false } = {}): Promise<ImportState | null> {
    try {
      this.#error = null;
      const open = (choices: SourceChoices) =>
        this.runJob((options) => engine.open(files, choices, options));
      const { opened, ...start } = sample
        ? { opened: await open({}) }
        : await openWithRecipe(open, close, recipes, this.#brought);
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
