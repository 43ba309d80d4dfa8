import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { bracketsText, parseBrackets } from '../../../../src/analyses/retention/brackets.ts';
import { curveFigure } from '../../../../src/analyses/retention/curve-charts.ts';
import {
  heatmapFigure,
  retentionHeatmap,
} from '../../../../src/analyses/retention/heatmap-charts.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import { eventKinds, type ReturnEvent } from '../../../../src/analyses/retention/return-event.ts';
import { selectionTitle } from '../../../../src/analyses/retention/selection-words.ts';
import {
  suggestedBrackets,
  type RetentionSettings,
} from '../../../../src/analyses/retention/settings.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';
import { findingText } from '../../../../src/i18n/finding.ts';
import { locale, useLocale } from '../../../../src/i18n/locale.svelte.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { CALENDAR_DAYS, run, triangle } from './run.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

const monthly: RetentionSettings = { ...CALENDAR_DAYS, grain: 'month', periods: 12 };
const tea: ReturnEvent = { kind: 'category', value: 'tea' };

const line = (customer: string, at: string, category: string, amount: number, order = at) => ({
  customer,
  at,
  amount,
  category,
  product: `${category}-1`,
  order: `${customer} ${order}`,
});

describe('twenty lines by hand', () => {
  // By month of 2020, January to April (to its last day); t tea, c cups, with the amount.
  //        Jan          Feb           Mar                    Apr
  //   a    c5           t10           t10 t10 (two orders)   c30
  //   b    t10          t4+c8 (one)                          t40
  //   c    c5 c5                      t5, and a return of tea in April
  //   d                 t5            c50                    t5 t5 (one order)
  //   e                                                      c5
  const data: TestOrder[] = [
    line('a', '2020-01-01', 'cups', 5),
    line('a', '2020-02-01', 'tea', 10),
    line('a', '2020-03-01', 'tea', 10, '1'),
    line('a', '2020-03-01', 'tea', 10, '2'),
    line('a', '2020-04-01', 'cups', 30),
    line('b', '2020-01-31', 'tea', 10),
    line('b', '2020-02-29', 'tea', 4),
    line('b', '2020-02-29', 'cups', 8),
    line('b', '2020-04-30', 'tea', 40),
    line('c', '2020-01-10', 'cups', 5),
    line('c', '2020-01-20', 'cups', 5),
    line('c', '2020-03-10', 'tea', 5),
    { ...line('c', '2020-04-10', 'tea', -5), kind: 'return' },
    line('d', '2020-02-01', 'tea', 5),
    line('d', '2020-03-02', 'cups', 50),
    line('d', '2020-04-03', 'tea', 5),
    line('d', '2020-04-03', 'tea', 5),
    line('e', '2020-04-04', 'cups', 5),
  ];
  let facts: DatasetFacts;
  const of = (patch: Partial<RetentionSettings>) => run(db, { ...monthly, ...patch }, facts);
  const names = (patch: Partial<RetentionSettings>, cohort: number | null, age: number) => {
    const chosen = { ...monthly, ...patch };
    const { text } = retention.customers({ kind: 'cell', cohort, age }, chosen, facts);
    return db
      .rows(`SELECT customer_id FROM customers WHERE customer_key IN (${text})`)
      .map((row) => String(row['customer_id']))
      .sort();
  };
  beforeAll(() => {
    facts = canonicalFrom(db, data);
  });

  it('counts every order by default', () => {
    expect(triangle(of({}))).toEqual([[3, 2, 2, 2], [1, 1, 1], [0, 0], [1]]);
  });

  it('counts orders with a category, while any order begins a cohort', () => {
    expect(triangle(of({ event: tea }))).toEqual([[3, 2, 2, 1], [1, 0, 1], [0, 0], [1]]);
    expect(triangle(of({ event: { kind: 'product', value: 'cups-1' } }))).toEqual([
      [3, 1, 0, 1],
      [1, 1, 0],
      [0, 0],
      [1],
    ]);
    expect(triangle(of({ event: { kind: 'category', value: 'nothing' } }))).toEqual([
      [3, 0, 0, 0],
      [1, 0, 0],
      [0, 0],
      [1],
    ]);
  });

  it('counts orders from an amount on, by the whole order', () => {
    expect(triangle(of({ event: { kind: 'amount', amount: 12 } }))).toEqual([
      [3, 1, 0, 2],
      [1, 1, 0],
      [0, 0],
      [1],
    ]);
  });

  it('asks for several orders in the period, not lines', () => {
    expect(triangle(of({ minimum: 2 }))).toEqual([[3, 0, 1, 0], [1, 0, 0], [0, 0], [1]]);
    expect(triangle(of({ minimum: 2, event: tea }))).toEqual([
      [3, 0, 1, 0],
      [1, 0, 0],
      [0, 0],
      [1],
    ]);
  });

  it('counts “or later” by the last of such orders', () => {
    expect(triangle(of({ event: tea, return: 'onOrAfter' }))).toEqual([
      [3, 3, 3, 1],
      [1, 1, 1],
      [0, 0],
      [1],
    ]);
  });

  it('counts a range once, and as running until its last period is over', () => {
    const brackets = [
      { from: 1, to: 2 },
      { from: 3, to: 4 },
    ];
    const result = of({ brackets });
    expect(triangle(result)).toEqual([[3, 3, 2], [1, 1], [0, 0], [1]]);
    expect(result.rows[0]?.cells.map((cell) => cell?.incomplete)).toEqual([false, false, true]);
    expect(result.rows[2]?.cells[1]?.incomplete).toBe(true);
    expect(result.curve[1]).toMatchObject({ cohorts: 2, observed: 4, customers: 4, mean: 100 });
    expect(result.curve[2]).toMatchObject({ cohorts: 0, mean: null });
    expect(retentionHeatmap(result).columns).toEqual(['1–2', '3–4']);
    expect(names({ brackets }, result.rows[0]?.cohort ?? 0, 2)).toEqual(['a', 'b']);
    expect(names({ brackets }, null, 1)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('refers to the period before, whose customers need not be the same', () => {
    const result = of({ reference: 'previous' });
    const [january] = result.rows;
    expect(january?.cells.map((cell) => [cell?.customers, cell?.observed])).toEqual([
      [3, 3],
      [2, 3],
      [2, 2],
      [2, 2],
    ]);
    // Of January and February together: 2 + 1 after 2 + 1.
    expect(result.curve[2]).toMatchObject({ observed: 3, customers: 3, mean: 100, low: null });
    expect(result.curve[1]?.low).not.toBeNull();
    const tens = of({ reference: 'previous', event: { kind: 'amount', amount: 12 } });
    expect(tens.rows[0]?.cells[3]).toMatchObject({ customers: 2, observed: 0, percent: null });
  });
});

describe('what is said and drawn', () => {
  const facts = {
    firstDay: 18_262,
    lastDay: 18_262 + 181,
    shape: { ...PLAIN_SHAPE, category: true, product: true },
    hasMoney: true,
  } as DatasetFacts;
  const january = 50 * 12;
  const returned = [1000, 300, 320, 280, 290, 300].flatMap((customers, age) => [
    { cohort: january, age, customers },
    ...(age < 5 ? [{ cohort: january + 1, age, customers }] : []),
  ]);
  /** As the queries answer: ranges stand as ages 1, 2, 3 …. */
  const tablesOf = ({ brackets = [] }: Partial<RetentionSettings>) => ({
    returned: returned.filter(({ age }) => brackets.length === 0 || age <= brackets.length),
  });
  const patches: Partial<RetentionSettings>[] = [
    { event: tea },
    { event: { kind: 'product', value: '{odd}' }, return: 'onOrAfter' },
    { event: { kind: 'amount', amount: 12.5 }, basis: 'recurring' },
    { minimum: 3, mean: 'simple' },
    { brackets: [{ from: 1, to: 3 }] },
    { reference: 'previous' },
    { reference: 'previous', mean: 'simple' },
  ];

  it.each(['en', 'ko'] as const)(
    'has its words in %s, and the numbers of the table',
    (language) => {
      const before = locale();
      useLocale(language);
      for (const patch of patches) {
        const result = retention.result(tablesOf(patch), { ...monthly, ...patch }, facts);
        if (result.view !== 'retention') throw new Error('another view');
        const { rows, columns } = retention.table(result);
        const findings = retention.findings(result);
        const inTable = new Set(rows.flatMap((row) => [row['percent'], row['low'], row['high']]));
        expect(findings.length).toBeGreaterThan(0);
        for (const finding of findings) {
          expect(findingText(finding)).toMatch(/\.$/);
          for (const value of Object.values(finding.values)) {
            if (value.kind === 'percent') expect(inTable).toContain(value.value);
          }
        }
        expect(columns).toHaveLength(9);
        for (const figure of [curveFigure(result), heatmapFigure(result)]) {
          expect(`${figure.title}${figure.description}${figure.caption ?? ''}`).not.toBe('');
        }
        expect(retentionHeatmap(result).rows[1]?.cells[0]?.label).not.toMatch(/undefined|NaN/);
        expect(selectionTitle({ kind: 'cell', cohort: january, age: 1 }, result)).toContain('1');
      }
      useLocale(before);
    },
  );

  it('tells what is counted, and no course of ranges', () => {
    const keys = (patch: Partial<RetentionSettings>) =>
      retention
        .findings(retention.result(tablesOf(patch), { ...monthly, ...patch }, facts))
        .map(({ key }) => key);
    expect(keys({ event: tea })).toContain('retention_counts_category');
    expect(keys({ brackets: [{ from: 1, to: 3 }] })[0]).toBe('retention_found_variant_exact');
    expect(keys({ brackets: [{ from: 1, to: 9 }] })[0]).toBe('retention_found_variant_few');
    expect(keys({ reference: 'previous' })).not.toContain('retention_found_level');
    expect(keys({})).toContain('retention_found_level');
  });
});

describe('ranges as text', () => {
  it.each([
    ['1, 2–3, 4–6', '1, 2–3, 4–6'],
    ['1,2-3,5~9', '1, 2–3, 5–9'],
    [' 12 — 24 ', '12–24'],
  ])('reads %s', (text, shown) => {
    expect(bracketsText(parseBrackets(text, 120) ?? [])).toBe(shown);
  });

  it.each(['', '1,', '3-2', '1-3, 3', '2, 1', '0-1', '1-121', 'a', '1.5', '-1', '1;2'])(
    'refuses “%s”',
    (text) => {
      expect(parseBrackets(text, 120)).toBeNull();
    },
  );

  it('are suggested as far as the data goes', () => {
    const of = (days: number) =>
      bracketsText(suggestedBrackets({ firstDay: 0, lastDay: days } as DatasetFacts, monthly));
    expect(of(800)).toBe('1, 2–3, 4–6, 7–12');
    expect(of(200)).toBe('1, 2–3');
    expect(of(10)).toBe('1');
  });
});

describe('the settings', () => {
  const facts = {
    firstDay: 0,
    lastDay: 400,
    medianGapDays: 30,
    hasMoney: false,
    shape: PLAIN_SHAPE,
  } as DatasetFacts;

  it('offer only what the data can tell', () => {
    expect(eventKinds(facts)).toEqual(['any']);
    const full = { ...facts, hasMoney: true, shape: { ...PLAIN_SHAPE, product: true } };
    expect(eventKinds(full)).toEqual(['any', 'product', 'amount']);
  });

  it.each([
    { event: { kind: 'category' } },
    { event: { kind: 'amount', amount: -1 } },
    { event: { kind: 'other' } },
    { minimum: 0 },
    { reference: 'last' },
    { brackets: [{ from: 2, to: 1 }] },
    {
      brackets: [
        { from: 1, to: 2 },
        { from: 2, to: 3 },
      ],
    },
    { view: 'other' },
    { curves: 6 },
    { horizon: 91 },
    { span: 1 },
    { counting: 'some' },
  ])('refuse %o', (patch) => {
    const defaults = retention.defaults(facts);
    expect(v.safeParse(retention.schema, defaults).success).toBe(true);
    expect(v.safeParse(retention.schema, { ...defaults, ...patch }).success).toBe(false);
  });

  it('ask for the lines only where they are read', () => {
    const needs = (patch: Partial<RetentionSettings>) =>
      retention.needsLines?.({ ...monthly, ...patch });
    expect(needs({})).toBe(false);
    expect(needs({ event: tea })).toBe(true);
    expect(needs({ event: tea, windows: 'rolling' })).toBe(false);
    expect(needs({ event: tea, view: 'next' })).toBe(false);
  });
});
