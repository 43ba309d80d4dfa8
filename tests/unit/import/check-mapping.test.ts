import { expect, test } from 'vitest';
import type { Role } from '../../../src/data/roles.ts';
import { checkMapping } from '../../../src/import/check-mapping.ts';
import type { Mapping, MappingProblem } from '../../../src/import/types.ts';
import { recogniseText } from '../../helpers/recognise-text.ts';

const TEXT = `who,when,how much,note
a,2024-03-05,5,1
b,2024-03-06,6 EUR and more,2
a,,7,3
b,soon,x,4
`;

function check(text: string, change: Partial<Mapping>): MappingProblem[] {
  const recognition = recogniseText(text);
  return checkMapping(recognition, { ...recognition.mapping, ...change });
}

const roles = (...some: Role[]): Partial<Mapping> => ({ roles: some });

test('nothing is mapped: customer, date and amount are missing', () => {
  expect(check(TEXT, roles('ignore', 'ignore', 'ignore', 'ignore'))).toEqual([
    { code: 'missing_customer', level: 'error' },
    { code: 'missing_date', level: 'error' },
    { code: 'missing_amount', level: 'error' },
  ]);
});

test('quantity and unit price stand for the amount, one of them alone does not', () => {
  const codes = (...some: Role[]): string[] =>
    check('a,b,c,d\nx,2024-03-05,1,2\n', roles(...some)).map(({ code }) => code);
  expect(codes('customer', 'date', 'quantity', 'unitPrice')).toEqual([]);
  expect(codes('customer', 'date', 'quantity', 'ignore')).toEqual(['missing_amount']);
});

test('two columns for one role are named; attributes may be many', () => {
  expect(check(TEXT, roles('customer', 'date', 'customer', 'amount'))).toContainEqual({
    code: 'role_twice',
    level: 'error',
    role: 'customer',
    columns: ['who', 'how much'],
  });
  const many = check('a,b,c,d,e\nx,2024-03-05,1,p,q\n', {
    roles: ['customer', 'date', 'amount', 'attribute', 'attribute'],
  });
  expect(many).toEqual([]);
});

test('values that do not read are counted, with the first of them and its row; blanks are not', () => {
  const found = check(TEXT, {
    ...roles('customer', 'date', 'amount', 'ignore'),
    dateFormat: 'iso',
  });
  expect(found).toEqual([
    {
      code: 'date_unreadable',
      level: 'warning',
      column: 'when',
      example: 'soon',
      row: 4,
      count: 1,
      of: 3,
    },
    {
      code: 'number_unreadable',
      level: 'warning',
      column: 'how much',
      example: '6 EUR and more',
      row: 2,
      count: 2,
      of: 4,
    },
  ]);
});

test('a column of which nothing reads is an error, and errors go first', () => {
  const found = check(TEXT, {
    ...roles('customer', 'date', 'amount', 'ignore'),
    dateFormat: 'dmy-slash',
  });
  expect(found.map(({ code, level }) => [code, level])).toEqual([
    ['date_unreadable', 'error'],
    ['number_unreadable', 'warning'],
  ]);
});

test('the unit price is not read beside an amount', () => {
  const found = check('a,b,c,d\nx,2024-03-05,1,dear\n', {
    roles: ['customer', 'date', 'amount', 'unitPrice'],
  });
  expect(found).toEqual([]);
});

test('dates that read both ways are a warning, until another format is chosen', () => {
  const text = 'customer,date,amount\na,03/04/2024,5\nb,05/04/2024,6\n';
  expect(check(text, {})).toEqual([
    { code: 'date_ambiguous', level: 'warning', column: 'date', example: '03/04/2024' },
  ]);
  expect(check(text, { dateFormat: 'mdy-slash' }).map(({ code }) => code)).toEqual([
    'date_ambiguous',
  ]);
  expect(check(text, { dateFormat: 'iso' }).map(({ code }) => code)).toEqual(['date_unreadable']);
});

test('a customer of whom there is only one, or who never comes again, is doubtful', () => {
  const rows = (id: (i: number) => string, count: number): string =>
    `customer,date,amount\n${Array.from({ length: count }, (_, i) => `${id(i)},2024-03-05,5\n`).join('')}`;
  expect(
    check(
      rows((i) => `c${i}`, 40),
      {},
    ),
  ).toEqual([{ code: 'customer_all_distinct', level: 'warning', column: 'customer' }]);
  expect(
    check(
      rows(() => 'c', 40),
      {},
    ),
  ).toEqual([{ code: 'customer_constant', level: 'warning', column: 'customer' }]);
  expect(
    check(
      rows((i) => `c${i}`, 20),
      {},
    ),
  ).toEqual([]);
  expect(
    check(
      rows((i) => `c${i % 39}`, 40),
      {},
    ),
  ).toEqual([]);
});
