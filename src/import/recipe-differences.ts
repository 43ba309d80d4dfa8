import { dateFormat, type DateFormat } from '../data/date-formats.ts';
import { numberFormat, type NumberFormat } from '../data/number-formats.ts';
import type { Ledger } from '../data/ledger.ts';
import type { Role } from '../data/roles.ts';
import { applyRecipe, isUnnamed, matchColumns, readable } from './recipe-apply.ts';
import { columnNames, ownOf, type Recipe, TROUBLES, type Trouble, troubledRows } from './recipe.ts';
import type { ImportRecognition, Mapping } from './types.ts';

/** Something that is otherwise than in the file that the recipe was made with. */
export type RecipeDifference =
  | {
      /** Columns that the recipe does not know, or that its file had and this one lacks. */
      readonly code: 'new_columns' | 'missing_columns';
      readonly columns: readonly string[];
    }
  | {
      /** There is no header: the columns were taken by their places. */
      readonly code: 'unnamed_columns';
      readonly columns: number;
    }
  | {
      /** Tables that came with this file and belong to no other. */
      readonly code: 'unused_tables';
      readonly names: readonly string[];
    }
  | {
      /** More of the first rows read in another format than the recipe's, which is taken. */
      readonly code: 'date_format' | 'number_format';
      readonly column: string;
      /** Examples of the recipe's format and of the one that is taken. */
      readonly from: string;
      readonly to: string;
      /** How many of the first `of` values read in the recipe's format. */
      readonly reads: number;
      readonly of: number;
    }
  | {
      readonly code: 'new_statuses' | 'new_currencies';
      readonly values: readonly { readonly value: string; readonly rows: number }[];
    }
  | {
      /** A reason matches a markedly larger share of the rows than in the recipe's file. */
      readonly code: 'more_of';
      readonly trouble: Trouble;
      readonly rows: number;
      /** Shares of the rows, 0 to 1. */
      readonly share: number;
      readonly usual: number;
    };

/** What is known of the file so far; each part is null until it is. */
export interface FileAtHand {
  readonly recognition: ImportRecognition;
  readonly ledger: Ledger | null;
  readonly currencies: readonly { readonly currency: string; readonly rows: number }[] | null;
  readonly statuses: readonly { readonly value: string; readonly rows: number }[] | null;
}

/** A share is markedly larger when it is more than twice as large, by a percentage point, … */
const TIMES = 2;
const POINTS = 0.01;
/** … and of at least so many rows. */
const ENOUGH_ROWS = 5;

/** What is otherwise this time, in the order in which it matters. */
export function recipeDifferences(recipe: Recipe, file: FileAtHand): RecipeDifference[] {
  return [
    ...columnDifferences(recipe, file.recognition),
    ...formatDifferences(recipe, file.recognition),
    ...valueDifferences(recipe, file),
    ...(file.ledger === null ? [] : moreTrouble(recipe, file.ledger)),
  ];
}

/** Whether the recipe can tell what is new only when the statuses of the file are counted. */
export function needsStatuses(recipe: Recipe, mapping: Mapping): boolean {
  return recipe.seen.statuses !== null && mapping.roles.includes('status');
}

function columnDifferences(recipe: Recipe, recognition: ImportRecognition): RecipeDifference[] {
  const found = matchColumns(recipe, recognition);
  const names = columnNames(recognition);
  const added = names.filter((_, i) => found[i] === null);
  const missing = recipe.columns.filter(
    (name) => ownOf(recipe.mapping.roles, name) !== 'ignore' && !found.includes(name),
  );
  const { unused, columns } = recognition;
  return [
    ...(added.length > 0 ? [{ code: 'new_columns' as const, columns: added }] : []),
    ...(missing.length > 0 ? [{ code: 'missing_columns' as const, columns: missing }] : []),
    ...(unused.length > 0
      ? [{ code: 'unused_tables' as const, names: unused.map(({ name }) => name) }]
      : []),
    ...(isUnnamed(recognition)
      ? [{ code: 'unnamed_columns' as const, columns: columns.length }]
      : []),
  ];
}

/** Roles whose values are read as numbers. */
const NUMERIC: readonly Role[] = ['amount', 'quantity', 'unitPrice', 'cost', 'unitCost'];

function formatDifferences(recipe: Recipe, recognition: ImportRecognition): RecipeDifference[] {
  const names = matchColumns(recipe, recognition);
  const { mapping } = applyRecipe(recipe, recognition);
  return recognition.columns.flatMap(({ index, name }): RecipeDifference[] => {
    const known = names[index] ?? null;
    const role = mapping.roles[index] ?? 'ignore';
    if (known === null) return [];
    const told = (
      code: 'date_format' | 'number_format',
      from: DateFormat | NumberFormat,
      to: DateFormat | NumberFormat,
    ): RecipeDifference[] => {
      if (from.id === to.id) return [];
      const counts = readable(recognition, index, from.parse);
      return [{ code, column: name, from: from.label, to: to.label, ...counts }];
    };
    if (role === 'date') {
      const { dateFormat: from } = recipe.mapping;
      return told('date_format', dateFormat(from), dateFormat(mapping.dateFormat));
    }
    if (!NUMERIC.includes(role)) return [];
    const from = ownOf(recipe.mapping.numberFormats, known) ?? 'plain';
    const to = mapping.numberFormats[index] ?? 'plain';
    return told('number_format', numberFormat(from), numberFormat(to));
  });
}

function valueDifferences(
  { seen }: Recipe,
  { statuses, currencies }: FileAtHand,
): RecipeDifference[] {
  const usual = seen.statuses;
  const states = (usual === null ? null : statuses)?.filter(({ value }) => !usual?.includes(value));
  const money = currencies
    ?.filter(({ currency }) => !seen.currencies.includes(currency))
    .map(({ currency, rows }) => ({ value: currency, rows }));
  return [
    ...(states === undefined || states.length === 0
      ? []
      : [{ code: 'new_statuses' as const, values: states }]),
    ...(money === undefined || money.length === 0
      ? []
      : [{ code: 'new_currencies' as const, values: money }]),
  ];
}

function moreTrouble({ seen }: Recipe, ledger: Ledger): RecipeDifference[] {
  return TROUBLES.flatMap((trouble): RecipeDifference[] => {
    const rows = troubledRows(ledger, trouble);
    const share = ledger.read === 0 ? 0 : rows / ledger.read;
    const usual = seen.shares[trouble] ?? 0;
    const more = rows >= ENOUGH_ROWS && share > usual * TIMES && share > usual + POINTS;
    return more ? [{ code: 'more_of', trouble, rows, share, usual }] : [];
  });
}
