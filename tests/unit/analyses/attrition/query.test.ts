import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { is, parse } from 'valibot';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { attrition } from '../../../../src/analyses/attrition/index.ts';
import { checkDayOf, type AttritionSelection } from '../../../../src/analyses/attrition/query.ts';
import { withLimit, type BandLimits } from '../../../../src/analyses/attrition/settings.ts';
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
  shape: PLAIN_SHAPE,
};
const DEFAULTS = attrition.defaults(FACTS);

const SELECTIONS: readonly AttritionSelection[] = [
  { kind: 'bands', of: 'repeat', bands: ['late', 'very'] },
  { kind: 'bands', of: 'once', bands: ['unknown'] },
  { kind: 'beyond', days: 90 },
];

describe('the text of the queries', () => {
  it.each(Object.entries(attrition.queries(DEFAULTS, FACTS)))(
    'is as kept: %s',
    async (name, query) => {
      await expect(`${query.text}\n`).toMatchFileSnapshot(`golden/${name}.sql`);
    },
  );

  it.each(SELECTIONS.slice(1))('of the customers is as kept: $kind', async (selection) => {
    const query = attrition.customers(selection, DEFAULTS, FACTS);
    await expect(`${query.text}\n`).toMatchFileSnapshot(`golden/customers-${selection.kind}.sql`);
  });
});

describe('on the engine', () => {
  let db: TestDb;
  let facts: DatasetFacts;
  beforeAll(async () => {
    db = await openDuckDB();
    facts = canonicalFrom(
      db,
      Array.from({ length: 60 }, (_, i) => ({
        customer: `c${i % 12}`,
        at: `2024-0${1 + (i % 5)}-${10 + (i % 17)}`,
        amount: i,
      })),
    );
  });
  afterAll(() => {
    db.close();
  });

  it('plans every query and selection', () => {
    for (const query of Object.values(attrition.queries(DEFAULTS, facts))) {
      db.rows(`EXPLAIN ${query.text}`);
    }
    for (const selection of SELECTIONS) {
      db.rows(`EXPLAIN ${attrition.customers(selection, DEFAULTS, facts).text}`);
    }
  });

  it('returns only numbers and text', () => {
    for (const query of Object.values(attrition.queries(DEFAULTS, facts))) {
      for (const value of db.rows(query).flatMap((row) => Object.values(row))) {
        expect(value === null || ['number', 'string'].includes(typeof value)).toBe(true);
      }
    }
  });
});

describe('the earlier day', () => {
  it('lies a quarter of the days back, 180 at most, and a week at least', () => {
    const of = (days: number) => {
      const day = checkDayOf({ ...FACTS, firstDay: FACTS.lastDay - days + 1 });
      return day === null ? null : FACTS.lastDay - day;
    };
    expect([27, 28, 100, 720, 2000].map(of)).toEqual([null, 7, 25, 180, 180]);
  });
});

describe('the settings', () => {
  it('pass their own check', () => {
    expect(parse(attrition.schema, DEFAULTS)).toEqual(DEFAULTS);
  });

  it.each([
    ['a limit above the one before', { limits: { ...DEFAULTS.limits, late: 30 } }],
    ['a limit of 0', { limits: { ...DEFAULTS.limits, gone: 0 } }],
    ['a limit of all', { limits: { ...DEFAULTS.limits, little: 100 } }],
    ['a limit that is text', { limits: { ...DEFAULTS.limits, gone: "1'; DROP TABLE customers" } }],
    ['a quantile below the middle', { quantile: 49 }],
    ['a quantile of all', { quantile: 100 }],
  ])('refuse %s', (_, patch) => {
    expect(is(attrition.schema, { ...DEFAULTS, ...patch })).toBe(false);
  });

  it('push the other limits along', () => {
    const limits: BandLimits = { little: 25, late: 10, very: 5, gone: 1 };
    expect(withLimit(limits, 'very', 30)).toEqual({ little: 30, late: 30, very: 30, gone: 1 });
    expect(withLimit(limits, 'little', 3)).toEqual({ little: 3, late: 3, very: 3, gone: 1 });
    expect(withLimit(limits, 'late', 12)).toEqual({ ...limits, late: 12 });
  });
});
