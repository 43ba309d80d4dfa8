import type { LifecycleState } from '../../data/lifecycle.ts';

/** The customers behind a cell of a table, a point of a curve or a bar. */
export type RetentionSelection =
  | {
      readonly kind: 'cell';
      /** Index of the cohort's period; null for all cohorts whose period is over. */
      readonly cohort: number | null;
      /** Periods or windows after the first; 0 is the cohort itself. */
      readonly age: number;
    }
  | { readonly kind: 'lifecycle'; readonly period: number; readonly state: LifecycleState }
  /**
   * Of the customers whose purchase day of that number lies as many days back, those who had not
   * bought again by then (`waited`), or who had (`returned`).
   */
  | {
      readonly kind: 'waited' | 'returned';
      /** 1 is the first purchase day. */
      readonly number: number;
      readonly days: number;
    }
  /** The customers with at least so many purchase days. */
  | { readonly kind: 'reached'; readonly number: number }
  /** The customers with a gap of `from` to `to` days between two purchase days; null is open. */
  | { readonly kind: 'gap'; readonly from: number; readonly to: number | null }
  /** The customers active in so many of the last periods, or in at least so many. */
  | { readonly kind: 'sticky'; readonly periods: number; readonly least: boolean };
