import { REASONS, TREATMENTS, type Reason, type Treatment } from '../../data/cleaning.ts';
import type { Ledger } from '../../data/ledger.ts';
import type { Role } from '../../data/roles.ts';

/** Reasons that are common in files of every kind: shown until the rows are counted. */
const USUAL: readonly Reason[] = ['noCustomer', 'cancelled', 'negativeQuantity', 'zeroAmount', 'duplicate']; // prettier-ignore

/** The reasons that match rows, and those that match none, each in their order. */
export function matchingReasons(ledger: Ledger | null): {
  readonly some: readonly Reason[];
  readonly none: readonly Reason[];
} {
  const matches = (reason: Reason): boolean =>
    ledger === null ? USUAL.includes(reason) : ledger.lines[reason].matched.rows > 0;
  return {
    some: REASONS.filter(matches),
    none: REASONS.filter((reason) => !matches(reason)),
  };
}

/** What can be done with the rows of a reason: a sale is found by the number of its order. */
export function treatmentsOf(reason: Reason, roles: readonly Role[]): readonly Treatment[] {
  return TREATMENTS[reason].filter((treatment) => treatment !== 'net' || roles.includes('order'));
}
