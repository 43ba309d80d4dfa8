import { dateFormat } from '../data/date-formats.ts';
import { numberFormat, type NumberFormatId } from '../data/number-formats.ts';
import type { CleaningRules } from '../data/cleaning.ts';
import type { Role } from '../data/roles.ts';
import { columnNames, ownOf, type Recipe, type RecipeChoices } from './recipe.ts';
import { nameKey } from './role-names.ts';
import type { ImportRecognition, Mapping, SourceColumn, SourceFacts } from './types.ts';

/** Roles without which an import is the same but for what it can be split by. */
const SPARED: readonly Role[] = ['attribute', 'customerAttribute', 'ignore'];

/**
 * Which of the recipe's columns each column of the import is; null for a column that the recipe
 * does not know. Names count without case, blanks and punctuation where they are not the same.
 */
export function matchColumns(recipe: Recipe, recognition: ImportRecognition): (string | null)[] {
  const names = columnNames(recognition);
  const free = new Set(recipe.columns);
  const matched = names.map((name) => (free.delete(name) ? name : null));
  const byKey = new Map([...free].reverse().map((name) => [nameKey(name), name]));
  return matched.map((exact, i) => {
    const key = nameKey(names[i] ?? '');
    const name = exact ?? (key === '' ? undefined : byKey.get(key));
    if (exact === null) byKey.delete(key);
    return name ?? null;
  });
}

/** Whether a file has the recipe's shape: every column that is needed stands in it by its name. */
export function fitsRecipe(recipe: Recipe, recognition: ImportRecognition): boolean {
  const found = matchColumns(recipe, recognition);
  if (!neededColumns(recipe).every((name) => found.includes(name))) return false;
  // Columns without names tell nothing: they fit where there are as many.
  return !isUnnamed(recognition) || recognition.columns.length === recipe.columns.length;
}

/** The recipe's columns that an import cannot do without. */
export function neededColumns({ columns, mapping }: Recipe): readonly string[] {
  return columns.filter((name) => !SPARED.includes(ownOf(mapping.roles, name) ?? 'ignore'));
}

/** Whether no column has a name of its own. */
export function isUnnamed({ columns }: ImportRecognition): boolean {
  return columns.every(({ header }) => header === '');
}

/**
 * The recipe's decisions for a file that it fits. A column that the recipe does not know is an
 * attribute where it is taken for one, and else not used. Where more of the first rows read in
 * the format that was recognised than in the recipe's, they are read so.
 */
export function applyRecipe(
  recipe: Recipe,
  recognition: ImportRecognition,
): { readonly mapping: Mapping; readonly rules: CleaningRules } {
  const { roles: byName, numberFormats: formats, ...rest } = recipe.mapping;
  const names = matchColumns(recipe, recognition);
  const suggested = recognition.mapping;
  const roles = names.map((name, i): Role => {
    if (name !== null) return ownOf(byName, name) ?? 'ignore';
    const role = suggested.roles[i] ?? 'ignore';
    return SPARED.includes(role) ? role : 'ignore';
  });
  const numberFormats = names.map((name, i) => {
    const found = suggested.numberFormats[i] ?? 'plain';
    const own = name === null ? undefined : ownOf(formats, name);
    return own === undefined ? found : betterNumbers(recognition, i, own, found);
  });
  const date = recognition.columns[roles.indexOf('date')];
  const mapping = {
    ...rest,
    roles,
    numberFormats,
    dateFormat: betterDates(recipe, recognition, date),
  };
  return { mapping, rules: recipe.rules };
}

/** How many of the first rows' values of a column can be read, and how many there are. */
export function readable(
  { rows }: ImportRecognition,
  column: number,
  parse: (text: string) => unknown,
): { readonly reads: number; readonly of: number } {
  const values = rows.map((row) => row[column] ?? '').filter((text) => text.trim() !== '');
  return { reads: values.filter((text) => parse(text) !== null).length, of: values.length };
}

function betterDates(
  { mapping }: Recipe,
  recognition: ImportRecognition,
  date: SourceColumn | undefined,
): Mapping['dateFormat'] {
  const own = mapping.dateFormat;
  const found = date?.dateFormat ?? null;
  if (date === undefined || found === null || found === own) return own;
  const reads = (id: typeof own) => readable(recognition, date.index, dateFormat(id).parse).reads;
  return reads(found) > reads(own) ? found : own;
}

function betterNumbers(
  recognition: ImportRecognition,
  column: number,
  own: NumberFormatId,
  found: NumberFormatId,
): NumberFormatId {
  if (own === found) return own;
  const reads = (id: NumberFormatId) => readable(recognition, column, numberFormat(id).parse).reads;
  return reads(found) > reads(own) ? found : own;
}

/**
 * What the recipe says of a source that is understood otherwise: another sheet that it has,
 * another encoding where its own is not sure. Null where there is nothing to say.
 */
export function choiceFor(
  { choices }: Recipe,
  source: SourceFacts,
): { encoding?: NonNullable<RecipeChoices['encoding']>; sheet?: string } | null {
  const { encoding, sheet } = choices;
  const otherText =
    encoding !== null && source.encoding?.sure === false && source.encoding.id !== encoding;
  const otherSheet = sheet !== null && sheet !== source.sheet && source.sheets.includes(sheet);
  if (!otherText && !otherSheet) return null;
  return { ...(otherText ? { encoding } : {}), ...(otherSheet ? { sheet } : {}) };
}
