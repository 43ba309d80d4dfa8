import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cohort } from '../../../src/analyses/cohort/index.ts';
import { parseDay, periodIndex } from '../../../src/core/calendar.ts';
import { defaultRules } from '../../../src/data/cleaning.ts';
import {
  type AudienceDefinition,
  type Condition,
  type DataFilter,
  NO_FILTER,
} from '../../../src/data/filter.ts';
import { decodeRows } from '../../../src/engine/arrow.ts';
import type { Dataset } from '../../../workers/engine-api.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';

let opened: TestEngine;
let dataset: Dataset;
let run = 0;

/*
 * Four customers. First orders: ann and bob in January, cat in February, dan in March.
 *   ann  Jan web tea 10, Feb web tea 10
 *   bob  Jan shop tea 20, Mar web cup 20
 *   cat  Feb web cup 30
 *   dan  Mar (blank) tea 40
 */
const CSV = `order_id,customer_id,order_date,amount,channel,product
1,ann,2024-01-05,10,web,tea
2,bob,2024-01-07,20,shop,tea
3,ann,2024-02-05,10,web,tea
4,cat,2024-02-09,30,web,cup
5,bob,2024-03-07,20,web,cup
6,dan,2024-03-09,40,,tea
`;

async function load(text: string): Promise<Dataset> {
  const { engine } = opened;
  const file = new File([text], 'shop.csv');
  const { id, recognition } = await engine.open(++run, [file], {});
  const roles = recognition.columns.map(({ name }) => name);
  expect(roles).toContain('channel');
  const staged = await engine.stage(++run, id, recognition.mapping);
  return engine.commit(++run, staged.id, 'shop', defaultRules());
}

beforeAll(async () => {
  opened = await openEngine();
  dataset = await load(CSV);
});
afterAll(() => {
  opened.close();
});

const settings = { grain: 'month', measure: 'customers' } as const;
const january = periodIndex(parseDay('2024-01-01'), 'month');

/** The sizes of the cohorts and the revenue of all, under a filter. */
async function cohorts(filter: DataFilter) {
  const own = { ...cohort.defaults(dataset.facts), ...settings };
  const { tables, facts } = await opened.engine.analyse(++run, 'cohort', own, filter);
  const rows = Object.fromEntries(
    Object.entries(tables).map(([name, bytes]) => [name, decodeRows(bytes)]),
  );
  const result = cohort.result(rows, own, facts);
  return {
    sizes: Object.fromEntries(result.cohorts.map(({ index, size }) => [index - january, size])),
    customers: facts.customers,
    orders: facts.orders,
    revenue: facts.revenue,
    lastDay: facts.lastDay,
  };
}

const only = (...conditions: Condition[]): DataFilter => ({ ...NO_FILTER, conditions });

/** The customers of the cohort of January who were active so many months later. */
const active = (age: number, filter: DataFilter = NO_FILTER): AudienceDefinition => ({
  kind: 'selection',
  analysis: 'cohort',
  settings: { ...cohort.defaults(dataset.facts), ...settings },
  selection: { cohort: january, age },
  filter,
});

async function members(definition: AudienceDefinition): Promise<unknown[]> {
  const page = await opened.engine.customers(++run, definition, { offset: 0, limit: 100 });
  const names = decodeRows(page.rows).map((row) => row['customer_id']);
  expect(names).toHaveLength(page.total);
  return names.toSorted();
}

