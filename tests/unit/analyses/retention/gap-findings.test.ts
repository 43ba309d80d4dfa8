import { describe, expect, it } from 'vitest';
import type { Finding, Row } from '../../../../src/analyses/analysis.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import { gapBars, gapsFigure, gapsHeatmap } from '../../../../src/analyses/retention/gap-charts.ts';
import {
  nextPurchaseFigure,
  survivalHeatmap,
  survivalPoints,
} from '../../../../src/analyses/retention/next-charts.ts';
import { nextPurchaseResult } from '../../../../src/analyses/retention/next-purchase.ts';
import { orderStepsResult } from '../../../../src/analyses/retention/order-steps.ts';
import { pValueText } from '../../../../src/analyses/retention/p-value.ts';
import type { RetentionSelection } from '../../../../src/analyses/retention/selection.ts';
import { selectionTitle } from '../../../../src/analyses/retention/selection-words.ts';
import { stepsFigure, stepsHeatmap } from '../../../../src/analyses/retention/step-charts.ts';
import { LIGHT_THEME } from '../../../../src/charts/theme.ts';
import { findingText } from '../../../../src/i18n/finding.ts';
import { locale, useLocale } from '../../../../src/i18n/locale.svelte.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';
import { CALENDAR_DAYS } from './run.ts';

const facts = {
  firstDay: 0,
  lastDay: 400,
  customers: 1000,
  orders: 1700,
  rows: 1700,
  revenue: 1,
  hasTime: false,
  medianGapDays: 40,
  hasMoney: true,
  shape: PLAIN_SHAPE,
};
const row = (number: number, days: number, customers: number): Row => ({ number, days, customers });
/** 1,000 customers: 400 buy again after 20 days, 200 after 60; of these 600, 450 after 10 days. */
const tables = {
  gaps: [row(1, 20, 400), row(1, 60, 200), row(2, 10, 450)],
  waiting: [row(1, 50, 100), row(1, 380, 300), row(2, 200, 150), row(3, 100, 450)],
};
const nextSettings = { ...CALENDAR_DAYS, view: 'next', curves: 2 } as const;
const stepSettings = { ...CALENDAR_DAYS, view: 'steps', horizon: 90 } as const;
const next = nextPurchaseResult(tables, nextSettings);
const steps = orderStepsResult(tables, stepSettings);

const value = (finding: Finding<RetentionSelection> | undefined, name: string) => {
  const found = finding?.values[name];
  return found !== undefined && 'value' in found ? found.value : undefined;
};

describe('what is said of the time to the next purchase', () => {
  const findings = retention.findings(next);

  it('begins with the median, then the shares, the comparison and who is still waited for', () => {
    expect(findings.map(({ key }) => key)).toEqual([
      'retention_next_found_median',
      'retention_next_found_shares',
      'retention_next_found_apart',
      'retention_next_found_waiting',
    ]);
    // S(20) = .6; 500 are at risk at 60: S(60) = .6 · 300/500 = .36.
    expect(value(findings[0], 'median')).toBe(60);
    expect(value(findings[1], 'shortPercent')).toBeCloseTo(40, 9);
    expect(value(findings[1], 'longPercent')).toBeCloseTo(64, 9);
    expect(value(findings[3], 'waiting')).toBe(400);
  });

  it('has the numbers of the table', () => {
    const { rows } = retention.table(next);
    const at = (number: number, days: number) =>
      rows.find((each) => each['number'] === number && each['days'] === days);
    expect(100 - Number(at(1, 20)?.['percent'])).toBeCloseTo(
      Number(value(findings[1], 'shortPercent')),
      9,
    );
    expect(100 - Number(at(2, 10)?.['percent'])).toBeCloseTo(
      Number(value(findings[2], 'after')),
      9,
    );
    expect(rows[0]).toMatchObject({ number: 1, atRisk: 1000, events: 400, censored: 0 });
  });

  it('does not speak of few customers, nor of a median that is not reached', () => {
    const few = nextPurchaseResult(
      { gaps: [row(1, 5, 10)], waiting: [row(1, 9, 9)] },
      nextSettings,
    );
    expect(retention.findings(few).map(({ key }) => key)).toEqual(['retention_next_found_few']);
    const open = nextPurchaseResult(
      { gaps: [row(1, 5, 10)], waiting: [row(1, 90, 90)] },
      nextSettings,
    );
    expect(retention.findings(open)[0]?.key).toBe('retention_next_found_open');
  });
});

