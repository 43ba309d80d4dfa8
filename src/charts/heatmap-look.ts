import { cellStep, type HeatmapCell, type HeatmapRow } from './heatmap.ts';
import { cellHatch, cellPaint, divergingTheme, SCALE_STEPS, type ChartTheme } from './theme.ts';

/** A cell's colours as CSS variables; '' for a cell without colour. */
export type CellLook = (cell: HeatmapCell<unknown>) => string;

/** A row as it is drawn: with the colours of its time, so that all rows need not change at once. */
export interface DrawnRow<Selection> {
  readonly row: HeatmapRow<Selection>;
  readonly look: CellLook;
  /** How many columns the table had then. */
  readonly columns: number;
}

/** The look of the cells of a heatmap; the colours are worked out once for all of them. */
export function heatmapLook(
  plain: ChartTheme,
  domain: readonly [number, number],
  diverging: boolean,
): CellLook {
  const theme = diverging ? divergingTheme(plain) : plain;
  const steps = Array.from({ length: SCALE_STEPS }, (_, i) => i + 1);
  const whole = steps.map((step) => {
    const { ground, text } = cellPaint(theme, step);
    return `--ground: ${ground}; --text: ${text}`;
  });
  const hatched = steps.map((step) => {
    const { ground, line, text } = cellHatch(theme, step, diverging);
    return `--ground: ${ground}; --hatch: ${line}; --text: ${text}`;
  });
  return (cell) => {
    const step = cellStep(cell, domain);
    if (step === null) return '';
    return (cell.incomplete === true ? hatched : whole)[step - 1] ?? '';
  };
}
