import fc from 'fast-check';
import { is, parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { rfm } from '../../../../src/analyses/rfm/index.ts';
import {
  DIMENSIONS,
  moveRule,
  newRule,
  rulesFor,
  type ScoreRange,
} from '../../../../src/data/rfm/rules.ts';
import type { RfmSettings } from '../../../../src/analyses/rfm/settings.ts';
import { DEFAULT_RULES, PRESETS } from '../../../../src/data/rfm/presets.ts';
import { withBins } from '../../../../src/data/rfm/scores.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';

const FACTS: DatasetFacts = {
  firstDay: 19_000,
  lastDay: 19_365,
  customers: 100,
  orders: 300,
  rows: 300,
  revenue: 50_000,
  hasTime: false,
  medianGapDays: 28,
  hasMoney: true,
  shape: PLAIN_SHAPE,
};
const DEFAULTS = rfm.defaults(FACTS);

describe('the settings to begin with', () => {
  it('are fitted to the data: to its end, five bins, the rule of the R package', () => {
    expect(DEFAULTS).toMatchObject({
      analysisDay: null,
      bins: 5,
      scoring: 'r',
      frequency: 'orders',
    });
    expect(DEFAULTS.segments.rules).toHaveLength(10);
    expect(DEFAULTS.cuts).toEqual({
      recency: [28, 56, 112, 224],
      frequency: [2, 3, 5, 8],
      monetary: [125, 250, 500, 1000],
    });
  });

  it('pass the check, whatever the data', () => {
    const facts = fc.record({
      firstDay: fc.constant(0),
      lastDay: fc.integer({ min: 0, max: 30_000 }),
      customers: fc.integer({ min: 0, max: 1e7 }),
      orders: fc.nat(),
      rows: fc.nat(),
      revenue: fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      hasTime: fc.boolean(),
      medianGapDays: fc.option(fc.double({ min: 0, max: 4000, noNaN: true })),
      hasMoney: fc.boolean(),
      shape: fc.constant(PLAIN_SHAPE),
    });
    fc.assert(
      fc.property(facts, fc.integer({ min: 2, max: 10 }), (given, bins) => {
        const settings = withBins(rfm.defaults(given), bins);
        expect(parse(rfm.schema, settings)).toEqual(settings);
      }),
    );
  });
});

describe('the check of settings', () => {
  const rule = newRule([], 5, 'mine');
  const withRules = (...rules: readonly object[]) => ({ segments: { bins: 5, rules } });

  it.each([
    ['too few bins', { bins: 1 }],
    ['too many bins', { bins: 11 }],
    ['a part of a bin', { bins: 4.5 }],
    ['an unknown scoring', { scoring: 'kmeans' }],
    ['an unknown frequency', { frequency: 'visits' }],
    ['a day that is none', { analysisDay: NaN }],
    ['too few cut points', { cuts: { ...DEFAULTS.cuts, recency: [1, 2, 3] } }],
    ['equal cut points', { cuts: { ...DEFAULTS.cuts, recency: [1, 2, 2, 3] } }],
    ['falling cut points', { cuts: { ...DEFAULTS.cuts, recency: [1, 3, 2, 4] } }],
    ['an endless cut point', { cuts: { ...DEFAULTS.cuts, recency: [1, 2, 3, Infinity] } }],
    ['a range that ends before it begins', withRules({ ...rule, recency: { from: 3, to: 2 } })],
    ['a range beyond the bins', withRules({ ...rule, recency: { from: 3, to: 6 } })],
    ['two rules of one id', withRules(rule, rule)],
    ['an own rule without a name', withRules({ ...rule, name: null })],
    ['an empty name', withRules({ ...rule, name: '' })],
    ['an empty action', withRules({ ...rule, action: '' })],
    ['a colour that is none', withRules({ ...rule, colour: 13 })],
    ['a rule called others', withRules({ ...rule, id: 'others' })],
    [
      'more rules than can be read',
      withRules(...Array.from({ length: 31 }, (_, i) => ({ ...rule, id: `own-${i}` }))),
    ],
  ])('refuses %s', (_, patch) => {
    expect(is(rfm.schema, { ...DEFAULTS, ...patch })).toBe(false);
  });

  it('accepts own rules and names', () => {
    const [champions] = DEFAULT_RULES.rules;
    const patch = withRules({ ...champions, name: 'Freunde' }, rule);
    expect(is(rfm.schema, { ...DEFAULTS, ...patch })).toBe(true);
  });
});

describe('what asks the engine anew', () => {
  const key = (patch: Partial<RfmSettings>) =>
    JSON.stringify(rfm.queryKey({ ...DEFAULTS, ...patch }));

  it('is a change of scores or rules', () => {
    const other = DEFAULT_RULES.rules.toReversed();
    expect(key({ bins: 4 })).not.toBe(key({}));
    expect(key({ frequency: 'days' })).not.toBe(key({}));
    expect(key({ analysisDay: 19_365 })).not.toBe(key({}));
    expect(key({ view: 'scatter', scatter: 'fm' })).not.toBe(key({ view: 'scatter' }));
    expect(key({ segments: { bins: 5, rules: other } })).not.toBe(key({}));
    expect(key({ scoring: 'custom', cuts: { ...DEFAULTS.cuts, recency: [1, 2, 3, 4] } })).not.toBe(
      key({ scoring: 'custom' }),
    );
  });

  it('is not a name, a measure, or a cut point that is not in use', () => {
    const named = DEFAULT_RULES.rules.map((rule) => ({
      ...rule,
      name: 'x',
      colour: 3,
      action: 'call',
    }));
    expect(key({ segments: { bins: 5, rules: named } })).toBe(key({}));
    expect(key({ heatmap: 'monetary', bars: 'revenue', area: 'revenue' })).toBe(key({}));
    expect(key({ view: 'sizes', scatter: 'fm' })).toBe(key({}));
    expect(key({ cuts: { ...DEFAULTS.cuts, recency: [1, 2, 3, 4] } })).toBe(key({}));
  });
});

describe('rules for another number of bins', () => {
  const ranges = (bins: number, index: number) => {
    const rule = rulesFor(bins, DEFAULT_RULES)[index];
    return rule === undefined ? [] : DIMENSIONS.map((d) => [rule[d].from, rule[d].to]);
  };

  it('stay as they are for five', () => {
    expect(rulesFor(5, DEFAULT_RULES)).toBe(DEFAULT_RULES.rules);
  });

  it('cover the same share of the customers, to the nearest bin', () => {
    // Champions, 4–5 of 5; lost, 1–2 of 5; cannot lose, recency 1 of 5.
    expect(ranges(10, 0)).toEqual([
      [7, 10],
      [7, 10],
      [7, 10],
    ]);
    expect(ranges(3, 0)).toEqual([
      [3, 3],
      [3, 3],
      [3, 3],
    ]);
    expect(ranges(10, 9)).toEqual([
      [1, 4],
      [1, 4],
      [1, 4],
    ]);
    expect(ranges(2, 8)).toEqual([
      [1, 1],
      [2, 2],
      [2, 2],
    ]);
  });

  const range = (bins: number) =>
    fc
      .tuple(fc.integer({ min: 1, max: bins }), fc.integer({ min: 1, max: bins }))
      .map(([a, b]): ScoreRange => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  const bins = fc.integer({ min: 2, max: 10 });

  it('never leave the bins, and whole ranges stay whole', () => {
    fc.assert(
      fc.property(
        bins.chain((old) => fc.tuple(fc.constant(old), range(old))),
        bins,
        ([old, recency], now) => {
          const rule = { ...newRule([], old, 'x'), recency };
          const [scaled] = rulesFor(now, { bins: old, rules: [rule] });
          expect(scaled?.frequency).toEqual({ from: 1, to: now });
          const { from, to } = scaled?.recency ?? { from: NaN, to: NaN };
          expect(from).toBeGreaterThanOrEqual(1);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(now);
          if (now % old === 0)
            expect([from, to]).toEqual([
              ((recency.from - 1) * now) / old + 1,
              (recency.to * now) / old,
            ]);
        },
      ),
    );
  });
});

describe('editing the rules', () => {
  const ids = (rules: readonly { id: string }[]) => rules.slice(0, 3).map(({ id }) => id);
  const { rules } = DEFAULT_RULES;

  it('moves a rule by one place, and not beyond the ends', () => {
    expect(ids(moveRule(rules, 0, 1))).toEqual(['loyal', 'champions', 'potential']);
    expect(ids(moveRule(rules, 2, -1))).toEqual(['champions', 'potential', 'loyal']);
    expect(moveRule(rules, 0, -1)).toBe(rules);
    expect(moveRule(rules, 9, 1)).toBe(rules);
  });

  it('gives a new rule the colour that the fewest have', () => {
    expect(newRule([], 5, 'mine').colour).toBe(1);
    expect(newRule(PRESETS.klaviyo.rules, 5, 'mine').colour).toBe(3);
  });

  it('gives a new rule a free id and the whole range', () => {
    const first = newRule(rules, 4, 'mine');
    expect(first).toMatchObject({ id: 'own-1', name: 'mine', recency: { from: 1, to: 4 } });
    expect(newRule([...rules, first], 4, 'mine').id).toBe('own-2');
  });
});
