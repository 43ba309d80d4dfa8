import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rfm } from '../../../../src/analyses/rfm/index.ts';
import { rfmFindings, FEWEST_CUSTOMERS } from '../../../../src/analyses/rfm/findings.ts';
import type { Bound, RfmResult, SegmentRow } from '../../../../src/analyses/rfm/result.ts';

function segment(
  id: string,
  customers: number,
  revenue: number,
  of: { customers: number; revenue: number },
): SegmentRow {
  const orders = customers * 2;
  return {
    id,
    name: id.startsWith('own') ? `Own ${id}` : null,
    rule: null,
    colour: null,
    action: null,
    customers,
    orders,
    revenue,
    averageOrder: customers === 0 ? null : revenue / orders,
    medianRecency: customers === 0 ? null : 40,
    medianFrequency: customers === 0 ? null : 2,
    medianMonetary: customers === 0 ? null : revenue / customers,
    shareOfCustomers: of.customers > 0 ? (100 * customers) / of.customers : null,
    shareOfRevenue: of.revenue > 0 ? (100 * revenue) / of.revenue : null,
  };
}

/** A result of segments `[id, customers, revenue]`, with so many one-time buyers and best customers. */
function resultOf(
  groups: readonly (readonly [string, number, number])[],
  once: number,
  best: { customers: number; revenue: number },
): RfmResult {
  const customers = groups.reduce((sum, [, count]) => sum + count, 0);
  const revenue = groups.reduce((sum, [, , money]) => sum + money, 0);
  const bound = (score: number, group: { customers: number; revenue: number }): Bound => ({
    score,
    lower: 0,
    upper: 1,
    ...group,
  });
  const rest = { customers: customers - best.customers, revenue: revenue - best.revenue };
  return {
    analysisDay: 19_000,
    bins: 2,
    scoring: 'r',
    frequency: 'orders',
    bars: 'customers',
    heatmap: 'customers',
    view: 'segments',
    area: 'customers',
    scatter: null,
    scored: { customers, orders: customers * 2, revenue },
    unscored: 0,
    later: 0,
    bounds: { recency: [], frequency: [], monetary: [bound(1, rest), bound(2, best)] },
    cells: [],
    segments: groups.map(([id, count, money]) => segment(id, count, money, { customers, revenue })),
    orderCounts: once > 0 ? [{ orders: 1, customers: once }] : [],
  };
}

const TYPICAL = resultOf(
  [
    ['champions', 20, 500],
    ['loyal', 40, 300],
    ['at_risk', 30, 150],
    ['others', 10, 50],
  ],
  35,
  { customers: 25, revenue: 600 },
);

describe('findings', () => {
  it('tells the largest share first', () => {
    expect(rfmFindings(TYPICAL).map(({ key, selection }) => [key, selection])).toEqual([
      ['rfm_finding_concentration', { kind: 'score', dimension: 'monetary', score: 2 }],
      ['rfm_finding_leading', { kind: 'segment', id: 'champions' }],
      ['rfm_finding_one_time', { kind: 'orders', orders: 1 }],
      ['rfm_finding_at_risk', { kind: 'segment', id: 'at_risk' }],
      ['rfm_finding_others', { kind: 'segment', id: 'others' }],
    ]);
  });

  it('gives the numbers of the table', () => {
    const [concentration, leading, once, risk] = rfmFindings(TYPICAL);
    expect(concentration?.values).toEqual({
      customers: { kind: 'count', value: 25 },
      share: { kind: 'percent', value: 25 },
      revenueShare: { kind: 'percent', value: 60 },
    });
    expect(leading?.values).toEqual({
      segment: { kind: 'message', key: 'rfm_segment_champions' },
      share: { kind: 'percent', value: 20 },
      revenueShare: { kind: 'percent', value: 50 },
    });
    expect(once?.values).toMatchObject({ share: { kind: 'percent', value: 35 } });
    expect(risk?.values).toMatchObject({
      customers: { kind: 'count', value: 30 },
      revenue: { kind: 'money', value: 150 },
      days: { kind: 'days', value: 40 },
    });
  });

  it('names an own segment by its own name', () => {
    const own = resultOf(
      [
        ['own-1', 10, 900],
        ['lost', 30, 100],
      ],
      0,
      { customers: 0, revenue: 0 },
    );
    expect(rfmFindings(own)[0]?.values['segment']).toEqual({ kind: 'text', value: 'Own own-1' });
  });

  it('tells of the largest segment where there is little else', () => {
    const quiet = resultOf(
      [
        ['champions', 20, 700],
        ['lost', 80, 300],
      ],
      0,
      { customers: 25, revenue: 600 },
    );
    const largest = rfmFindings(quiet).find(({ key }) => key === 'rfm_finding_largest');
    expect(largest?.values).toEqual({
      segment: { kind: 'message', key: 'rfm_segment_lost' },
      customers: { kind: 'count', value: 80 },
      share: { kind: 'percent', value: 80 },
      revenueShare: { kind: 'percent', value: 30 },
    });
  });

  it('says nothing of few customers', () => {
    const few = resultOf([['champions', FEWEST_CUSTOMERS - 1, 900]], 5, {
      customers: 5,
      revenue: 500,
    });
    expect(rfmFindings(few)).toEqual([]);
  });

  it('says nothing of shares of a revenue that is not above zero', () => {
    const refunds = resultOf(
      [
        ['champions', 30, 10],
        ['lost', 30, -10],
      ],
      5,
      { customers: 5, revenue: 5 },
    );
    expect(rfmFindings(refunds).map(({ key }) => key)).toEqual(['rfm_finding_one_time']);
  });

  it('repeats only numbers of the result, and shares are shares', () => {
    const group = fc.tuple(fc.nat({ max: 50 }), fc.integer({ min: -500, max: 5000 }));
    fc.assert(
      fc.property(
        group,
        group,
        group,
        group,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, c, d, part) => {
          const groups = [
            ['champions', ...a],
            ['loyal', ...b],
            ['at_risk', ...c],
            ['others', ...d],
          ] as const;
          const customers = a[0] + b[0] + c[0] + d[0];
          const best = { customers: Math.floor(customers * part), revenue: a[1] };
          const result = resultOf(groups, Math.floor(customers * part), best);
          const rows = rfm.table(result).rows;
          const findings = rfmFindings(result);
          expect(findings.length).toBeLessThanOrEqual(5);
          for (const finding of findings) {
            for (const value of Object.values(finding.values)) {
              if (value.kind !== 'percent') continue;
              expect(value.value).toBeGreaterThan(0);
              expect(value.value).toBeLessThanOrEqual(100);
            }
            const { selection } = finding;
            if (selection?.kind !== 'segment') continue;
            const row = rows[result.segments.findIndex(({ id }) => id === selection.id)] ?? {};
            const numbers = Object.values(finding.values).flatMap((value) =>
              value.kind === 'count' ||
              value.kind === 'percent' ||
              value.kind === 'money' ||
              value.kind === 'days'
                ? [value.value]
                : [],
            );
            for (const number of numbers) expect(Object.values(row)).toContain(number);
          }
        },
      ),
    );
  });
});
