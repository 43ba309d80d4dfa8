import type { NamedRole } from './role-names.ts';
import type { RoleCandidate } from './role-candidate.ts';

/**
 * Gives the needed roles that no name gave, by the values alone: the date to the first column of
 * dates, the customer to a column whose values come again but not too often, the amount to a
 * column of numbers: decimals first, and whole numbers that count the rows last.
 */
export function guessMissingRoles(
  columns: readonly RoleCandidate[],
  roles: Map<NamedRole, number>,
): void {
  const taken = new Set(roles.values());
  const guess = (role: NamedRole, fits: (column: RoleCandidate) => boolean): void => {
    if (roles.has(role)) return;
    const index = columns.findIndex((column, i) => !taken.has(i) && fits(column));
    if (index === -1) return;
    roles.set(role, index);
    taken.add(index);
  };
  guess('date', ({ kind }) => kind.kind === 'date');
  guess('customer', comesAgain);
  if (roles.has('quantity') && roles.has('unitPrice')) return;
  guess('amount', ({ kind, header }) => kind.kind === 'number' && !isRate(header));
  const isWhole = ({ kind, header }: RoleCandidate): boolean =>
    kind.kind === 'integer' && !isRate(header);
  guess('amount', (column) => isWhole(column) && !isRunning(column));
  guess('amount', isWhole);
}

/** Whether the rows are numbered: 1, 2, 3 … */
function isRunning({ sample: { values } }: RoleCandidate): boolean {
  return values.length > 1 && values.every((value, i) => Number(value) === Number(values[0]) + i);
}

/** Whether values repeat as customers do: more often than an order's id, less than a country. */
function comesAgain({ sample, kind }: RoleCandidate): boolean {
  const repeats = sample.counts.size / Math.max(1, sample.values.length);
  const isId = kind.kind === 'text' || kind.kind === 'integer';
  return isId && sample.empty < sample.values.length && repeats >= 0.1 && repeats <= 0.95;
}

/** Numbers that are no money: what is taken off, added, or given in per cent. */
function isRate(header: string): boolean {
  return /discount|tax|ship|fee|rate|percent|할인|세금|부가세|배송비|수수료|율$/i.test(header);
}
