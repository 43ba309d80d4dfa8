import type { RoleCandidate } from './role-candidate.ts';
import type { SourceColumn } from './types.ts';

/** What the page is told of a column. `name` is unique and never blank. */
export function toSourceColumn(
  { header, sample, kind }: RoleCandidate,
  index: number,
  name: string,
): SourceColumn {
  const isNumber = kind.kind === 'integer' || kind.kind === 'number';
  return {
    index,
    header,
    name,
    kind: kind.kind,
    dateFormat: kind.kind === 'date' ? kind.dateFormat : null,
    otherDateFormats: kind.kind === 'date' ? kind.otherDateFormats : [],
    numberFormat: isNumber ? kind.numberFormat : null,
    examples: [...sample.counts.keys()].slice(0, 3),
    empty: sample.empty,
    distinct: sample.counts.size,
  };
}
