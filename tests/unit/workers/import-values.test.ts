import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledger } from '../../../src/data/ledger.ts';
import type { Staged } from '../../../workers/engine-api.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';
import { committed, readFiles, rolesOf, rulesWith as rules } from '../../helpers/import-files.ts';

let opened: TestEngine;
beforeAll(async () => {
  opened = await openEngine();
});
afterAll(() => {
  opened.close();
});

type ReadArguments = Parameters<typeof readFiles>;
const read = (texts: ReadArguments[1], change?: ReadArguments[2]) =>
  readFiles(opened, texts, change);
const tables = (staged: Staged, query: string, used = rules()) =>
  committed(opened, staged, query, used);

describe('several currencies', () => {
  const TEXT = `order_id,customer_id,order_date,amount,currency
1,a,2024-01-05,10000,KRW
2,a,2024-01-06,20,USD
3,b,2024-01-07,5000,krw
4,b,2024-01-08,7,EUR
5,b,2024-01-08,,EUR
`;

  test('are not summed: the most frequent counts, the others are left out and listed', async () => {
    const { recognition, staged } = await read({ 'shop.csv': TEXT });
    expect(recognition.mapping.currency).toEqual({ target: 'KRW', rates: {} });
    expect(staged.currencies).toEqual([
      { currency: 'EUR', rows: 2, money: '7.0000' },
      { currency: 'KRW', rows: 2, money: '15000.0000' },
      { currency: 'USD', rows: 1, money: '20.0000' },
    ]);
    const account = ledger(staged.groups, 0, rules());
    expect(account.kept).toMatchObject({ rows: 2, money: '15000' });
    expect(account.lines.otherCurrency.leftOut).toEqual({ rows: 3, money: '0', unknownMoney: 3 });
  });

  test('count in one with a rate', async () => {
    const { staged } = await read({ 'shop.csv': TEXT }, () => ({
      currency: { target: 'KRW', rates: { USD: '1350.5' } },
    }));
    const { kept, lines } = ledger(staged.groups, 0, rules());
    expect(kept).toMatchObject({ rows: 3, money: '42010' });
    expect(lines.otherCurrency.leftOut.rows).toBe(2);
  });
});

describe('instants', () => {
  test('are days of the shop once its time zone is known', async () => {
    // 2024-03-10 04:59:59 and 05:00:00 UTC: an hour later New York puts its clocks forward.
    const text = `order_id,customer_id,ordered_at,amount
1,a,1710046799,10
2,a,1710046800,20
3,b,1710054000,30
`;
    const change = () => ({ timeZone: 'America/New_York' });
    const { recognition, staged } = await read({ 'shop.csv': text }, change);
    expect(recognition.mapping.dateFormat).toBe('epoch-s');
    expect(
      await tables(staged, 'SELECT order_id, ordered_at::VARCHAR FROM orders ORDER BY 1'),
    ).toEqual([
      ['1', '2024-03-09 23:59:59'],
      ['2', '2024-03-10 00:00:00'],
      ['3', '2024-03-10 03:00:00'],
    ]);
    const utc = await read({ 'shop.csv': text });
    expect(await tables(utc.staged, 'SELECT min(day)::VARCHAR FROM orders')).toEqual([
      ['2024-03-10'],
    ]);
  });
});

describe('costs', () => {
  const TEXT = `order_id,customer_id,order_date,category,quantity,unit_price,unit_cost
1,a,2024-01-05,tea,2,10,4
1,a,2024-01-05,cup,1,8,
2,b,2024-01-06,tea,1,10,4.5
`;

  test('by the piece are the cost of a row; of an order only where all its rows have one', async () => {
    const { recognition, staged } = await read({ 'shop.csv': TEXT });
    expect(rolesOf(recognition)).toMatchObject({ unit_cost: 'unitCost', category: 'category' });
    expect(await tables(staged, 'SELECT order_id, cost::DOUBLE FROM orders ORDER BY 1')).toEqual([
      ['1', null],
      ['2', 4.5],
    ]);
  });

  test('come from a margin where no column tells them', async () => {
    const { staged } = await read({ 'shop.csv': TEXT }, (mapping) => ({
      roles: mapping.roles.map((role) => (role === 'unitCost' ? 'ignore' : role)),
      margin: { other: null, groups: { tea: '0.6', cup: '0.25' } },
    }));
    // Tea leaves 60 %: 20 cost 8 and 10 cost 4; a cup of 8 costs 6.
    expect(await tables(staged, 'SELECT order_id, cost::DOUBLE FROM orders ORDER BY 1')).toEqual([
      ['1', 14],
      ['2', 4],
    ]);
    expect(opened.query('SELECT day::VARCHAR, cost::DOUBLE FROM customer_days ORDER BY 1')).toEqual(
      [
        ['2024-01-05', 14],
        ['2024-01-06', 4],
      ],
    );
  });
});
