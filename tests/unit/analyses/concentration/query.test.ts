import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { is, parse } from 'valibot';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { concentration } from '../../../../src/analyses/concentration/index.ts';
import type { ConcentrationSelection } from '../../../../src/analyses/concentration/query.ts';
import {
  MEASURES,
  withFirst,
  withSecond,
} from '../../../../src/analyses/concentration/settings.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';

const FACTS: DatasetFacts = {
  firstDay: 19_000,
  lastDay: 19_365,
  customers: 100,
  orders: 300,
  rows: 300,
  revenue: 5000,
  hasTime: false,
  medianGapDays: 30,
  hasMoney: true,
  shape: { ...PLAIN_SHAPE, cost: true },
};
const DEFAULTS = concentration.defaults(FACTS);

const SELECTIONS: readonly ConcentrationSelection[] = [
  { kind: 'best', customers: 20 },
  { kind: 'class', scheme: 'abc', id: 'a' },
  { kind: 'class', scheme: 'usage', id: 'light' },
  { kind: 'orders', orders: 1 },
  { kind: 'orders', orders: 20 },
];

describe('the text of the query', () => {
  it.each(MEASURES)('is as kept: %s', async (measure) => {
    const { concentration: query } = concentration.queries({ ...DEFAULTS, measure }, FACTS);
    await expect(`${String(query)}\n`).toMatchFileSnapshot(`golden/${measure}.sql`);
  });

  it('of the customers is as kept', async () => {
    const query = concentration.customers(
      { kind: 'class', scheme: 'abc', id: 'a' },
      DEFAULTS,
      FACTS,
    );
    await expect(`${String(query)}\n`).toMatchFileSnapshot('golden/customers.sql');
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
        customer: `c${i}`,
        at: '2024-01-01',
        amount: i,
        cost: 1,
      })),
    );
  });
  afterAll(() => {
    db.close();
  });

  it('accepts every measure and selection', () => {
    for (const measure of MEASURES) {
      const settings = { ...DEFAULTS, measure };
      db.rows(`EXPLAIN ${String(concentration.queries(settings, facts)['concentration'])}`);
      for (const selection of SELECTIONS) {
        db.rows(`EXPLAIN ${String(concentration.customers(selection, settings, facts))}`);
      }
    }
  });

  it('returns only numbers and text', () => {
    const query = concentration.queries(DEFAULTS, facts)['concentration'];
    for (const value of db.rows(String(query)).flatMap((row) => Object.values(row))) {
      expect(value === null || ['number', 'string'].includes(typeof value)).toBe(true);
    }
  });
});

describe('the settings', () => {
  it('pass their own check', () => {
    expect(parse(concentration.schema, DEFAULTS)).toEqual(DEFAULTS);
    expect(DEFAULTS).toMatchObject({ measure: 'revenue', abc: { first: 80, second: 95 } });
  });

  it.each([
    ['an unknown measure', { measure: 'profit; DROP TABLE customers' }],
    ['limits that do not ascend', { abc: { first: 80, second: 80 } }],
    ['a limit of 0', { usage: { first: 0, second: 50 } }],
    ['a limit of 100', { usage: { first: 20, second: 100 } }],
    ['a part of a per cent', { abc: { first: 80.5, second: 95 } }],
  ])('refuse %s', (_, patch) => {
    expect(is(concentration.schema, { ...DEFAULTS, ...patch })).toBe(false);
  });

  it('push the other limit along', () => {
    expect(withFirst({ first: 80, second: 95 }, 97)).toEqual({ first: 97, second: 98 });
    expect(withFirst({ first: 80, second: 95 }, 99)).toEqual({ first: 98, second: 99 });
    expect(withSecond({ first: 80, second: 95 }, 60)).toEqual({ first: 59, second: 60 });
    expect(withSecond({ first: 80, second: 95 }, 1)).toEqual({ first: 1, second: 2 });
  });
});
