import { describe, expect, it } from 'vitest';
import type {
  RetentionCell,
  RetentionRow,
} from '../../../../src/analyses/retention/cohort-rows.ts';
import { retentionCurve } from '../../../../src/analyses/retention/curve.ts';
import { wilsonInterval } from '../../../../src/core/statistics.ts';

const cell = (customers: number, observed: number, incomplete = false): RetentionCell => ({
  customers,
  observed,
  percent: observed === 0 ? null : (100 * customers) / observed,
  incomplete,
});
const row = (cohort: number, ...cells: readonly (RetentionCell | null)[]): RetentionRow => ({
  cohort,
  size: cells[0]?.observed ?? 0,
  cells,
});

/** 10 % of 100, 40 % of 20, an empty cohort, one whose period is not over. */
const rows = [
  row(0, cell(100, 100), cell(10, 100)),
  row(1, cell(20, 20), cell(8, 20)),
  row(2, cell(0, 0), cell(0, 0)),
  row(3, cell(50, 50), cell(1, 50, true)),
  row(4, cell(30, 30, true), null),
];

describe('the mean of a column', () => {
  it('is Σ(percent × customers) ÷ Σ customers where weighted, with Wilson’s interval', () => {
    const point = retentionCurve(rows, 'weighted')[1];
    const interval = wilsonInterval(18, 120);
    expect(point?.mean).toBeCloseTo((10 * 100 + 40 * 20) / 120, 12);
    expect(point).toMatchObject({ age: 1, cohorts: 2, observed: 120, customers: 18 });
    expect(point?.low).toBeCloseTo(100 * (interval?.low ?? NaN), 12);
    expect(point?.high).toBeCloseTo(100 * (interval?.high ?? NaN), 12);
  });

  it('counts each cohort the same where simple, with Student’s interval within 0 and 100', () => {
    const point = retentionCurve(rows, 'simple')[1];
    // t(.975, 1 df) = 12.706 and s ÷ √n = 15: wider than percentages reach.
    expect(point).toMatchObject({ mean: 25, low: 0, high: 100, cohorts: 2 });
  });

  it('has no interval of one cohort where simple', () => {
    const one = retentionCurve(rows.slice(0, 1), 'simple')[1];
    expect(one).toMatchObject({ mean: 10, low: null, high: null });
  });

  it('leaves out the cohort whose own period is not over', () => {
    expect(retentionCurve(rows, 'weighted')[0]?.cohorts).toBe(3);
  });
});
