import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RetentionSettings } from '../../../../src/analyses/retention/settings.ts';
import { dayOf, periodIndex } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { CALENDAR_DAYS, counts, ordersOn, run, triangle } from './run.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

const d = (n: number) => dayOf(2020, 6, 10 + n);
const recurring: RetentionSettings = { ...CALENDAR_DAYS, basis: 'recurring' };
const monthly: RetentionSettings = { ...CALENDAR_DAYS, grain: 'month' };

describe('recurring calendar days', () => {
  it('counts who of a day’s customers is active k days later', () => {
    const facts = canonicalFrom(db, ordersOn({ p1: [0, 1, 2, 5, 6], p2: [1, 2, 3, 6] }));
    const result = run(db, recurring, { ...facts, lastDay: d(10) });
    expect(triangle(result)).toEqual([
      [1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0],
      [2, 2, 1, 0, 1, 2, 0, 0, 0, 0],
      [2, 1, 0, 1, 2, 0, 0, 0, 0],
      [1, 0, 0, 1, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0],
      [1, 1, 0, 0, 0, 0],
      [2, 0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0],
      [0, 0],
      [0],
    ]);
  });

  it('counts on or after, to the last activity', () => {
    const people = { p1: [0, 3, 4], p2: [0, 1], p3: [1, 2, 3], p4: [3, 4], p5: [4] };
    const facts = canonicalFrom(db, ordersOn(people));
    const result = run(db, { ...recurring, return: 'onOrAfter' }, { ...facts, lastDay: d(5) });
    // The published table begins with d1; d0 is worked by hand.
    expect(triangle(result)).toEqual([
      [2, 2, 1, 1, 1, 0],
      [2, 1, 1, 0, 0],
      [1, 1, 0, 0],
      [3, 2, 0],
      [3, 0],
      [0],
    ]);
  });
});

describe('cohorts of the first order', () => {
  // Cohorts 2020-01 (a, b, c), 2020-02 (none), 2020-03 (d); the data end within April.
  const orders = [
    { customer: 'a', at: '2020-01-05', amount: 1 },
    { customer: 'a', at: '2020-01-31', amount: 1 },
    { customer: 'a', at: '2020-02-01', amount: 1 },
    { customer: 'a', at: '2020-02-29', amount: 1 },
    { customer: 'b', at: '2020-01-20', amount: 1 },
    { customer: 'b', at: '2020-03-31', amount: 1 },
    { customer: 'c', at: '2020-01-31', amount: null },
    { customer: 'c', at: '2020-02-10', amount: -1, kind: 'return' as const },
    { customer: 'd', at: '2020-03-01', amount: 1 },
    { customer: 'd', at: '2020-04-02', amount: 1 },
    { customer: 'e', at: '2020-04-10', amount: -5, kind: 'return' as const },
  ];

  it('counts a customer once a period; returns are no activity', () => {
    const facts = canonicalFrom(db, orders);
    expect(counts(run(db, monthly, facts))).toEqual([
      [3, 1, 1, 0],
      [0, 0, 0, null],
      [1, 1, null, null],
      [0, null, null, null],
    ]);
    expect(counts(run(db, { ...monthly, return: 'onOrAfter' }, facts))).toEqual([
      [3, 2, 1, 0],
      [0, 0, 0, null],
      [1, 1, null, null],
      [0, null, null, null],
    ]);
  });

  it('keeps the period that is not over and empty cohorts out of the mean', () => {
    const { rows, curve } = run(db, monthly, canonicalFrom(db, orders));
    expect(rows.map((row) => row.size)).toEqual([3, 0, 1, 0]);
    expect(rows[2]?.cells[1]).toEqual({
      customers: 1,
      observed: 1,
      percent: 100,
      incomplete: true,
    });
    expect(rows[1]?.cells[1]?.percent).toBeNull();
    expect(curve.map((point) => [point.cohorts, point.observed, point.customers])).toEqual([
      [2, 4, 4],
      [1, 3, 1],
      [1, 3, 1],
      [0, 0, 0],
    ]);
    expect(curve[1]?.mean).toBeCloseTo(100 / 3, 10);
    expect(curve[3]).toMatchObject({ mean: null, low: null, high: null });
  });

  it('takes the last period as over when the data reach its last day', () => {
    const facts = canonicalFrom(db, orders);
    const { rows } = run(db, monthly, { ...facts, lastDay: dayOf(2020, 4, 30) });
    expect(rows[2]?.cells[1]?.incomplete).toBe(false);
  });

  it('follows no more periods than asked', () => {
    const facts = canonicalFrom(db, orders);
    expect(counts(run(db, { ...monthly, periods: 1 }, facts))[0]).toEqual([3, 1]);
    const later = run(db, { ...monthly, periods: 1, return: 'onOrAfter' }, facts);
    expect(counts(later)[0]).toEqual([3, 2]);
  });
});

describe('edges', () => {
  it('takes one customer on one day', () => {
    const facts = canonicalFrom(db, [{ customer: 'a', at: '2020-02-29', amount: 1 }]);
    for (const grain of ['day', 'week', 'month', 'quarter', 'year'] as const) {
      const result = run(db, { ...CALENDAR_DAYS, grain }, facts);
      expect(counts(result)).toEqual([[1]]);
      expect(result.rows[0]?.cohort).toBe(periodIndex(dayOf(2020, 2, 29), grain));
    }
  });

  it('puts midnight into the day that begins', () => {
    const facts = canonicalFrom(db, [
      { customer: 'a', at: '2020-02-28 23:59:59', amount: 1 },
      { customer: 'a', at: '2020-02-29 00:00:00', amount: 1 },
      { customer: 'a', at: '2020-02-29 23:59:59', amount: 1 },
      { customer: 'a', at: '2020-03-01 00:00:00', amount: 1 },
    ]);
    expect(triangle(run(db, CALENDAR_DAYS, facts))).toEqual([[1, 1, 1], [0, 0], [0]]);
    expect(triangle(run(db, { ...CALENDAR_DAYS, grain: 'month' }, facts))).toEqual([[1, 1], [0]]);
  });

  it('keeps a week that spans two years together', () => {
    const facts = canonicalFrom(db, [
      { customer: 'a', at: '2019-12-30', amount: 1 },
      { customer: 'a', at: '2020-01-05', amount: 1 },
      { customer: 'a', at: '2020-01-06', amount: 1 },
    ]);
    const result = run(db, { ...CALENDAR_DAYS, grain: 'week' }, facts);
    expect(triangle(result)).toEqual([[1, 1], [0]]);
    expect(triangle(run(db, { ...CALENDAR_DAYS, grain: 'year' }, facts))).toEqual([[1, 1], [0]]);
  });

  it('knows no customer where there are only returns', () => {
    const facts = canonicalFrom(db, [
      { customer: 'a', at: '2020-01-05', amount: -1, kind: 'return' },
      { customer: 'b', at: '2020-02-05', amount: -1, kind: 'return' },
    ]);
    for (const windows of ['calendar', 'rolling'] as const) {
      for (const basis of ['first', 'recurring'] as const) {
        const result = run(db, { ...monthly, windows, basis }, facts);
        expect(result.rows.map((row) => row.size)).toEqual([0, 0]);
        expect(result.curve.every((point) => point.mean === null)).toBe(true);
        expect(result.lifecycle.every((period) => period.new === 0)).toBe(true);
      }
    }
  });
});
