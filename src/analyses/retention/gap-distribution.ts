import type { TimeCount } from '../../core/survival.ts';

/** The times between two purchase days of a customer, in days; only those that have ended. */
export interface GapDistribution {
  readonly gaps: number;
  /** Null of no gap. */
  readonly quartiles: readonly [number, number, number] | null;
  readonly bins: readonly GapBin[];
}

export interface GapBin {
  /** Days, both included; null in the last bin, which holds all longer ones. */
  readonly from: number;
  readonly to: number | null;
  readonly gaps: number;
}

/** Widths of a bin in days that read well. */
const WIDTHS = [1, 2, 5, 7, 14, 30, 60, 90, 180, 365] as const;
const MOST_BINS = 30;

/** The longest 2 % stand together, so that a few do not press the rest together. */
const TAIL = 0.02;

/** The distribution of the events of the counts. */
export function gapDistribution(counts: readonly TimeCount[]): GapDistribution {
  const byDays = new Map<number, number>();
  for (const { time, events } of counts) {
    if (events > 0) byDays.set(time, (byDays.get(time) ?? 0) + events);
  }
  const sorted = [...byDays].sort(([a], [b]) => a - b);
  const gaps = sorted.reduce((sum, [, count]) => sum + count, 0);
  const quantile = (p: number) => countedQuantile(sorted, gaps, p);
  return {
    gaps,
    quartiles: gaps === 0 ? null : [quantile(0.25), quantile(0.5), quantile(0.75)],
    bins: gaps === 0 ? [] : bins(sorted, quantile(1 - TAIL)),
  };
}

/** The quantile between the two values next to (n − 1)·p (type 7 of Hyndman & Fan 1996). */
function countedQuantile(
  sorted: readonly (readonly [number, number])[],
  total: number,
  p: number,
): number {
  const place = (total - 1) * p;
  const at = (index: number): number => {
    let before = 0;
    return sorted.find(([, count]) => (before += count) > index)?.[0] ?? 0;
  };
  const below = at(Math.floor(place));
  return below + (at(Math.ceil(place)) - below) * (place - Math.floor(place));
}

function bins(sorted: readonly (readonly [number, number])[], limit: number): readonly GapBin[] {
  const width = WIDTHS.find((each) => limit / each <= MOST_BINS) ?? 365;
  const longest = sorted.at(-1)?.[0] ?? 1;
  const closed = Math.ceil(limit / width);
  const count = (from: number, to: number) =>
    sorted.reduce((sum, [days, each]) => (days >= from && days <= to ? sum + each : sum), 0);
  const all = Array.from({ length: closed }, (_, i) => {
    const [from, to] = [i * width + 1, (i + 1) * width];
    return { from, to, gaps: count(from, to) };
  });
  const rest = closed * width + 1;
  return longest < rest ? all : [...all, { from: rest, to: null, gaps: count(rest, longest) }];
}
