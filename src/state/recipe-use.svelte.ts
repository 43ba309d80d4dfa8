import type { SourceChoices, Staged, StagedId, StatusCount } from '../../workers/engine-api.ts';
import type { CleaningRules } from '../data/cleaning.ts';
import type { Ledger } from '../data/ledger.ts';
import { engine } from '../engine/client.ts';
import { needsStatuses, recipeDifferences } from '../import/recipe-differences.ts';
import type { Recipe } from '../import/recipe.ts';
import type { ImportRecognition, Mapping, MappingProblem } from '../import/types.ts';
import { recipeOf } from './import-recipe.ts';
import { lastingSettings } from './lasting.ts';
import { recipes } from './recipes.svelte.ts';

/** What is known of an import so far: a recipe is compared with it, and made of it. */
export interface ImportSoFar {
  readonly recognition: ImportRecognition;
  readonly mapping: Mapping;
  readonly rules: CleaningRules;
  readonly choices: SourceChoices;
  readonly problems: readonly MappingProblem[];
  /** Null until the files have been read whole. */
  readonly staged: Staged | null;
  readonly ledger: Ledger | null;
  /** Whether the dataset in use is made of this mapping and these rules. */
  readonly committed: boolean;
}

interface Told {
  readonly file: StagedId;
  /** Null where they are too many, or there is no such column. */
  readonly statuses: readonly StatusCount[] | null;
}

/** The recipe that an import began with, what differs from it, and what is kept of the import. */
export class RecipeUse {
  readonly #import: ImportSoFar;
  readonly #keeps: boolean;
  #recipe = $state.raw<Recipe | null>(null);
  /** The statuses of a file that was read. */
  #told = $state.raw<Told | null>(null);
  #asked: { readonly file: StagedId; readonly told: Promise<void> } | null = null;
  #asking: AbortController | null = null;
  /** The recipe that was last kept of this import. */
  #kept: Recipe | null = null;
  readonly #differences = $derived.by(() => {
    if (this.#recipe === null) return [];
    const { recognition, ledger, staged } = this.#import;
    return recipeDifferences(this.#recipe, {
      recognition,
      ledger,
      currencies: staged?.currencies ?? null,
      statuses: this.#statuses,
    });
  });

  /** @param keeps whether the import is kept as a recipe once it is in use */
  constructor(importing: ImportSoFar, keeps: boolean) {
    this.#import = importing;
    this.#keeps = keeps;
  }

  /** The recipe that decided the import; null where there is none. */
  get recipe(): Recipe | null {
    return this.#recipe;
  }

  set recipe(recipe: Recipe | null) {
    this.#recipe = recipe;
  }

  /** Takes a recipe up, with the segments that were made for its data. */
  use(recipe: Recipe): void {
    this.#recipe = recipe;
    if (recipe.segments !== null) lastingSettings.set('rfm', recipe.segments);
  }

  /** What is otherwise than in the recipe's file, as far as it is known. */
  get differences() {
    return this.#differences;
  }

  /** Whether all is known that the recipe can be compared with. */
  get compared(): boolean {
    if (this.#recipe === null || this.#import.staged === null) return false;
    return this.#knowsStatuses || !needsStatuses(this.#recipe, this.#import.mapping);
  }

  /** Whether nothing differs and nothing is wrong, and rows are left to be used. */
  get asUsual(): boolean {
    const { problems, ledger } = this.#import;
    if (!this.compared || this.#differences.length > 0) return false;
    return !problems.some(({ level }) => level === 'error') && (ledger?.kept.rows ?? 0) > 0;
  }

  /** Finds out what the recipe is compared with, or what is to be kept, and is not known yet. */
  learn(): Promise<void> {
    const { staged, mapping } = this.#import;
    if (staged === null || this.#knowsStatuses || !mapping.roles.includes('status')) {
      return Promise.resolve();
    }
    if (this.#asked?.file !== staged.id)
      this.#asked = { file: staged.id, told: this.#ask(staged.id) };
    return this.#asked.told;
  }

  async #ask(file: StagedId): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      this.#told = { file, statuses: await engine.statuses(file, { signal: asking.signal }) };
    } catch {
      // They stay unknown: then nothing is compared with them.
      if (this.#asking === asking) this.#asked = null;
    }
  }

  /** Ends what runs for it. */
  stop(): void {
    this.#asking?.abort();
  }

  /** The import as it stands as a recipe; null while the files are not read. */
  current(): Recipe | null {
    const { recognition, mapping, rules, choices, ledger, staged } = this.#import;
    if (staged === null || ledger === null) return null;
    const former = this.#recipe;
    const statuses = this.#knowsStatuses
      ? (this.#statuses?.map(({ value }) => value) ?? null)
      : (former?.seen.statuses ?? null);
    return recipeOf({ recognition, mapping, rules, choices, ledger, staged, statuses, former });
  }

  /** Keeps the import for the next file of its shape, if it is in use as it stands. */
  async keep(): Promise<void> {
    if (!this.#keeps) return;
    const known = this.#knowsStatuses;
    this.#keepNow();
    if (known) return;
    await this.learn();
    this.#keepNow();
  }

  #keepNow(): void {
    const recipe = this.#import.committed ? this.current() : null;
    if (recipe === null) return;
    recipes.keep(recipe, { former: this.#kept ?? this.#recipe });
    this.#kept = recipe;
  }

  get #knowsStatuses(): boolean {
    return this.#told !== null && this.#told.file === this.#import.staged?.id;
  }

  get #statuses(): readonly StatusCount[] | null {
    return this.#knowsStatuses ? (this.#told?.statuses ?? null) : null;
  }
}
