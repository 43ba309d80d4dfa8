import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { LIGHT_THEME } from '../../../../src/charts/theme.ts';
import { breakdownFigure } from '../../../../src/analyses/movement/breakdown-charts.ts';
import {
  changeText,
  intervalText,
  selectionTitle,
} from '../../../../src/analyses/movement/charts.ts';
import {
  flowFigure,
  ribbonPoints,
  ribbonSelection,
} from '../../../../src/analyses/movement/flow-charts.ts';
import { layoutFlows, REST } from '../../../../src/analyses/movement/flow-layout.ts';
import { matrixModel } from '../../../../src/analyses/movement/matrix-charts.ts';
import {
  holdoutFigure,
  monthsFigure,
  monthsModel,
  outlookFigure,
} from '../../../../src/analyses/movement/mix-charts.ts';
import type { MovementResult } from '../../../../src/analyses/movement/result.ts';
import { sharePieces } from '../../../../src/analyses/movement/share-charts.ts';
import { sumOf } from '../../../../src/analyses/movement/outlook.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { runMovement } from './run.ts';
import { shopOrders } from './shop.ts';

let db: TestDb;
let facts: DatasetFacts;
let result: MovementResult;
let months: MovementResult;
beforeAll(async () => {
  db = await openDuckDB();
  facts = canonicalFrom(db, shopOrders());
  result = runMovement(db, facts);
  months = runMovement(db, facts, { view: 'months' });
});
afterAll(() => {
  db.close();
});

describe('the flows', () => {
  it.each([
    ['all segments', 20],
    ['few segments and the rest together', 4],
  ])('hold every customer once: %s', (_, segments) => {
    const layout = layoutFlows(result, { body: 300, slot: 20, segments });
    const customers = (side: 'start' | 'end') =>
      sumOf(layout.nodes.filter((node) => node.side === side).map((node) => node.customers));
    expect(customers('start')).toBe(result.end);
    expect(customers('end')).toBe(result.end);
    expect(sumOf(layout.ribbons.map((ribbon) => ribbon.customers))).toBe(result.end);
    for (const { top, bottom, customers: count } of layout.nodes) {
      expect(bottom - top).toBeCloseTo((300 * count) / result.end, 9);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(bottom).toBeLessThanOrEqual(layout.height);
    }
    const merged = layout.nodes.some(({ id }) => id === REST);
    expect(merged).toBe(segments === 4);
  });

  it('fill their blocks to the edges, and blocks leave room for their labels', () => {
    const { nodes, ribbons } = layoutFlows(result, { body: 300, slot: 20, segments: 20 });
    for (const node of nodes) {
      const own = ribbons
        .filter((one) => (node.side === 'start' ? one.from : one.to) === node.id)
        .map((one) => (node.side === 'start' ? one.start : one.end));
      expect(Math.min(...own.map(([top]) => top))).toBeCloseTo(node.top, 9);
      expect(Math.max(...own.map(([, bottom]) => bottom))).toBeCloseTo(node.bottom, 9);
    }
    for (const side of ['start', 'end'] as const) {
      const middles = nodes
        .filter((node) => node.side === side)
        .map(({ top, bottom }) => (top + bottom) / 2);
      const gaps = middles.slice(1).map((middle, i) => middle - (middles[i] ?? 0));
      expect(gaps.every((gap) => gap >= 20)).toBe(true);
    }
  });

  it('open the customers of a cell, and nothing where segments lie together', () => {
    const open = (segments: number) =>
      ribbonPoints(layoutFlows(result, { body: 300, slot: 20, segments }).ribbons).map(
        ribbonSelection,
      );
    expect(open(20).every((selection) => selection?.kind === 'flow')).toBe(true);
    expect(open(4)).toContain(null);
  });

  it('draw on wide and on narrow screens, also without anybody', () => {
    const nobody = {
      ...result,
      flows: [],
      places: [],
      starts: [],
      ends: [],
      start: 0,
      came: 0,
      end: 0,
    };
    for (const width of [340, 900]) {
      expect(flowFigure(result).plot(LIGHT_THEME, width).height).toBeGreaterThan(300);
      expect(flowFigure(nobody).plot(LIGHT_THEME, width).height).toBeGreaterThan(0);
    }
  });
});

describe('the matrix', () => {
  it('has a row for each segment of the start and one for newcomers, and the totals below', () => {
    const model = matrixModel({ ...result, cells: 'customers' });
    expect(model.rows.at(-1)?.label).toBe('Not yet a customer');
    const footer = (model.footer[0]?.cells ?? []).map(Number);
    expect(sumOf(footer)).toBe(result.end);
    model.rows.forEach(({ side, cells }) => {
      const row = sumOf(cells.map((cell) => cell?.value ?? 0));
      expect(row).toBe(Number(side[0]));
    });
  });

  it('opens nothing where nobody stands', () => {
    const cells = matrixModel(result).rows.flatMap((row) => row.cells);
    for (const cell of cells) expect(cell?.selection === null).toBe(cell?.value === null);
  });
});

describe('the mixes', () => {
  it('are drawn only where they are known', () => {
    expect(monthsFigure(result)).toBeNull();
    expect(monthsFigure(months)?.caption).toBeUndefined();
    expect(outlookFigure({ ...result, outlook: null })).toBeNull();
    expect(holdoutFigure({ ...result, holdout: null })).toBeNull();
    for (const figure of [monthsFigure(months), outlookFigure(result), holdoutFigure(result)]) {
      expect(figure?.plot(LIGHT_THEME, 340).height).toBeGreaterThan(60);
    }
  });

  it('say in a caption what a hatched month is', () => {
    const open = runMovement(db, facts, { view: 'months', to: facts.lastDay - 3 });
    expect(monthsFigure(open)?.caption).toContain('Hatched');
    const cells = monthsModel(open).rows.at(-1)?.cells ?? [];
    expect(cells.every((cell) => cell?.incomplete === true)).toBe(true);
  });

  it('lay their pieces end to end', () => {
    const part = (share: number) => ({ share, colour: '#000000', label: '', selection: null });
    const pieces = sharePieces([{ name: 'x', parts: [part(60), part(0), part(40)] }]);
    expect(pieces.map(({ from, to }) => [from, to])).toEqual([
      [0, 60],
      [60, 100],
    ]);
  });

  it('are broken down by part with one bar each', () => {
    const figure = breakdownFigure([
      { name: 'web', result },
      { name: 'nobody', result: { ...result, moves: [] } },
    ]);
    expect(figure.plot(LIGHT_THEME, 600).height).toBeGreaterThan(100);
  });
});

describe('the words', () => {
  it('name intervals, changes and selections', () => {
    expect(intervalText({ low: 25, high: 28.04 })).toBe('25.0–28.0\u00a0%');
    expect(intervalText(null)).toBe('–');
    expect([changeText(5), changeText(0), changeText(-5), changeText(null)]).toEqual([
      '+5',
      '0',
      '−5',
      '–',
    ]);
    expect(selectionTitle({ kind: 'flow', from: null, to: 'lost' }, result)).toBe(
      'Not yet a customer → Lost',
    );
    expect(selectionTitle({ kind: 'moves', moves: ['down', 'left'] }, result)).toBe(
      'Moved down, Left',
    );
    expect(selectionTitle({ kind: 'to', to: 'lost' }, result)).toContain('Lost');
  });
});
