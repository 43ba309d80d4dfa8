import { describe, expect, it } from 'vitest';
import { breakdownFigure, sharePieces } from '../../../../src/analyses/rfm/breakdown-charts.ts';
import { actionText } from '../../../../src/analyses/rfm/charts.ts';
import type { RfmResult, SegmentRow } from '../../../../src/analyses/rfm/result.ts';
import { sharesFigure, sharesTable } from '../../../../src/analyses/rfm/share-charts.ts';
import { tilesOf, treemapFigure } from '../../../../src/analyses/rfm/treemap-charts.ts';
import { LIGHT_THEME } from '../../../../src/charts/theme.ts';
import { PRESET_IDS } from '../../../../src/data/rfm/presets.ts';
import { NAMED_SEGMENTS, OTHERS, SEGMENT_COLOURS } from '../../../../src/data/rfm/rules.ts';
import { hasMessage } from '../../../../src/i18n/message.ts';

function segment(id: string, customers: number, revenue: number): SegmentRow {
  return {
    id,
    name: null,
    colour: id === OTHERS ? null : 1,
    action: null,
    rule: null,
    customers,
    orders: customers,
    revenue,
    averageOrder: customers === 0 ? null : revenue / customers,
    medianRecency: null,
    medianFrequency: null,
    medianMonetary: null,
    shareOfCustomers: customers,
    shareOfRevenue: revenue,
  };
}

/** Of 100 customers and a revenue of 100, so that numbers are their own shares. */
function resultOf(segments: readonly SegmentRow[]): RfmResult {
  return {
    analysisDay: 19_000,
    bins: 5,
    scoring: 'r',
    frequency: 'orders',
    bars: 'customers',
    heatmap: 'customers',
    view: 'sizes',
    area: 'customers',
    scored: { customers: 100, orders: 100, revenue: 100 },
    unscored: 0,
    later: 0,
    bounds: { recency: [], frequency: [], monetary: [] },
    cells: [],
    segments,
    orderCounts: [],
    scatter: null,
  };
}

const RESULT = resultOf([
  segment('champions', 20, 70),
  segment('loyal', 50, 40),
  segment('new', 0, 0),
  segment('lost', 30, -10),
  segment(OTHERS, 0, 0),
]);

describe('the treemap of the segments', () => {
  it('gives areas in proportion, and none to who has no value', () => {
    const tiles = tilesOf(RESULT, 'customers', 100, 50);
    expect(tiles.map(({ segment: { id } }) => id)).toEqual(['champions', 'loyal', 'lost']);
    const areas = tiles.map(({ tile }) => tile.width * tile.height);
    expect(areas.map((area) => Math.round(area / 50))).toEqual([20, 50, 30]);
    // The lost have brought back more than they bought.
    expect(tilesOf(RESULT, 'revenue', 100, 50).map(({ segment: { id } }) => id)).toEqual([
      'champions',
      'loyal',
    ]);
  });

  it('tells name, number and share of a tile', () => {
    const [first] = tilesOf(RESULT, 'customers', 100, 50);
    expect(first?.label).toBe('Champions: Customers 20, 20.0\u00a0% of all');
  });

  it('is drawn for export', () => {
    expect(treemapFigure(RESULT, 'revenue').plot(LIGHT_THEME, 800).marks).toHaveLength(3);
    expect(treemapFigure(resultOf([]), 'revenue').plot(LIGHT_THEME, 800).marks).toHaveLength(3);
  });
});

describe('the shares of the segments', () => {
  it('are those of the result, without segments of nobody', () => {
    expect(sharesTable(RESULT).rows).toEqual([
      { segment: 'rfm_segment_champions', customers: 20, revenue: 70 },
      { segment: 'rfm_segment_loyal', customers: 50, revenue: 40 },
      { segment: 'rfm_segment_lost', customers: 30, revenue: -10 },
    ]);
  });

  it('are drawn wide and narrow, also where nobody is', () => {
    for (const width of [340, 900]) {
      expect(sharesFigure(RESULT).plot(LIGHT_THEME, width).height).toBeGreaterThan(100);
      expect(sharesFigure(resultOf([])).plot(LIGHT_THEME, width).height).toBeGreaterThan(0);
    }
  });
});

describe('a breakdown', () => {
  const parts = [
    { name: 'shop', result: RESULT },
    { name: 'web', result: resultOf([segment('champions', 100, 100), segment('loyal', 0, 0)]) },
    { name: 'nobody', result: resultOf([segment('champions', 0, 0)]) },
  ];

  it('has the shares of each part, which come to the whole', () => {
    const sums = [0, 1, 2].map((row) =>
      sharePieces(parts)
        .filter((piece) => piece.row === row)
        .reduce((sum, { share }) => sum + share, 0),
    );
    expect(sums).toEqual([100, 100, 0]);
  });

  it('is one figure on one scale, which says that parts are scored by themselves', () => {
    const figure = breakdownFigure(parts);
    const plot = figure.plot(LIGHT_THEME, 700);
    expect(plot.x).toMatchObject({ domain: [0, 100] });
    expect(plot.y).toMatchObject({ domain: [0, 1, 2] });
    expect(figure.caption).toMatch(/scored by itself/);
    const custom = parts.map((part) => ({
      ...part,
      result: { ...part.result, scoring: 'custom' as const },
    }));
    expect(breakdownFigure(custom).caption).toBeUndefined();
  });
});

describe('words', () => {
  it('are there for each segment, preset and colour', () => {
    const keys = [
      ...[...NAMED_SEGMENTS, OTHERS].flatMap((id) => [`rfm_segment_${id}`, `rfm_action_${id}`]),
      ...[...PRESET_IDS, 'own'].flatMap((id) => [`rfm_preset_${id}`, `rfm_preset_note_${id}`]),
      ...Array.from({ length: SEGMENT_COLOURS }, (_, i) => `rfm_colour_${i + 1}`),
    ];
    expect(keys.filter((key) => !hasMessage(key))).toEqual([]);
  });

  it('on what to do are the own ones, the suggested ones, or none', () => {
    expect(actionText({ id: 'lost', action: 'Nothing' })).toBe('Nothing');
    expect(actionText({ id: 'lost', action: null })).toMatch(/^One last attempt/);
    expect(actionText({ id: 'own-1', action: null })).toBe('');
  });
});
