import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonAsCsv } from '../../../../workers/readers/json.ts';
import { recogniseText } from '../../../helpers/recognise-text.ts';
import { parseRecords } from '../../../../src/import/parse-records.ts';

async function csvOf(content: BlobPart): Promise<string> {
  const pieces: BlobPart[] = [];
  const file = new Blob([content]);
  for await (const piece of jsonAsCsv(file, 'orders.json', new AbortController().signal)) {
    pieces.push(piece);
  }
  return new Blob(pieces).text();
}

function recordsOf(csv: string): string[][] {
  return parseRecords(csv, { delimiter: ',', complete: true }).records.map(({ fields }) => [
    ...fields,
  ]);
}

const SHOPIFY = {
  orders: [
    {
      id: 450789469,
      created_at: '2024-03-05T10:20:00+09:00',
      currency: 'KRW',
      financial_status: 'paid',
      total_price: '35000',
      total_price_set: { shop_money: { amount: '35000', currency_code: 'KRW' } },
      customer: { id: 207119551, email: 'bob@example.com' },
      tax_lines: [{ title: 'VAT', price: '3181', rate: 0.1 }],
      refunds: [{ id: 1, quantity: 1, price: '5000', sku: 'A-1' }],
      tags: ['new', 'app'],
      line_items: [
        { id: 1, sku: 'A-1', title: '양말, 두 켤레', quantity: 2, price: '5000' },
        { id: 2, sku: 'B-2', title: 'Shirt', quantity: 1, price: '25000' },
      ],
    },
    {
      id: 450789470,
      created_at: '2024-03-06T11:00:00+09:00',
      currency: 'KRW',
      financial_status: 'pending',
      total_price: '9000',
      customer: null,
      tags: [],
      line_items: [],
    },
  ],
};

const WOO = Array.from({ length: 30 }, (_, i) => ({
  id: 700 + i,
  date_created: `2024-03-${String(1 + (i % 28)).padStart(2, '0')}T10:20:00`,
  status: i % 5 === 0 ? 'refunded' : 'completed',
  currency: 'EUR',
  total: String(30 + i),
  customer_id: 20 + (i % 7),
  billing: { email: `c${i % 7}@example.com`, city: 'Wien' },
  meta_data: [{ id: 1, key: 'price', value: 'x' }],
  line_items: [
    {
      id: 1,
      name: 'Cap',
      product_id: 93,
      quantity: 2,
      subtotal: '20',
      total: '20',
      price: 10,
      sku: 'cap',
    },
    {
      id: 2,
      name: 'Bag',
      product_id: 22,
      quantity: 1,
      subtotal: '10',
      total: String(10 + i),
      price: 10,
      sku: 'bag',
    },
  ],
}));

describe('orders in JSON', () => {
  it('become one row a line, with the order repeated (Shopify)', async () => {
    const records = recordsOf(await csvOf(JSON.stringify(SHOPIFY)));
    expect(records).toEqual([
      [
        'id',
        'created_at',
        'currency',
        'financial_status',
        'total_price',
        'total_price_set.shop_money.amount',
        'total_price_set.shop_money.currency_code',
        'customer.id',
        'customer.email',
        'tags',
        'line_item.id',
        'line_item.sku',
        'line_item.title',
        'line_item.quantity',
        'line_item.price',
      ],
      // prettier-ignore
      ['450789469', '2024-03-05T10:20:00+09:00', 'KRW', 'paid', '35000', '35000', 'KRW', '207119551',
       'bob@example.com', 'new|app', '1', 'A-1', '양말, 두 켤레', '2', '5000'],
      // prettier-ignore
      ['450789469', '2024-03-05T10:20:00+09:00', 'KRW', 'paid', '35000', '35000', 'KRW', '207119551',
       'bob@example.com', 'new|app', '2', 'B-2', 'Shirt', '1', '25000'],
      // prettier-ignore
      ['450789470', '2024-03-06T11:00:00+09:00', 'KRW', 'pending', '9000', '', '', '', '', '',
       '', '', '', '', ''],
    ]);
  });

  it('get roles by which no total counts once for each line', async () => {
    const shopify = Array.from({ length: 20 }, (_, i) => ({
      ...SHOPIFY.orders[0],
      id: 1000 + i,
      customer: { id: 20 + (i % 6), email: `c${i % 6}@example.com` },
    }));
    const roles = async (content: unknown): Promise<Record<string, string>> => {
      const { columns, mapping } = recogniseText(await csvOf(JSON.stringify(content)));
      const named = columns.map(({ header }, i) => [mapping.roles[i] ?? '', header] as const);
      return Object.fromEntries(named.filter(([role]) => !/attribute|ignore/i.test(role)));
    };
    expect(await roles({ orders: shopify })).toMatchObject({
      order: 'id',
      date: 'created_at',
      customer: 'customer.id',
      quantity: 'line_item.quantity',
      unitPrice: 'line_item.price',
      product: 'line_item.sku',
    });
    expect(await roles({ orders: shopify })).not.toHaveProperty('amount');
    expect(await roles(WOO)).toMatchObject({
      order: 'id',
      date: 'date_created',
      customer: 'customer_id',
      amount: expect.stringMatching(/^line_item\.(sub)?total$/) as string,
      quantity: 'line_item.quantity',
      product: 'line_item.sku',
    });
  });

  it('read the same as an array, in an object, line by line and pretty-printed', async () => {
    const expected = await csvOf(JSON.stringify(WOO));
    const ndjson = WOO.map((order) => JSON.stringify(order)).join('\n');
    expect(await csvOf(ndjson)).toBe(expected);
    expect(await csvOf(`\ufeff\r\n${ndjson.replaceAll('\n', '\r\n\r\n')}\r\n`)).toBe(expected);
    expect(await csvOf(JSON.stringify({ ok: true, data: { orders: WOO } }, null, 2))).toBe(
      expected,
    );
    expect(await csvOf(WOO.map((order) => JSON.stringify(order, null, 1)).join('\n'))).toBe(
      expected,
    );
  });

  it('prefer the orders of an object with several lists', async () => {
    const content = {
      customers: [{ a: 1 }, { a: 2 }],
      orders: [{ b: 1 }],
      page: { items: [{ c: 1 }] },
    };
    expect(await csvOf(JSON.stringify(content))).toBe('b\n1\n');
  });

  it('keep every digit of a long number, and write others plainly', async () => {
    const text =
      '[{"id":12345678901234567890,"s":"12345678901234567890: 1","n":[-98765432109876543210,1.50],"x":1e-7,"y":1E21,"t":true,"u":null}]';
    expect(await csvOf(text)).toBe(
      'id,s,n,x,y,t,u\n' +
        '12345678901234567890,12345678901234567890: 1,-98765432109876543210|1.5,0.0000001,1000000000000000000000,true,\n',
    );
  });

  it('have a column for a key that only later objects have, and none for what is no object', async () => {
    expect(await csvOf('[{"a":1},null,{"b":2,"a":{"deep":"x"}},3]')).toBe(
      'a,a.deep,b\n1,,\n,x,2\n',
    );
  });

  it('may be one order alone', async () => {
    expect(await csvOf('{"id":1,"line_items":[{"sku":"a"},{"sku":"b"}]}')).toBe(
      'id,line_item.sku\n1,a\n1,b\n',
    );
  });

  it('take lines under other names, but never refunds', async () => {
    const lines = [{ 상품명: '양말', 수량: 1, 금액: 5000 }];
    const csv = await csvOf(JSON.stringify([{ id: 1, refunds: lines, cart: { 주문상품: lines } }]));
    expect(csv).toBe('id,line_item.상품명,line_item.수량,line_item.금액\n1,양말,1,5000\n');
  });

  it('are no danger with names that JavaScript knows', async () => {
    expect(await csvOf('[{"__proto__":"x","constructor":{"name":"y"},"toString":1}]')).toBe(
      '__proto__,constructor.name,toString\nx,y,1\n',
    );
  });
});

