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
    dateEvidence: kind.kind === 'date' ? kind.dateEvidence : null,
    offsets: [...kind.offsets]
      .map(([offset, rows]) => ({ offset, rows }))
      .toSorted((a, b) => b.rows - a.rows),
    numberFormat: isNumber ? kind.numberFormat : null,
    otherNumberFormats: isNumber ? kind.otherNumberFormats : [],
    numberEvidence: isNumber ? kind.numberEvidence : null,
    examples: [...sample.counts.keys()].slice(0, 3),
    empty: sample.empty,
    distinct: sample.counts.size,
  };
}
