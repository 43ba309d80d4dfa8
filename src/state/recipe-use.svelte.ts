import type { Profile, SourceChoices, Staged } from '../../workers/engine-api.ts';
import type { CleaningRules } from '../data/cleaning.ts';
import type { Ledger } from '../data/ledger.ts';
import { needsStatuses, recipeDifferences } from '../import/recipe-differences.ts';
import type { Recipe } from '../import/recipe.ts';
import type { ImportRecognition, Mapping, MappingProblem } from '../import/types.ts';
import { recipeOf } from './import-recipe.ts';
import { recipes } from './recipes.svelte.ts';

/** What is known of an import so far: a recipe is compared with it, and made of it. */
export interface ImportSoFar {
  readonly recognition: ImportRecognition;
  readonly mapping: Mapping;
  readonly rules: CleaningRules;
  readonly choices: SourceChoices;
  readonly problems: readonly MappingProblem[];
  /** Null until the files have been read whole, and counted. */
  readonly staged: Staged | null;
  readonly ledger: Ledger | null;
  readonly profile: Profile | null;
  /** Whether the dataset in use is made of this mapping and these rules. */
  readonly committed: boolean;
}

/** The recipe that an import began with, what differs from it, and what is kept of the import. */
export class RecipeUse {
  readonly #import: ImportSoFar;
  readonly #keeps: boolean;
  #recipe = $state.raw<Recipe | null>(null);
  /** The recipe that was last kept of this import. */
  #kept: Recipe | null = null;
  readonly #differences = $derived.by(() => {
    if (this.#recipe === null) return [];
    const { recognition, ledger, staged, profile } = this.#import;
    return recipeDifferences(this.#recipe, {
      recognition,
      ledger,
      currencies: staged?.currencies ?? null,
      statuses: profile?.statuses ?? null,
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

  /** What is otherwise than in the recipe's file, as far as it is known. */
  get differences() {
    return this.#differences;
  }

  /** Whether what the file holds is counted only to be compared with the recipe's. */
  get needsCount(): boolean {
    return this.#recipe !== null && needsStatuses(this.#recipe, this.#import.mapping);
  }

  /** Whether all is known that the recipe can be compared with. */
  get compared(): boolean {
    if (this.#recipe === null || this.#import.staged === null) return false;
    return this.#import.profile !== null || !this.needsCount;
  }

  /** Whether nothing differs and nothing is wrong, and rows are left to be used. */
  get asUsual(): boolean {
    const { problems, ledger } = this.#import;
    if (!this.compared || this.#differences.length > 0) return false;
    return !problems.some(({ level }) => level === 'error') && (ledger?.kept.rows ?? 0) > 0;
  }

  /** The import as it stands as a recipe; null while the files are not read. */
  current(): Recipe | null {
    const { recognition, mapping, rules, choices, ledger, staged, profile } = this.#import;
    if (staged === null || ledger === null) return null;
    const former = this.#recipe;
    return recipeOf({ recognition, mapping, rules, choices, ledger, staged, profile, former });
  }

  /** Keeps the import for the next file of its shape, if it is in use as it stands. */
  keep(): void {
    const recipe = this.#keeps && this.#import.committed ? this.current() : null;
    if (recipe === null) return;
    recipes.keep(recipe, { former: this.#kept ?? this.#recipe });
    this.#kept = recipe;
  }
}
