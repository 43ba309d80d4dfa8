import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/analyses/analysis.ts';
import {
  FEWEST_CUSTOMERS,
  retentionFindings,
} from '../../../../src/analyses/retention/findings.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import {
  retentionResult,
  type RetentionResult,
} from '../../../../src/analyses/retention/result.ts';
import type { RetentionSelection } from '../../../../src/analyses/retention/selection.ts';
import { MEANS, RETURNS } from '../../../../src/analyses/retention/settings.ts';
import { dayOf, periodIndex } from '../../../../src/core/calendar.ts';
import { locale, useLocale } from '../../../../src/i18n/locale.svelte.ts';
import { findingText } from '../../../../src/i18n/finding.ts';
import { CALENDAR_DAYS } from './run.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';

type Told = Finding<RetentionSelection>;
const january = periodIndex(dayOf(2020, 1, 1), 'month');
const facts = {
  firstDay: dayOf(2020, 1, 1),
  lastDay: dayOf(2020, 6, 30),
  customers: 1,
  orders: 1,
  rows: 1,
  revenue: 1,
  hasTime: true,
  medianGapDays: 30,
  hasMoney: true,
  shape: PLAIN_SHAPE,
};
const monthly = { ...CALENDAR_DAYS, grain: 'month' } as const;

/** A result of six whole months from the customers of each cohort by age. */
function resultOf(cohorts: readonly (readonly number[])[], patch = {}): RetentionResult {
  const returned = cohorts.flatMap((counts, i) =>
    counts.map((customers, age) => ({ cohort: january + i, age, customers })),
  );
  const lifecycle = [
    { period: january + 4, new: 80, returning: 40, resurrecting: 30 },
    { period: january + 5, new: 70, returning: 60, resurrecting: 20 },
  ];
  return retentionResult({ returned, lifecycle }, { ...monthly, ...patch }, facts);
}

const number = (finding: Told | undefined, name: string) => {
  const value = finding?.values[name];
  return value !== undefined && 'value' in value ? value.value : undefined;
};
const keys = (findings: readonly Told[]) => findings.map((finding) => finding.key);

describe('what is said of six months', () => {
  const findings = retentionFindings(
    resultOf([
      [1000, 300, 250, 200, 195, 205],
      [1000, 400, 240, 200, 200],
      [1000, 350, 250, 210],
      [1000, 200, 240],
      [1000, 250],
      [1000],
    ]),
  );

  it('begins with the month after the first, of all that have been observed', () => {
    const first = findings[0];
    expect(first?.key).toBe('retention_found_next_weighted_exact');
    expect(number(first, 'customers')).toBe(5000);
    expect(number(first, 'percent')).toBeCloseTo(30, 10);
    expect(first?.selection).toEqual({ kind: 'cell', cohort: null, age: 1 });
  });

  it('names the best and the worst cohort and whether their intervals part', () => {
    expect(findings[1]?.key).toBe('retention_found_cohorts_apart');
    expect(findings[1]?.values['best']).toEqual({
      kind: 'period',
      index: january + 1,
      grain: 'month',
    });
    expect(findings[1]?.values['worst']).toEqual({
      kind: 'period',
      index: january + 3,
      grain: 'month',
    });
    expect(findings[1]?.selection).toEqual({ kind: 'cell', cohort: january + 1, age: 1 });
  });

  it('says from where on the curve is level', () => {
    expect(findings[2]?.key).toBe('retention_found_level');
    expect([number(findings[2], 'from'), number(findings[2], 'to')]).toEqual([3, 5]);
    expect(number(findings[2], 'lowest')).toBeCloseTo(19.75, 10);
    expect(number(findings[2], 'highest')).toBeCloseTo(20.5, 10);
  });

  it('ends with the last whole month: those who came and those who did not', () => {
    expect(findings[3]?.key).toBe('retention_found_lifecycle');
    expect(number(findings[3], 'active')).toBe(150);
    expect(number(findings[3], 'dormant')).toBe(150 - 60);
    expect(findings).toHaveLength(4);
  });
});

it('says that the mean falls, or rises with only the oldest cohorts left', () => {
  /** Every cohort comes back at these rates, for as long as it has been observed. */
  const withRates = (...customers: readonly number[]) =>
    resultOf(Array.from({ length: 6 }, (_, i) => [1000, ...customers.slice(0, 5 - i)]));
  const falling = withRates(300, 250, 200, 150, 100);
  expect(keys(retentionFindings(falling))).toContain('retention_found_falls');
  const rising = withRates(100, 150, 200, 250, 300);
  const told = retentionFindings(rising).find(({ key }) => key === 'retention_found_rises');
  expect([number(told, 'first'), number(told, 'last')]).toEqual([
    expect.closeTo(10),
    expect.closeTo(30),
  ]);
});

describe('little data', () => {
  it('is told as too little, without a percentage', () => {
    const findings = retentionFindings(resultOf([[49, 20]]));
    expect(findings[0]).toMatchObject({ key: 'retention_found_too_few', selection: null });
    expect(findings[0]?.values['percent']).toBeUndefined();
    expect(keys(findings)).toEqual(['retention_found_too_few', 'retention_found_lifecycle']);
  });

  it('asks for a second cohort where the mean is simple', () => {
    const [first] = retentionFindings(resultOf([[500, 200]], { mean: 'simple' }));
    expect(first?.key).toBe('retention_found_one_cohort');
  });

  it('says that nobody has been observed long enough', () => {
    const [first] = retentionFindings(resultOf([[], [], [], [], [], [90]]));
    expect(first?.key).toBe('retention_found_none');
  });

  it('names the age from which few have been observed', () => {
    const findings = retentionFindings(
      resultOf([
        [20, 5, 5, 5, 5, 5],
        [400, 90, 80, 85, 80],
        [100, 30, 20],
      ]),
    );
    const told = findings.find(({ key }) => key === 'retention_found_few_from');
    expect([number(told, 'from'), number(told, 'customers')]).toEqual([5, FEWEST_CUSTOMERS]);
  });
});

const triangle = fc
  .array(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((cohorts) => cohorts.map((counts, i) => [400, ...counts].slice(0, 6 - i)));

it('says only numbers that stand in the table, in both languages', () => {
  fc.assert(
    fc.property(
      triangle,
      fc.constantFrom(...MEANS),
      fc.constantFrom(...RETURNS),
      (cohorts, mean, returned) => {
        const result = resultOf(cohorts, { mean, return: returned });
        const rows = retention.table(result).rows;
        const inTable = new Set(rows.flatMap((row) => [row['percent'], row['low'], row['high']]));
        for (const finding of retentionFindings(result)) {
          for (const value of Object.values(finding.values)) {
            if (value.kind === 'percent') expect(inTable).toContain(value.value);
          }
          if (finding.key.startsWith('retention_found_next')) {
            const row = rows.find((each) => each['cohort'] === null && each['age'] === 1);
            expect(number(finding, 'customers')).toBe(row?.['observed']);
            expect(number(finding, 'percent')).toBe(row?.['percent']);
          }
          expectWords(finding);
        }
      },
    ),
    { numRuns: 200 },
  );
});

/** A missing message or value throws. */
function expectWords(finding: Told) {
  const before = locale();
  for (const language of ['en', 'ko'] as const) {
    useLocale(language);
    expect(findingText(finding)).toMatch(/\.$/);
  }
  useLocale(before);
}
