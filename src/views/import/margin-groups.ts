import type { ColumnProfile } from '../../../workers/engine-api.ts';
import type { MarginRates } from '../../import/types.ts';

/** So many categories get a margin of their own. */
const MOST_GROUPS = 20;

export interface MarginGroup {
  readonly name: string;
  /** Null where it is not known how many rows have it. */
  readonly rows: number | null;
}

/**
 * The categories to ask a margin for: the most frequent ones of the whole file, then those of its
 * first rows, then those that have a margin already.
 */
export function marginGroups(
  profile: ColumnProfile | null,
  firstValues: readonly (string | null)[],
  margin: MarginRates | null,
): readonly MarginGroup[] {
  const groups = new Map<string, number | null>();
  for (const { value, rows } of profile?.frequent ?? []) groups.set(value.trim(), rows);
  const counts = new Map<string, number>();
  for (const value of firstValues) {
    const name = value?.trim() ?? '';
    if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [name] of [...counts].toSorted((a, b) => b[1] - a[1])) {
    if (groups.size < MOST_GROUPS && !groups.has(name)) groups.set(name, null);
  }
  for (const name of Object.keys(margin?.groups ?? {})) {
    if (!groups.has(name)) groups.set(name, null);
  }
  return [...groups].map(([name, rows]) => ({ name, rows }));
}

/** The margins with another one, '' for unknown, for a category or (null) for all others. */
export function withMargin(
  margin: MarginRates | null,
  group: string | null,
  share: string,
): MarginRates | null {
  const former = margin ?? { other: null, groups: {} };
  if (group === null) return orNull({ ...former, other: share === '' ? null : share });
  const others = Object.entries(former.groups).filter(([name]) => name !== group);
  const all = share === '' ? others : [...others, [group, share] as const];
  return orNull({ ...former, groups: Object.fromEntries(all) });
}

function orNull(margin: MarginRates): MarginRates | null {
  return margin.other === null && Object.keys(margin.groups).length === 0 ? null : margin;
}
