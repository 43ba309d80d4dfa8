import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledger } from '../../../src/data/ledger.ts';
import type { Staged } from '../../../workers/engine-api.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';
import { committed, readFiles, rolesOf, rulesWith as rules } from '../../helpers/import-files.ts';

let opened: TestEngine;
let run = 0;
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

describe('files of the same shape', () => {
  const JANUARY = `order_id,customer_id,order_date,amount
1,a,2024-01-05,10
2,b,2024-01-30,20
3,a,2024-02-01,30
3,a,2024-02-01,30
`;
  const FEBRUARY = `Customer_ID,order_id,amount,order_date,note
a,3,30,2024-02-01,
a,3,30,2024-02-01,
a,3,30,2024-02-01,
c,4,40,2024-02-20,gift
`;

  test('are joined by the names of their columns, whatever their order', async () => {
    const { recognition, staged } = await read({ 'jan.csv': JANUARY, 'feb.csv': FEBRUARY });
    expect(recognition.columns.map(({ name }) => name)).toEqual([
      'order_id', 'customer_id', 'order_date', 'amount', 'note',
    ]); // prettier-ignore
    expect(recognition.sources.map(({ columns }) => columns)).toEqual([
      [0, 1, 2, 3],
      [1, 0, 3, 2, 4],
    ]);
    expect(staged.rows).toBe(8);
  });

  test('count purchases that stand in both once: as often as the file that has most of them', async () => {
    // Order 3 stands twice in January's file and three times in February's: two rows overlap.
    const { staged } = await read({ 'jan.csv': JANUARY, 'feb.csv': FEBRUARY });
    const { lines, kept } = ledger(staged.groups, 0, rules());
    expect(lines.overlap.leftOut).toMatchObject({ rows: 2, money: '60' });
    expect(kept).toMatchObject({ rows: 6, money: '160' });
    const byFile = [0, 1].map((file) => ledger(staged.groups.filter((g) => g.file === file), 0, rules()).kept.rows); // prettier-ignore
    expect(byFile).toEqual([4, 2]);
    expect(
      await tables(staged, 'SELECT order_id, revenue::DOUBLE, items FROM orders ORDER BY order_id'),
    ).toEqual([
      ['1', 10, 1],
      ['2', 20, 1],
      ['3', 90, 3],
      ['4', 40, 1],
    ]);
  });

  test('tell orders that stand in two files with different rows', async () => {
    const changed = FEBRUARY.replaceAll('a,3,30', 'a,3,31');
    const { staged } = await read({ 'jan.csv': JANUARY, 'feb.csv': changed });
    expect(staged.differingOrders).toBe(1);
    expect(ledger(staged.groups, 0, rules()).lines.overlap.matched.rows).toBe(0);
  });

  test('one of them may tell which way round the dates of the other are', async () => {
    const { recognition } = await read({
      'a.csv': 'order_id,customer_id,order_date,amount\n1,a,03/04/2024,10\n2,b,05/04/2024,20\n',
      'b.csv': 'order_id,customer_id,order_date,amount\n3,a,25/04/2024,10\n4,b,26/04/2024,20\n',
    });
    expect(recognition.mapping.dateFormat).toBe('dmy-slash');
    expect(recognition.columns[2]?.otherDateFormats).toEqual([]);
  });

  test('list what is left out with the file that it stands in', async () => {
    const { staged } = await read({ 'jan.csv': JANUARY, 'feb.csv': FEBRUARY });
    const page = await opened.engine.leftOut(++run, staged.id, rules(), { offset: 0, limit: 10 });
    expect(page.rows.map(({ file, row, reason, values }) => [file, row, reason, values])).toEqual([
      [1, 1, 'overlap', ['3', 'a', '2024-02-01', '30', null]],
      [1, 2, 'overlap', ['3', 'a', '2024-02-01', '30', null]],
    ]);
    const csv = await opened.engine.leftOutCsv(++run, staged.id, rules(), { file: 'File' });
    expect((await csv.text()).split('\r\n')[1]).toBe('feb.csv,1,overlap,3,a,2024-02-01,30,');
  });
});

