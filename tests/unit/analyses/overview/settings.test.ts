import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { observationOf, observedRange } from '../../../../src/analyses/overview/observation.ts';
import {
  activeMeasure,
  knownMeasures,
  overviewDefaults,
  overviewSchema,
  yearLag,
} from '../../../../src/analyses/overview/settings.ts';
import { dayOf, GRAINS, periodIndex, periodStart } from '../../../../src/core/calendar.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';

const facts: DatasetFacts = {
  firstDay: dayOf(2023, 1, 10),
  lastDay: dayOf(2024, 3, 31),
  customers: 100,
  orders: 300,
  rows: 300,
  revenue: 1,
  hasTime: false,
  medianGapDays: 30,
  hasMoney: true,
  shape: PLAIN_SHAPE,
};

describe('the settings', () => {
  it('are fitted to the data', () => {
    const rest = { comparison: 'previous', from: null, to: null };
    expect(overviewDefaults(facts)).toEqual({ grain: 'month', measure: 'revenue', ...rest });
    expect(overviewDefaults({ ...facts, hasMoney: false, medianGapDays: 7 })).toEqual({
      grain: 'month',
      measure: 'orders',
      ...rest,
    });
  });

  it('know the measures that the data has', () => {
    const costs = { ...facts, shape: { ...PLAIN_SHAPE, cost: true } };
    expect(knownMeasures(facts)).toEqual(['customers', 'orders', 'revenue']);
    expect(knownMeasures(costs)).toEqual(['customers', 'orders', 'revenue', 'contribution']);
    expect(knownMeasures({ ...costs, hasMoney: false })).toEqual(['customers', 'orders']);
    const settings = { ...overviewDefaults(facts), measure: 'contribution' } as const;
    expect([activeMeasure(settings, facts), activeMeasure(settings, costs)]).toEqual([
      'orders',
      'contribution',
    ]);
  });

  it('are checked where they come from outside', () => {
    const good = overviewDefaults(facts);
    const passes = (patch: object) => v.safeParse(overviewSchema, { ...good, ...patch }).success;
    expect(passes({})).toBe(true);
    expect(passes({ from: 640, to: 650, comparison: 'chosen' })).toBe(true);
    expect(passes({ from: 1.5 })).toBe(false);
    expect(passes({ grain: 'hour' })).toBe(false);
    expect(passes({ measure: 'profit' })).toBe(false);
  });
});

describe('a period', () => {
  it('is complete where the data holds all of it', () => {
    const range = observedRange(facts, 'month');
    const january = periodIndex(dayOf(2023, 1, 1), 'month');
    expect(range).toEqual({
      first: january,
      last: january + 14,
      firstComplete: january + 1,
      lastComplete: january + 14,
    });
    expect(observationOf(january, range)).toBe('begun');
    expect(observationOf(january + 14, range)).toBe('complete');
    const year = observedRange(facts, 'year');
    expect(observationOf(year.first, year)).toBe('begun');
    expect(observationOf(year.last, year)).toBe('running');
  });

  it('that holds all of the data and more is not over', () => {
    const range = observedRange({ ...facts, lastDay: dayOf(2023, 1, 20) }, 'month');
    expect(observationOf(range.first, range)).toBe('running');
  });

  it('of a year earlier begins on the same day of the year or of the week', () => {
    for (const grain of GRAINS) {
      const lag = yearLag(grain);
      if (lag === null) continue;
      const now = periodIndex(dayOf(2024, 7, 10), grain);
      const days = periodStart(now, grain) - periodStart(now - lag, grain);
      expect(days).toBe(grain === 'month' || grain === 'quarter' ? 366 : 364);
    }
  });
});
