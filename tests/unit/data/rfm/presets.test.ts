import fc from 'fast-check';
import { is } from 'valibot';
import { describe, expect, it } from 'vitest';
import { coverageOf, winner } from '../../../../src/data/rfm/coverage.ts';
import { PRESET_IDS, presetOf, PRESETS } from '../../../../src/data/rfm/presets.ts';
import { ruleSetSchema } from '../../../../src/data/rfm/rule-schema.ts';
import { newRule, rulesFor, SEGMENT_COLOURS } from '../../../../src/data/rfm/rules.ts';

const setOf = (id: (typeof PRESET_IDS)[number]) => PRESETS[id];

describe('presets', () => {
  it.each(PRESET_IDS)('can be stored and read again: %s', (id) => {
    const stored: unknown = JSON.parse(JSON.stringify(setOf(id)));
    expect(is(ruleSetSchema, stored)).toBe(true);
    expect(stored).toEqual(setOf(id));
  });

  it('have as many segments as their sources', () => {
    expect(PRESET_IDS.map((id) => [id, setOf(id).bins, setOf(id).rules.length])).toEqual([
      ['package', 5, 10],
      ['map', 5, 11],
      ['shopify', 5, 10],
      ['klaviyo', 3, 6],
      ['quartile', 4, 5],
    ]);
  });

  it('cover every combination of scores, but for the rules of the R package', () => {
    const unmatched = PRESET_IDS.map((id) => [
      id,
      coverageOf(setOf(id).bins, setOf(id).rules).unmatched,
    ]);
    expect(Object.fromEntries(unmatched)).toEqual({
      package: 36,
      map: 0,
      shopify: 0,
      klaviyo: 0,
      quartile: 0,
    });
  });

  it('have no rule that wins nowhere, but for the rules of the R package', () => {
    const never = (id: (typeof PRESET_IDS)[number]) => [
      ...coverageOf(setOf(id).bins, setOf(id).rules).never,
    ];
    expect(never('package')).toEqual(['new', 'promising', 'cant_lose']);
    for (const id of PRESET_IDS.slice(1)) expect(never(id), id).toEqual([]);
  });

  it('give each segment a colour of its own', () => {
    for (const id of PRESET_IDS) {
      const colours = setOf(id).rules.map(({ colour }) => colour);
      expect(Math.max(...colours)).toBeLessThanOrEqual(SEGMENT_COLOURS);
      expect(new Set(colours).size, id).toBe(colours.length);
    }
  });

  it('put the cells of the map where the common one has them', () => {
    const { rules } = PRESETS.map;
    // Recency from 5 down, frequency from 1.
    const rows = [5, 4, 3, 2, 1].map((recency) =>
      [1, 2, 3, 4, 5].map((frequency) => winner(rules, { recency, frequency, monetary: 1 })?.id),
    );
    expect(rows).toEqual([
      ['new', 'potential', 'potential', 'champions', 'champions'],
      ['promising', 'potential', 'potential', 'loyal', 'loyal'],
      ['sleeping', 'sleeping', 'attention', 'loyal', 'loyal'],
      ['hibernating', 'hibernating', 'at_risk', 'at_risk', 'cant_lose'],
      ['lost', 'lost', 'at_risk', 'at_risk', 'cant_lose'],
    ]);
  });

  it('are known again whatever their names and colours, and not once a range differs', () => {
    const renamed = PRESETS.klaviyo.rules.map((rule) => ({ ...rule, name: 'x', colour: 1 }));
    expect(presetOf({ bins: 3, rules: renamed })).toBe('klaviyo');
    expect(presetOf({ bins: 3, rules: PRESETS.klaviyo.rules.toReversed() })).toBeNull();
    expect(presetOf({ bins: 3, rules: [] })).toBeNull();
  });
});

describe('coverage', () => {
  const range = (bins: number) =>
    fc
      .tuple(fc.integer({ min: 1, max: bins }), fc.integer({ min: 1, max: bins }))
      .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  const rules = (bins: number) =>
    fc
      .array(fc.record({ recency: range(bins), frequency: range(bins), monetary: range(bins) }), {
        maxLength: 5,
      })
      .map((all) =>
        all.map((ranges, i) => ({ ...newRule([], bins, 'x'), id: `own-${i + 1}`, ...ranges })),
      );

  it('counts every combination once: won by one rule, or by none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }).chain((bins) => fc.tuple(fc.constant(bins), rules(bins))),
        ([bins, all]) => {
          const { cells, never, unmatched } = coverageOf(bins, all);
          const winners = cells.flatMap((cell) => cell.winners);
          expect(winners).toHaveLength(bins ** 3);
          const wins = all.map(({ id }) => winners.filter((one) => one?.id === id).length);
          expect(wins.reduce((sum, n) => sum + n, 0) + unmatched).toBe(bins ** 3);
          expect([...never]).toEqual(all.filter((_, i) => wins[i] === 0).map(({ id }) => id));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stays whole when presets that cover everything are scaled to more bins', () => {
    for (const id of ['map', 'shopify', 'klaviyo', 'quartile'] as const) {
      for (const bins of [2, 3, 4, 5, 6, 10]) {
        const scaled = rulesFor(bins, PRESETS[id]);
        expect(coverageOf(bins, scaled).unmatched, `${id} for ${bins}`).toBe(0);
      }
    }
  });
});
