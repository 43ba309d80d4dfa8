import { describe, expect, it } from 'vitest';
import { breakdownFigure } from '../../../../src/analyses/overview/breakdown-charts.ts';
import { measureHead, selectionTitle } from '../../../../src/analyses/overview/charts.ts';
import { overview } from '../../../../src/analyses/overview/index.ts';
import {
  lifecycleBars,
  lifecycleFigure,
  periodHeatmap,
} from '../../../../src/analyses/overview/lifecycle-charts.ts';
import type { OverviewSettings } from '../../../../src/analyses/overview/settings.ts';
import {
  treeFigure,
  treeProblem,
  treeRows,
} from '../../../../src/analyses/overview/tree-charts.ts';
import {
  trendFigure,
  trendPieces,
  trendPlot,
  trendPoints,
} from '../../../../src/analyses/overview/trend-charts.ts';
import {
  weekFigure,
  weekHeatmap,
  weekTitle,
} from '../../../../src/analyses/overview/week-charts.ts';
import { LIGHT_THEME } from '../../../../src/charts/theme.ts';
import { dayOf, periodIndex } from '../../../../src/core/calendar.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';

const january = periodIndex(dayOf(2024, 1, 1), 'month');
const facts = {
  firstDay: dayOf(2023, 12, 20),
  lastDay: dayOf(2024, 3, 10),
  customers: 100,
  orders: 300,
  rows: 300,
  revenue: 1,
  hasTime: true,
  medianGapDays: 30,
  hasMoney: true,
  shape: { ...PLAIN_SHAPE, quantity: true },
};
const settings: OverviewSettings = {
  grain: 'month',
  measure: 'revenue',
  comparison: 'previous',
  from: null,
  to: null,
};
const sale = (at: number, orders: number, amount: number) => ({
  period: january + at,
  is_sale: true,
  is_named: true,
  orders,
  amount,
  lines: orders,
  units: orders * 2,
});
const tables = {
  periods: [
    sale(-1, 10, 1000),
    sale(0, 40, 4000),
    sale(1, 50, 6000),
    { ...sale(1, 2, -500), is_sale: false },
    sale(2, 5, 700),
  ],
  lifecycle: [
    { period: january - 1, new: 10, returning: 0, resurrecting: 0, new_revenue: 1000 },
    { period: january, new: 15, returning: 5, resurrecting: 0, new_revenue: 3000 },
    { period: january + 1, new: 5, returning: 12, resurrecting: 3, new_revenue: 1100 },
    { period: january + 2, new: 1, returning: 4, resurrecting: 0, new_revenue: 100 },
  ],
  week: [
    { weekday: 1, hour: 9, orders: 60, sales: 7000 },
    { weekday: 7, hour: 11, orders: 45, sales: 4700 },
  ],
};
const result = overview.result(tables, settings, facts);

describe('the trend', () => {
  it('leads with dashes to the periods that are not whole, and nowhere else', () => {
    const { solid, dashed } = trendPieces(trendPoints(result, 'revenue'));
    expect(solid.map(({ period }) => period - january)).toEqual([0, 1]);
    expect(dashed.map(({ period, value }) => [period - january, value])).toEqual([
      [-1, 1000],
      [0, 4000],
      [0, null],
      [1, 5500],
      [2, 700],
    ]);
  });

  it('is headed by the last complete value and what it changed by', () => {
    expect(measureHead(result, 'revenue')).toEqual({
      value: '5,500',
      period: '2024-02',
      changes: ['+37.5\u00a0% on 2024-01'],
    });
  });

  it('is drawn large for the stressed measure, small for the others', () => {
    const height = (measure: 'revenue' | 'orders') =>
      trendPlot(result, measure, LIGHT_THEME, 600).height ?? 0;
    expect(height('revenue')).toBeGreaterThan(height('orders') + 80);
    expect(trendFigure(result, 'orders').title).toBe('Orders by month');
  });
});

