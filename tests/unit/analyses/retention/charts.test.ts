import { describe, expect, it } from 'vitest';
import { curvePlot, drawnPoints } from '../../../../src/analyses/retention/curve-charts.ts';
import {
  heatmapFigure,
  retentionHeatmap,
} from '../../../../src/analyses/retention/heatmap-charts.ts';
import {
  lifecycleBars,
  lifecycleHeatmap,
} from '../../../../src/analyses/retention/lifecycle-charts.ts';
import { retentionResult } from '../../../../src/analyses/retention/result.ts';
import type { RetentionSettings } from '../../../../src/analyses/retention/settings.ts';
import { LIGHT_THEME } from '../../../../src/charts/theme.ts';
import { dayOf, periodIndex } from '../../../../src/core/calendar.ts';
import { CALENDAR_DAYS } from './run.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';

const january = periodIndex(dayOf(2020, 1, 1), 'month');
const facts = {
  firstDay: dayOf(2020, 1, 1),
  lastDay: dayOf(2020, 3, 10),
  customers: 150,
  orders: 300,
  rows: 300,
  revenue: 1,
  hasTime: true,
  medianGapDays: 30,
  hasMoney: true,
  shape: PLAIN_SHAPE,
};
const settings: RetentionSettings = { ...CALENDAR_DAYS, grain: 'month' };
const result = retentionResult(
  {
    returned: [
      { cohort: january, age: 0, customers: 100 },
      { cohort: january, age: 1, customers: 25 },
      { cohort: january, age: 2, customers: 5 },
      { cohort: january + 1, age: 0, customers: 50 },
    ],
    lifecycle: [
      { period: january, new: 100, returning: 0, resurrecting: 0 },
      { period: january + 1, new: 50, returning: 25, resurrecting: 0 },
      { period: january + 2, new: 0, returning: 3, resurrecting: 2 },
    ],
  },
  settings,
  facts,
);

describe('the curve', () => {
  it('is drawn from age 1 as far as a whole period has been observed', () => {
    expect(drawnPoints(result).map((point) => [point.age, point.mean])).toEqual([[1, 25]]);
    const { marks, x } = curvePlot(drawnPoints(result), settings, LIGHT_THEME);
    expect(marks?.length).toBeGreaterThan(5);
    expect(x?.domain).toEqual([1, 2]);
  });
});

describe('the table of cohorts', () => {
  const { rows, columns } = retentionHeatmap(result);

  it('has the mean as its first row, whose customers open', () => {
    expect(columns).toEqual(['1', '2']);
    expect(rows[0]?.side).toEqual(['150']);
    expect(rows[0]?.cells[0]).toMatchObject({
      value: 25,
      text: '25.0',
      selection: { kind: 'cell', cohort: null, age: 1 },
    });
    expect(rows[0]?.cells[1]).toBeNull();
  });

  it('tells 0, blank and not over apart', () => {
    const [, first, second, third] = rows;
    expect(first?.cells[1]).toMatchObject({ text: '5.0', incomplete: true });
    expect(second?.cells[0]).toMatchObject({ text: '0.0', incomplete: true, selection: null });
    expect(second?.cells[1]).toBeNull();
    expect(third?.cells).toEqual([null, null]);
  });

  it('names every cell in a whole sentence', () => {
    expect(rows[1]?.cells[0]?.label).toBe(
      'Cohort 2020-01, month 1: 25 of 100 customers came back, 25.0\u00a0%.',
    );
    expect(heatmapFigure(result).title).not.toBe('');
  });
});

describe('the lifecycle', () => {
  it('stacks who bought upwards and who did not downwards', () => {
    const of = (at: number) =>
      lifecycleBars(result)
        .filter((bar) => bar.period === january + at)
        .map(({ state, from, to }) => [state, from, to]);
    expect(of(0)).toEqual([['new', 0, 100]]);
    expect(of(1)).toEqual([
      ['returning', 0, 25],
      ['new', 25, 75],
      ['dormant', -75, 0],
    ]);
  });

  it('does not know who is dormant in a period that is not over', () => {
    expect(result.lifecycle[2]).toMatchObject({ dormant: null, incomplete: true });
    const [, , march] = lifecycleHeatmap(result).rows;
    expect(march?.cells.map((cell) => cell?.text ?? null)).toEqual(['0', '3', '2', null]);
    expect(march?.cells[1]?.label).toBe('2020-03 (not over), Returning: 3 customers so far');
  });
});
