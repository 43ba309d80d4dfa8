import { describe, expect, test } from 'vitest';
import type { Role } from '../../../src/data/roles.ts';
import { checkMapping } from '../../../src/import/check-mapping.ts';
import { SHOP_EXPORTS } from '../../fixtures/import/shop-exports.ts';
import { recogniseText } from '../../helpers/recognise-text.ts';

/** The suggested roles by column name, without `ignore`. */
function roles(text: string): Record<string, Role> {
  const { columns, mapping } = recogniseText(text);
  return Object.fromEntries(
    columns.flatMap(({ name, index }) => {
      const role = mapping.roles[index] ?? 'ignore';
      return role === 'ignore' ? [] : [[name, role]];
    }),
  );
}

/** Roles that an export of a shop may give to what is not needed to read its orders. */
const EXTRAS: readonly (Role | undefined)[] = [
  'attribute', 'customerAttribute', 'category', 'currency', 'email', 'phone', 'cost', 'unitCost',
]; // prettier-ignore

/** Which of several columns the role is given to. */
function columnWith(role: Role, text: string): string | undefined {
  return Object.entries(roles(text)).find(([, given]) => given === role)?.[0];
}

describe.each(SHOP_EXPORTS)('an export of $system', ({ text, roles: expected }) => {
  test('has its columns understood', () => {
    const found = roles(text);
    const others = Object.keys(found).filter((name) => !(name in expected));
    expect(found).toMatchObject(expected);
    for (const name of others) expect(EXTRAS).toContain(found[name]);
  });

  test('can be read without a change of the mapping', () => {
    const recognition = recogniseText(text);
    expect(checkMapping(recognition, recognition.mapping)).toEqual([]);
  });
});

test('an id goes before a name, and a name before an e-mail', () => {
  const rest = 'order_id,date,amount\n';
  const row = 'x,y@example.com,z,1,2024-03-05,5\n';
  expect(columnWith('customer', `Customer,Email,Customer ID,${rest}${row}`)).toBe('Customer ID');
  expect(columnWith('customer', `Customer,Email,City,${rest}${row}`)).toBe('Customer');
  expect(columnWith('customer', `Town,Email,City,${rest}${row}`)).toBe('Email');
});

test('a column of the right name but without values gives way to one that has them', () => {
  const text =
    'Customer ID,Email,date,amount\n,a@example.com,2024-03-05,5\n,b@example.com,2024-03-06,6\n';
  expect(columnWith('customer', text)).toBe('Email');
});

test('a column named as a date whose values are none is still suggested, so that it can be seen', () => {
  const text = 'customer_id,order_date,amount\n1,n/a,5\n2,unknown,6\n1,soon,7\n';
  expect(roles(text)).toEqual({ customer_id: 'customer', order_date: 'date', amount: 'amount' });
});

test('without known names the roles come from the values', () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `0000${i % 23},2024-01-${String((i % 28) + 1).padStart(2, '0')},${i % 3},${i}.50`,
  );
  const { mapping, dialect } = recogniseText(rows.join('\n'));
  expect(dialect.hasHeader).toBe(false);
  expect(mapping.roles).toEqual(['customer', 'date', 'ignore', 'amount']);
});

test('an amount beside quantity and price leaves the price out; without it they are the amount', () => {
  const both = 'customer,date,amount,quantity,unit price\na,2024-03-05,10,2,5\n';
  expect(roles(both)).toMatchObject({ amount: 'amount', quantity: 'quantity' });
  expect(roles(both)).not.toHaveProperty('unit price');
  const parts = 'customer,date,quantity,unit price\na,2024-03-05,2,5\n';
  expect(roles(parts)).toMatchObject({ quantity: 'quantity', 'unit price': 'unitPrice' });
});

test('the total of an order that is repeated on its lines is not the amount of a line', () => {
  const text = `order_id,customer,date,total,quantity,price
1,a,2024-03-05,30,2,10
1,a,2024-03-05,30,1,10
2,b,2024-03-06,5,1,5
`;
  expect(columnWith('unitPrice', text)).toBe('price');
  expect(columnWith('amount', text)).toBeUndefined();
});

test('columns of few values are attributes, at most twelve of them', () => {
  const header = Array.from({ length: 20 }, (_, i) => `field ${i}`).join(',');
  const rows = Array.from({ length: 10 }, (_, i) => new Array(20).fill(`v${i % 3}x`).join(','));
  const found = recogniseText(`${header}\n${rows.join('\n')}\n`).mapping.roles;
  expect(found.filter((role) => role === 'attribute')).toHaveLength(12);
});

test('ids that begin with a letter among ids of digits are cancellations', () => {
  const ids = (some: string[]): string =>
    `order_id,customer,date,amount\n${some.map((id) => `${id},a,2024-03-05,5`).join('\n')}\n`;
  const digits = Array.from({ length: 20 }, (_, i) => String(536365 + i));
  const prefix = (some: string[]): string | null => recogniseText(ids(some)).mapping.cancelPrefix;
  expect(prefix([...digits, 'C536379', 'C536380'])).toBe('C');
  expect(prefix(digits)).toBeNull();
  expect(prefix([...digits, 'A1', 'B2', 'C3'])).toBeNull();
  expect(prefix(['C1', 'C2', 'C3', 'C4'])).toBeNull();
});
