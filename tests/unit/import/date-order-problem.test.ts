import { expect, test } from 'vitest';
import { askDateOrder, canBeRead } from '../../../src/import/date-order-problem.ts';
import type { MappingProblem } from '../../../src/import/types.ts';

const AMBIGUOUS: MappingProblem = {
  code: 'date_ambiguous',
  level: 'warning',
  column: 'date',
  example: '03/04/2024',
};
const MISSING: MappingProblem = { code: 'missing_customer', level: 'error' };

test('a date that could be either way round is an error until the user has said which', () => {
  expect(askDateOrder([AMBIGUOUS], false)).toEqual([{ ...AMBIGUOUS, level: 'error' }]);
  expect(askDateOrder([AMBIGUOUS, MISSING], true)).toEqual([MISSING]);
});

test('until then the file is read by the likelier order; another error keeps it from being read', () => {
  expect(canBeRead(askDateOrder([AMBIGUOUS], false))).toBe(true);
  expect(canBeRead([MISSING])).toBe(false);
});
