import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ordersBars } from '../../../../src/analyses/rfm/bar-charts.ts';
import { ruleText, selectionTitle } from '../../../../src/analyses/rfm/charts.ts';
import { cutsFromBounds, cutsText, parseCuts } from '../../../../src/analyses/rfm/cuts.ts';
import { scoreHeatmap } from '../../../../src/analyses/rfm/heatmap-charts.ts';
import type { Cell, RfmResult } from '../../../../src/analyses/rfm/result.ts';
import { DEFAULT_RULES } from '../../../../src/data/rfm/presets.ts';
import { withFrom, withTo } from '../../../../src/data/rfm/rules.ts';
import { cutsAreValid } from '../../../../src/data/rfm/scores.ts';

const cell = (recency: number, frequency: number, customers: number): Cell => ({
  recency,
  frequency,
  customers,
  orders: customers,
  revenue: customers * 12.4,
  monetary: customers === 0 ? null : 12.4,
});

const RESULT: RfmResult = {
  analysisDay: 19_000,
  bins: 2,
  scoring: 'r',
  frequency: 'orders',
  bars: 'customers',
  heatmap: 'customers',
  view: 'segments',
  area: 'customers',
  scatter: null,
  scored: { customers: 10, orders: 10, revenue: 124 },
  unscored: 0,
  later: 0,
  bounds: { recency: [], frequency: [], monetary: [] },
  cells: [cell(1, 1, 3), cell(1, 2, 0), cell(2, 1, 5), cell(2, 2, 2)],
  segments: [],
  orderCounts: [
    { orders: 1, customers: 4 },
    { orders: 3, customers: 6 },
  ],
};

describe('the heatmap', () => {
  const texts = (measure: 'customers' | 'monetary') =>
    scoreHeatmap(RESULT, measure).rows.map(({ label, cells }) => [
      label,
      ...cells.map((one) => one?.text ?? null),
    ]);

  it('has the best recency on top', () => {
    expect(texts('customers')).toEqual([
      ['2', '5', '2'],
      ['1', '3', '0'],
    ]);
  });

  it('leaves the mean of nobody empty', () => {
    expect(texts('monetary')).toEqual([
      ['2', '12', '12'],
      ['1', '12', null],
    ]);
  });

  it('opens the customers of a cell, where there are some', () => {
    const [top, bottom] = scoreHeatmap(RESULT, 'customers').rows;
    expect(top?.cells[0]?.selection).toEqual({ kind: 'cell', recency: 2, frequency: 1 });
    expect(bottom?.cells[1]?.selection).toBeNull();
  });
});

describe('orders per customer', () => {
  it('leaves no number of orders out', () => {
    expect(ordersBars(RESULT).map(({ label, customers }) => [label, customers])).toEqual([
      ['1', 4],
      ['2', 0],
      ['3', 6],
    ]);
  });

  it('puts large numbers together, and loses nobody', () => {
    const count = fc.record({
      orders: fc.integer({ min: 1, max: 2000 }),
      customers: fc.integer({ min: 1, max: 99 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(count, { selector: ({ orders }) => orders }), (orderCounts) => {
        const bars = ordersBars({ ...RESULT, orderCounts });
        expect(bars.length).toBeLessThanOrEqual(20);
        const sum = (all: readonly { customers: number }[]) =>
          all.reduce((total, one) => total + one.customers, 0);
        expect(sum(bars)).toBe(sum(orderCounts));
      }),
    );
  });
});

describe('own cut points', () => {
  it('are read however they are separated', () => {
    expect(parseCuts('30; 60.5, 90  120', 5)).toEqual([30, 60.5, 90, 120]);
    expect(parseCuts(cutsText([-1.5, 0, 2]), 4)).toEqual([-1.5, 0, 2]);
  });

  it.each(['', '1 2 3', '1 2 3 4 5', '1 3 2 4', '1 2 2 3', '1 2 3 x', '1 2 3 Infinity'])(
    'are refused: %j',
    (text) => {
      expect(parseCuts(text, 5)).toBeNull();
    },
  );

  it('ascend when they are taken over from limits that coincide', () => {
    const limit = fc.option(fc.integer({ min: -5, max: 5 }));
    fc.assert(
      fc.property(fc.array(limit, { minLength: 2, maxLength: 10 }), (limits) => {
        const bounds = limits.map((lower, i) => ({
          score: i + 1,
          lower,
          upper: null,
          customers: 0,
          revenue: 0,
        }));
        const cuts = cutsFromBounds({
          ...RESULT,
          bounds: { recency: bounds, frequency: bounds, monetary: bounds },
        });
        expect(cutsAreValid(cuts.monetary, limits.length)).toBe(true);
      }),
    );
  });

  it('are the limits themselves where these ascend', () => {
    const bounds = [1, 115, 181].map((lower, i) => ({
      score: 3 - i,
      lower,
      upper: null,
      customers: 0,
      revenue: 0,
    }));
    const result = { ...RESULT, bounds: { recency: bounds, frequency: bounds, monetary: bounds } };
    expect(cutsFromBounds(result).recency).toEqual([115, 181]);
  });
});

describe('ranges', () => {
  it('are shown short', () => {
    expect(DEFAULT_RULES.rules.map(ruleText)).toContain('4–5 · 1 · 1');
  });

  it('give way to an edge that is moved past the other', () => {
    expect(withFrom({ from: 1, to: 2 }, 4)).toEqual({ from: 4, to: 4 });
    expect(withTo({ from: 3, to: 5 }, 2)).toEqual({ from: 2, to: 2 });
    expect(withTo({ from: 3, to: 5 }, 4)).toEqual({ from: 3, to: 4 });
  });
});

describe('the title of a list of customers', () => {
  it('names the selection', () => {
    const title = (selection: Parameters<typeof selectionTitle>[0]) =>
      selectionTitle(selection, RESULT);
    expect(title({ kind: 'cell', recency: 5, frequency: 1 })).toBe('Recency 5, frequency 1');
    expect(title({ kind: 'score', dimension: 'monetary', score: 5 })).toBe('Monetary score 5');
    expect(title({ kind: 'orders', orders: 1 })).toBe('1 order');
    expect(title({ kind: 'segment', id: 'others' })).toBe('Others');
  });
});
