import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import type { RetentionResult } from '../../../../src/analyses/retention/result.ts';
import { LIFECYCLE_STATES } from '../../../../src/data/lifecycle.ts';
import type { RetentionSelection } from '../../../../src/analyses/retention/selection.ts';
import {
  BASES,
  LENGTHS,
  REFERENCES,
  RETURNS,
  WINDOW_KINDS,
  type RetentionSettings,
} from '../../../../src/analyses/retention/settings.ts';
import { bracketOf } from '../../../../src/analyses/retention/variants.ts';
import { GRAINS } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { isOver, naiveCells, naiveLifecycle } from './naive.ts';
import { moment, run } from './run.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

/** Hours whose windows and days begin at many offsets, dense enough to collide. */
const order = (hours: number): fc.Arbitrary<TestOrder> =>
  fc.record({
    customer: fc.integer({ min: 1, max: 9 }).map((n) => `c${n}`),
    at: fc
      .oneof(
        fc.integer({ min: 0, max: hours * 4 }).map((n) => n / 4),
        // The very edges of days.
        fc.integer({ min: 0, max: hours / 24 }).map((n) => n * 24),
        fc.integer({ min: 1, max: hours / 24 }).map((n) => n * 24 - 1 / 3600),
      )
      .map(moment),
    amount: fc.constantFrom(1, 10, 20, null),
    kind: fc.constantFrom('sale', 'sale', 'sale', 'sale', 'return'),
    category: fc.constantFrom('tea', 'cups'),
    product: fc.constantFrom('A', 'B', 'C'),
  });

const orders = fc
  .constantFrom(24 * 6, 24 * 40, 24 * 500)
  .chain((hours) => fc.array(order(hours), { minLength: 1, maxLength: 60 }));

const settings: fc.Arbitrary<RetentionSettings> = fc.record({
  view: fc.constant('retention' as const),
  reference: fc.constantFrom(...REFERENCES),
  brackets: fc.constantFrom<RetentionSettings['brackets'][]>(
    [],
    [],
    [
      { from: 1, to: 1 },
      { from: 2, to: 4 },
      { from: 6, to: 9 },
    ],
  ),
  event: fc.constantFrom<RetentionSettings['event'][]>(
    { kind: 'any' },
    { kind: 'any' },
    { kind: 'category', value: 'tea' },
    { kind: 'product', value: 'B' },
    { kind: 'amount', amount: 10 },
  ),
  minimum: fc.constantFrom(1, 1, 2),
  curves: fc.constant(3),
  horizon: fc.constant(90 as const),
  span: fc.constant(12),
  counting: fc.constant('exactly' as const),
  windows: fc.constantFrom(...WINDOW_KINDS),
  grain: fc.constantFrom(...GRAINS),
  length: fc.constantFrom(...LENGTHS),
  return: fc.constantFrom(...RETURNS),
  basis: fc.constantFrom(...BASES),
  mean: fc.constant('weighted' as const),
  periods: fc.constantFrom(1, 3, 30, 120),
});

function keysOf(selection: RetentionSelection, chosen: RetentionSettings, facts: DatasetFacts) {
  const keys = db.rows(retention.customers(selection, chosen, facts));
  const names = new Map(
    db
      .rows('SELECT customer_key, customer_id FROM customers')
      .map((row) => [row['customer_key'], String(row['customer_id'])]),
  );
  return keys.map((row) => names.get(row['customer_key'] ?? null)).sort();
}

function cellsOf(result: RetentionResult): Map<string, [number, number]> {
  return new Map(
    result.rows.flatMap(({ cohort, cells }) =>
      cells.flatMap((cell, age) =>
        cell === null ? [] : [[`${cohort}/${age}`, [cell.customers, cell.observed]] as const],
      ),
    ),
  );
}

const sorted = (names: Iterable<string>) => [...names].sort();

it('agrees with the definitions applied order by order, and so do the customers behind', () => {
  fc.assert(
    fc.property(
      orders,
      fc.array(settings, { minLength: 6, maxLength: 6 }),
      fc.nat(),
      (data, all, pick) => {
        const facts = canonicalFrom(db, data);
        for (const chosen of all) {
          const result = run(db, chosen, facts);
          const naive = naiveCells(data, chosen, facts);
          expect(cellsOf(result)).toEqual(
            new Map([...naive].map(([key, { who, observed }]) => [key, [who.size, observed]])),
          );
          const [key, cell] = [...naive][pick % Math.max(1, naive.size)] ?? [];
          if (key === undefined || cell === undefined) continue;
          const [cohort, age] = key.split('/').map(Number) as [number, number];
          expect(keysOf({ kind: 'cell', cohort, age }, chosen, facts)).toEqual(sorted(cell.who));
          expectPooled(result, naive, age, chosen, facts);
        }
      },
    ),
    { numRuns: 20 },
  );
}, 240_000);

function expectPooled(
  result: RetentionResult,
  naive: ReturnType<typeof naiveCells>,
  age: number,
  chosen: RetentionSettings,
  facts: DatasetFacts,
) {
  const counted = [...naive].filter(
    ([key]) =>
      key.endsWith(`/${age}`) &&
      (chosen.windows === 'rolling' ||
        isOver(Number(key.split('/')[0]) + bracketOf(age, chosen).to, chosen.grain, facts)),
  );
  const point = result.curve[age];
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const customers = sum(counted.map(([, { who }]) => who.size));
  const observed = sum(counted.map(([, cell]) => cell.observed));
  expect([point?.customers, point?.observed]).toEqual([customers, observed]);
  if (observed === 0) expect(point?.mean).toBeNull();
  else expect(point?.mean).toBeCloseTo((100 * customers) / observed, 9);
  const everybody = new Set(counted.flatMap(([, { who }]) => [...who]));
  expect(keysOf({ kind: 'cell', cohort: null, age }, chosen, facts)).toEqual(sorted(everybody));
}

it('tells the lifecycle of each period as its definition does, and its customers', () => {
  fc.assert(
    fc.property(orders, settings, fc.nat(), (data, chosen, pick) => {
      const facts = canonicalFrom(db, data);
      const { lifecycle, lifecycleGrain } = run(db, chosen, facts);
      for (const { period, incomplete, ...counts } of lifecycle) {
        const states = naiveLifecycle(data, lifecycleGrain, period);
        expect(incomplete).toBe(!isOver(period, lifecycleGrain, facts));
        expect(counts).toEqual({
          new: states.new.size,
          returning: states.returning.size,
          resurrecting: states.resurrecting.size,
          dormant: incomplete || period === lifecycle[0]?.period ? null : states.dormant.size,
        });
      }
      const { period } = lifecycle[pick % lifecycle.length] ?? { period: 0 };
      const states = naiveLifecycle(data, lifecycleGrain, period);
      for (const state of LIFECYCLE_STATES) {
        const selection = { kind: 'lifecycle', period, state } as const;
        expect(keysOf(selection, chosen, facts)).toEqual(sorted(states[state]));
      }
    }),
    { numRuns: 20 },
  );
}, 240_000);