describe('tables of another shape', () => {
  const ORDERS =
    'order_no,customer_id,ordered_at\nA1,7,2024-01-05\nA2,8,2024-01-06\nA3,9,2024-01-07\n';
  const LINES = `order_no,sku,quantity,unit_price
A1,tea,2,5
A1,cup,1,8
A2,tea,1,5
A3,pot,1,30
A9,pot,1,30
`;
  const CUSTOMERS = 'customer_id,email,grade\n7,x@a.kr,gold\n8,y@a.kr,new\n8,z@a.kr,old\n10,q@a.kr,gold\n6,w@a.kr,gold\n5,v@a.kr,new\n'; // prettier-ignore
  const PRODUCTS = 'SKU,category,unit_cost\ntea,drink,2\npot,ware,12\ncup,ware,3\n';

  test('give their columns to the rows by a key', async () => {
    const { recognition, staged } = await read({
      'customers.csv': CUSTOMERS.replace('8,z@a.kr,old\n', ''),
      'lines.csv': LINES,
      'orders.csv': ORDERS,
      'products.csv': PRODUCTS,
    });
    expect(recognition.sources.map(({ name }) => name)).toEqual(['lines.csv']);
    expect(recognition.lookups.map(({ source, of }) => [source.name, of])).toEqual([
      ['orders.csv', 'order'],
      ['products.csv', 'product'],
    ]);
    expect(rolesOf(recognition)).toEqual({
      order_no: 'order',
      sku: 'product',
      quantity: 'quantity',
      unit_price: 'unitPrice',
      'orders.csv › customer_id': 'customer',
      'orders.csv › ordered_at': 'date',
      'products.csv › category': 'category',
      'products.csv › unit_cost': 'unitCost',
    });
    expect(staged.lookups).toEqual([
      { name: 'orders.csv', keys: 3, matched: 3 },
      { name: 'products.csv', keys: 3, matched: 3 },
    ]);
    const { columns } = await opened.engine.profile(++run, staged.id);
    const category = columns.find(({ name }) => name === 'products.csv › category');
    expect(category).toMatchObject({ empty: 0, distinct: 2 });
    // A9 is in no list of orders: it has neither a customer nor a date.
    expect(ledger(staged.groups, 0, rules()).lines.noCustomer.leftOut.rows).toBe(1);
    expect(
      await tables(
        staged,
        'SELECT order_id, day::VARCHAR, revenue::DOUBLE, cost::DOUBLE, units FROM orders ORDER BY 1',
      ),
    ).toEqual([
      ['A1', '2024-01-05', 18, 7, 3],
      ['A2', '2024-01-06', 5, 2, 1],
      ['A3', '2024-01-07', 30, 12, 1],
    ]);
  });

  test('of a key that comes twice the first row counts', async () => {
    const { recognition, staged } = await read(
      {
        'orders.csv':
          'order_id,customer_id,order_date,amount\n1,7,2024-01-05,10\n2,8,2024-01-06,20\n3,7,2024-02-01,5\n',
        'customers.csv': `${CUSTOMERS}${Array.from({ length: 60 }, (_, i) => `${100 + i},e${i}@a.kr,new`).join('\n')}\n`,
      },
      (mapping, { columns }) => ({
        roles: mapping.roles.with(
          columns.findIndex(({ name }) => name.endsWith('grade')),
          'customerAttribute',
        ),
      }),
    );
    expect(recognition.lookups).toMatchObject([{ of: 'customer' }]);
    expect(staged.rows).toBe(3);
    expect(
      await tables(staged, 'SELECT customer_id, customer_attribute_1 FROM customers ORDER BY 1'),
    ).toEqual([
      ['7', 'gold'],
      ['8', 'new'],
    ]);
  });

  test('that have no key of the rows are named and not read', async () => {
    const { recognition } = await read({
      'orders.csv':
        'order_id,customer_id,order_date,amount\n1,7,2024-01-05,10\n2,8,2024-01-06,20\n',
      'weather.csv': 'station,rain\nSeoul,3.5\nBusan,4.5\n',
    });
    expect(recognition.unused.map(({ name }) => name)).toEqual(['weather.csv']);
    expect(recognition.sources.map(({ name }) => name)).toEqual(['orders.csv']);
  });
});

