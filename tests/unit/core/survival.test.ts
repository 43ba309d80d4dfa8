import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  kaplanMeier,
  logRank,
  medianTime,
  survivalAt,
  type TimeCount,
} from '../../../src/core/survival.ts';

/** One row a subject: a number is the time of an event, a negative one that of its censoring. */
const subjects = (...times: readonly number[]): TimeCount[] =>
  times.map((time) => ({
    time: Math.abs(time),
    events: time < 0 ? 0 : 1,
    censored: time < 0 ? 1 : 0,
  }));

describe('kaplanMeier', () => {
  const steps = kaplanMeier(subjects(34, 32, 9, 19, -50, -48));

  it('gives the published curve with its log-log interval', () => {
    const events = steps.filter((step) => step.events > 0);
    expect(events.map((step) => step.time)).toEqual([9, 19, 32, 34]);
    expect(events.map((step) => step.survival.toFixed(3))).toEqual([
      '0.833',
      '0.667',
      '0.500',
      '0.333',
    ]);
    expect(events.map((step) => step.interval?.low.toFixed(4))).toEqual([
      '0.2731',
      '0.1946',
      '0.1109',
      '0.0461',
    ]);
    expect(events.map((step) => step.interval?.high.toFixed(3))).toEqual([
      '0.975',
      '0.904',
      '0.804',
      '0.676',
    ]);
  });

  it('keeps who is censored at the time of an event at risk at it', () => {
    const [first, second] = kaplanMeier(subjects(5, -5, -5, 7));
    expect(first).toMatchObject({ atRisk: 4, events: 1, censored: 2, survival: 0.75 });
    expect(second).toMatchObject({ atRisk: 1, survival: 0, interval: null });
  });

  it('has no interval before the first event, and no step of nothing', () => {
    expect(kaplanMeier(subjects(-3))[0]).toMatchObject({ survival: 1, interval: null });
    expect(kaplanMeier([])).toEqual([]);
    expect(kaplanMeier([{ time: 4, events: 0, censored: 0 }])).toEqual([]);
  });

  it('without censoring is the share that is left, whatever the order of the rows', () => {
    const times = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(times, (data) => {
        const steps = kaplanMeier(subjects(...data));
        expect(steps).toEqual(kaplanMeier(subjects(...[...data].reverse())));
        for (const { time, survival } of steps) {
          const left = data.filter((each) => each > time).length / data.length;
          expect(survival).toBeCloseTo(left, 12);
          expect(survivalAt(steps, time)?.beyond).toBe(data.filter((each) => each > time).length);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('survivalAt', () => {
  const steps = kaplanMeier(subjects(10, 20, -20, -30));

  it('is 1 before the first time and a step function after it', () => {
    expect(survivalAt(steps, 9)).toEqual({ survival: 1, interval: null, atRisk: 4, beyond: 4 });
    expect(survivalAt(steps, 10)?.survival).toBe(0.75);
    expect(survivalAt(steps, 19)).toMatchObject({ survival: 0.75, beyond: 3 });
  });

  it('counts who was observed to the very time as beyond it', () => {
    expect(survivalAt(steps, 20)).toMatchObject({ atRisk: 3, beyond: 2 });
    expect(survivalAt(steps, 21)?.beyond).toBe(1);
    expect(survivalAt(steps, 30)?.beyond).toBe(1);
  });

  it('is not known beyond the last time, unless nobody was left', () => {
    expect(survivalAt(steps, 31)).toBeNull();
    expect(survivalAt(kaplanMeier(subjects(1, 2)), 3)).toMatchObject({ survival: 0, beyond: 0 });
    expect(survivalAt([], 1)).toBeNull();
  });
});

describe('medianTime', () => {
  it('is the first time at which half have had the event', () => {
    expect(medianTime(kaplanMeier(subjects(34, 32, 9, 19, -50, -48)))).toEqual({
      median: 32,
      low: 9,
      high: null,
    });
    expect(medianTime(kaplanMeier(subjects(1, 2))).median).toBe(1);
  });

  it('is null where the curve stays above one half', () => {
    expect(medianTime(kaplanMeier(subjects(5, -9, -9))).median).toBeNull();
    expect(medianTime([])).toEqual({ median: null, low: null, high: null });
  });
});

describe('logRank', () => {
  // Freireich et al. 1963, remission of leukaemia in weeks; survdiff of R gives 16.8.
  const treated = subjects(
    ...[6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35],
  );
  const placebo = subjects(
    ...[1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23],
  );

  it('gives the published test of two groups', () => {
    const test = logRank([treated, placebo]);
    expect(test?.chiSquare).toBeCloseTo(16.79, 2);
    expect(test?.df).toBe(1);
    expect(test?.p).toBeCloseTo(4.17e-5, 7);
    expect(test?.groups.map((group) => group.observed)).toEqual([9, 21]);
    expect(test?.groups.map((group) => group.expected.toFixed(2))).toEqual(['19.25', '10.75']);
  });

  it('does not depend on the order of the groups, nor on groups without anybody', () => {
    const third = subjects(3, 8, -9, 14, -20, 30);
    const test = logRank([treated, placebo, third]);
    const other = logRank([third, [], treated, placebo]);
    expect(test?.df).toBe(2);
    expect(other?.df).toBe(2);
    expect(other?.chiSquare).toBeCloseTo(test?.chiSquare ?? NaN, 9);
    expect(other?.groups[1]).toEqual({ observed: 0, expected: 0 });
  });

  it('finds nothing between equal groups, and tests nothing where there is nothing', () => {
    expect(logRank([treated, treated])).toMatchObject({ p: 1 });
    expect(logRank([treated])).toBeNull();
    expect(logRank([treated, []])).toBeNull();
    expect(logRank([subjects(-3, -4), subjects(-9)])).toBeNull();
    expect(logRank([])).toBeNull();
  });

  it('expects as many events as there are', () => {
    const group = fc.array(fc.integer({ min: -15, max: 15 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 5 }), (groups) => {
        const test = logRank(groups.map((times) => subjects(...times.map((t) => t || 1))));
        if (test === null) return;
        const sum = (of: 'observed' | 'expected') =>
          test.groups.reduce((total, each) => total + each[of], 0);
        expect(sum('expected')).toBeCloseTo(sum('observed'), 9);
        expect(test.chiSquare).toBeGreaterThanOrEqual(-1e-9);
        expect(test.p).toBeGreaterThanOrEqual(0);
        expect(test.p).toBeLessThanOrEqual(1);
      }),
      { numRuns: 100 },
    );
  });
});
