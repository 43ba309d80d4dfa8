import * as v from 'valibot';
import { DangolError } from '../core/errors.ts';
import {
  type AudienceDefinition,
  audienceSchema,
  type DataFilter,
  filterSchema,
  MAX_AUDIENCE_NAME,
} from '../data/filter.ts';
import { ENCODINGS, type EncodingId } from './encodings.ts';
import { dayText, firstFault, named, parseJson, recipeSchema, versionOf } from './recipe-parse.ts';
import type { Recipe } from './recipe.ts';

/** The form of workspaces that is written, and the newest that is read. */
export const WORKSPACE_VERSION = 1;

/** The file in the archive that tells the rest. */
export const WORKSPACE_ENTRY = 'dangol.json';

/** A larger one is not read. */
export const MOST_WORKSPACE_BYTES = 16 * 1024 * 1024;

const MOST_FILES = 200;
const MOST_LISTS = 200;
const MOST_ORIGIN = 300;

/** A named list of customers, by how they are found. */
export interface SavedAudience {
  readonly name: string;
  readonly origin: string;
  readonly definition: AudienceDefinition;
}

/** An original file within the archive. */
export interface SavedFile {
  readonly path: string;
  /** As it was called when it was opened. */
  readonly name: string;
}

/** All that is worked on: the files as they were opened, and what was decided about them. */
export interface SavedWorkspace {
  readonly dangol: 'workspace';
  readonly version: typeof WORKSPACE_VERSION;
  /** The day it was made, `YYYY-MM-DD`. */
  readonly made: string;
  readonly files: readonly SavedFile[];
  /** What was said of how a file is to be understood, by its name. */
  readonly choices: Readonly<
    Record<string, { readonly encoding?: EncodingId; readonly sheet?: string }>
  >;
  readonly recipe: Recipe;
  readonly filter: DataFilter;
  readonly audiences: readonly SavedAudience[];
}

const schema: v.GenericSchema<unknown, SavedWorkspace> = v.object({
  dangol: v.literal('workspace'),
  version: v.literal(WORKSPACE_VERSION),
  made: dayText,
  files: v.pipe(
    v.array(
      v.object({
        path: v.pipe(v.string(), v.minLength(1)),
        name: v.pipe(v.string(), v.minLength(1)),
      }),
    ),
    v.minLength(1),
    v.maxLength(MOST_FILES),
  ),
  choices: named(
    v.object({
      encoding: v.exactOptional(v.picklist(ENCODINGS)),
      sheet: v.exactOptional(v.string()),
    }),
  ),
  recipe: recipeSchema,
  filter: filterSchema,
  audiences: v.pipe(
    v.array(
      v.object({
        name: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_AUDIENCE_NAME)),
        origin: v.pipe(v.string(), v.maxLength(MOST_ORIGIN)),
        definition: audienceSchema,
      }),
    ),
    v.maxLength(MOST_LISTS),
  ),
});

/** A workspace as the text of its entry. */
export function workspaceText(workspace: SavedWorkspace): string {
  return `${JSON.stringify(workspace, null, 2)}\n`;
}

/**
 * The workspace in the text of its entry.
 *
 * @param file the name of the archive, for errors
 * @throws DangolError `workspace_broken` with the path of the first value that is wrong, or line
 *   and column where it is no JSON; `workspace_too_new`
 */
export function parseWorkspace(text: string, file: string): SavedWorkspace {
  const value = parseJson(text.replace(/^\uFEFF/, ''), (path, detail) => {
    throw new DangolError('workspace_broken', { file, path: `${WORKSPACE_ENTRY}:${path}` }, detail);
  });
  const version = versionOf(value);
  if (version > WORKSPACE_VERSION) throw new DangolError('workspace_too_new', { file, version });
  const checked = v.safeParse(schema, value, { abortEarly: true });
  if (checked.success) return checked.output;
  throw new DangolError('workspace_broken', { file, path: firstFault(checked.issues) });
}

/** Whether two lists have the same name and the same customers by definition. */
export function isSameAudience(a: SavedAudience, b: SavedAudience): boolean {
  return a.name === b.name && definitionText(a.definition) === definitionText(b.definition);
}

/** The schema writes the keys in an order of its own. */
function definitionText(definition: AudienceDefinition): string {
  return JSON.stringify(v.parse(audienceSchema, definition));
}

/**
 * The paths of files in the archive, each in a folder of its own: two files may have one name.
 * What a file system forbids is replaced.
 */
export function savedFiles(names: readonly string[]): SavedFile[] {
  return names.map((name, i) => {
    const safe = name.replaceAll(/[\p{Cc}\\/:*?"<>|]/gu, '_').replace(/^\./, '_');
    return { path: `files/${i + 1}/${safe}`, name };
  });
}
