import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { parseDay } from '../../../../src/core/calendar.ts';
import { sql, withSteps } from '../../../../src/core/sql.ts';
import { newRule } from '../../../../src/data/rfm/rules.ts';
import { scoreSteps, segmentStep } from '../../../../src/data/rfm/score-steps.ts';
import { scoreDefaults, withBins } from '../../../../src/data/rfm/scores.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';

/*
 * To 2024-01-10: A 0 days, 1 order; B 5, 1; C 9, 2. To 2024-01-20: A 10, 1; B 0, 2; C 19, 2.
 * Medians of recency: 5 and 10; a recency not above the median scores 2.
 */
const ORDERS = [
  { customer: 'A', at: '2024-01-10', amount: 10 },
  { customer: 'B', at: '2024-01-05', amount: 20 },
  { customer: 'B', at: '2024-01-20', amount: 20 },
  { customer: 'C', at: '2024-01-01', amount: 30, order: '1' },
  { customer: 'C', at: '2024-01-01', amount: 30, order: '2' },
];

describe('the scores of two days in one query', () => {
  let db: TestDb;
  let facts: DatasetFacts;
  beforeAll(async () => {
    db = await openDuckDB();
    facts = canonicalFrom(db, ORDERS);
  });
  afterAll(() => {
    db.close();
  });

  function recencyScores(cutsOf?: string): readonly string[] {
    const settings = { ...withBins(scoreDefaults(facts), 2), scoring: 'quantile' as const };
    const recent = { ...newRule([], 2, 'recent'), recency: { from: 2, to: 2 } };
    const before = { analysisDay: parseDay('2024-01-10'), settings, facts, suffix: '_before' };
    const now = { analysisDay: parseDay('2024-01-20'), settings, facts };
    const query = withSteps(
      [
        ...scoreSteps(before),
        segmentStep([recent], '_before'),
        ...scoreSteps(cutsOf === undefined ? now : { ...now, cutsOf }),
        segmentStep([recent]),
      ],
      sql`SELECT customer_id, segmented_before.r || segmented.r AS scores, segmented_before.segment || ' ' || segmented.segment AS segments
FROM segmented_before JOIN segmented USING (customer_key) JOIN customers USING (customer_key) ORDER BY ALL`,
    );
    return db.rows(query).map((row) => `${row['customer_id']} ${row['scores']} ${row['segments']}`);
  }

  it('cut each day by itself', () => {
    expect(recencyScores()).toEqual(['A 22 own-1 own-1', 'B 22 own-1 own-1', 'C 11 others others']);
  });

  it('or both by the cut points of the first', () => {
    // 10 days are more than the 5 of the first day's median.
    expect(recencyScores('_before')).toEqual([
      'A 21 own-1 others',
      'B 22 own-1 own-1',
      'C 11 others others',
    ]);
  });
});
