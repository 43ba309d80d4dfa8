/** A rectangle, in the unit of the area that is filled; x to the right, y down. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Fills a rectangle with tiles whose areas are in the proportion of the values, each as nearly
 * square as its row allows: the squarified treemap of Bruls, Huizing and van Wijk (2000). Tiles
 * are laid from the greatest value, at the upper left, to the least.
 *
 * @returns A tile for each value in its place; null for values that are not above zero, which
 *   have no area, and for all where nothing has one.
 */
export function treemap(
  values: readonly number[],
  width: number,
  height: number,
): readonly (Tile | null)[] {
  const tiles: (Tile | null)[] = values.map(() => null);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  if (!(total > 0) || !(width > 0) || !(height > 0)) return tiles;
  const scale = (width * height) / total;
  const areas = values
    .map((value, index) => ({ index, area: value * scale }))
    .filter(({ area }) => area > 0)
    .sort((a, b) => b.area - a.area || a.index - b.index);

  let rest: Tile = { x: 0, y: 0, width, height };
  let from = 0;
  while (from < areas.length) {
    const side = Math.min(rest.width, rest.height);
    let to = from + 1;
    while (to < areas.length && isSquarer(areas.slice(from, to + 1), side)) to += 1;
    const row = areas.slice(from, to);
    // The last row takes all that is left, so that rounding leaves no seam.
    rest = layRow(row, rest, to === areas.length, (index, tile) => (tiles[index] = tile));
    from = to;
  }
  return tiles;
}

interface Area {
  readonly index: number;
  readonly area: number;
}

/** Whether the row's worst tile is no worse with its last tile than without it. */
function isSquarer(row: readonly Area[], side: number): boolean {
  return worstRatio(row, side) <= worstRatio(row.slice(0, -1), side);
}

/** The greatest ratio of the sides of a tile when the row is laid along `side`. */
function worstRatio(row: readonly Area[], side: number): number {
  const areas = row.map(({ area }) => area);
  const sum = areas.reduce((all, area) => all + area, 0);
  const [least, most] = [Math.min(...areas), Math.max(...areas)];
  return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least));
}

/** Lays a row along the shorter side of what is left, and returns what is left after it. */
function layRow(
  row: readonly Area[],
  rest: Tile,
  last: boolean,
  put: (index: number, tile: Tile) => void,
): Tile {
  const sum = row.reduce((all, { area }) => all + area, 0);
  const upright = rest.width >= rest.height;
  const side = upright ? rest.height : rest.width;
  const depth = last ? Math.max(rest.width, rest.height) : sum / side;
  let at = 0;
  for (const { index, area } of row) {
    const length = (side * area) / sum;
    put(
      index,
      upright
        ? { x: rest.x, y: rest.y + at, width: depth, height: length }
        : { x: rest.x + at, y: rest.y, width: length, height: depth },
    );
    at += length;
  }
  return upright
    ? { ...rest, x: rest.x + depth, width: rest.width - depth }
    : { ...rest, y: rest.y + depth, height: rest.height - depth };
}
