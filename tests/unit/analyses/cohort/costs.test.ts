import { describe, expect, it } from 'vitest';
import { parseCosts, parsePeriod } from '../../../../src/analyses/cohort/costs.ts';
import { dayOf, periodIndex } from '../../../../src/core/calendar.ts';

describe('pasted costs', () => {
  const index = (name: string) => ({ web: 0, 'shop, south': 1 })[name] ?? ('cohort' as const);

  it('are read line by line, with commas, semicolons or tabs', () => {
    const text = 'web, 12.5\r\n\n  shop, south ; 7 \n';
    expect(parseCosts(text, index)).toEqual({
      costs: new Map([
        [0, 12.5],
        [1, 7],
      ]),
      problems: [],
    });
    expect(parseCosts('web\t1,234.5', index).costs.get(0)).toBe(1234.5);
  });

  it('tell which line cannot be read, and why', () => {
    const text = 'web\nweb, 1e3\nweb, -1\nfair, 2\nweb, 3\nweb, 4\nshop, south, 5\n, 6';
    expect(parseCosts(text, index).problems.map(({ line, kind }) => [line, kind])).toEqual([
      [1, 'line'],
      [2, 'amount'],
      [3, 'amount'],
      [4, 'cohort'],
      [6, 'twice'],
      [8, 'line'],
    ]);
    expect([...parseCosts(text, index).costs.values()]).toEqual([3, 5]);
    expect(parseCosts('', index)).toEqual({ costs: new Map(), problems: [] });
  });

  it.each([
    ['2011-01', 'month', [2011, 1, 1]],
    ['2011.1', 'month', [2011, 1, 1]],
    ['2011-01-31', 'month', [2011, 1, 1]],
    ['2020-W53', 'week', [2020, 12, 28]],
    ['2021-w01', 'week', [2021, 1, 4]],
    ['2011-Q2', 'quarter', [2011, 4, 1]],
    ['2011', 'year', [2011, 1, 1]],
  ] as const)('%s is a %s', (text, grain, [year, month, day]) => {
    expect(parsePeriod(text, grain)).toBe(periodIndex(dayOf(year, month, day), grain));
  });

  it.each([
    ['2011-13', 'month'],
    ['2011-02-30', 'month'],
    ['2021-W53', 'week'],
    ['2011-Q5', 'quarter'],
    ['January', 'month'],
    ['2011-01', 'year'],
    ['', 'year'],
  ] as const)('%s is no %s', (text, grain) => {
    expect(parsePeriod(text, grain)).toBeNull();
  });
});
