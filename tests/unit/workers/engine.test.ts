import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cohort } from '../../../src/analyses/cohort/index.ts';
import { defaultRules } from '../../../src/data/cleaning.ts';
import { NO_FILTER } from '../../../src/data/filter.ts';
import type { Dataset, Staged } from '../../../workers/engine-api.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';

let opened: TestEngine;
let run = 0;
beforeEach(async () => {
  opened = await openEngine();
});
afterEach(() => {
  opened.close();
});

/** A shop's file: `orders` orders of 10 each, by a quarter as many customers. */
function shop(name: string, orders: number): File {
  const lines = Array.from({ length: orders }, (_, i) => {
    const customer = `${name}${i % Math.max(2, Math.ceil(orders / 4))}`;
    return `${name}-${i},${customer},2024-0${1 + (i % 9)}-05,10\n`;
  });
  return csv(name, `order_id,customer_id,order_date,amount\n${lines.join('')}`);
}

function csv(name: string, text: string): File {
  return new File([text], `${name}.csv`);
}

async function stage(file: File): Promise<Staged> {
  const { id, recognition } = await opened.engine.open(++run, [file], {});
  return opened.engine.stage(++run, id, recognition.mapping);
}

function commit(staged: Staged): Promise<Dataset> {
  return opened.engine.commit(++run, staged.id, 'shop', defaultRules());
}

/** Whether the dataset in use answers. */
async function answers({ facts }: Dataset): Promise<void> {
  const result = await opened.engine.analyse(++run, 'cohort', cohort.defaults(facts), NO_FILTER);
  expect(result.tables['cohorts']?.length).toBeGreaterThan(0);
}

describe('the dataset in use', () => {
  test('is replaced while the file it came from is still being counted', async () => {
    const large = await stage(shop('a', 20_000));
    await commit(large);
    opened.slow('CREATE TEMPORARY TABLE');
    const counting = opened.engine.profile(++run, large.id);
    await vi.waitUntil(() => opened.statements.some((text) => text.startsWith('CREATE TEMPORARY')));
    await opened.engine.release(++run, large.id);
    const dataset = await commit(await stage(shop('b', 40)));
    expect(dataset.facts).toMatchObject({ orders: 40, revenue: 400 });
    await answers(dataset);
    opened.slow(null);
    await counting.catch(() => undefined);
    await answers(dataset);
  });

  test('stays when a file cannot be read, and when nothing of it is left', async () => {
    const dataset = await commit(await stage(shop('a', 40)));
    const open = shop('b', 40).text();
    const broken = csv('broken', (await open).replace('b-20,', '"b-20,'));
    await expect(stage(broken)).rejects.toMatchObject({ code: 'csv_broken', params: { line: 22 } });
    const nobody = csv(
      'nobody',
      'order_id,customer_id,order_date,amount\n1,,2024-01-01,5\n2,,2024-01-02,6\n',
    );
    const staged = await stage(nobody);
    await expect(commit(staged)).rejects.toMatchObject({ code: 'nothing_left' });
    await answers(dataset);
  });

  test('stays when a commit is cancelled', async () => {
    const dataset = await commit(await stage(shop('a', 40)));
    const other = await stage(shop('b', 5000));
    opened.slow('CREATE TABLE orders');
    const committing = ++run;
    const cancelled = expect(
      opened.engine.commit(committing, other.id, 'b', defaultRules()),
    ).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitUntil(() =>
      opened.statements.some(
        (text) => text.startsWith('CREATE TABLE orders') && text.includes('staged'),
      ),
    );
    opened.engine.cancel(committing);
    await cancelled;
    opened.slow(null);
    await answers(dataset);
    expect((await commit(other)).facts.orders).toBe(5000);
  });
});

describe('files', () => {
  test('answer for themselves, also with another one read after', async () => {
    const first = await stage(shop('a', 40));
    const second = await stage(shop('b', 80));
    expect((await opened.engine.profile(++run, first.id)).orders).toBe(40);
    expect((await opened.engine.profile(++run, second.id)).orders).toBe(80);
    await opened.engine.release(++run, second.id);
    expect((await commit(first)).facts.orders).toBe(40);
  });

  test('are forgotten once released and out of use', async () => {
    const first = await stage(shop('a', 40));
    await commit(first);
    await opened.engine.release(++run, first.id);
    expect((await opened.engine.profile(++run, first.id)).orders).toBe(40);
    await commit(await stage(shop('b', 40)));
    await expect(opened.engine.profile(++run, first.id)).rejects.toMatchObject({
      code: 'no_dataset',
    });
  });

  test('with mixed newlines are read whole', async () => {
    const text = await shop('a', 40).text();
    const more = (await shop('b', 40).text()).split('\n').slice(1).join('\n');
    const staged = await stage(csv('mixed', text.replaceAll('\n', '\r\n') + more));
    expect(staged.rows + (staged.brokenCounts[0] ?? 0)).toBe(80);
  });
});

describe('rows left out', () => {
  const text =
    'order_id,customer_id,order_date,amount\n1,a,2024-01-01,5\n2,,2024-01-02,-6.50\n3,b,2024-01-03,7\n4,b,2024-01-04,0\n';

  test('are listed with their number, reason and text', async () => {
    const staged = await stage(csv('some', text));
    const page = await opened.engine.leftOut(++run, staged.id, defaultRules(), {
      offset: 0,
      limit: 10,
    });
    expect(page).toMatchObject({
      columns: ['order_id', 'customer_id', 'order_date', 'amount'],
      rows: [
        { file: 0, row: 2, reason: 'noCustomer', values: ['2', null, '2024-01-02', '-6.50'] },
        { file: 0, row: 4, reason: 'zeroAmount', values: ['4', 'b', '2024-01-04', '0'] },
      ],
      total: 2,
    });
  });

  test('are listed for two askers at once, and for other rules', async () => {
    const staged = await stage(csv('some', text));
    const slice = { offset: 0, limit: 10 };
    const rules = defaultRules();
    const others = { ...rules, treatments: { ...rules.treatments, zeroAmount: 'keep' as const } };
    const pages = await Promise.all([
      opened.engine.leftOut(++run, staged.id, rules, slice),
      opened.engine.leftOut(++run, staged.id, rules, slice),
    ]);
    expect(pages.map(({ total }) => total)).toEqual([2, 2]);
    expect((await opened.engine.leftOut(++run, staged.id, others, slice)).total).toBe(1);
  });

  test('are saved with negative numbers as numbers and the words of the reader', async () => {
    const staged = await stage(csv('some', text));
    const blob = await opened.engine.leftOutCsv(++run, staged.id, defaultRules(), {
      row: '행',
      reason: '사유',
      noCustomer: '고객 없음',
    });
    expect((await blob.text()).split('\r\n').slice(0, 2)).toEqual([
      '행,사유,order_id,customer_id,order_date,amount',
      '2,고객 없음,2,,2024-01-02,-6.5',
    ]);
  });
});

test('a job that waits for the engine to start can be cancelled, and says what it waits for', async () => {
  const late = await openEngine(new Promise(() => undefined));
  const steps: string[] = [];
  late.engine.listen((_run, { step }) => steps.push(step));
  const waiting = ++run;
  const cancelled = expect(late.engine.warmUp(waiting)).rejects.toMatchObject({
    code: 'cancelled',
  });
  late.engine.cancel(waiting);
  await cancelled;
  expect(steps).toEqual(['engine']);
  late.close();
});
