/** Browsers stop at about 17 million pixels (Firefox); the scroll is compressed from here on. */
const TALLEST = 8_000_000;

export interface VisibleRows {
  /** First row to draw, and the one after the last. */
  readonly first: number;
  readonly end: number;
  /** Pixels of empty space above and below the drawn rows. */
  readonly above: number;
  readonly below: number;
}

/**
 * The rows of a long list that are in view, with a few more on each side. A list taller than a
 * browser can scroll is compressed: the scrollbar then stands for the share of rows gone by.
 */
export function visibleRows(
  total: number,
  rowHeight: number,
  scrollTop: number,
  viewport: number,
  spare = 10,
): VisibleRows {
  const height = Math.min(total * rowHeight, TALLEST);
  const fits = Math.ceil(viewport / rowHeight);
  const compressed = total * rowHeight > TALLEST;
  const share = height > viewport ? Math.min(1, Math.max(0, scrollTop / (height - viewport))) : 0;
  const top = compressed
    ? Math.round(share * Math.max(0, total - fits))
    : Math.floor(Math.max(0, scrollTop) / rowHeight);
  const first = Math.max(0, Math.min(top, total - fits) - spare);
  const end = Math.min(total, top + fits + spare);
  const above = compressed
    ? Math.max(0, Math.min(scrollTop, height - viewport) - (top - first) * rowHeight)
    : first * rowHeight;
  const below = Math.max(0, height - above - (end - first) * rowHeight);
  return { first, end, above, below };
}
