import { expect, it } from 'vitest';
import { lifecycle } from '../../../../src/analyses/retention/lifecycle.ts';
import { dayOf } from '../../../../src/core/calendar.ts';
import { CALENDAR_DAYS } from './run.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';

const first = dayOf(2020, 6, 10);
const facts = {
  firstDay: first,
  lastDay: first + 3,
  customers: 6,
  orders: 9,
  rows: 9,
  revenue: 9,
  hasTime: false,
  medianGapDays: 1,
  hasMoney: true,
  shape: PLAIN_SHAPE,
};

it('counts dormant from the period before, also where nobody came, and not in the first', () => {
  const rows = [
    { period: first, new: 3, returning: 0, resurrecting: 0 },
    { period: first + 1, new: 1, returning: 2, resurrecting: 0 },
    { period: first + 3, new: 2, returning: 0, resurrecting: 1 },
  ];
  const told = lifecycle(rows, CALENDAR_DAYS, facts);
  expect(
    told.map(({ period, incomplete, ...counts }) => [period - first, incomplete, counts]),
  ).toEqual([
    [0, false, { new: 3, returning: 0, resurrecting: 0, dormant: null }],
    [1, false, { new: 1, returning: 2, resurrecting: 0, dormant: 1 }],
    [2, false, { new: 0, returning: 0, resurrecting: 0, dormant: 3 }],
    [3, false, { new: 2, returning: 0, resurrecting: 1, dormant: 0 }],
  ]);
});

it('keeps the dormant of a period that is not over unknown', () => {
  const weeks = lifecycle(
    [],
    { ...CALENDAR_DAYS, grain: 'week' },
    { ...facts, lastDay: first + 7 },
  );
  expect(weeks.map(({ dormant, incomplete }) => [dormant, incomplete])).toEqual([
    [null, false],
    [null, true],
  ]);
});
