import { expect, it } from 'vitest';
import { recipeName } from '../../../src/import/recipe-name.ts';

it.each([
  ['orders_2024-03.csv', 'orders'],
  ['orders-20240305.csv', 'orders'],
  ['orders_2024_1.csv', 'orders'],
  ['2024년 3월 주문.xlsx', '주문'],
  ['주문내역_20240301_20240331.csv', '주문내역'],
  ['스마트스토어_전체주문발주발송관리_20240105_1430.xlsx', '스마트스토어_전체주문발주발송관리'],
  ['export_20240301123015.csv', 'export'],
  ['sales 2024 Q1 (2).csv', 'sales'],
  ['orders.csv.gz', 'orders'],
  ['2024.zip › march.csv', 'march'],
  ['top10.csv', 'top10'],
])('%s is called %s from month to month', (file, name) => {
  expect(recipeName(file)).toBe(name);
});

it('a name that is nothing but a date stays', () => {
  expect(recipeName('2024-01.csv')).toBe('2024-01');
});

it('a name is never blank', () => {
  expect(recipeName('')).not.toBe('');
  expect(recipeName('.csv')).not.toBe('');
});
