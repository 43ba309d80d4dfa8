import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productsBreakdown } from '../../../../src/analyses/products/breakdown-charts.ts';
import { cutName, selectionTitle } from '../../../../src/analyses/products/charts.ts';
import { firstFigure } from '../../../../src/analyses/products/first-charts.ts';
import { products } from '../../../../src/analyses/products/index.ts';
import { linksFigure } from '../../../../src/analyses/products/link-charts.ts';
import {
  nextHeatmapFigure,
  pairsHeatmap,
  pairsHeatmapFigure,
} from '../../../../src/analyses/products/matrix-charts.ts';
import { reachFigure } from '../../../../src/analyses/products/reach-charts.ts';
import { OUTCOMES, VIEWS } from '../../../../src/analyses/products/settings.ts';
import { LIGHT_THEME } from '../../../../src/charts/theme.ts';
import { messageByKey } from '../../../../src/i18n/message.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { runAny, runProducts } from './run.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

/**
 * Eighty customers who begin with tea and cup and come back for tea after a month, eighty who
 * begin with a bowl and stay away, and a year in which they could have come.
 */
function shop(): TestOrder[] {
  const lines = (customer: string, at: string, order: string, items: readonly string[]) =>
    items.map((product): TestOrder => ({
      customer,
      at,
      order,
      amount: product === 'bowl' ? 5 : 20 + Number(order.slice(1)) / 10,
      cost: 1,
      product,
      category: product === 'tea' ? 'drinks' : 'china',
    }));
  const groups = Array.from({ length: 80 }, (_, i) => [
    ...lines(`t${i}`, '2024-01-05', `a${i}`, ['tea', 'cup']),
    ...lines(`t${i}`, '2024-02-05', `b${i}`, ['tea']),
    ...lines(`b${i}`, '2024-01-07', `c${i}`, ['bowl']),
    ...(i < 8 ? lines(`b${i}`, '2024-02-07', `d${i}`, ['bowl', 'spoon']) : []),
  ]);
  return [...groups.flat(), ...lines('last', '2025-02-01', 'z1', ['spoon'])];
}

describe('findings', () => {
  it('tell what leads where, each with its customers', () => {
    const facts = canonicalFrom(db, shop());
    const told = (view: (typeof VIEWS)[number]) =>
      products.findings(runAny(db, facts, { view })).map(({ key }) => key);
    expect(told('first')).toEqual([
      'products_finding_above_repeat',
      'products_finding_below_repeat',
      'products_finding_largest_repeat',
      'products_finding_clear',
    ]);
    expect(told('pairs')).toEqual([
      'products_finding_pair_lift',
      'products_finding_pair_orders',
      'products_finding_pair_confidence',
      'products_finding_pairs_count',
    ]);
    expect(told('next')).toEqual([
      'products_finding_next_again',
      'products_finding_next_lift',
      'products_finding_next_frequent',
      'products_finding_next_count',
    ]);
    expect(told('reach')).toEqual([
      'products_finding_widest',
      'products_finding_dividing',
      'products_finding_favourite',
    ]);
    const { rows } = runProducts(db, facts, 'first');
    expect(rows.map(({ item, verdict }) => [item, verdict])).toEqual([
      ['bowl', 'below'],
      ['cup', 'above'],
      ['tea', 'above'],
    ]);
  });

  it('are sentences, and repeat only numbers of the table', () => {
    const facts = canonicalFrom(db, shop());
    for (const view of VIEWS) {
      for (const outcome of OUTCOMES) {
        for (const grouping of ['orders', 'rfm'] as const) {
          const result = runAny(db, facts, { view, outcome, grouping });
          const cells = products.table(result).rows.flatMap((row) => Object.values(row));
          for (const { key, values } of products.findings(result)) {
            expect(messageByKey(key, values)).not.toBe('');
            if (/clear|count|none/.test(key)) continue;
            for (const [name, value] of Object.entries(values)) {
              if (name === 'days') continue;
              const cell = value.kind === 'message' ? value.key : 'value' in value && value.value;
              expect(cells, `${key} ${name}`).toContain(cell);
            }
          }
        }
      }
    }
  });

  it('say that nothing is clear where nothing is', () => {
    const facts = canonicalFrom(
      db,
      Array.from({ length: 24 }, (_, i): TestOrder => ({
        customer: `c${i}`,
        at: `2024-0${1 + (i % 2)}-05`,
        amount: 5,
        product: `p${i % 3}`,
      })).concat({ customer: 'last', at: '2025-02-01', amount: 5, product: 'p0' }),
    );
    const keys = products.findings(runAny(db, facts, { view: 'first' })).map(({ key }) => key);
    expect(keys).toEqual(['products_finding_largest_repeat', 'products_finding_none_clear']);
  });
});

