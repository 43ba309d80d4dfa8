import { scaleStep } from './theme.ts';

/** A cell with a known value. An unknown one (a period that has not come) is null in the row. */
export interface HeatmapCell<Selection> {
  /** Decides the colour; null leaves the cell uncoloured. */
  readonly value: number | null;
  /** The number as it stands in the cell, formatted. */
  readonly text: string;
  /** The whole sentence of the cell, for its accessible name and tooltip. */
  readonly label: string;
  /** Its period is not over: hatched, and not part of the colour domain. */
  readonly incomplete?: boolean;
  /** What a click opens; null where nothing stands behind the cell. */
  readonly selection: Selection | null;
}

export interface HeatmapRow<Selection> {
  readonly label: string;
  /** The whole name where the label is cut, as a tooltip. */
  readonly hint?: string;
  /** Plain columns between the row's label and the cells, formatted (the cohort's size). */
  readonly side: readonly string[];
  /** As many as the model's columns. */
  readonly cells: readonly (HeatmapCell<Selection> | null)[];
}

/** A heatmap as data: shown as a table (HeatmapTable), exported through Plot (heatmapPlot). */
export interface HeatmapModel<Selection> {
  /** Title of the first column. */
  readonly corner: string;
  readonly sideTitles: readonly string[];
  /** A line above the columns' labels that says what they count ("Months since the first order"). */
  readonly columnsTitle?: string;
  readonly columns: readonly string[];
  readonly rows: readonly HeatmapRow<Selection>[];
  /** Rows of plain text at the foot (means); '' for none. */
  readonly footer: readonly {
    readonly label: string;
    readonly side: readonly string[];
    readonly cells: readonly string[];
  }[];
  /** The values are differences: two colours away from 0, to the same distance on both sides. */
  readonly diverging?: boolean;
  /** Values of the lightest and darkest colour; default: see `heatmapDomain`. */
  readonly domain?: readonly [number, number];
}

/** Share of the cells at each end that do not stretch the scale, so that one peak does not pale the rest. */
const TAIL = 0.05;

/**
 * The values between which the colours run: of the complete cells, all but the least and the
 * greatest 5 %; of differences as far below 0 as above, to what 95 % do not exceed. [0, 0] where
 * there is no complete cell.
 */
export function heatmapDomain(model: HeatmapModel<unknown>): readonly [number, number] {
  if (model.domain !== undefined) return model.domain;
  const diverging = model.diverging === true;
  const values = model.rows
    .flatMap(({ cells }) => cells)
    .flatMap((cell) => (cell === null || cell.incomplete === true ? [] : [cell.value]))
    .filter((value) => value !== null)
    .map((value) => (diverging ? Math.abs(value) : value))
    .sort((a, b) => a - b);
  const skipped = Math.floor(values.length * TAIL);
  if (diverging) {
    const most = values[values.length - 1 - skipped] ?? 0;
    return [-most, most];
  }
  return [values[skipped] ?? 0, values[values.length - 1 - skipped] ?? 0];
}

/** The step of the colour scale of a cell, 1 to 7; null for a cell without colour. */
export function cellStep(
  cell: HeatmapCell<unknown>,
  domain: readonly [number, number],
): number | null {
  return cell.value === null ? null : scaleStep(cell.value, domain);
}

/** The cell that an arrow key leads to: the next one in its direction that is there. */
export function nextCell(
  rows: readonly { readonly cells: readonly unknown[] }[],
  from: readonly [number, number],
  key: string,
): readonly [number, number] {
  const there = (row: number, column: number) => (rows[row]?.cells[column] ?? null) !== null;
  const [row, column] = from;
  const walk = (down: number, right: number): readonly [number, number] => {
    let [r, c] = [row + down, column + right];
    while (r >= 0 && r < rows.length && c >= 0 && c < (rows[r]?.cells.length ?? 0)) {
      if (there(r, c)) return [r, c];
      r += down;
      c += right;
    }
    return from;
  };
  const inRow = rows[row]?.cells ?? [];
  const known = (cell: unknown) => cell !== null;
  switch (key) {
    case 'ArrowLeft':
      return walk(0, -1);
    case 'ArrowRight':
      return walk(0, 1);
    case 'ArrowUp':
      return walk(-1, 0);
    case 'ArrowDown':
      return walk(1, 0);
    case 'Home':
      return [row, inRow.findIndex(known)];
    case 'End':
      return [row, inRow.findLastIndex(known)];
    default:
      return from;
  }
}
