import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BANDS, withLimit } from '../../../../src/analyses/attrition/settings.ts';
import { attrition } from '../../../../src/analyses/attrition/index.ts';
import { KINDS } from '../../../../src/analyses/attrition/query.ts';
import { formatDay } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { naiveAttrition } from './naive.ts';
import { customersOf, runAttrition } from './run.ts';

const FIRST_DAY = 19_700;

const order: fc.Arbitrary<TestOrder> = fc
  .record({
    customer: fc.integer({ min: 1, max: 14 }).map((i) => `c${i}`),
    at: fc
      .oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 700 }))
      .map((i) => formatDay(FIRST_DAY + i)),
    amount: fc.option(fc.integer({ min: 0, max: 400 }), { freq: 9 }),
    isReturn: fc.integer({ min: 0, max: 11 }).map((n) => n === 0),
  })
  .map(({ customer, at, amount, isReturn }) => ({
    customer,
    at,
    amount: isReturn && amount !== null ? -amount : amount,
    kind: isReturn ? 'return' : 'sale',
  }));

const limit = fc.integer({ min: 1, max: 99 });

describe('against a plain version of the definitions', () => {
  let db: TestDb;
  beforeAll(async () => {
    db = await openDuckDB();
  });
  afterAll(() => {
    db.close();
  });

  it('judges every customer alike, now and from the earlier day', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 70 }),
        limit,
        limit,
        (orders, late, gone) => {
          const facts = canonicalFrom(db, orders);
          const defaults = attrition.defaults(facts);
          const limits = withLimit(withLimit(defaults.limits, 'late', late), 'gone', gone);
          const settings = { ...defaults, limits };
          const result = runAttrition(db, facts, { limits });
          const naive = naiveAttrition(orders, settings, facts.lastDay);

          for (const of of KINDS) {
            const everyone = [...BANDS, 'unknown'] as const;
            const rows = customersOf(db, facts, { kind: 'bands', of, bands: everyone }, { limits });
            const expected = naive.filter(({ kind }) => kind === of);
            expect(rows).toHaveLength(expected.length);
            for (const row of rows) {
              const one = expected.find(({ customer }) => customer === row['customer_id']);
              expect(row['silent_days']).toBe(one?.silent);
              expect(row['year_revenue']).toBe(one?.value);
              if (one?.chance === null) expect(row['chance_percent']).toBeNull();
              else
                expect(Math.abs(Number(row['chance_percent']) - (one?.chance ?? NaN))).toBeLessThan(
                  0.0051,
                );
              if (one?.typical === null) expect(row['typical_gap']).toBeNull();
              else {
                const error = Number(row['typical_gap']) - (one?.typical ?? NaN);
                expect(Math.abs(error)).toBeLessThan(0.051);
              }
            }
            for (const { band, customers, value } of result.bands[of]) {
              const members = expected.filter((one) => one.band === band);
              expect(customers).toBe(members.length);
              expect(value ?? 0).toBe(members.reduce((sum, one) => sum + (one.value ?? 0), 0));
            }
          }

          const listed = customersOf(
            db,
            facts,
            { kind: 'bands', of: 'repeat', bands: ['gone'] },
            { limits },
          );
          const expected = naive.filter(({ kind, band }) => kind === 'repeat' && band === 'gone');
          expect(listed.map((row) => row['customer_id']).sort()).toEqual(
            expected.map(({ customer }) => customer).sort(),
          );

          if (result.checkDay === null) return;
          const { checkDay } = result;
          const earlier = naiveAttrition(orders, settings, checkDay);
          const lastOf = new Map(
            naive.map(({ customer, silent }) => [customer, facts.lastDay - silent]),
          );
          for (const of of KINDS) {
            for (const { band, returned } of result.bands[of]) {
              const members = earlier.filter((one) => one.kind === of && one.band === band);
              const back = members.filter(({ customer }) => (lastOf.get(customer) ?? 0) > checkDay);
              expect(returned).toMatchObject({ customers: members.length, back: back.length });
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  }, 180_000);
});
