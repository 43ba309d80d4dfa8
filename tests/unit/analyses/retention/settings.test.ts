import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import { fittedGrain } from '../../../../src/analyses/retention/settings.ts';
import { dayOf } from '../../../../src/core/calendar.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';

const facts = (days: number, medianGapDays: number | null): DatasetFacts => ({
  firstDay: dayOf(2020, 1, 1),
  lastDay: dayOf(2020, 1, 1) + days - 1,
  customers: 100,
  orders: 1000,
  rows: 1000,
  revenue: 1000,
  hasTime: true,
  medianGapDays,
  hasMoney: true,
  shape: PLAIN_SHAPE,
});

describe('the fitted period', () => {
  it.each([
    [1, 'day'],
    [2, 'day'],
    [6, 'week'],
    [28, 'month'],
    [80, 'quarter'],
    [360, 'year'],
    [null, 'month'],
  ])('of a median gap of %s days is the %s', (gap, grain) => {
    expect(fittedGrain(facts(3650, gap))).toBe(grain);
  });

  it('is shorter where the data would hold fewer than four', () => {
    expect(fittedGrain(facts(374, 360))).toBe('quarter');
    expect(fittedGrain(facts(100, 28))).toBe('week');
    expect(fittedGrain(facts(3, 28))).toBe('day');
  });
});

describe('the schema', () => {
  const defaults = retention.defaults(facts(374, 28));

  it('takes the defaults', () => {
    expect(v.parse(retention.schema, defaults)).toEqual(defaults);
    expect(defaults).toMatchObject({ windows: 'calendar', grain: 'month', periods: 24 });
  });

  it.each([
    { windows: 'other' },
    { grain: 'decade' },
    { length: 14 },
    { periods: 0 },
    { periods: 121 },
    { periods: 1.5 },
    { mean: null },
  ])('refuses %o', (patch) => {
    expect(v.safeParse(retention.schema, { ...defaults, ...patch }).success).toBe(false);
  });
});
