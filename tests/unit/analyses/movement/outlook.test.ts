import { describe, expect, it } from 'vitest';
import {
  holdoutOf,
  misplaced,
  mixesAhead,
  outlookOf,
  ratesOf,
  sumOf,
} from '../../../../src/analyses/movement/outlook.ts';
import { moveOf, placesOf } from '../../../../src/analyses/movement/places.ts';
import { PRESET_IDS, PRESETS } from '../../../../src/data/rfm/presets.ts';

/*
 * Of four in a three stay and one goes to b; both in b stay; two come to a in a period. From five
 * in a and three in b: a = 5 × ¾ + 2 = 5.75, b = 5 × ¼ + 3 = 4.25, then a = 6.3125, b = 5.6875.
 */
const TRANSITIONS = [
  { from: 'a', to: 'a', customers: 3 },
  { from: 'a', to: 'b', customers: 1 },
  { from: 'b', to: 'b', customers: 2 },
  { from: null, to: 'a', customers: 2 },
];

describe('the expected mix', () => {
  it('is the mix times the rates plus the newcomers', () => {
    const { mixes, came, withoutRates } = outlookOf(TRANSITIONS, ['a', 'b'], [5, 3]);
    expect(mixes.slice(0, 3)).toEqual([
      [5, 3],
      [5.75, 4.25],
      [6.3125, 5.6875],
    ]);
    expect(mixes).toHaveLength(4);
    expect(came).toBe(2);
    expect(withoutRates).toEqual([]);
  });

  it('equals the third power of the matrix, without newcomers', () => {
    const rates = ratesOf(TRANSITIONS.slice(0, 3), ['a', 'b']);
    const [third] = mixesAhead([64, 0], rates, 3).slice(-1);
    expect(third).toEqual([27, 37]);
  });

  it('keeps those of whom no rate is known where they are', () => {
    const { mixes, withoutRates } = outlookOf(TRANSITIONS, ['a', 'b', 'c'], [5, 2, 1]);
    expect(withoutRates).toEqual(['c']);
    expect(mixes.map((mix) => mix[2])).toEqual([1, 1, 1, 1]);
    expect(sumOf(mixes[1] ?? [])).toBe(10);
  });

  it('is held against what came by the share that would have to stand elsewhere', () => {
    expect(misplaced([1, 1], [2, 2])).toBe(0);
    expect(misplaced([1, 0], [0, 3])).toBe(100);
    expect(misplaced([3, 1], [1, 1])).toBe(25);
    expect(misplaced([0, 0], [1, 1])).toBeNull();
    const dates = { from: 0, to: 7, steps: 1 };
    // At the start of the forecast five in a and three in b, as those who came count there.
    const holdout = holdoutOf(TRANSITIONS, ['a', 'b'], [5, 5], dates);
    expect(holdout).toMatchObject({ ...dates, expected: [5.75, 4.25] });
    expect(holdout?.error).toBeCloseTo(7.5, 9);
    expect(holdout?.unchangedError).toBeCloseTo(12.5, 9);
    expect(holdoutOf(TRANSITIONS.slice(3), ['a', 'b'], [5, 5], dates)).toBeNull();
  });
});

describe('the order of the segments', () => {
  it.each(PRESET_IDS)('has no two of one rank in a preset: %s', (id) => {
    const ranks = placesOf(PRESETS[id].rules).flatMap(({ rank }) => (rank === null ? [] : [rank]));
    expect(ranks).toHaveLength(PRESETS[id].rules.length);
    expect(ranks).toEqual([...new Set(ranks)].sort((a, b) => a - b));
  });

  it.each([
    ['loyal', 'champions', 'up'],
    ['champions', 'loyal', 'down'],
    ['potential', 'at_risk', 'down'],
    ['at_risk', 'lost', 'left'],
    ['others', 'lost', 'left'],
    ['hibernating', 'lost', 'down'],
    ['lost', 'hibernating', 'up'],
    ['lost', 'loyal', 'up'],
    ['lost', 'others', 'aside'],
    ['others', 'loyal', 'aside'],
    ['loyal', 'others', 'aside'],
    ['others', 'others', 'stayed'],
    ['lost', 'lost', 'stayed'],
    [null, 'lost', 'came'],
  ] as const)('tells %s → %s: %s', (from, to, move) => {
    expect(moveOf(from, to)).toBe(move);
  });
});
