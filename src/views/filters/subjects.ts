import type { NamedAudience } from '../../data/breakdown.ts';
import type { Condition, Dimension, DimensionId } from '../../data/filter.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { dimensionName } from './words.ts';

/** What a filter can be about, as an option of the dialog. */
export type Subject = {
  readonly id: string;
  readonly label: () => string;
  /** What it keeps. */
  readonly note: () => string;
} & (
  | { readonly kind: 'values' | 'first'; readonly dimension: DimensionId }
  | { readonly kind: 'acquired' }
  | { readonly kind: 'audience'; readonly lists: readonly NamedAudience[] }
);

/** Everything that the data at hand can be filtered by. */
export function subjects(
  dimensions: readonly Dimension[],
  lists: readonly NamedAudience[],
  segments: readonly NamedAudience[],
): readonly Subject[] {
  const NOTES = {
    order: m.filters_note_order,
    line: m.filters_note_line,
    customer: m.filters_note_customer,
  } as const;
  return [
    ...dimensions.map(({ id, of }): Subject => ({
      id: `values ${id}`,
      kind: 'values',
      dimension: id,
      label: () => dimensionName(id, dimensions),
      note: NOTES[of],
    })),
    ...dimensions
      .filter(({ of }) => of !== 'customer')
      .map(({ id, of }): Subject => ({
        id: `first ${id}`,
        kind: 'first',
        dimension: id,
        label: () => m.filters_first({ name: dimensionName(id, dimensions) }),
        note: of === 'line' ? m.filters_note_first_line : m.filters_note_first,
      })),
    { id: 'acquired', kind: 'acquired', label: m.filters_acquired, note: m.filters_note_acquired },
    {
      id: 'segments',
      kind: 'audience',
      lists: segments,
      label: m.filters_segments,
      note: m.filters_note_segments,
    },
    ...(lists.length > 0
      ? [
          {
            id: 'lists',
            kind: 'audience',
            lists,
            label: m.filters_audience,
            note: m.filters_note_audience,
          } as const,
        ]
      : []),
  ];
}

/** The option that a filter came from. */
export function subjectOf(condition: Condition, all: readonly Subject[]): string {
  if ('dimension' in condition) return `${condition.kind} ${condition.dimension}`;
  if (condition.kind !== 'audience') return condition.kind;
  const key = JSON.stringify(condition.definition);
  const found = all.find(
    (one) =>
      one.kind === 'audience' &&
      one.lists.some(({ definition }) => JSON.stringify(definition) === key),
  );
  return found?.id ?? 'segments';
}
