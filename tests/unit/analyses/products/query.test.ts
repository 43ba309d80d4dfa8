import { is, parse } from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { products } from '../../../../src/analyses/products/index.ts';
import type { ProductsSelection } from '../../../../src/analyses/products/query.ts';
import {
  OUTCOMES,
  VIEWS,
  type ProductsSettings,
} from '../../../../src/analyses/products/settings.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';

const FACTS: DatasetFacts = {
  firstDay: 19_000,
  lastDay: 19_400,
  customers: 4000,
  orders: 18_000,
  rows: 40_000,
  revenue: 500_000,
  hasTime: false,
  medianGapDays: 30,
  hasMoney: true,
  shape: { ...PLAIN_SHAPE, product: true, category: true, cost: true },
};
const DEFAULTS = products.defaults(FACTS);

const SELECTIONS: readonly ProductsSelection[] = [
  { kind: 'first', item: "a 'quoted' one" },
  { kind: 'pair', a: 'P', b: 'Q' },
  { kind: 'next', from: 'P', to: 'P' },
  { kind: 'reach', item: 'P', group: '2' },
];

describe('the text of the query', () => {
  it.each(VIEWS)('is as kept: %s', async (view) => {
    const query = products.queries({ ...DEFAULTS, view }, FACTS)[view];
    await expect(`${String(query)}\n`).toMatchFileSnapshot(`golden/${view}.sql`);
  });

  it.each(SELECTIONS)('of the customers is as kept: $kind', async (selection) => {
    const query = products.customers(selection, DEFAULTS, FACTS);
    await expect(`${String(query)}\n`).toMatchFileSnapshot(
      `golden/customers-${selection.kind}.sql`,
    );
  });
});

describe('on the engine', () => {
  let db: TestDb;
  let facts: DatasetFacts;
  beforeAll(async () => {
    db = await openDuckDB();
    facts = canonicalFrom(
      db,
      Array.from({ length: 12 }, (_, i) => ({
        customer: `c${i % 3}`,
        at: `2024-01-${10 + i}`,
        amount: i,
        cost: 1,
        product: `p${i % 2}`,
        category: 'c',
      })),
    );
  });
  afterAll(() => {
    db.close();
  });

  const variants: readonly Partial<ProductsSettings>[] = VIEWS.flatMap((view) => [
    { view },
    { view, level: 'category' as const, grouping: 'rfm' as const },
    ...(view === 'first' ? OUTCOMES.map((outcome) => ({ view, outcome })) : []),
  ]);

  it('accepts every setting and selection, and returns only numbers and text', () => {
    for (const variant of variants) {
      const settings = { ...DEFAULTS, leastOrders: 2, leastSteps: 2, ...variant };
      for (const query of Object.values(products.queries(settings, facts))) {
        db.rows(`EXPLAIN ${query.text}`);
        for (const value of db.rows(query).flatMap((row) => Object.values(row)))
          expect(value === null || ['number', 'string'].includes(typeof value)).toBe(true);
      }
      for (const selection of SELECTIONS)
        db.rows(`EXPLAIN ${products.customers(selection, settings, facts).text}`);
    }
  });
});

describe('the settings', () => {
  it('pass their own check and fit the data', () => {
    expect(parse(products.schema, DEFAULTS)).toEqual(DEFAULTS);
    expect(DEFAULTS).toMatchObject({ leastCustomers: 30, leastOrders: 18, leastSteps: 14 });
    expect(DEFAULTS.horizon).toBe(180);
    const small = products.defaults({ ...FACTS, customers: 40, orders: 60, lastDay: 19_100 });
    expect(small).toMatchObject({ leastCustomers: 5, leastOrders: 5, leastSteps: 5, horizon: 90 });
  });

  it.each([
    ['an unknown view', { view: 'lines; DROP TABLE lines' }],
    ['a least count of 1', { leastOrders: 1 }],
    ['a part of a customer', { leastCustomers: 2.5 }],
    ['another horizon', { horizon: 100 }],
  ])('refuse %s', (_, patch) => {
    expect(is(products.schema, { ...DEFAULTS, ...patch })).toBe(false);
  });

  it('ask for no query where only words or order change, or nothing is mapped', () => {
    const key = (patch: Partial<ProductsSettings>) =>
      JSON.stringify(products.queryKey({ ...DEFAULTS, ...patch }));
    expect(key({ horizon: 90, outcome: 'revenue' })).toBe(key({}));
    expect(key({ outcome: 'contribution' })).not.toBe(key({}));
    expect(key({ view: 'pairs', rank: 'count' })).toBe(key({ view: 'pairs' }));
    const plain = { ...FACTS, shape: PLAIN_SHAPE };
    expect(products.queries(DEFAULTS, plain)).toEqual({});
    expect(products.needsLines?.(DEFAULTS)).toBe(true);
  });
});
