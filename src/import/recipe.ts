import type { CleaningRules, Reason } from '../data/cleaning.ts';
import type { Ledger } from '../data/ledger.ts';
import { REASONS } from '../data/cleaning.ts';
import type { NumberFormatId } from '../data/number-formats.ts';
import type { RuleSet } from '../data/rfm/rules.ts';
import type { Role } from '../data/roles.ts';
import type { EncodingId } from './encodings.ts';
import type { ImportRecognition, Mapping } from './types.ts';

/** The form of recipes that is written, and the newest that is read. */
export const RECIPE_VERSION = 1;

/** A mapping whose columns go by their names, so that they may stand elsewhere in the next file. */
export interface RecipeMapping extends Omit<Mapping, 'roles' | 'numberFormats'> {
  readonly roles: Readonly<Record<string, Role>>;
  readonly numberFormats: Readonly<Record<string, NumberFormatId>>;
}

/** What the user said of how the file is to be understood; null where nothing was said. */
export interface RecipeChoices {
  readonly encoding: EncodingId | null;
  readonly sheet: string | null;
}

/** What may be more often the case in one file than in another: a reason, or a broken record. */
export type Trouble = Reason | 'broken';

/** What stood in the file that the recipe was made with: what is otherwise next time is told. */
export interface RecipeSeen {
  readonly rows: number;
  /** The values of the status column; null where there is none, or they were not counted. */
  readonly statuses: readonly string[] | null;
  readonly currencies: readonly string[];
  /** The share of the rows, 0 to 1, that each reason matched. */
  readonly shares: Readonly<Partial<Record<Trouble, number>>>;
}

/** A whole import as it was decided, for the next file of the same shape. */
export interface Recipe {
  readonly dangol: 'recipe';
  readonly version: typeof RECIPE_VERSION;
  readonly name: string;
  /** The day it was made, `YYYY-MM-DD`. */
  readonly made: string;
  /** The names of the file's columns, in its order. */
  readonly columns: readonly string[];
  readonly mapping: RecipeMapping;
  readonly choices: RecipeChoices;
  readonly rules: CleaningRules;
  /** The segments of RFM that the user has made; null for those by default. */
  readonly segments: RuleSet | null;
  readonly seen: RecipeSeen;
}

/** What a recipe is made of. */
export interface Imported {
  readonly name: string;
  readonly made: string;
  readonly recognition: ImportRecognition;
  readonly mapping: Mapping;
  readonly choices: RecipeChoices;
  readonly rules: CleaningRules;
  readonly segments: RuleSet | null;
  readonly ledger: Ledger;
  readonly statuses: readonly string[] | null;
  readonly currencies: readonly string[];
}

/** The import as a recipe. */
export function makeRecipe(imported: Imported): Recipe {
  const { name, made, recognition, choices, rules, segments, ledger, statuses, currencies } =
    imported;
  const columns = columnNames(recognition);
  const { roles, numberFormats, ...mapping } = imported.mapping;
  return {
    dangol: 'recipe',
    version: RECIPE_VERSION,
    name,
    made,
    columns,
    mapping: {
      roles: byName(columns, (i) => roles[i] ?? 'ignore'),
      numberFormats: byName(columns, (i) => numberFormats[i] ?? 'plain'),
      ...mapping,
    },
    choices,
    rules,
    segments,
    seen: { rows: ledger.read, statuses, currencies, shares: sharesOf(ledger) },
  };
}

/**
 * The columns of an import by names that last: those of a list of customers hold the name of its
 * file, which is another next month, and have the kind of list in its place.
 */
export function columnNames({ columns, lookups }: ImportRecognition): string[] {
  const taken = new Set<string>();
  return columns.map(({ index, name }) => {
    const lookup = lookups.find(({ source }) => source.columns.includes(index));
    const prefix = `${lookup?.source.name ?? ''} › `;
    const own = name.startsWith(prefix) ? name.slice(prefix.length) : name;
    const lasting = lookup === undefined ? name : `${lookup.of} › ${own}`;
    let unique = lasting;
    for (let n = 2; taken.has(unique); n++) unique = `${lasting} (${n})`;
    taken.add(unique);
    return unique;
  });
}

/** Which part of the records each reason matched, and which part was broken. */
export function sharesOf(ledger: Ledger): Record<Trouble, number> {
  const { read } = ledger;
  const share = (trouble: Trouble) => (read === 0 ? 0 : troubledRows(ledger, trouble) / read);
  const entries = TROUBLES.map((trouble) => [trouble, share(trouble)]);
  return Object.fromEntries(entries) as Record<Trouble, number>;
}

/** The records that a reason matched, or that were broken. */
export function troubledRows(ledger: Ledger, trouble: Trouble): number {
  return trouble === 'broken' ? ledger.broken : ledger.lines[trouble].matched.rows;
}

export const TROUBLES: readonly Trouble[] = [...REASONS, 'broken'];

/** What a record of names holds itself: a column may be called `constructor`. */
export function ownOf<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function byName<T>(names: readonly string[], valueOf: (index: number) => T): Record<string, T> {
  return Object.fromEntries(names.map((name, i) => [name, valueOf(i)]));
}
