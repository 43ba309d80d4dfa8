import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEASURES, type Limits } from '../../../../src/analyses/concentration/settings.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { customersOf, runConcentration } from './run.ts';

const order: fc.Arbitrary<TestOrder> = fc
  .record({
    customer: fc.integer({ min: 1, max: 40 }).map((i) => `c${i}`),
    amount: fc.oneof(
      fc.constantFrom(0, 1, 2, 5, 5, 20, 100),
      fc.integer({ min: 1, max: 900_000 }).map((n) => n / 10_000),
      fc.constant(null),
    ),
    cost: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined, freq: 20 }),
    isReturn: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  .map(({ customer, amount, cost, isReturn }) => ({
    customer,
    at: '2024-05-01',
    amount: isReturn && amount !== null ? -amount : amount,
    kind: isReturn ? 'return' : 'sale',
    ...(cost === undefined ? {} : { cost }),
  }));

const limits: fc.Arbitrary<Limits> = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 2, maxLength: 2 })
  .map(([a = 1, b = 2]) => ({ first: Math.min(a, b), second: Math.max(a, b) }));

interface Person {
  readonly customer: string;
  readonly orders: number;
  /** In ten-thousandths; orders as they are. */
  readonly value: number | null;
}

/** Who bought, from the definitions, in the order in which the program numbers them. */
function peopleOf(
  orders: readonly TestOrder[],
  names: readonly string[],
  measure: string,
): readonly Person[] {
  return names.flatMap((customer): Person[] => {
    const own = orders.filter((one) => one.customer === customer);
    const sales = own.filter(({ kind }) => kind === 'sale').length;
    if (sales === 0) return [];
    if (measure === 'orders') return [{ customer, orders: sales, value: sales }];
    const known = own.flatMap(({ amount }) => (amount === null ? [] : [Math.round(amount * 1e4)]));
    const revenue = known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
    const costs = own.flatMap(({ cost }) => (cost === undefined ? [] : [cost * 1e4]));
    if (measure === 'revenue') return [{ customer, orders: sales, value: revenue }];
    const known2 = costs.length === own.length && revenue !== null;
    return [
      {
        customer,
        orders: sales,
        value: known2 ? revenue - costs.reduce((a, b) => a + b, 0) : null,
      },
    ];
  });
}

describe('against a plain version of the definitions', () => {
  let db: TestDb;
  beforeAll(async () => {
    db = await openDuckDB();
  });
  afterAll(() => {
    db.close();
  });

  it('ranks, shares out and classifies alike', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 90 }),
        fc.constantFrom(...MEASURES),
        limits,
        limits,
        (orders, wished, abc, usage) => {
          const facts = canonicalFrom(db, orders);
          const patch = { measure: wished, abc, usage };
          const result = runConcentration(db, facts, patch);
          const names = db
            .rows('SELECT customer_id FROM customers ORDER BY customer_key')
            .map((row) => String(row['customer_id']));
          const people = peopleOf(orders, names, result.measure);
          const ranked = people
            .filter((one) => one.value !== null)
            .map((one) => ({ ...one, value: one.value ?? NaN }))
            .sort((a, b) => b.value - a.value);
          const n = ranked.length;
          const total = ranked.reduce((sum, { value }) => sum + value, 0);
          const unit = result.measure === 'orders' ? 1 : 1e4;

          expect(result.customers).toBe(n);
          expect(result.unknown).toBe(people.length - n);
          expect(result.total).toBeCloseTo(total / unit, 6);
          if (total <= 0) expect(result.gini).toBeNull();
          else {
            // Half the mean difference of all pairs, by the mean.
            const pairs = ranked.reduce(
              (sum, a) => sum + ranked.reduce((s, b) => s + Math.abs(a.value - b.value), 0),
              0,
            );
            expect(result.gini).toBeCloseTo(pairs / (2 * n * total), 9);
          }

          let running = 0;
          const placed = ranked.map((one, i) => {
            const before = running;
            running += one.value;
            return {
              ...one,
              abc:
                before * 100 < total * abc.first
                  ? 'a'
                  : before * 100 < total * abc.second
                    ? 'b'
                    : 'c',
              usage:
                i + 1 <= Math.ceil((n * usage.first) / 100)
                  ? 'heavy'
                  : i + 1 <= Math.ceil((n * usage.second) / 100)
                    ? 'medium'
                    : 'light',
            };
          });
          for (const scheme of ['abc', 'usage'] as const) {
            if (scheme === 'abc' && total <= 0) continue;
            for (const row of result[scheme]) {
              const members = placed.filter((one) => one[scheme] === row.id);
              expect(row.customers).toBe(members.length);
              expect(row.value).toBeCloseTo(members.reduce((s, m) => s + m.value, 0) / unit, 6);
              expect(
                customersOf(db, facts, row.selection, patch).map((each) => each['customer_id']),
              ).toEqual(members.map(({ customer }) => customer));
            }
          }
          for (const one of [...result.best, ...result.curve]) {
            const best = placed.slice(0, one.customers);
            expect(one.value).toBeCloseTo(best.reduce((s, m) => s + m.value, 0) / unit, 6);
          }
          for (const one of result.best) {
            expect(one.customers).toBe(Math.ceil((n * one.percent) / 100));
          }
          expect(result.curve.length).toBeLessThanOrEqual(152);
          for (const row of result.orders) {
            const same = people.filter((one) => Math.min(one.orders, 20) === row.orders);
            expect(row.customers).toBe(same.length);
          }
        },
      ),
      { numRuns: 50 },
    );
  }, 120_000);
});
