import { afterEach, describe, expect, test } from 'vitest';
import { dayOf, parseDay, periodIndex } from '../../../src/core/calendar.ts';
import {
  formatCount,
  formatDateTime,
  formatDay,
  formatDayRange,
  formatDayShort,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPeriod,
  formatPeriodShort,
} from '../../../src/i18n/format.ts';
import { useLocale } from '../../../src/i18n/locale.svelte.ts';

const day = parseDay('2010-12-01');
const first = (grain: Parameters<typeof periodIndex>[1]) => periodIndex(day, grain);

afterEach(() => {
  useLocale('en');
});

describe('numbers', () => {
  test('counts are grouped and have a minus sign, not a hyphen', () => {
    expect(formatCount(541909)).toBe('541,909');
    expect(formatCount(-1234)).toBe('−1,234');
    expect(formatCount(-0)).toBe('0');
  });

  test('numbers have up to two decimals, or as many as asked for', () => {
    expect(formatNumber(1234.5)).toBe('1,234.5');
    expect(formatNumber(2.345)).toBe('2.35');
    expect(formatNumber(2, 1)).toBe('2.0');
  });

  test('percent has a no-break space in English and none in Korean', () => {
    expect(formatPercent(36.61)).toBe('36.6\u00a0%');
    expect(formatPercent(100, 0)).toBe('100\u00a0%');
    useLocale('ko');
    expect(formatPercent(36.61)).toBe('36.6%');
  });

  test('money has two decimals unless it is whole', () => {
    expect(formatMoney(8911407.904)).toBe('8,911,407.90');
    expect(formatMoney(-611342.09)).toBe('−611,342.09');
    expect(formatMoney(12000)).toBe('12,000');
    expect(formatMoney(0.999)).toBe('1');
    expect(formatMoney(-0.001)).toBe('0');
  });
});

describe('days', () => {
  test('are written as each language writes them', () => {
    expect(formatDay(day)).toBe('1 Dec 2010');
    expect(formatDayRange(day, parseDay('2011-12-09'))).toBe('1 Dec 2010 – 9 Dec 2011');
    useLocale('ko');
    expect(formatDay(day)).toBe('2010년 12월 1일');
    expect(formatDayRange(day, parseDay('2011-12-09'))).toBe('2010-12-01 – 2011-12-09');
    expect(formatDayShort(day)).toBe('2010-12-01');
  });

  test('moments come as the engine writes them', () => {
    expect(formatDateTime('2010-12-01 08:26')).toBe('1 Dec 2010, 08:26');
    expect(formatDateTime('2010-12-01T08:26:59.5')).toBe('1 Dec 2010, 08:26');
    expect(formatDateTime('2010-12-01')).toBe('1 Dec 2010');
    expect(formatDateTime('soon')).toBe('soon');
    useLocale('ko');
    expect(formatDateTime('2010-12-01 08:26')).toBe('2010년 12월 1일 08:26');
  });
});

describe('periods', () => {
  test('have a short form for axes', () => {
    expect(formatPeriodShort(first('day'), 'day')).toBe('2010-12-01');
    expect(formatPeriodShort(first('week'), 'week')).toBe('2010-W48');
    expect(formatPeriodShort(first('month'), 'month')).toBe('2010-12');
    expect(formatPeriodShort(first('quarter'), 'quarter')).toBe('2010-Q4');
    expect(formatPeriodShort(first('year'), 'year')).toBe('2010');
  });

  test('have a form for labels and a long one for sentences', () => {
    expect(formatPeriod(first('week'), 'week')).toBe('W48 2010');
    expect(formatPeriod(first('week'), 'week', { long: true })).toBe('week 48 of 2010');
    expect(formatPeriod(first('month'), 'month')).toBe('Dec 2010');
    expect(formatPeriod(first('month'), 'month', { long: true })).toBe('December 2010');
    expect(formatPeriod(first('quarter'), 'quarter')).toBe('Q4 2010');
    expect(formatPeriod(first('year'), 'year')).toBe('2010');
  });

  test('in Korean', () => {
    useLocale('ko');
    expect(formatPeriod(first('week'), 'week')).toBe('2010년 48주');
    expect(formatPeriod(first('month'), 'month')).toBe('2010년 12월');
    expect(formatPeriod(first('quarter'), 'quarter')).toBe('2010년 4분기');
    expect(formatPeriod(first('year'), 'year')).toBe('2010년');
  });

  // ISO 8601: the week belongs to the year of its Thursday.
  test.each([
    ['2021-01-03', '2020-W53'],
    ['2018-12-31', '2019-W01'],
    ['2016-01-01', '2015-W53'],
    ['1969-12-29', '1970-W01'],
    ['1969-12-28', '1969-W52'],
  ])('%s lies in %s', (text, week) => {
    expect(formatPeriodShort(periodIndex(parseDay(text), 'week'), 'week')).toBe(week);
  });

  test('before 1970 too', () => {
    const index = periodIndex(dayOf(1969, 11, 5), 'quarter');
    expect(formatPeriodShort(index, 'quarter')).toBe('1969-Q4');
  });
});
