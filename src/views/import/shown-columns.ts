import { SHARED_ROLES, type Role } from '../../data/roles.ts';

/** Columns drawn at first, and with each further step, of a file that has very many. */
export const COLUMN_STEP = 40;

/**
 * The positions of the columns to draw: all where they are few; else those that were recognised
 * as something first, then the others in file order up to `limit`.
 */
export function shownColumns(suggested: readonly Role[], limit: number): readonly number[] {
  const all = suggested.map((_, index) => index);
  if (all.length <= COLUMN_STEP) return all;
  const isKey = (index: number): boolean => !SHARED_ROLES.includes(suggested[index] ?? 'ignore');
  const keys = all.filter(isKey);
  return [...keys, ...all.filter((index) => !isKey(index)).slice(0, limit)];
}