describe('data at the edge', () => {
  const one: TestOrder = { customer: 'a', at: '2024-02-29', amount: 5, product: 'P' };
  const sets: Readonly<Record<string, readonly TestOrder[]>> = {
    'one order': [one],
    'one product in every order': Array.from({ length: 30 }, (_, i) => ({
      ...one,
      customer: `c${i % 10}`,
      at: `2024-0${1 + (i % 6)}-1${i % 9}`,
    })),
    'only returns': [{ ...one, amount: -5, kind: 'return' }],
    'an unknown product in every order but one': [
      one,
      ...Array.from({ length: 9 }, (_, i): TestOrder => ({
        customer: `c${i}`,
        at: '2024-03-01',
        amount: 1,
      })),
    ],
    'amounts that are not known, or 0': [
      { ...one, amount: null },
      { ...one, amount: 0, customer: 'b' },
    ],
    'customers all alike': Array.from({ length: 20 }, (_, i) => ({ ...one, customer: `c${i}` })),
  };

  it.each(Object.keys(sets))('is told without a number that is none: %s', (name) => {
    const facts = canonicalFrom(db, sets[name] ?? []);
    for (const view of VIEWS) {
      for (const outcome of OUTCOMES) {
        const least = { leastCustomers: 2, leastOrders: 2, leastSteps: 2 };
        const result = runAny(db, facts, { view, outcome, ...least });
        const numbers = [
          ...products.table(result).rows.flatMap((row) => Object.values(row)),
          ...products
            .findings(result)
            .flatMap(({ values }) => Object.values(values))
            .map((value) => ('value' in value ? value.value : null)),
        ].filter((value) => typeof value === 'number');
        expect(numbers.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('never calls a product that everybody began with different', () => {
    const facts = canonicalFrom(db, sets['one product in every order'] ?? []);
    const { rows } = runProducts(db, facts, 'first', { leastCustomers: 2 });
    expect(rows).toMatchObject([{ item: 'P', customers: 10, p: null, verdict: 'unclear' }]);
    expect(runProducts(db, facts, 'pairs', { leastOrders: 2 }).pairs).toEqual([]);
    const { transitions } = runProducts(db, facts, 'next', { leastSteps: 2 });
    expect(transitions).toMatchObject([{ from: 'P', to: 'P', share: 100, lift: 1, clear: false }]);
  });

  it('asks for a column where there is none', () => {
    const facts = canonicalFrom(db, [{ customer: 'a', at: '2024-01-01', amount: 1 }]);
    expect(runAny(db, facts, { view: 'pairs' })).toEqual({ view: 'none' });
    expect(products.findings({ view: 'none' })).toMatchObject([{ key: 'products_none' }]);
    expect(products.table({ view: 'none' }).rows).toEqual([]);
  });
});

describe('figures', () => {
  it('draw at every width, also of parts that know nothing', () => {
    const facts = canonicalFrom(db, shop());
    const first = runProducts(db, facts, 'first');
    const pairs = runProducts(db, facts, 'pairs');
    const next = runProducts(db, facts, 'next');
    const reach = runProducts(db, facts, 'reach');
    const parts = (result: typeof first | typeof pairs | typeof next | typeof reach) => [
      { name: 'web', result },
      { name: 'none', result: { view: 'none' as const } },
    ];
    const figures = [
      firstFigure(first),
      linksFigure(pairs),
      linksFigure(next),
      pairsHeatmapFigure(pairs),
      nextHeatmapFigure(next),
      reachFigure(reach),
      ...[first, pairs, next, reach].map((result) => productsBreakdown(parts(result))),
      productsBreakdown([]),
    ];
    for (const width of [320, 700, 1100]) {
      for (const figure of figures) {
        expect(figure.plot(LIGHT_THEME, width).height).toBeGreaterThan(0);
        expect(figure.description).not.toBe('');
      }
    }
  });

  it('cut long names and keep the whole', () => {
    expect(cutName('tea')).toBe('tea');
    expect(cutName('WHITE HANGING HEART T-LIGHT HOLDER')).toBe('WHITE HANGING HEA…');
    const facts = canonicalFrom(db, shop());
    const { rows, columns } = pairsHeatmap(runProducts(db, facts, 'pairs'));
    expect(columns).toEqual(rows.map(({ label }) => label));
    expect(rows.every(({ hint, label }) => hint === label)).toBe(true);
  });

  it('name what they open', () => {
    const reach = runProducts(db, canonicalFrom(db, shop()), 'reach');
    const title = (selection: Parameters<typeof selectionTitle>[0]) =>
      selectionTitle(selection, reach);
    expect(title({ kind: 'first', item: 'tea' })).toBe('Began with tea');
    expect(title({ kind: 'pair', a: 'tea', b: 'cup' })).toBe('Bought together: tea + cup');
    expect(title({ kind: 'next', from: 'tea', to: 'cup' })).toBe('Bought tea, then cup');
    expect(title({ kind: 'reach', item: 'tea', group: '2' })).toBe('Bought tea · 2–3 orders');
  });
});