describe('the comparison', () => {
  it('has a row for the sales, each factor, and what is left after returns', () => {
    const { tree } = result;
    if (tree === null) throw new Error('no comparison');
    const rows = treeRows(tree);
    expect(rows.map(({ id }) => id)).toEqual([
      'sales',
      'customers',
      'frequency',
      'basket',
      'price',
      'returns',
      'revenue',
    ]);
    expect(rows[0]).toMatchObject({
      before: '4,000',
      after: '6,000',
      change: '+50.0\u00a0%',
      effect: '+2,000',
      share: '100\u00a0%',
    });
    // 20 customers each: 2 → 2.5 orders, 2 units, a price of 50 → 60; L = 2000 ÷ ln 1.5.
    expect(rows.map(({ effect }) => effect)).toEqual([
      '+2,000',
      '0',
      '+1,101',
      '0',
      '+899',
      '−500',
      '+1,500',
    ]);
    expect(rows[2]?.length).toBe(1);
    expect(treeProblem(result)).toBeNull();
    expect(treeFigure(result)?.title).toContain('2024-01 → 2024-02');
  });

  it('says why there is none', () => {
    const other = (patch: Partial<OverviewSettings>, money = true) =>
      overview.result(tables, { ...settings, ...patch }, { ...facts, hasMoney: money });
    expect(treeProblem(other({}, false))).toContain('Without amounts');
    expect(treeProblem(other({ comparison: 'year' }))).toContain('a year earlier');
    expect(treeProblem(other({ grain: 'year' }))).toContain('in a row');
    expect(treeFigure(other({ comparison: 'year' }))).toBeNull();
  });
});

describe('the lifecycle', () => {
  it('stacks who bought upwards and who did not downwards', () => {
    const of = (at: number) =>
      lifecycleBars(result)
        .filter(({ period }) => period === january + at)
        .map(({ state, from, to }) => [state, from, to]);
    expect(of(1)).toEqual([
      ['returning', 0, 12],
      ['resurrecting', 12, 15],
      ['new', 15, 20],
      ['dormant', -8, 0],
    ]);
    expect(of(2).map(([state]) => state)).not.toContain('dormant');
    expect(lifecycleFigure(result).description).toContain('4 periods');
  });

  it('lists the numbers, the newest first, each a button', () => {
    const { rows, columns } = periodHeatmap(result);
    expect(columns.slice(0, 3)).toEqual(['Customers', 'Orders', 'Revenue']);
    expect(rows.map(({ label }) => label)).toEqual(['2024-03', '2024-02', '2024-01', '2023-12']);
    expect(rows[1]?.cells.map((cell) => cell?.text ?? null)).toEqual([
      '20',
      '50',
      '5,500',
      '5',
      '12',
      '3',
      '8',
    ]);
    expect(rows[0]?.cells.at(-1)).toBeNull();
    expect(rows[0]?.cells[0]).toMatchObject({
      label: '2024-03 (not over), Customers: 5',
      incomplete: true,
      selection: { kind: 'period', period: january + 2 },
    });
  });
});

describe('the week', () => {
  it('shows money by hour where the stressed measure is money, else orders', () => {
    const money = weekHeatmap(result);
    expect(money.rows.map(({ label }) => label)).toEqual(['09:00', '10:00', '11:00']);
    expect(money.rows[0]?.cells[0]).toMatchObject({
      text: '7,000',
      label: 'Monday, 09:00–10:00: 60 orders, 57.1\u00a0% of all; sales 7,000.',
      selection: { kind: 'slot', weekday: 1, hour: 9 },
    });
    expect(money.rows[1]?.cells[0]?.selection).toBeNull();
    const orders = overview.result(tables, { ...settings, measure: 'orders' }, facts);
    expect(weekHeatmap(orders).footer[0]?.cells).toEqual(['60', '0', '0', '0', '0', '0', '45']);
    expect(weekTitle(orders)).toContain('orders');
    expect(weekFigure(result).title).toContain('sales');
  });

  it('has one row of days where the data has no times', () => {
    const days = [{ weekday: 2, hour: null, orders: 4, sales: 40 }];
    const model = weekHeatmap(
      overview.result({ ...tables, week: days }, settings, { ...facts, hasTime: false }),
    );
    expect(model.rows).toHaveLength(1);
    expect(model.rows[0]?.cells.map((cell) => cell?.text)).toEqual([
      '0',
      '40',
      '0',
      '0',
      '0',
      '0',
      '0',
    ]);
  });
});

it('names every selection', () => {
  const titles = [
    { kind: 'period', period: january } as const,
    { kind: 'state', period: january, state: 'dormant' } as const,
    { kind: 'slot', weekday: 2, hour: 9 } as const,
    { kind: 'slot', weekday: 2, hour: null } as const,
  ].map((selection) => selectionTitle(selection, result));
  expect(titles).toEqual([
    'Bought in 2024-01',
    '2024-01: Dormant',
    'Bought on a Tuesday, 09:00–10:00',
    'Bought on a Tuesday',
  ]);
});

it('draws the parts of a breakdown in one figure', () => {
  const figure = breakdownFigure([
    { name: 'web', result },
    { name: 'shop', result },
  ]);
  expect(figure.title).toBe('Revenue by month');
  expect(figure.plot(LIGHT_THEME, 600).color?.domain).toEqual(['web', 'shop']);
});
