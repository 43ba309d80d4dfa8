import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, safeParse } from 'valibot';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { rfm } from '../../../../src/analyses/rfm/index.ts';
import { rfmCustomers, rfmQueries, type RfmSelection } from '../../../../src/analyses/rfm/query.ts';
import { newRule } from '../../../../src/data/rfm/rules.ts';
import type { RfmSettings } from '../../../../src/analyses/rfm/settings.ts';
import { FREQUENCIES, SCORINGS, withBins } from '../../../../src/data/rfm/scores.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { customersOf, runRfm } from './run.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';

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
const DEFAULTS = rfm.defaults(FACTS);

const SELECTIONS: readonly RfmSelection[] = [
  { kind: 'segment', id: 'champions' },
  { kind: 'cell', recency: 5, frequency: 1 },
  { kind: 'score', dimension: 'monetary', score: 5 },
  { kind: 'orders', orders: 1 },
  { kind: 'bin', axes: 'rm', x: [0, 9], y: [-1.5, 12.25] },
];

describe('the text of the query', () => {
  it.each([
    ['r', DEFAULTS],
    ['days-quantile', { ...DEFAULTS, analysisDay: 19_300, scoring: 'quantile' }],
    ['ntile', { ...withBins(DEFAULTS, 4), scoring: 'ntile' }],
    ['scatter', { ...DEFAULTS, view: 'scatter', scatter: 'fm' }],
    ['days', { ...DEFAULTS, frequency: 'days' }],
    ['rows-before', { ...DEFAULTS, frequency: 'rows', analysisDay: 19_300 }],
    ['custom', { ...withBins(DEFAULTS, 3), scoring: 'custom' }],
  ] as const satisfies readonly (readonly [string, RfmSettings])[])(
    'is as kept: %s',
    async (name, settings) => {
      const { rfm: segments, scatter = segments } = rfmQueries(settings, FACTS);
      await expect(`${scatter.text}\n`).toMatchFileSnapshot(`golden/${name}.sql`);
    },
  );

  it.each(SELECTIONS.map((selection) => [selection.kind, selection] as const))(
    'of the customers is as kept: %s',
    async (kind, selection) => {
      const settings = { ...withBins(DEFAULTS, kind === 'cell' ? 10 : 2), segments: NO_RULES };
      await expect(`${rfmCustomers(selection, settings, FACTS).text}\n`).toMatchFileSnapshot(
        `golden/customers-${kind}.sql`,
      );
    },
  );
});

const NO_RULES = { bins: 5, rules: [] };

describe('on the engine', () => {
  let db: TestDb;
  let facts: DatasetFacts;
  beforeAll(async () => {
    db = await openDuckDB();
    facts = canonicalFrom(
      db,
      Array.from({ length: 12 }, (_, i) => ({ customer: `c${i}`, at: '2024-01-01', amount: i })),
    );
  });
  afterAll(() => {
    db.close();
  });

  it('accepts every scoring, number of bins and selection', () => {
    for (const scoring of SCORINGS) {
      for (const bins of [2, 5, 10]) {
        for (const frequency of FREQUENCIES) {
          const analysisDay = bins === 2 ? FACTS.lastDay - 1 : null;
          const settings = { ...withBins(DEFAULTS, bins), scoring, analysisDay, frequency };
          for (const query of Object.values(rfmQueries({ ...settings, view: 'scatter' }, FACTS))) {
            db.rows(`EXPLAIN ${query.text}`);
          }
          for (const selection of SELECTIONS) {
            db.rows(`EXPLAIN ${rfmCustomers(selection, settings, FACTS).text}`);
          }
        }
      }
    }
  });

  it('returns only numbers and text', () => {
    const [row] = db.rows(rfmQueries(rfm.defaults(facts), facts).rfm);
    for (const value of Object.values(row ?? {})) {
      expect(value === null || ['number', 'string'].includes(typeof value)).toBe(true);
    }
  });

  const HOSTILE = 'x\'; DROP TABLE customers; --\n*/ " <script>';

  it('takes a hostile name as the name that it is', () => {
    const rules = [newRule([], 5, HOSTILE)];
    const patch = { segments: { bins: 5, rules } };
    const settings = parse(rfm.schema, { ...rfm.defaults(facts), ...patch });
    expect(rfmQueries(settings, facts).rfm.text).not.toContain('DROP');
    expect(runRfm(db, facts, patch).segments[0]).toMatchObject({ name: HOSTILE, customers: 12 });
    expect(rfm.table(runRfm(db, facts, patch)).rows[0]).toMatchObject({ segment: HOSTILE });
  });

  it('finds nobody in a segment with a hostile id, and lets no such rule in', () => {
    expect(customersOf(db, facts, { kind: 'segment', id: HOSTILE })).toEqual([]);
    const rules = [{ ...newRule([], 5, 'a name'), id: HOSTILE }];
    expect(safeParse(rfm.schema, { ...DEFAULTS, segments: { bins: 5, rules } }).success).toBe(
      false,
    );
    // Even unchecked, it would stay a literal.
    expect(runRfm(db, facts, { segments: { bins: 5, rules } }).scored.customers).toBe(12);
    expect(db.rows('SELECT count(*)::INTEGER AS n FROM customers')).toEqual([{ n: 12 }]);
  });

  it('lets no cut point in that is not a number', () => {
    const cuts = { ...DEFAULTS.cuts, monetary: ['1); DROP TABLE customers; --', 2, 3, 4] };
    expect(safeParse(rfm.schema, { ...DEFAULTS, cuts }).success).toBe(false);
  });
});
