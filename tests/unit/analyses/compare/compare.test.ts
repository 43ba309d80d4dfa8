import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../../../src/analyses/compare/index.ts';
import { compareFindings } from '../../../../src/analyses/compare/findings.ts';
import { compareGroups, type Group, holm } from '../../../../src/analyses/compare/result.ts';
import type { Window } from '../../../../src/analyses/compare/settings.ts';
import { formatDay, parseDay } from '../../../../src/core/calendar.ts';
import { sql } from '../../../../src/core/sql.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

function group(orders: readonly TestOrder[], window: Window = 30): Group {
  const facts = canonicalFrom(db, orders);
  const queries = Object.entries(compare.queries({ window }, facts));
  const tables = Object.fromEntries(queries.map(([name, query]) => [name, db.rows(query)]));
  return compare.result(tables, { window }, facts);
}

const sale = (customer: string, at: string, amount: number | null, more = {}): TestOrder => ({
  customer,
  at,
  amount,
  ...more,
});

/*
 * Worked by hand; the data ends on 30 April, so that a window of 30 days is over for who first
 * bought by 31 March.
 *   ann  1 Jan 10, 1 Jan 20, 15 Jan 30   three orders, two days, back after 14 days
 *   bob  1 Feb 40, 15 Mar 10             back after 43 days (a leap year): repeats, but not within 30 days
 *   cat  1 Mar 50, 5 Mar −20 (return)    one order, revenue 30
 *   dan  20 Apr 5, 30 Apr 5              back after 10 days, but the window is not over
 * Customers 4, orders 8, revenue 150. Orders each 3, 2, 1, 2: squares 18.
 * Revenue each 60, 50, 30, 10: squares 3600 + 2500 + 900 + 100 = 7100; orders × revenue
 * 180 + 100 + 30 + 20 = 330. Gaps 14, 43, 10: sum 67, squares 196 + 1849 + 100 = 2145.
 */
const BY_HAND = [
  sale('ann', '2024-01-01', 10, { order: '1' }),
  sale('ann', '2024-01-01', 20, { order: '2' }),
  sale('ann', '2024-01-15', 30, { order: '3' }),
  sale('bob', '2024-02-01', 40, { order: '4' }),
  sale('bob', '2024-03-15', 10, { order: '5' }),
  sale('cat', '2024-03-01', 50, { order: '6' }),
  sale('cat', '2024-03-05', -20, { order: '6', kind: 'return' }),
  sale('dan', '2024-04-20', 5, { order: '7' }),
  sale('dan', '2024-04-30', 5, { order: '8' }),
];

