import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StatusCount } from '../../../workers/engine-api.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';

let opened: TestEngine;
let run = 0;
beforeAll(async () => {
  opened = await openEngine();
});
afterAll(() => {
  opened.close();
});

/** The states of the orders in files of these statuses, one a row. */
async function statuses(...files: readonly string[][]): Promise<readonly StatusCount[] | null> {
  const texts = files.map((values) =>
    ['order_id,customer_id,order_date,amount,status']
      .concat(values.map((status, i) => `${i},c${i % 3},2024-01-05,10,${status}`))
      .join('\n'),
  );
  const named = texts.map((text, i) => new File([text], `${i}.csv`));
  const { id, recognition } = await opened.engine.open(++run, named, {});
  const staged = await opened.engine.stage(++run, id, recognition.mapping);
  return opened.engine.statuses(++run, staged.id);
}

test('the states of all files are counted, trimmed, the most frequent first', async () => {
  expect(await statuses(['paid', 'paid ', 'refunded'], ['paid', '', ' '])).toEqual([
    { value: 'paid', rows: 3 },
    { value: 'refunded', rows: 1 },
  ]);
});

test('a column of too many values tells no states', async () => {
  const many = Array.from({ length: 51 }, (_, i) => `state ${i}`);
  expect(await statuses(many.slice(1))).toHaveLength(50);
  expect(await statuses(many)).toBeNull();
});
