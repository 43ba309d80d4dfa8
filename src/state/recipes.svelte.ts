import type { Opened, SourceChoices } from '../../workers/engine-api.ts';
import { choiceFor, fitsRecipe, matchColumns } from '../import/recipe-apply.ts';
import {
  checkRecipe,
  looksLikeRecipe,
  MOST_RECIPE_BYTES,
  parseRecipe,
} from '../import/recipe-parse.ts';
import type { Recipe } from '../import/recipe.ts';
import { nameKey } from '../import/role-names.ts';
import type { ImportRecognition } from '../import/types.ts';

/** A recipe of the page's own store. One that is off is kept, but not used. */
export interface KeptRecipe {
  readonly recipe: Recipe;
  readonly on: boolean;
}

const KEY = 'dangol.recipes';

/** How many recipes are kept. */
export const MOST_RECIPES = 30;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * The recipes of former imports, the newest first, kept for the next visit. Where the browser
 * keeps nothing, or has no room, they last for this one.
 */
export class Recipes {
  readonly #store: () => Store;
  #all = $state.raw<readonly KeptRecipe[]>([]);

  constructor(store: () => Store = () => localStorage) {
    this.#store = store;
    this.#all = this.#read();
  }

  get all(): readonly KeptRecipe[] {
    return this.#all;
  }

  /**
   * Keeps a recipe as the newest, in place of those of the same columns and of `former`. One that
   * was off stays off, unless it is brought as a file (`on`).
   */
  keep(recipe: Recipe, { former, on }: { former?: Recipe | null; on?: boolean } = {}): void {
    const shape = shapeOf(recipe);
    const same = (one: KeptRecipe) => one.recipe === former || shapeOf(one.recipe) === shape;
    const wasOff = this.#all.some((one) => same(one) && !one.on);
    const kept = { recipe, on: on ?? !wasOff };
    this.#change([kept, ...this.#all.filter((one) => !same(one))].slice(0, MOST_RECIPES));
  }

  turn(recipe: Recipe, on: boolean): void {
    this.#change(this.#all.map((one) => (one.recipe === recipe ? { ...one, on } : one)));
  }

  remove(recipe: Recipe): void {
    this.#change(this.#all.filter((one) => one.recipe !== recipe));
  }

  /** The recipe whose columns are most like a file's, of those that fit; the newest of several. */
  find(recognition: ImportRecognition): Recipe | null {
    const fitting = this.#all
      .filter(({ recipe, on }) => on && fitsRecipe(recipe, recognition))
      .map(({ recipe }) => ({ recipe, unlike: unlike(recipe, recognition) }));
    return fitting.toSorted((a, b) => a.unlike - b.unlike)[0]?.recipe ?? null;
  }

  /**
   * How recipes would have the files understood, where that is otherwise than they are: `only`
   * that recipe, or all that are on.
   */
  choices({ recognition }: Opened, only: Recipe | null = null): readonly SourceChoices[] {
    const asked = only === null ? this.#all.filter(({ on }) => on) : [{ recipe: only }];
    const said = asked.map(({ recipe }) =>
      recognition.sources.flatMap((source) => {
        const choice = choiceFor(recipe, source);
        return choice === null ? [] : [[source.name, choice] as const];
      }),
    );
    const texts = said.filter((one) => one.length > 0).map((one) => JSON.stringify(one));
    const distinct = texts.filter((text, i) => texts.indexOf(text) === i);
    return distinct.map((text) => Object.fromEntries(JSON.parse(text) as (typeof said)[number]));
  }

  #change(all: readonly KeptRecipe[]): void {
    this.#all = all;
    try {
      this.#store().setItem(KEY, JSON.stringify(all));
    } catch {
      return;
    }
  }

  #read(): readonly KeptRecipe[] {
    try {
      const stored: unknown = JSON.parse(this.#store().getItem(KEY) ?? '[]');
      return Array.isArray(stored) ? stored.flatMap(checkKept).slice(0, MOST_RECIPES) : [];
    } catch {
      return [];
    }
  }
}

/** What the store holds may be of any version, or somebody else's. */
function checkKept(value: unknown): KeptRecipe[] {
  if (typeof value !== 'object' || value === null || !('recipe' in value)) return [];
  const recipe = checkRecipe(value.recipe);
  if (typeof recipe === 'string') return [];
  return [{ recipe, on: !('on' in value) || value.on !== false }];
}

function shapeOf({ columns }: Recipe): string {
  return JSON.stringify(columns.map((name) => nameKey(name) || name).toSorted());
}

/** How many columns only one of the two has. */
function unlike(recipe: Recipe, recognition: ImportRecognition): number {
  const found = matchColumns(recipe, recognition);
  const added = found.filter((name) => name === null).length;
  return added + recipe.columns.length - (found.length - added);
}

/**
 * The recipes among files, and the other files.
 *
 * @throws DangolError `recipe_broken`, `recipe_too_new`
 */
export async function takeRecipes(
  files: readonly File[],
): Promise<{ readonly recipes: readonly Recipe[]; readonly others: readonly File[] }> {
  const recipes: Recipe[] = [];
  const others: File[] = [];
  for (const file of files) {
    const text = await smallJson(file);
    if (looksLikeRecipe(text)) recipes.push(parseRecipe(text, file.name));
    else others.push(file);
  }
  return { recipes, others };
}

async function smallJson(file: File): Promise<string> {
  if (!/\.json$/i.test(file.name) || file.size > MOST_RECIPE_BYTES) return '';
  try {
    return await file.text();
  } catch {
    // A file that cannot be read is told of where it is opened.
    return '';
  }
}

export const recipes = new Recipes();
