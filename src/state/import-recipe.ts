import * as v from 'valibot';
import type { Opened, SourceChoices, Staged } from '../../workers/engine-api.ts';
import { dayOf, formatDay } from '../core/calendar.ts';
import { DangolError } from '../core/errors.ts';
import type { CleaningRules } from '../data/cleaning.ts';
import type { Ledger } from '../data/ledger.ts';
import { ruleSetSchema } from '../data/rfm/rule-schema.ts';
import type { RuleSet } from '../data/rfm/rules.ts';
import { fitsRecipe } from '../import/recipe-apply.ts';
import { recipeName } from '../import/recipe-name.ts';
import { makeRecipe, type Recipe } from '../import/recipe.ts';
import type { SavedWorkspace } from '../import/saved-workspace.ts';
import type { ImportRecognition, Mapping } from '../import/types.ts';
import { lastingSettings } from './lasting.ts';
import type { Recipes } from './recipes.svelte.ts';

/** An import with its files read, as far as a recipe keeps it. */
export interface ReadImport {
  readonly recognition: ImportRecognition;
  readonly mapping: Mapping;
  readonly rules: CleaningRules;
  readonly choices: SourceChoices;
  readonly ledger: Ledger;
  readonly staged: Staged;
  /** The values of the status column; null where they are not known, or too many. */
  readonly statuses: readonly string[] | null;
  /** The recipe that it began with. */
  readonly former: Recipe | null;
}

/** An import as a recipe of today, under the name of the one that it began with. */
export function recipeOf(read: ReadImport): Recipe {
  const { recognition, mapping, rules, ledger, statuses, former } = read;
  const said = Object.values(read.choices);
  return makeRecipe({
    name: former?.name ?? recipeName(recognition.fileName),
    made: today(),
    recognition,
    mapping,
    choices: {
      encoding: said.find(({ encoding }) => encoding !== undefined)?.encoding ?? null,
      sheet: said.find(({ sheet }) => sheet !== undefined)?.sheet ?? null,
    },
    rules,
    segments: ownSegments(),
    ledger,
    statuses,
    currencies: read.staged.currencies.map(({ currency }) => currency),
  });
}

/** Today where this page is, `YYYY-MM-DD`. */
export function today(): string {
  const now = new Date();
  return formatDay(dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate()));
}

/** Files that were looked at, with what was said of them and the recipe that they fit. */
export interface OpenedBy {
  readonly opened: Opened;
  readonly choices: SourceChoices;
  readonly recipe: Recipe | null;
}

/** The segments of RFM that the user has made; null for those by default. */
function ownSegments(): RuleSet | null {
  const checked = v.safeParse(ruleSetSchema, lastingSettings.get('rfm'));
  return checked.success ? checked.output : null;
}

/** So many ways to understand the files are tried. */
const MOST_TRIES = 3;

/**
 * Opens files with the recipe that they fit: `brought`, or else one that is kept. Where none fits,
 * or the one that does says so, they are looked at again as recipes had theirs understood.
 */
export async function openWithRecipe(
  open: (choices: SourceChoices) => Promise<Opened>,
  close: (opened: Opened) => void,
  recipes: Recipes,
  brought: Recipe | null = null,
): Promise<OpenedBy> {
  const find = ({ recognition }: Opened): Recipe | null =>
    brought !== null && fitsRecipe(brought, recognition) ? brought : recipes.find(recognition);
  const opened = await open({});
  const recipe = find(opened);
  for (const choices of recipes.choices(opened, recipe).slice(0, MOST_TRIES)) {
    const other = await open(choices).catch(whereNotCancelled);
    if (other === null) continue;
    const fitting = find(other);
    if (fitting !== null) {
      close(opened);
      return { opened: other, choices, recipe: fitting };
    }
    close(other);
  }
  return { opened, choices: {}, recipe };
}

/** Opens the files of a saved workspace as they were understood then, by its recipe. */
export async function openSaved(
  open: (choices: SourceChoices) => Promise<Opened>,
  recipes: Recipes,
  { choices, recipe }: Pick<SavedWorkspace, 'choices' | 'recipe'>,
): Promise<OpenedBy> {
  const opened = await open(choices);
  const fits = fitsRecipe(recipe, opened.recognition);
  return { opened, choices, recipe: fits ? recipe : recipes.find(opened.recognition) };
}

/** A file that cannot be understood so is understood as it was. */
function whereNotCancelled(error: unknown): null {
  if (error instanceof DangolError && error.code === 'cancelled') throw error;
  return null;
}