describe('a group', () => {
  it('has the sums worked by hand', () => {
    expect(group(BY_HAND)).toMatchObject({
      customers: 4,
      orders: 8,
      revenue: 150,
      repeat: { successes: 3, n: 4 },
      returned: { successes: 1, n: 3 },
      perCustomer: { n: 4, sum: 8, squares: 18 },
      revenueOf: { n: 4, sum: 150, squares: 7100 },
      orderValue: { n: 4, x: 8, y: 150, xx: 18, yy: 7100, xy: 330 },
      gaps: { n: 3, sum: 67, squares: 2145 },
      contributionOf: null,
    });
  });

  it('knows contribution only where every cost is known', () => {
    const known = group(BY_HAND.map((one) => ({ ...one, cost: 1 })));
    // Rows of each customer 3, 2, 2, 2: contribution 57, 48, 28, 8.
    expect(known.contributionOf).toEqual({ n: 4, sum: 141, squares: 3249 + 2304 + 784 + 64 });
    const partly = group(BY_HAND.map((one, i) => (i === 0 ? one : { ...one, cost: 1 })));
    expect(partly.contributionOf).toBeNull();
  });

  it('of unknown amounts has no revenue', () => {
    const found = group([sale('a', '2024-01-01', null), sale('b', '2024-01-02', null)]);
    expect(found).toMatchObject({ revenue: null, revenueOf: null, orderValue: null, orders: 2 });
  });

  it('of only returns is empty', () => {
    const found = group([sale('a', '2024-01-01', -3, { kind: 'return' })]);
    expect(found).toMatchObject({ customers: 0, orders: 0, revenue: null });
  });

  it('is what one counts on paper, for any orders', () => {
    const start = parseDay('2023-12-20');
    const any = fc
      .record({
        customer: fc.constantFrom('a', 'b', 'c', 'd'),
        day: fc.integer({ min: 0, max: 90 }),
        amount: fc.integer({ min: 0, max: 99 }),
      })
      .map(({ day, ...one }): TestOrder => ({ ...one, at: formatDay(start + day) }));
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 30 }), (orders) => {
        const found = group(orders);
        const end = Math.max(...orders.map(({ at }) => parseDay(at)));
        const people = [...new Set(orders.map(({ customer }) => customer))].map((customer) => {
          const own = orders.filter((one) => one.customer === customer);
          const days = [...new Set(own.map(({ at }) => parseDay(at)))].toSorted((a, b) => a - b);
          const revenue = own.reduce((sum, one) => sum + (one.amount ?? 0), 0);
          return { orders: own.length, days, revenue };
        });
        const eligible = people.filter(({ days }) => (days[0] ?? 0) + 30 <= end);
        expect(found.repeat).toEqual({
          successes: people.filter(({ days }) => days.length > 1).length,
          n: people.length,
        });
        expect(found.returned).toEqual({
          successes: eligible.filter(
            ({ days: [first = 0, second] }) => second !== undefined && second - first <= 30,
          ).length,
          n: eligible.length,
        });
        const gaps = people.flatMap(({ days }) =>
          days.slice(1).map((day, i) => day - (days[i] ?? 0)),
        );
        expect(found.gaps.n).toBe(gaps.length);
        expect(found.gaps.sum).toBe(gaps.reduce((sum, gap) => sum + gap, 0));
        expect(found.revenueOf?.squares).toBe(
          people.reduce((sum, one) => sum + one.revenue ** 2, 0),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('is listed: every customer with a sale', () => {
    const facts = canonicalFrom(db, BY_HAND);
    const query = compare.customers({ kind: 'all' }, { window: 30 }, facts);
    expect(db.rows(sql`SELECT count(*)::INTEGER AS n FROM (${query})`)).toEqual([{ n: 4 }]);
  });
});

/** A group of n customers, one order each, of whom `repeaters` came again. */
function plain(n: number, repeaters: number): Group {
  const facts = canonicalFrom(db, BY_HAND);
  const orders = n + repeaters;
  return {
    window: 30,
    facts,
    customers: n,
    orders,
    revenue: orders * 10,
    repeat: { successes: repeaters, n },
    returned: { successes: repeaters, n },
    perCustomer: { n, sum: orders, squares: n - repeaters + 4 * repeaters },
    revenueOf: { n, sum: orders * 10, squares: (n - repeaters) * 100 + repeaters * 400 },
    contributionOf: null,
    orderValue: {
      n,
      x: orders,
      y: orders * 10,
      xx: n - repeaters + 4 * repeaters,
      yy: (n - repeaters) * 100 + repeaters * 400,
      xy: (n - repeaters) * 10 + repeaters * 40,
    },
    gaps: { n: repeaters, sum: repeaters * 9, squares: repeaters * 82 },
  };
}

describe('two groups', () => {
  it('that are the same do not differ', () => {
    const rows = compareGroups(plain(1000, 300), plain(1000, 300));
    for (const { verdict, difference } of rows) {
      expect(verdict).not.toBe('clear');
      expect(difference?.difference ?? 0).toBe(0);
    }
    expect(compareFindings(rows).map(({ key }) => key)).toEqual(['compare_finding_none']);
  });

  it('that differ much are told apart, and the sentence has the numbers of the table', () => {
    const rows = compareGroups(plain(1000, 300), plain(1000, 500));
    const found = rows.find(({ measure }) => measure === 'repeat');
    expect(found).toMatchObject({ a: 30, b: 50, verdict: 'clear' });
    for (const finding of compareFindings(rows)) {
      const row = rows.find(({ measure }) => finding.key.startsWith(`compare_finding_${measure}_`));
      expect(finding.values).toMatchObject({ a: { value: row?.a }, b: { value: row?.b } });
      expect(row?.verdict).toBe('clear');
    }
  });

  it('of fewer than thirty are not judged', () => {
    const rows = compareGroups(plain(29, 2), plain(1000, 900));
    expect(rows.every(({ verdict }) => verdict === 'few')).toBe(true);
    expect(compareFindings(rows)).toEqual([]);
  });
});

describe("Holm's correction", () => {
  it('asks of the smallest p the most', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([true, false, false, true]);
  });

  it('never lets a test without p hold', () => {
    expect(holm([null, 0.001])).toEqual([false, true]);
  });
});