describe('returns taken off their sales', () => {
  // C2 takes one of two pieces of order 2 back, C3 all of order 3; C9 has no sale of that number.
  const TEXT = `invoice,customer_id,order_date,product,quantity,unit_price
1,a,2024-01-05,tea,1,10
2,a,2024-01-06,tea,2,10
2,a,2024-01-06,cup,1,5
3,b,2024-01-07,pot,1,30
C2,a,2024-02-01,tea,-1,10
C3,b,2024-02-02,pot,-1,30
C9,b,2024-02-03,pot,-1,30
C1,b,2024-02-04,tea,-1,10
`;
  const net = rules({ cancelled: 'net', negativeQuantity: 'net' });

  test('lower the sale of their number; those without one keep their own date', async () => {
    const { staged } = await read({ 'shop.csv': TEXT }, () => ({ cancelPrefix: 'C' }));
    expect(
      await tables(
        staged,
        'SELECT order_id, day::VARCHAR, revenue::DOUBLE, items, kind FROM orders ORDER BY day',
        net,
      ),
    ).toEqual([
      ['1', '2024-01-05', 10, 1, 'sale'],
      ['2', '2024-01-06', 15, 2, 'sale'],
      // Nothing is left of order 3: it was no purchase.
      ['3', '2024-01-07', 0, 1, 'return'],
      ['C9', '2024-02-03', -30, 1, 'return'],
      // Order 1 is another customer's.
      ['C1', '2024-02-04', -10, 1, 'return'],
    ]);
    const { kept } = ledger(staged.groups, 0, net);
    expect(opened.query('SELECT sum(revenue)::DOUBLE FROM orders')).toEqual([[Number(kept.money)]]);
    expect(opened.query('SELECT sum(amount)::DOUBLE, count(*)::INTEGER FROM order_lines')).toEqual([
      [Number(kept.money), kept.rows],
    ]);
  });
});

describe('one customer under several ids', () => {
  // a and b share an e-mail, b and c a phone number: all three are one. A guest has a's e-mail, two
  // rows of another guest share e-mail and phone, d shares nothing.
  const TEXT = `order_id,customer_id,order_date,amount,email,phone
1,a,2024-01-05,10,X@a.kr,
2,b,2024-01-06,20, x@a.kr,010-1111-2222
3,c,2024-01-07,30,,+82 10 1111 2222
4,,2024-01-08,40,x@A.kr,
5,,2024-01-09,50,g@a.kr,010-3333-4444
6,,2024-01-10,60,,01033334444
7,d,2024-01-11,70,d@a.kr,
8,,2024-01-12,80,,
`;

  test('is told, and merged only where the user wants it', async () => {
    const apart = await read({ 'shop.csv': TEXT });
    expect(rolesOf(apart.recognition)).toMatchObject({ email: 'email', phone: 'phone' });
    expect(apart.staged.contacts).toEqual({ sharedIds: 3, guestRows: 3, merged: null });
    expect(ledger(apart.staged.groups, 0, rules()).lines.noCustomer.matched.rows).toBe(4);

    const { staged } = await read({ 'shop.csv': TEXT }, () => ({ mergeCustomers: true }));
    expect(staged.contacts).toEqual({ sharedIds: 3, guestRows: 3, merged: 3 });
    expect(
      await tables(staged, 'SELECT customer_id, orders, revenue::DOUBLE FROM customers ORDER BY 3'),
    ).toEqual([
      ['d', 1, 70],
      ['a', 4, 100],
      [expect.stringMatching(/^guest /), 2, 110],
    ]);
  });
});

describe('lines of totals', () => {
  test('are no orders; a product of that name is', async () => {
    const { staged } = await read({
      'shop.csv': `order_id,customer_id,order_date,product,amount
1,a,2024-01-05,Total Repair Shampoo,10
2,b,2024-01-06,합계,20
,,,소계,30
합계,,,,30
Grand total:,,,,30
3,c,soon,Total Repair Shampoo,5
`,
    });
    const { lines, kept } = ledger(staged.groups, 0, rules());
    expect(lines.totalsLine.leftOut.rows).toBe(3);
    expect(lines.unreadableDate.leftOut.rows).toBe(1);
    expect(kept).toMatchObject({ rows: 2, money: '30' });
  });
});
