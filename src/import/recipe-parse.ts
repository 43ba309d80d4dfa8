import * as v from 'valibot';
import { parseDay } from '../core/calendar.ts';
import { DangolError } from '../core/errors.ts';
import { isZone } from '../core/time-zone.ts';
import { REASONS, TREATMENTS, type Reason, type Treatment } from '../data/cleaning.ts';
import { DATE_FORMATS } from '../data/date-formats.ts';
import { NUMBER_FORMATS } from '../data/number-formats.ts';
import { ruleSetSchema } from '../data/rfm/rule-schema.ts';
import { ROLES } from '../data/roles.ts';
import { ENCODINGS } from './encodings.ts';
import { jsonFault } from './json-fault.ts';
import {
  RECIPE_VERSION,
  TROUBLES,
  type Recipe,
  type RecipeMapping,
  type Trouble,
} from './recipe.ts';

/** A larger file is no recipe. */
export const MOST_RECIPE_BYTES = 256 * 1024;

const NAME_CHARACTERS = 200;

/** Decimal text of 0 to 1. */
const share = v.pipe(
  v.string(),
  v.check((text) => /^(?:\d+\.?\d*|\.\d+)$/.test(text) && Number(text) <= 1),
);

/** Decimal text above 0 of as many digits as the engine multiplies exactly. */
const rate = v.pipe(
  v.string(),
  v.check((text) => {
    const [, whole = '', fraction = ''] = /^0*(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
    const digits = whole.length + fraction.length;
    return digits > 0 && digits <= 19;
  }),
);

const share01 = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const amongDates = DATE_FORMATS.map(({ id }) => id);
const amongNumbers = NUMBER_FORMATS.map(({ id }) => id);

// Every field of a mapping has to be named here: without one, this is no schema of a mapping.
const mapping: v.GenericSchema<unknown, RecipeMapping> = v.object({
  roles: named(v.picklist(ROLES)),
  numberFormats: named(v.picklist(amongNumbers)),
  dateFormat: v.picklist(amongDates),
  cancelPrefix: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_CHARACTERS))),
  timeZone: v.nullable(v.pipe(v.string(), v.check(isZone))),
  currency: v.nullable(
    v.object({ target: v.pipe(v.string(), v.minLength(1)), rates: named(rate) }),
  ),
  foldCustomers: v.boolean(),
  mergeCustomers: v.boolean(),
  margin: v.nullable(v.object({ other: v.nullable(share), groups: named(share) })),
});

type Treatments = [Treatment, ...Treatment[]];

/** A reason that a later version knows is none for this one; what is missing is as by default. */
const treatments = v.object(
  Object.fromEntries(
    REASONS.map((reason) => {
      const [first, ...others] = TREATMENTS[reason];
      return [reason, v.optional(v.picklist([first, ...others]), first)];
    }),
  ) as Record<Reason, v.OptionalSchema<v.PicklistSchema<Treatments, undefined>, Treatment>>,
);

const shares = v.object(
  Object.fromEntries(TROUBLES.map((trouble) => [trouble, v.exactOptional(share01)])) as Record<
    Trouble,
    v.ExactOptionalSchema<typeof share01, undefined>
  >,
);

/** A day as text, `YYYY-MM-DD`. */
export const dayText = v.pipe(v.string(), v.check(isDay));

/** Checks a recipe that comes from a file or from storage. */
export const recipeSchema: v.GenericSchema<unknown, Recipe> = v.object({
  dangol: v.literal('recipe'),
  version: v.literal(RECIPE_VERSION),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_CHARACTERS)),
  made: dayText,
  columns: v.pipe(v.array(v.string()), v.minLength(1)),
  mapping,
  choices: v.object({
    encoding: v.nullable(v.picklist(ENCODINGS)),
    sheet: v.nullable(v.string()),
  }),
  rules: v.object({ treatments, notProductCodes: v.array(v.string()) }),
  segments: v.optional(v.nullable(ruleSetSchema), null),
  seen: v.object({
    rows: v.pipe(v.number(), v.integer(), v.minValue(0)),
    statuses: v.nullable(v.array(v.string())),
    currencies: v.array(v.string()),
    shares,
  }),
});

function isDay(text: string): boolean {
  try {
    parseDay(text);
    return true;
  } catch {
    return false;
  }
}

/** A recipe as the text of its file. */
export function recipeText(recipe: Recipe): string {
  return `${JSON.stringify(recipe, null, 2)}\n`;
}

/** Whether a text is meant to be a recipe, be it a sound one or not. */
export function looksLikeRecipe(text: string): boolean {
  if (!/"dangol"\s*:\s*"recipe"/.test(text)) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'dangol' in value;
  } catch {
    return /^\s*\{\s*"dangol"/.test(text.replace(/^\uFEFF/, ''));
  }
}

/**
 * The recipe in a file's text.
 *
 * @param file the name of the file, for errors
 * @throws DangolError `recipe_broken` with the path of the first value that is wrong
 *   (`mapping.roles.주문일`), or line and column where it is no JSON; `recipe_too_new`
 */
export function parseRecipe(text: string, file: string): Recipe {
  const value = parseJson(text.replace(/^\uFEFF/, ''), (path, detail) => {
    throw new DangolError('recipe_broken', { file, path }, detail);
  });
  const version = versionOf(value);
  if (version > RECIPE_VERSION) throw new DangolError('recipe_too_new', { file, version });
  const checked = checkRecipe(value);
  if (typeof checked === 'string') throw new DangolError('recipe_broken', { file, path: checked });
  return checked;
}

/** A value as a recipe, or the path of the first thing that is wrong with it. */
export function checkRecipe(value: unknown): Recipe | string {
  const result = v.safeParse(recipeSchema, value, { abortEarly: true });
  return result.success ? result.output : firstFault(result.issues);
}

/** Where the first thing that is wrong stands: `mapping.roles.주문일`. */
export function firstFault(issues: readonly v.BaseIssue<unknown>[]): string {
  const keys = issues[0]?.path?.map(({ key }) => String(key)) ?? [];
  return keys.join('.').slice(0, NAME_CHARACTERS);
}

/** What a text holds as JSON; `fail` is told line and column (`3:14`) where it holds none. */
export function parseJson(text: string, fail: (place: string, detail: string) => never): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const before = text.slice(0, jsonFault(text) ?? text.length).split('\n');
    return fail(`${before.length}:${(before.at(-1)?.length ?? 0) + 1}`, String(error));
  }
}

/** The version that a value says it has; 0 where it says none. */
export function versionOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || !('version' in value)) return 0;
  return typeof value.version === 'number' ? value.version : 0;
}

/**
 * An object whose keys are a file's own words. `v.record` passes over keys such as `constructor`,
 * which a column may well be called.
 */
export function named<T>(
  each: v.GenericSchema<unknown, T>,
): v.GenericSchema<unknown, Record<string, T>> {
  return v.pipe(
    v.custom<Record<string, unknown>>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    ),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const input = dataset.value;
      const entries: [string, T][] = [];
      for (const [key, value] of Object.entries(input)) {
        const checked = v.safeParse(each, value);
        if (!checked.success) {
          addIssue({ path: [{ type: 'object', origin: 'value', input, key, value }] });
          return NEVER;
        }
        entries.push([key, checked.output]);
      }
      return Object.fromEntries(entries);
    }),
  );
}