describe('a file that is no list of orders', () => {
  it.each([
    ['a number', '42'],
    ['numbers', '[1, 2, 3]'],
    ['an empty array', '[]'],
    ['one object', '{"error":"not found"}'],
    ['an object of scalars', '{"orders":[]}'],
  ])('is refused: %s', async (_, text) => {
    await expect(csvOf(text)).rejects.toMatchObject({ code: 'json_no_table' });
  });

  it.each([
    ['a missing value', '[\n{"a":1},\n{"a":}\n]', 3, 6],
    ['a missing comma', '[{"a":1} {"a":2}]', 1, 10],
    ['a cut end', '{"orders":[{"a":1},\n{"a":2', 2, 7],
    ['a line of text', '{"a":1}\n{"a":2}\nabc\n', 3, 1],
    ['the wrong bracket', '[{"a":[1}]', 1, 9],
    ['what follows', '[{"a":1}]\n]', 2, 1],
    ['single quotes', "[{'a':1}]", 1, 3],
    ['a newline in a string', '{"a":"x"}\n{"a":"x\n"}', 2, 6],
    ['no JSON', '<html>', 1, 1],
  ])('is shown its fault: %s', async (_, text, line, column) => {
    await expect(csvOf(text)).rejects.toMatchObject({
      code: 'json_broken',
      params: { file: 'orders.json', line, column },
    });
  });

  it('is shown the line that is not UTF-8', async () => {
    const bytes = new Uint8Array([
      ...Buffer.from('{"a":1}\n{"a":"'),
      0xb0,
      0xa1,
      ...Buffer.from('"}'),
    ]);
    await expect(csvOf(bytes)).rejects.toMatchObject({ code: 'not_utf8', params: { line: 2 } });
  });

  it('is given up when that is wanted', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(
      jsonAsCsv(new Blob(['[{"a":1}]']), 'a.json', stop.signal).next(),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('any orders', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  const line = fc.record({
    sku: text,
    quantity: fc.integer({ min: -5, max: 99 }),
    price: fc.integer(),
  });
  const order = fc.record({
    id: fc.integer({ min: 1 }),
    note: text,
    customer: fc.record({ email: text, vip: fc.boolean() }),
    line_items: fc.array(line, { minLength: 1, maxLength: 3 }),
  });

  it('read as their rows, from an array and line by line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 20 }), async (orders) => {
        const expected = orders.flatMap(({ id, note, customer, line_items }) =>
          line_items.map(({ sku, quantity, price }) =>
            [id, note, customer.email, customer.vip, sku, quantity, price].map(String),
          ),
        );
        for (const content of [
          JSON.stringify(orders),
          JSON.stringify({ data: { orders } }, null, 1),
          orders.map((one) => JSON.stringify(one)).join('\n'),
        ]) {
          expect(recordsOf(await csvOf(content)).slice(1)).toEqual(expected);
        }
      }),
      { numRuns: 50, seed: 7 },
    );
  });
});
