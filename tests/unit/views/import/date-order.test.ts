import { expect, test } from 'vitest';
import { dayOf } from '../../../../src/core/calendar.ts';
import { recogniseText } from '../../../helpers/recognise-text.ts';
import { ambiguousExample, dateOrders } from '../../../../src/views/import/date-order.ts';
import { localMoment, otherNumber } from '../../../../src/views/import/reading.ts';

test('the ways to read a date, each with the day that it makes of an example', () => {
  const [, column] = recogniseText('id,date\na,03/04/2024\nb,05/06/2024\n').columns;
  if (column === undefined) throw new TypeError('a column is missing');
  expect(ambiguousExample(column)).toBe('03/04/2024');
  const orders = dateOrders(column).toSorted((a, b) => a.order.localeCompare(b.order));
  expect(orders).toEqual([
    { format: 'dmy-slash', order: 'dmy', day: dayOf(2024, 4, 3) },
    { format: 'mdy-slash', order: 'mdy', day: dayOf(2024, 3, 4) },
  ]);
});

test('there is nothing to ask where a value tells the order', () => {
  const [, column] = recogniseText('id,date\na,03/04/2024\nb,25/06/2024\n').columns;
  expect(column === undefined ? null : dateOrders(column)).toEqual([]);
});

test('a moment of UTC is another day in another zone', () => {
  const midnight = { day: dayOf(2024, 1, 1), seconds: 0 };
  expect(localMoment(midnight, 'Asia/Seoul')).toEqual({ day: dayOf(2024, 1, 1), seconds: 32_400 });
  expect(localMoment(midnight, 'America/New_York')).toEqual({
    day: dayOf(2023, 12, 31),
    seconds: 68_400,
  });
});

test('a number that another format reads otherwise is told with its other value', () => {
  const [, column] = recogniseText('id;n\na;"1,234"\nb;"5,678"\n').columns;
  if (column === undefined) throw new TypeError('a column is missing');
  expect(otherNumber(column, column.numberFormat ?? 'plain')).toMatchObject({ text: '1,234' });
  expect(otherNumber(column, 'swiss')).toBeNull();
  const [, plain] = recogniseText('id;n\na;12\nb;56\n').columns;
  expect(plain === undefined ? undefined : otherNumber(plain, 'plain')).toBeNull();
});
