import { describe, expect, it } from 'vitest';
import { adjustedForMany, FALSE_DISCOVERY_RATE } from '../../../src/core/false-discovery.ts';

/** The fifteen p values of the example of Benjamini & Hochberg (1995), § 3.2. */
const PUBLISHED = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
  0.6528, 0.759, 1,
];

describe('p values corrected for being many', () => {
  it('keep the four of the published example', () => {
    const kept = adjustedForMany(PUBLISHED).filter((p) => (p ?? 1) <= FALSE_DISCOVERY_RATE);
    expect(kept).toHaveLength(4);
    expect(kept[3]).toBeCloseTo((0.0095 * 15) / 4, 12);
  });

  it('come back in the order in which they were given, never below the p itself', () => {
    const shuffled = [0.0095, null, 0.0001, 0.759, 0.0278];
    const adjusted = adjustedForMany(shuffled);
    expect(adjusted).toEqual([
      expect.closeTo(0.019, 12),
      null,
      expect.closeTo(0.0004, 12),
      expect.closeTo(0.759, 12),
      expect.closeTo((0.0278 * 4) / 3, 12),
    ]);
  });

  it('count tests that are not at hand, and are at most 1', () => {
    expect(adjustedForMany([0.01, 0.04], 10)).toEqual([
      expect.closeTo(0.1, 12),
      expect.closeTo(0.2, 12),
    ]);
    expect(adjustedForMany([0.5, 0.9], 10)).toEqual([1, 1]);
    expect(adjustedForMany([])).toEqual([]);
  });

  it('give equal ones the same', () => {
    expect(adjustedForMany([0.02, 0.02, 0.02])).toEqual([0.02, 0.02, 0.02]);
  });
});
