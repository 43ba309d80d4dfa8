import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleRows } from '../../../src/charts/virtual-rows.ts';

describe('the visible rows of a long list', () => {
  it('are those in view and ten more on each side', () => {
    expect(visibleRows(1000, 28, 2800, 280)).toEqual({
      first: 90,
      end: 120,
      above: 90 * 28,
      below: 880 * 28,
    });
  });

  it('reach the first and the last row of a million, though no browser scrolls so far', () => {
    const top = visibleRows(1_000_000, 28, 0, 420);
    const height = top.above + top.below + (top.end - top.first) * 28;
    expect(top.first).toBe(0);
    expect(height).toBe(8_000_000);
    expect(visibleRows(1_000_000, 28, height - 420, 420).end).toBe(1_000_000);
  });

  it('stay within the list, and with the space around them keep its height', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 100, max: 1000 }),
        (total, share, viewport) => {
          const height = Math.min(total * 28, 8_000_000);
          const scrollTop = share * Math.max(0, height - viewport);
          const { first, end, above, below } = visibleRows(total, 28, scrollTop, viewport);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(total);
          expect(above).toBeGreaterThanOrEqual(0);
          const drawn = (end - first) * 28;
          expect(above).toBeLessThanOrEqual(scrollTop + 1);
          expect(above + drawn).toBeGreaterThanOrEqual(Math.min(height, scrollTop + viewport) - 1);
          expect(above + drawn + below).toBeLessThanOrEqual(height + drawn);
        },
      ),
    );
  });
});
