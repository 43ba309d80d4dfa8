import type { DataFilter } from '../data/filter.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Recipe } from '../import/recipe.ts';
import {
  isSameAudience,
  type SavedAudience,
  savedFiles,
  type SavedWorkspace,
} from '../import/saved-workspace.ts';
import type { Audiences } from './audiences.svelte.ts';
import { today } from './import-recipe.ts';

/** What stands on the screens, as a workspace that can be saved. */
export interface WorkspaceNow {
  readonly files: readonly File[];
  readonly choices: SavedWorkspace['choices'];
  readonly recipe: Recipe;
  readonly filter: DataFilter;
  readonly audiences: readonly SavedAudience[];
}

/** All that is worked on, without the files themselves. */
export function savedWorkspace(now: WorkspaceNow): SavedWorkspace {
  return {
    dangol: 'workspace',
    version: 1,
    made: today(),
    files: savedFiles(now.files.map(({ name }) => name)),
    choices: now.choices,
    recipe: now.recipe,
    filter: now.filter,
    audiences: now.audiences.map(({ name, origin, definition }) => ({ name, origin, definition })),
  };
}

/** What a drop holds: the files to be read, and the workspaces that some of them came in. */
export interface TakenWorkspaces {
  readonly files: readonly File[];
  readonly saved: readonly SavedWorkspace[];
}

/**
 * Unpacks the workspaces among files, whatever they are called; all others stay as they are.
 *
 * @throws DangolError `workspace_broken`, `workspace_too_new`, and what unpacking throws
 */
export async function takeWorkspaces(
  files: readonly File[],
  unpack: (file: File) => ReturnType<EngineClient['unpack']>,
): Promise<TakenWorkspaces> {
  const taken: File[] = [];
  const saved: SavedWorkspace[] = [];
  for (const file of files) {
    const unpacked = (await mayBeArchive(file)) ? await unpack(file) : null;
    if (unpacked === null) {
      taken.push(file);
    } else {
      taken.push(...unpacked.files);
      saved.push(unpacked.saved);
    }
  }
  return { files: taken, saved };
}

/** Spares the engine the question about files that are no archives. */
async function mayBeArchive(file: File): Promise<boolean> {
  try {
    const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    return first === 0x50 && second === 0x4b;
  } catch {
    // A file that cannot be read is told of where it is opened.
    return false;
  }
}

/** Keeps the lists of a workspace, but for those that are there already. */
export function bringLists(lists: readonly SavedAudience[], audiences: Audiences): void {
  for (const list of lists) {
    const known = audiences.all.some((one) => isSameAudience(one, list));
    if (!known) audiences.add(list.name, list.origin, list.definition);
  }
}
