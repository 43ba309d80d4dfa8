import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RetentionSettings } from '../../../../src/analyses/retention/settings.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { CALENDAR_DAYS, counts, moment, run } from './run.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

const hours24: RetentionSettings = { ...CALENDAR_DAYS, windows: 'rolling', length: 1 };
const at = (customer: string, ...hours: readonly number[]) =>
  hours.map((hour) => ({ customer, at: moment(hour), amount: 1 }));

describe('rolling windows of 24 hours', () => {
  it('counts from each customer’s own first order, not from midnight', () => {
    // Starts at 20:00. The next day 19:59 is still window 0, 20:00 is window 1; one calendar day
    // (hours 44 to 71) touches windows 1 and 2.
    const facts = canonicalFrom(db, [
      ...at('a', 20, 43.98),
      ...at('b', 20, 44),
      ...at('c', 20, 67.9, 68.5),
      ...at('end', 0, 24 * 6),
    ]);
    const result = run(db, hours24, facts);
    // The end is the midnight after 16 June: 7 days, so 6 windows of a, b and c are over.
    expect(result.rows[0]?.cells.map((cell) => [cell?.observed, cell?.customers])).toEqual([
      [4, 4],
      [4, 2],
      [4, 1],
      [4, 0],
      [4, 0],
      [4, 0],
      [1, 1],
    ]);
  });

  it('counts a window once, however many days touch it', () => {
    const facts = canonicalFrom(db, [...at('a', 12, 37, 47.9, 48.1, 59, 61), ...at('end', 0, 96)]);
    // Windows of a: 0 (12–36), 1 (36–60), 2 (60–84): three days touch window 1.
    expect(counts(run(db, hours24, facts))[0]?.slice(0, 4)).toEqual([2, 1, 1, 0]);
  });

  it('leaves a customer out of the windows that are not over', () => {
    const facts = canonicalFrom(db, [...at('a', 0, 25), ...at('b', 30, 60)]);
    // The end is hour 72: three windows of a are over and one of b, so that b's window 1
    // (hours 54 to 78), though b bought in it, counts for nobody yet.
    expect(run(db, hours24, facts).rows[0]?.cells).toEqual([
      { customers: 2, observed: 2, percent: 100, incomplete: false },
      { customers: 1, observed: 1, percent: 100, incomplete: false },
      { customers: 0, observed: 1, percent: 0, incomplete: false },
    ]);
    const later = run(db, { ...hours24, return: 'onOrAfter' }, facts);
    expect(counts(later)[0]).toEqual([2, 1, 0]);
  });

  it('counts on or after up to the last order, also one in a window not over', () => {
    const facts = canonicalFrom(db, [...at('a', 30, 50), ...at('b', 0, 71), ...at('c', 10, 59)]);
    // End at hour 72. c: windows 10–34, 34–58 are over, 58–82 is not, but c bought in it.
    const later = run(db, { ...hours24, return: 'onOrAfter' }, facts);
    expect(later.rows[0]?.cells.map((cell) => [cell?.observed, cell?.customers])).toEqual([
      [3, 3],
      [2, 2],
      [1, 1],
    ]);
  });

  it('ends with the last day also where dates have no time', () => {
    const facts = canonicalFrom(db, [
      { customer: 'a', at: '2020-06-10', amount: 1 },
      { customer: 'a', at: '2020-06-12', amount: 1 },
    ]);
    expect(facts.hasTime).toBe(false);
    expect(counts(run(db, hours24, facts))[0]).toEqual([1, 0, 1]);
  });
});

describe('longer windows', () => {
  it('are exactly 7 and 30 times 24 hours', () => {
    const week = 7 * 24;
    const facts = canonicalFrom(db, [
      ...at('a', 5, 5 + week - 0.01),
      ...at('b', 5, 5 + week),
      ...at('c', 5, 4.9 + 30 * 24),
      ...at('d', 5, 5 + 30 * 24),
      ...at('end', 0, 90 * 24),
    ]);
    const weeks = run(db, { ...hours24, length: 7 }, facts);
    expect(counts(weeks)[0]?.slice(0, 6)).toEqual([5, 1, 0, 0, 2, 0]);
    const months = run(db, { ...hours24, length: 30 }, facts);
    expect(counts(months)[0]?.slice(0, 3)).toEqual([5, 1, 0]);
  });

  it('have cohorts of the month of the first order', () => {
    const facts = canonicalFrom(db, [...at('a', 0), ...at('b', 24 * 25), ...at('c', 24 * 70)]);
    const result = run(db, { ...hours24, length: 30 }, facts);
    expect(result.cohortGrain).toBe('month');
    expect(result.rows.map((row) => row.size)).toEqual([1, 1, 1]);
    expect(result.rows.map((row) => row.cells.filter((cell) => cell !== null).length)).toEqual([
      2, 1, 0,
    ]);
  });
});
