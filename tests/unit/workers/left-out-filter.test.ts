import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultRules } from '../../../src/data/cleaning.ts';
import type { LeftOutFilter, StagedId } from '../../../workers/engine-api.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';

/** January leaves out a row without a customer and a free one, February a free one and a broken one. */
const FILES = {
  'january.csv': 'customer,date,amount\nkim,2024-01-05,10\n,2024-01-06,5\nkim,2024-01-07,0\n',
  'february.csv':
    'customer,date,amount\nlee,2024-02-05,0\nlee,2024-02-06,3,more\nlee,2024-02-07,8\n',
};

let opened: TestEngine;
let staged: StagedId;
let run = 0;
beforeAll(async () => {
  opened = await openEngine();
  const files = Object.entries(FILES).map(([name, text]) => new File([text], name));
  const { id, recognition } = await opened.engine.open(++run, files, {});
  const mapping = { ...recognition.mapping, roles: ['customer', 'date', 'amount'] as const };
  staged = (await opened.engine.stage(++run, id, mapping)).id;
});
afterAll(() => {
  opened.close();
});

async function listed(filter: LeftOutFilter, limit = 50): Promise<readonly string[]> {
  const slice = { offset: 0, limit, filter };
  const page = await opened.engine.leftOut(++run, staged, defaultRules(), slice);
  expect(page.total).toBeGreaterThanOrEqual(page.rows.length);
  return page.rows.map(({ file, row, reason }) => `${file} ${row} ${reason}`);
}

describe('the rows left out', () => {
  test('are listed for one reason, of one file, or both', async () => {
    expect(await listed({ reason: 'zeroAmount', file: null })).toEqual([
      '0 3 zeroAmount',
      '1 1 zeroAmount',
    ]);
    expect(await listed({ reason: null, file: 1 })).toEqual(['1 1 zeroAmount', '1 2 broken']);
    expect(await listed({ reason: 'noCustomer', file: 0 })).toEqual(['0 2 noCustomer']);
    expect(await listed({ reason: 'broken', file: null })).toEqual(['1 2 broken']);
    expect(await listed({ reason: 'broken', file: 0 })).toEqual([]);
  });

  test('are counted by reason and file, whatever is listed', async () => {
    const slice = { offset: 0, limit: 1, filter: { reason: 'broken', file: 0 } as const };
    const { counts, total } = await opened.engine.leftOut(++run, staged, defaultRules(), slice);
    expect(total).toBe(0);
    expect(counts).toEqual([
      { file: 0, reason: 'noCustomer', rows: 1 },
      { file: 0, reason: 'zeroAmount', rows: 1 },
      { file: 1, reason: 'zeroAmount', rows: 1 },
      { file: 1, reason: 'broken', rows: 1 },
    ]);
  });

  test('are saved as they are listed', async () => {
    const filter = { reason: 'zeroAmount', file: 1 } as const;
    const csv = await opened.engine.leftOutCsv(++run, staged, defaultRules(), {}, filter);
    expect((await csv.text()).trim().split('\r\n')).toEqual([
      'file,row,reason,customer,date,amount',
      'february.csv,1,zeroAmount,lee,2024-02-05,0',
    ]);
  });
});

describe('the profile of the files', () => {
  test('tells of each column its kind, its most frequent values and what is suspicious', async () => {
    const { columns, sampledRows } = await opened.engine.profile(++run, staged);
    expect(sampledRows).toBeNull();
    expect(columns.map(({ name, kind, empty, distinct }) => [name, kind, empty, distinct])).toEqual(
      [
        ['customer', 'text', 1, 2],
        ['date', 'date', 0, 5],
        ['amount', 'integer', 0, 4],
      ],
    );
    expect(columns[0]?.frequent).toEqual([
      { value: 'kim', rows: 2 },
      { value: 'lee', rows: 2 },
    ]);
    expect(columns[1]?.range).toEqual(['2024-01-05 00:00', '2024-02-07 00:00']);
    expect(columns.flatMap(({ suspicious }) => suspicious)).toEqual([]);
  });
});