describe('a filter', () => {
  test('on an order keeps the orders, and first orders are those that are left', async () => {
    const found = await cohorts(
      only({ kind: 'values', dimension: 'channel', values: ['web'], exclude: false }),
    );
    expect(found).toMatchObject({ customers: 3, orders: 4, revenue: 70 });
    expect(found.sizes).toEqual({ 0: 1, 1: 1, 2: 1 });
  });

  test('on the first order keeps the customers with all their orders', async () => {
    const found = await cohorts(
      only({ kind: 'first', dimension: 'channel', values: ['shop', null], exclude: false }),
    );
    expect(found).toMatchObject({ customers: 2, orders: 3, revenue: 80 });
    expect(found.sizes).toEqual({ 0: 1, 2: 1 });
  });

  test('on a product keeps its lines and their amounts', async () => {
    const found = await cohorts(
      only({ kind: 'values', dimension: 'product', values: ['tea'], exclude: false }),
    );
    expect(found).toMatchObject({ customers: 3, orders: 4, revenue: 80 });
  });

  test('on the days ends the observation, on customers it does not', async () => {
    const to = parseDay('2024-02-20');
    const early = await cohorts({ ...NO_FILTER, days: { from: null, to } });
    expect(early).toMatchObject({ lastDay: to, customers: 3, orders: 4 });
    const acquired = { kind: 'acquired', days: { from: null, to }, exclude: false } as const;
    const people = await cohorts(only(acquired));
    expect(people).toMatchObject({ lastDay: dataset.facts.lastDay, customers: 3, orders: 5 });
  });

  test('that leaves nobody, or names a column that is not there, says so', async () => {
    const nobody: Condition = {
      kind: 'acquired',
      days: { from: null, to: parseDay('2020-01-01') },
      exclude: false,
    };
    await expect(cohorts(only(nobody))).rejects.toMatchObject({ code: 'filter_empty' });
    const after = { from: parseDay('2030-01-01'), to: null };
    await expect(cohorts({ ...NO_FILTER, days: after })).rejects.toMatchObject({
      code: 'filter_empty',
    });
    const unknown = only({
      kind: 'values',
      dimension: 'attribute_9',
      values: ['x'],
      exclude: false,
    });
    await expect(cohorts(unknown)).rejects.toMatchObject({ code: 'filter_unknown' });
  });
});

test('the values of each column are told with their counts, the most frequent first', async () => {
  const found = await opened.engine.dimensionFacts(++run);
  expect(found).toEqual([
    {
      id: 'channel',
      of: 'order',
      column: null,
      values: [
        { value: 'web', count: 4 },
        { value: 'shop', count: 1 },
        { value: null, count: 1 },
      ],
      distinct: 3,
    },
    {
      id: 'product',
      of: 'line',
      column: null,
      values: [
        { value: 'tea', count: 4 },
        { value: 'cup', count: 2 },
      ],
      distinct: 2,
    },
  ]);
});

describe('a list of customers', () => {
  test('is those behind a cell, also under the filter it was made with', async () => {
    expect(await members(active(0))).toEqual(['ann', 'bob']);
    expect(await members(active(2))).toEqual(['bob']);
    const shop = only({ kind: 'first', dimension: 'channel', values: ['shop'], exclude: false });
    expect(await members(active(0, shop))).toEqual(['bob']);
  });

  test('is put together with others: and, or, not', async () => {
    const [all, later] = [active(0), active(2)];
    expect(await members({ kind: 'and', parts: [all, later] })).toEqual(['bob']);
    expect(await members({ kind: 'or', parts: [later, active(1)] })).toEqual(['ann', 'bob']);
    expect(await members({ kind: 'not', part: later })).toEqual(['ann', 'cat', 'dan']);
    expect(await members({ kind: 'and', parts: [all, { kind: 'not', part: later }] })).toEqual([
      'ann',
    ]);
  });

  test('is a filter, and with its opposite makes the whole', async () => {
    const one = { kind: 'audience', name: 'x', definition: active(2) } as const;
    const inside = await cohorts(only({ ...one, exclude: false }));
    const outside = await cohorts(only({ ...one, exclude: true }));
    expect(inside).toMatchObject({ customers: 1, revenue: 40 });
    expect(inside.customers + outside.customers).toBe(dataset.facts.customers);
    expect(inside.revenue + outside.revenue).toBe(dataset.facts.revenue);
  });

  test('is counted anew in other data', async () => {
    const definition = active(2);
    dataset = await load(`${CSV}7,eva,2024-01-20,5,web,tea\n8,eva,2024-03-20,5,web,tea\n`);
    expect(await members(definition)).toEqual(['bob', 'eva']);
  });
});
