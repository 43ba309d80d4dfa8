import type { Finding, FindingValue } from '../analysis.ts';
import type { CohortSelection } from './customers-query.ts';
import type { Cohort } from './result.ts';

export type CohortFinding = Finding<CohortSelection>;

/** Smaller cohorts move by chance alone: one customer is more than 3 points. */
export const LEAST_CUSTOMERS = 30;

/** A cohort whose period after the first is complete, with the share that came back in it. */
export interface Returned {
  readonly cohort: Cohort;
  readonly customers: number;
  /** Customers followed so long. */
  readonly base: number;
  readonly share: number;
}

export function count(value: number): FindingValue {
  return { kind: 'count', value };
}

export function percent(value: number): FindingValue {
  return { kind: 'percent', value };
}
