import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import {
  cohortDefaults,
  cohortSchema,
  fitCohortGrain,
} from '../../../../src/analyses/cohort/settings.ts';
import { dayOf } from '../../../../src/core/calendar.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';

function facts(days: number, medianGapDays: number | null): DatasetFacts {
  const firstDay = dayOf(2020, 1, 1);
  return {
    firstDay,
    lastDay: firstDay + days - 1,
    customers: 100,
    orders: 300,
    rows: 300,
    revenue: 1,
    hasTime: false,
    medianGapDays,
    hasMoney: true,
    shape: PLAIN_SHAPE,
  };
}

describe('the fitted period', () => {
  it.each([
    // The gap between a customer's purchases decides …
    [373, 28, 'month', 'gap'],
    [200, 5, 'week', 'gap'],
    [1000, 90, 'quarter', 'gap'],
    [3650, 365, 'year', 'gap'],
    // … unless there would be more than 36 columns,
    [365, 7, 'month', 'length'],
    [2000, 30, 'quarter', 'length'],
    // fewer than 4,
    [60, 40, 'week', 'length'],
    [700, 365, 'quarter', 'length'],
    // or nobody came back.
    [365, null, 'month', 'length'],
    // Neither too few weeks nor a gap of 0 leads outside the choices.
    [1, 0, 'week', 'gap'],
    [40_000, 400, 'year', 'gap'],
  ] as const)(
    'of %i days with a gap of %s is the %s, because of the %s',
    (days, gap, grain, reason) => {
      expect(fitCohortGrain(facts(days, gap))).toEqual({ grain, reason });
    },
  );

  it('is the default, with retention', () => {
    expect(cohortDefaults(facts(373, 28))).toEqual({
      grain: 'month',
      by: { kind: 'first_order' },
      measure: 'retention',
      mode: 'total',
      align: 'age',
      against: 'none',
      cost: null,
      costs: '',
    });
  });
});

describe('settings from outside', () => {
  it('are checked', () => {
    const read = (value: unknown) => v.safeParse(cohortSchema, value).success;
    expect(read({ grain: 'week', measure: 'orders' })).toBe(true);
    expect(read({ grain: 'day', measure: 'orders' })).toBe(false);
    expect(read({ grain: 'week' })).toBe(false);
    expect(read(null)).toBe(false);
  });
});
