import type { GridCell } from '../../data/rfm/coverage.ts';
import type { ScoreRange, SegmentRule } from '../../data/rfm/rules.ts';

/** A place on the grid recency × frequency. */
export interface GridPlace {
  readonly recency: number;
  readonly frequency: number;
}

/** The ranges of a rectangle of cells. */
export type GridRange = Readonly<Record<keyof GridPlace, ScoreRange>>;

/** The rectangle between two cells, whichever corners they are. */
export function rangeBetween(one: GridPlace, other: GridPlace): GridRange {
  const between = (a: number, b: number) => ({ from: Math.min(a, b), to: Math.max(a, b) });
  return {
    recency: between(one.recency, other.recency),
    frequency: between(one.frequency, other.frequency),
  };
}

export function isWithin({ recency, frequency }: GridPlace, range: GridRange): boolean {
  return (
    recency >= range.recency.from &&
    recency <= range.recency.to &&
    frequency >= range.frequency.from &&
    frequency <= range.frequency.to
  );
}

/** The cell that an arrow key, Home or End leads to; the best recency stands on top. */
export function nextPlace(place: GridPlace, key: string, bins: number): GridPlace {
  const { recency, frequency } = place;
  const kept = (score: number) => Math.min(bins, Math.max(1, score));
  switch (key) {
    case 'ArrowUp':
      return { recency: kept(recency + 1), frequency };
    case 'ArrowDown':
      return { recency: kept(recency - 1), frequency };
    case 'ArrowLeft':
      return { recency, frequency: kept(frequency - 1) };
    case 'ArrowRight':
      return { recency, frequency: kept(frequency + 1) };
    case 'Home':
      return { recency, frequency: 1 };
    case 'End':
      return { recency, frequency: bins };
    default:
      return place;
  }
}

/** Monetary scores of a cell, one after the other, that have the same winner. */
export interface CellSlice {
  readonly rule: SegmentRule | null;
  readonly monetary: ScoreRange;
}

/** The winners of a cell from the lowest monetary score to the highest. */
export function slicesOf({ winners }: GridCell): readonly CellSlice[] {
  const slices: CellSlice[] = [];
  winners.forEach((rule, i) => {
    const last = slices.at(-1);
    if (last?.rule === rule) {
      slices[slices.length - 1] = { rule, monetary: { from: last.monetary.from, to: i + 1 } };
    } else {
      slices.push({ rule, monetary: { from: i + 1, to: i + 1 } });
    }
  });
  return slices;
}
