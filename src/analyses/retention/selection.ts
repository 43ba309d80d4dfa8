/** The states of a customer in a period; each customer is in one of them at most. */
export const LIFECYCLE_STATES = ['new', 'returning', 'resurrecting', 'dormant'] as const;
export type LifecycleState = (typeof LIFECYCLE_STATES)[number];

/** The customers behind a cell of the table, a point of the curve or a bar of the lifecycle. */
export type RetentionSelection =
  | {
      readonly kind: 'cell';
      /** Index of the cohort's period; null for all cohorts whose period is over. */
      readonly cohort: number | null;
      /** Periods or windows after the first; 0 is the cohort itself. */
      readonly age: number;
    }
  | { readonly kind: 'lifecycle'; readonly period: number; readonly state: LifecycleState };
