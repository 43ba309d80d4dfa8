import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { is, parse } from 'valibot';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { movement } from '../../../../src/analyses/movement/index.ts';
import type { MovementSelection } from '../../../../src/analyses/movement/query.ts';
import {
  CUT_CHOICES,
  datesOf,
  fitSpan,
  holdoutDates,
  MOVEMENT_SCORINGS,
  type MovementSettings,
} from '../../../../src/analyses/movement/settings.ts';
import { parseDay } from '../../../../src/core/calendar.ts';
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
const DEFAULTS = movement.defaults(FACTS);
const SHORT: MovementSettings = { ...DEFAULTS, bins: 3, preset: 'klaviyo' };

const SELECTIONS: readonly MovementSelection[] = [
  { kind: 'flow', from: 'loyal', to: 'champions' },
  { kind: 'flow', from: null, to: 'champions' },
  { kind: 'from', from: null },
  { kind: 'to', to: 'lost' },
  { kind: 'moves', moves: ['down', 'left'] },
  { kind: 'moves', moves: [] },
  { kind: 'month', day: 19_300, id: 'loyal' },
];

describe('the text of the query', () => {
  it.each([
    ['movement', 'movement', SHORT],
    ['movement-each', 'movement', { ...SHORT, cuts: 'each', scoring: 'quantile' }],
    ['movement-ntile', 'movement', { ...SHORT, scoring: 'ntile' }],
    ['holdout', 'holdout', SHORT],
    ['months', 'months', { ...SHORT, view: 'months' }],
    ['months-each', 'months', { ...SHORT, view: 'months', cuts: 'each' }],
    ['months-ntile', 'months', { ...SHORT, view: 'months', scoring: 'ntile' }],
  ] as const satisfies readonly (readonly [string, string, MovementSettings])[])(
    'is as kept: %s',
    async (file, name, settings) => {
      const query = movement.queries(settings, FACTS)[name];
      await expect(`${String(query)}\n`).toMatchFileSnapshot(`golden/${file}.sql`);
    },
  );

  it.each([
    ['flow', SELECTIONS[0]],
    ['moves', SELECTIONS[4]],
    ['month', SELECTIONS[6]],
  ] as const)('of the customers is as kept: %s', async (file, selection) => {
    if (selection === undefined) throw new Error('no selection');
    const query = movement.customers(selection, SHORT, FACTS);
    await expect(`${String(query)}\n`).toMatchFileSnapshot(`golden/customers-${file}.sql`);
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
        customer: `c${i % 7}`,
        at: `2024-0${(i % 6) + 1}-15`,
        amount: i,
      })),
    );
  });
  afterAll(() => {
    db.close();
  });

  it('accepts every scoring, choice of cut points and selection', () => {
    for (const scoring of MOVEMENT_SCORINGS) {
      for (const cuts of CUT_CHOICES) {
        const settings = { ...DEFAULTS, scoring, cuts, view: 'months' } as const;
        for (const query of Object.values(movement.queries(settings, FACTS))) {
          db.rows(`EXPLAIN ${String(query)}`);
        }
        for (const selection of scoring === 'r' ? SELECTIONS : SELECTIONS.slice(-1)) {
          db.rows(`EXPLAIN ${String(movement.customers(selection, settings, FACTS))}`);
        }
      }
    }
  });

  it('returns only numbers and text', () => {
    const settings = { ...movement.defaults(facts), view: 'months' } as const;
    for (const query of Object.values(movement.queries(settings, facts))) {
      for (const value of db.rows(query).flatMap((row) => Object.values(row))) {
        expect(value === null || ['number', 'string'].includes(typeof value)).toBe(true);
      }
    }
  });

  it('finds nobody in a segment with a hostile name', () => {
    const to = "x'; DROP TABLE customers; --";
    const query = movement.customers({ kind: 'to', to }, movement.defaults(facts), facts);
    expect(db.rows(query)).toEqual([]);
    expect(db.rows('SELECT count(*)::INTEGER AS n FROM customers')).toEqual([{ n: 7 }]);
  });
});

describe('the settings', () => {
  it('pass their own check', () => {
    expect(parse(movement.schema, DEFAULTS)).toEqual(DEFAULTS);
    expect(DEFAULTS).toMatchObject({ cuts: 'start', scoring: 'r', preset: 'package', bins: 5 });
  });

  it.each([
    ['an unknown preset', { preset: 'own; DROP TABLE customers' }],
    ['own cut points, which they do not hold', { scoring: 'custom' }],
    ['part of a day', { from: 1.5 }],
    ['no span', { span: 0 }],
  ])('refuse %s', (_, patch) => {
    expect(is(movement.schema, { ...DEFAULTS, ...patch })).toBe(false);
  });

  it.each([
    ['a quarter in three quarters and more', '2011-03-10', '2011-12-09', 30, 91],
    ['a month where a quarter does not fit three times', '2011-03-11', '2011-12-07', 30, 30],
    ['a week in three weeks', '2011-01-01', '2011-01-21', null, 7],
    ['a third of less', '2011-01-01', '2011-01-10', null, 3],
    ['a day at least', '2011-01-01', '2011-01-01', null, 1],
    ['a year where customers pause for long', '2009-01-01', '2012-01-01', 120, 365],
    ['a quarter where the data hold no three years', '2009-02-01', '2011-12-31', 120, 91],
  ])('fit the span: %s', (_, first, last, medianGapDays, span) => {
    const days = { firstDay: parseDay(first), lastDay: parseDay(last) };
    expect(fitSpan({ ...days, medianGapDays })).toBe(span);
  });

  it('follow the end of the data, and keep the start before the end', () => {
    expect(datesOf(DEFAULTS, FACTS)).toEqual({
      from: 19_274,
      to: 19_365,
      span: 91,
      before: 19_184,
      even: true,
    });
    expect(datesOf({ ...DEFAULTS, from: 19_100, to: 19_050 }, FACTS)).toMatchObject({
      from: 19_049,
      to: 19_050,
    });
    expect(datesOf({ ...DEFAULTS, from: 19_100 }, FACTS)).toMatchObject({
      before: 19_000,
      even: false,
    });
  });

  it('take the longest hold-out that leaves a span of history', () => {
    const dates = datesOf(DEFAULTS, FACTS);
    expect(holdoutDates(dates, FACTS.firstDay)).toEqual({ from: 19_092, to: 19_183, steps: 2 });
    expect(holdoutDates(dates, FACTS.firstDay - 91)).toMatchObject({ steps: 3 });
    expect(holdoutDates(dates, FACTS.firstDay + 2)).toMatchObject({ steps: 1 });
    expect(holdoutDates(dates, FACTS.firstDay + 200)).toBeNull();
  });
});