describe('what is said of the steps', () => {
  it('begins with the second purchase, then tells the later ones, those of one day and the gaps', () => {
    const findings = retention.findings(steps);
    expect(findings.map(({ key }) => key)).toEqual([
      'retention_steps_found_second',
      'retention_steps_found_later',
      'retention_steps_found_once',
      'retention_steps_found_gaps',
    ]);
    const [first] = retention.table(steps).rows;
    expect(value(findings[0], 'percent')).toBe(first?.['share']);
    expect(value(findings[0], 'percent')).toBeCloseTo(64, 9);
    expect(value(findings[0], 'naive')).toBe(60);
    expect(value(findings[2], 'once')).toBe(400);
    expect(value(findings[3], 'median')).toBe(steps.gaps.quartiles?.[1]);
  });

  it('says where a horizon is too long for the data', () => {
    const short = orderStepsResult(tables, { ...stepSettings, horizon: 365 });
    expect(retention.findings(short)[0]?.key).toBe('retention_steps_found_second');
    const tooLong = orderStepsResult(
      { gaps: tables.gaps, waiting: [row(1, 50, 400)] },
      { ...stepSettings, horizon: 365 },
    );
    expect(retention.findings(tooLong)[0]?.key).toBe('retention_steps_found_short');
  });
});

describe('the charts', () => {
  it('draw a curve from 100 % as long as twenty customers are at risk', () => {
    const [first] = next.curves;
    const points = first === undefined ? [] : survivalPoints(first);
    expect(points.map(({ days, share }) => [days, Math.round(share)])).toEqual([
      [0, 100],
      [20, 60],
      [50, 60],
      [60, 36],
      [380, 36],
    ]);
  });

  it('have the published points in a table whose cells open their customers', () => {
    const { rows, columns } = survivalHeatmap(next);
    expect(columns).toEqual(['30 days', '90 days', '180 days', '365 days']);
    expect(rows[0]?.side).toEqual(['1,000', '60 (60–60)']);
    expect(rows[0]?.cells.map((cell) => cell?.text)).toEqual(['60.0', '36.0', '36.0', '36.0']);
    expect(rows[0]?.cells[1]?.selection).toEqual({ kind: 'waited', number: 1, days: 90 });
    // Beyond 200 days nobody is observed after the second purchase.
    expect(rows[1]?.cells[3]).toBeNull();
    expect(stepsHeatmap(steps).rows[0]?.cells.map((cell) => cell?.text)).toEqual([
      '1,000',
      '600',
      '60.0\u00a0%',
      '64.0\u00a0%',
    ]);
    expect(stepsHeatmap(steps).rows[2]?.cells[3]).toMatchObject({
      text: '0.0\u00a0%',
      selection: null,
    });
  });

  it('cut the gaps into bins, the long ones together', () => {
    const bars = gapBars(steps.gaps);
    expect(bars[0]).toMatchObject({ from: 1, to: 2, start: 0, end: 2, gaps: 0 });
    expect(bars.reduce((sum, bar) => sum + bar.gaps, 0)).toBe(1050);
    expect(gapsHeatmap(steps.gaps).rows[0]?.cells[0]?.selection).toBeNull();
  });

  it.each(['en', 'ko'] as const)('and all sentences have their words in %s', (language) => {
    const before = locale();
    useLocale(language);
    for (const figure of [nextPurchaseFigure(next), stepsFigure(steps), gapsFigure(steps.gaps)]) {
      expect(figure.plot(LIGHT_THEME, 700).marks?.length).toBeGreaterThan(5);
      expect(`${figure.title} ${figure.description} ${figure.caption ?? ''}`).not.toMatch(/[{}]/);
    }
    for (const finding of [...retention.findings(next), ...retention.findings(steps)]) {
      expect(findingText(finding)).not.toMatch(/[{}]|undefined|NaN/);
    }
    const selections: RetentionSelection[] = [
      { kind: 'waited', number: 1, days: 90 },
      { kind: 'returned', number: 2, days: 1 },
      { kind: 'reached', number: 3 },
      { kind: 'gap', from: 8, to: 14 },
      { kind: 'gap', from: 361, to: null },
    ];
    for (const selection of selections) {
      expect(selectionTitle(selection, next)).not.toMatch(/[{}]/);
    }
    useLocale(before);
  });
});

it('writes p values that are too small to be told as smaller', () => {
  expect([0.2, 0.0125, 0.001, 0.0009].map(pValueText)).toEqual([
    '= 0.200',
    '= 0.013',
    '= 0.001',
    '< 0.001',
  ]);
});

it('asks nothing anew between the two views of the same times', () => {
  const key = (settings: typeof nextSettings | typeof stepSettings) =>
    JSON.stringify(retention.queryKey(settings));
  expect(key(nextSettings)).toBe(key(stepSettings));
  expect(JSON.stringify(retention.queries(nextSettings, facts))).toBe(
    JSON.stringify(retention.queries(stepSettings, facts)),
  );
});
