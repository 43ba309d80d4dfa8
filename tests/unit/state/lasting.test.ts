import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES, PRESETS } from '../../../src/data/rfm/presets.ts';
import { rfm } from '../../../src/analyses/rfm/index.ts';
import { PLAIN_SHAPE } from '../../../src/data/staged-shape.ts';
import type { Dataset } from '../../../workers/engine-api.ts';
import { AnalysisState } from '../../../src/state/analysis-run.svelte.ts';
import { LastingSettings, lastingSettings } from '../../../src/state/lasting.ts';

const facts = {
  firstDay: 0,
  lastDay: 99,
  customers: 5,
  orders: 9,
  rows: 9,
  revenue: 90,
  hasTime: false,
  medianGapDays: 10,
  hasMoney: true,
  shape: PLAIN_SHAPE,
};
const dataset = { name: 'shop', facts, dimensions: [] } as unknown as Dataset;

function storage(text: string | null = null) {
  let kept = text;
  return () => ({
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
  });
}

describe('what the user has made for good', () => {
  it('is there again on the next visit, and is told of when it changes', () => {
    const store = storage();
    const settings = new LastingSettings(store);
    let heard = 0;
    settings.listen(() => (heard += 1));
    settings.set('rfm', { bins: 3 });
    settings.set('rfm', { bins: 3 });
    expect(heard).toBe(1);
    expect(new LastingSettings(store).get('rfm')).toEqual({ bins: 3 });
    settings.set('rfm', null);
    expect(new LastingSettings(store).get('rfm')).toBeNull();
  });

  it('of a store that holds something else is nothing', () => {
    expect(new LastingSettings(storage('[')).get('rfm')).toBeNull();
    expect(new LastingSettings(storage('7')).get('rfm')).toBeNull();
  });

  it('is taken up by the next dataset with as many scores as it is written for', () => {
    lastingSettings.set('rfm', PRESETS.quartile);
    const state = new AnalysisState(rfm, dataset);
    expect(state.settings.segments).toEqual(PRESETS.quartile);
    expect(state.settings.bins).toBe(PRESETS.quartile.bins);
    expect(state.settings.cuts.recency).toHaveLength(PRESETS.quartile.bins - 1);
  });

  it('that is not sound is left aside', () => {
    lastingSettings.set('rfm', { bins: 5, rules: [{ id: 'astrology' }] });
    expect(new AnalysisState(rfm, dataset).settings.segments).toEqual(DEFAULT_RULES);
    lastingSettings.set('rfm', null);
  });
});
