import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUnknownKeys, JsonColumns, type JsonObject } from '../../../src/import/json-columns.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';

let opened: TestEngine;
beforeAll(async () => {
  opened = await openEngine();
});
afterAll(() => {
  opened.close();
});

const order = (id: number, more: object = {}): string =>
  `${JSON.stringify({ order_id: id, customer_id: `c${id % 3}`, order_date: '2024-01-05', amount: 10, ...more })}\n`;

test('keys of JSON that first come after 32 MB became no columns, and are told', async () => {
  const note = 'x'.repeat(10_000);
  const lines = Array.from({ length: 3500 }, (_, id) => order(id, { note }));
  const text = [...lines, order(9990), order(9991, { coupon: 'A', customer: { email: 'a@b.kr' } })];
  const files = [new File(text, 'orders.ndjson')];
  const { id, recognition } = await opened.engine.open(1, files, {});
  expect(recognition.columns.map(({ name }) => name)).not.toContain('coupon');
  const staged = await opened.engine.stage(2, id, recognition.mapping);
  expect(staged.rows).toBe(3502);
  expect(staged.lateKeys).toEqual(['coupon', 'customer']);
});

test('keys of a file that was understood whole are none', async () => {
  const files = [new File([order(1), order(2, { coupon: 'A' })], 'orders.ndjson')];
  const { id, recognition } = await opened.engine.open(3, files, {});
  expect(recognition.columns.map(({ name }) => name)).toContain('coupon');
  expect((await opened.engine.stage(4, id, recognition.mapping)).lateKeys).toEqual([]);
});

test('unknown keys are found within objects and lines, and no deeper than columns go', () => {
  const columns = new JsonColumns();
  const known: JsonObject = {
    id: 1,
    tags: [{ a: 1 }],
    customer: { id: 1, address: { city: 'Seoul', geo: { lat: 1 } } },
    line_items: [{ sku: 'A', quantity: 1, price: 5 }],
  };
  columns.add(known);
  const shape = columns.shape();
  if (shape === null) throw new Error('no columns');
  const unknownOf = (object: JsonObject): string[] => {
    const unknown = new Set<string>();
    addUnknownKeys(object, shape.root, unknown);
    return [...unknown];
  };
  expect(unknownOf(known)).toEqual([]);
  expect(unknownOf({ ...known, coupon: null })).toEqual(['coupon']);
  const customer = { id: 2, email: 'a', address: { city: 'Busan', zip: '1', geo: { lon: 2 } } };
  expect(unknownOf({ id: 2, customer })).toEqual(['customer.email', 'customer.address.zip']);
  const lines = [{ sku: 'B' }, { sku: 'C', gift: true }];
  expect(unknownOf({ id: 3, tags: [{ b: 1 }], line_items: lines })).toEqual(['line_item.gift']);
});
