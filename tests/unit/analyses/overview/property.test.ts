import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overview } from '../../../../src/analyses/overview/index.ts';
import { dayOf, formatDay, GRAINS } from '../../../../src/core/calendar.ts';
import { LIFECYCLE_STATES } from '../../../../src/data/lifecycle.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { naivePeriods, naiveWeek } from './naive.ts';
import { runOverview } from './run.ts';

let db: TestDb;

beforeAll(async () => {
  db = await openDuckDB();
});

afterAll(() => {
  db.close();
});

const start = dayOf(2019, 12, 20);
const order = fc
  .record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    day: fc.integer({ min: 0, max: 200 }),
    hour: fc.integer({ min: 0, max: 23 }),
    amount: fc.integer({ min: 0, max: 1000 }),
    quantity: fc.integer({ min: 1, max: 9 }),
    cost: fc.integer({ min: 0, max: 500 }),
    returned: fc.integer({ min: 0, max: 3 }).map((value) => value === 0),
  })
  .map(({ customer, day, hour, amount, quantity, cost, returned }): TestOrder => ({
    customer,
    at: `${formatDay(start + day)} ${String(hour).padStart(2, '0')}:30:00`,
    amount: returned ? -amount : amount,
    quantity: returned ? -quantity : quantity,
    cost: returned ? -cost : cost,
    kind: returned ? 'return' : 'sale',
  }));

describe('the overview of any orders', () => {
  it('has the numbers that one counts on paper, in every period', () => {
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 50 }), (orders) => {
        const facts = canonicalFrom(db, orders);
        for (const grain of GRAINS) {
          const { periods } = runOverview(db, facts, { grain });
          const counted = naivePeriods(orders, grain);
          expect(
            periods.map(({ observation, dormant, unnamedOrders, unnamedRevenue, ...each }) => {
              expect([unnamedOrders, unnamedRevenue]).toEqual([0, null]);
              const paper = counted.find(({ period }) => period === each.period)?.gone;
              const isKnown = observation !== 'running' && each.period !== periods[0]?.period;
              expect(dormant).toBe(isKnown ? paper : null);
              return { ...each, gone: undefined };
            }),
          ).toEqual(counted.map((each) => ({ ...each, gone: undefined })));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('holds together: sums, states, parts of the change and hours', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 50 }),
        fc.constantFrom(...GRAINS),
        (orders, grain) => {
          const facts = canonicalFrom(db, orders);
          const { periods, tree, week } = runOverview(db, facts, { grain });
          const sum = (values: readonly (number | null)[]) =>
            values.reduce<number>((total, value) => total + (value ?? 0), 0);
          expect(sum(periods.map(({ revenue }) => revenue))).toBe(facts.revenue);
          expect(sum(periods.map((each) => each.orders))).toBe(facts.orders);
          expect(sum(periods.map((each) => each.new))).toBe(facts.customers);
          for (const each of periods) {
            expect((each.sales ?? 0) + (each.returns ?? 0)).toBe(each.revenue);
            expect(each.new + each.returning + each.resurrecting).toBe(each.customers);
          }
          if (tree !== null && tree.branches.every(({ effect }) => effect !== null)) {
            expect(sum(tree.branches.map(({ effect }) => effect))).toBeCloseTo(tree.change ?? 0, 6);
          }
          const known = week.flatMap(({ weekday, hour, orders }) =>
            orders === 0 ? [] : [[`${weekday} ${hour}`, orders] as const],
          );
          expect(new Map(known)).toEqual(naiveWeek(orders));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('lists as many customers behind a number as it counts', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 40 }),
        fc.constantFrom('month', 'quarter'),
        (orders, grain) => {
          const facts = canonicalFrom(db, orders);
          const settings = { ...overview.defaults(facts), grain } as const;
          const { periods } = runOverview(db, facts, { grain });
          for (const each of periods.slice(0, 4)) {
            const { period } = each;
            const of = (selection: Parameters<typeof overview.customers>[0]) =>
              db.rows(overview.customers(selection, settings, facts)).length;
            expect(of({ kind: 'period', period })).toBe(each.customers);
            for (const state of LIFECYCLE_STATES) {
              if (each[state] !== null)
                expect(of({ kind: 'state', period, state })).toBe(each[state]);
            }
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});
