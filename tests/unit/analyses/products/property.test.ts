import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HORIZONS } from '../../../../src/analyses/products/settings.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { naiveFirst, naiveOrders, naiveReach, naiveSteps } from './naive.ts';
import { customersOf, runProducts } from './run.ts';

const ITEMS = ['P', 'Q', 'R', 'S', "T'"];

/** Orders of one to four lines; each at a minute of its own, so that the first one is certain. */
const shop: fc.Arbitrary<readonly TestOrder[]> = fc
  .array(
    fc.record({
      customer: fc.integer({ min: 1, max: 7 }),
      day: fc.nat(420),
      products: fc.array(fc.option(fc.constantFrom(...ITEMS), { nil: undefined, freq: 9 }), {
        minLength: 1,
        maxLength: 4,
      }),
      amount: fc.integer({ min: 0, max: 40 }),
      isReturn: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((orders) =>
    orders.flatMap(({ customer, day, products, amount, isReturn }, i) => {
      const minute = new Date(Date.UTC(2024, 0, 1 + day, 0, i)).toISOString();
      return products.map((product): TestOrder => ({
        customer: `c${customer}`,
        at: minute.slice(0, 19).replace('T', ' '),
        order: `o${i}`,
        amount: isReturn ? -amount : amount,
        kind: isReturn ? 'return' : 'sale',
        ...(product === undefined ? {} : { product }),
      }));
    }),
  )
  .filter((lines) => lines.some(({ product }) => product !== undefined));

const RUNS = { numRuns: 20 };

describe('against a plain version of the definitions', () => {
  let db: TestDb;
  beforeAll(async () => {
    db = await openDuckDB();
  });
  afterAll(() => {
    db.close();
  });

  it('counts who began with what, and what they did', () => {
    fc.assert(
      fc.property(shop, (lines) => {
        const facts = canonicalFrom(db, lines);
        const result = runProducts(db, facts, 'first', { leastCustomers: 2 });
        for (const horizon of HORIZONS) {
          const all = naiveFirst(lines, horizon, () => true);
          const course = result.all[horizon];
          expect([course.observed, course.returned]).toEqual([all.observed, all.returned]);
          for (const { item, customers, courses } of result.rows) {
            const own = naiveFirst(lines, horizon, ({ items }) => items.includes(item));
            expect(customers).toBe(own.customers);
            expect(courses[horizon]).toMatchObject({
              observed: own.observed,
              returned: own.returned,
              valued: own.observed,
            });
            expect(courses[horizon].sums.sum).toBeCloseTo(own.revenue, 6);
          }
        }
        const listed = ITEMS.filter(
          (item) => naiveFirst(lines, 90, ({ items }) => items.includes(item)).customers >= 2,
        );
        expect(result.rows.map(({ item }) => item).sort()).toEqual(listed.sort());
        for (const { selection, customers } of result.rows.slice(0, 2))
          expect(customersOf(db, facts, selection)).toHaveLength(customers);
      }),
      RUNS,
    );
  }, 60_000);

  it('counts what is in one order', () => {
    fc.assert(
      fc.property(shop, (lines) => {
        const facts = canonicalFrom(db, lines);
        const result = runProducts(db, facts, 'pairs', { leastOrders: 2 });
        for (const { item, orders } of result.items) expect(orders).toBe(naiveOrders(lines, item));
        const known = ITEMS.reduce((sum, item) => sum + (naiveOrders(lines, item) >= 2 ? 1 : 0), 0);
        expect(result.items).toHaveLength(known);
        for (const pair of result.pairs) {
          const [a, b] = [naiveOrders(lines, pair.a), naiveOrders(lines, pair.b)];
          const both = naiveOrders(lines, pair.a, pair.b);
          expect(pair.orders).toBe(both);
          expect(pair.lift).toBeCloseTo((both * result.orders) / (a * b), 9);
          expect(a).toBeGreaterThanOrEqual(b);
        }
        const pairs = ITEMS.flatMap((a, i) =>
          ITEMS.slice(i + 1).filter((b) => naiveOrders(lines, a, b) >= 2),
        );
        expect(result.pairs).toHaveLength(pairs.length);
      }),
      RUNS,
    );
  }, 60_000);

  it('counts what comes next', () => {
    fc.assert(
      fc.property(shop, (lines) => {
        const facts = canonicalFrom(db, lines);
        const result = runProducts(db, facts, 'next', { leastSteps: 2 });
        const steps = naiveSteps(lines);
        expect(result.steps).toBe(steps.length);
        for (const one of result.items) {
          expect(one.departed).toBe(steps.filter(({ from }) => from.has(one.item)).length);
          expect(one.arrived).toBe(steps.filter(({ to }) => to.has(one.item)).length);
        }
        const taken = ITEMS.flatMap((a) =>
          ITEMS.flatMap((b) => {
            const n = steps.filter(({ from, to }) => from.has(a) && to.has(b)).length;
            return n >= 2 ? [`${a}${b}${n}`] : [];
          }),
        );
        expect(
          result.transitions.map(({ from, to, orders }) => `${from}${to}${orders}`).sort(),
        ).toEqual(taken.sort());
        for (const { selection, orders } of result.transitions.slice(0, 2)) {
          const times = customersOf(db, facts, selection).map((row) => Number(row['step_times']));
          expect(times.reduce((sum, n) => sum + n, 0)).toBe(orders);
        }
      }),
      RUNS,
    );
  }, 60_000);

  it('counts whom each reaches', () => {
    fc.assert(
      fc.property(shop, (lines) => {
        const facts = canonicalFrom(db, lines);
        const result = runProducts(db, facts, 'reach');
        const sizes = naiveReach(lines, null);
        expect(Object.fromEntries(result.groups.map((one) => [one.id, one.customers]))).toEqual(
          sizes,
        );
        for (const { item, all, cells } of result.rows) {
          const buyers = naiveReach(lines, item);
          const told = cells.filter(({ customers }) => customers > 0);
          expect(Object.fromEntries(told.map((one) => [one.group, one.customers]))).toEqual(buyers);
          expect(all.customers).toBe(Object.values(buyers).reduce((sum, n) => sum + n, 0));
          for (const { selection, customers } of [all, ...cells.slice(0, 1)])
            expect(customersOf(db, facts, selection)).toHaveLength(customers);
        }
      }),
      RUNS,
    );
  }, 60_000);
});
