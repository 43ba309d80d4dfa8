import { expect, it } from 'vitest';
import type { DatasetFacts, Row } from '../../../../src/analyses/analysis.ts';
import { breakdownFigure } from '../../../../src/analyses/retention/breakdown-charts.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import { pValueText } from '../../../../src/analyses/retention/p-value.ts';
import type { RetentionSettings } from '../../../../src/analyses/retention/settings.ts';
import { LIGHT_THEME } from '../../../../src/charts/theme.ts';
import { logRank } from '../../../../src/core/survival.ts';
import { CALENDAR_DAYS } from './run.ts';

const facts = { firstDay: 18_262, lastDay: 18_262 + 181 } as DatasetFacts;
const january = 50 * 12;
const row = (number: number, days: number, customers: number): Row => ({ number, days, customers });

/** The answers of a part whose customers come back at a rate. */
function tables(rate: number) {
  return {
    returned: [0, 1, 2, 3].map((age) => ({
      cohort: january,
      age,
      customers: age === 0 ? 100 : rate,
    })),
    gaps: [row(1, 20, rate)],
    waiting: [row(1, 120, 100 - rate), row(2, 90, rate)],
    stickiness: [
      { periods: 1, customers: 100 - rate },
      { periods: 3, customers: rate },
    ],
  };
}

const part = (name: string, rate: number, patch: Partial<RetentionSettings>) => ({
  name,
  result: retention.result(tables(rate), { ...CALENDAR_DAYS, grain: 'month', ...patch }, facts),
});

it.each(['retention', 'next', 'steps', 'stickiness'] as const)(
  'draws the parts of %s in one figure, also one without anybody',
  (view) => {
    const nobody = {
      name: 'nobody',
      result: retention.result({}, { ...CALENDAR_DAYS, grain: 'month', view }, facts),
    };
    const figure = breakdownFigure([part('shop', 30, { view }), part('web', 50, { view }), nobody]);
    expect(figure.legend).toEqual(['shop', 'web', 'nobody']);
    expect(figure.plot(LIGHT_THEME, 700).marks?.length).toBeGreaterThan(3);
    expect(`${figure.title} ${figure.description} ${figure.caption ?? ''}`).not.toMatch(/[{}]/);
    expect(breakdownFigure([]).legend).toEqual([]);
  },
);

it('tells by the log-rank test whether the parts differ', () => {
  const group = (rate: number) => [
    { time: 20, events: rate, censored: 0 },
    { time: 120, events: 0, censored: 100 - rate },
  ];
  const p = pValueText(logRank([group(30), group(50)])?.p ?? NaN);
  const caption = (rates: readonly number[]) =>
    breakdownFigure(rates.map((rate, i) => part(`p${i}`, rate, { view: 'next' }))).caption;
  expect(caption([30, 50])).toContain(`1 df, p ${p}.`);
  expect(caption([30])).not.toContain('df');
});
