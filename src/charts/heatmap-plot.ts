import { axisX, cell, text, type PlotOptions } from '@observablehq/plot';
import { cellStep, heatmapDomain, type HeatmapCell, type HeatmapModel } from './heatmap.ts';
import { hatchDefs } from './hatch-defs.ts';
import { cellHatch, cellPaint, SCALE_STEPS, type ChartTheme } from './theme.ts';

const ROW_HEIGHT = 27;
const CHARACTER = 7;

interface PlacedCell {
  readonly row: number;
  readonly column: number;
  readonly cell: HeatmapCell<unknown>;
  readonly step: number | null;
}

/**
 * A heatmap drawn by Plot, for export: the same cells, numbers, hatching and means as the table
 * on the page. `name` sets the hatch patterns apart from those of other charts on a page.
 */
export function heatmapPlot(
  model: HeatmapModel<unknown>,
  theme: ChartTheme,
  name = 'heatmap',
): PlotOptions {
  const lines = model.rows.length + model.footer.length;
  const labels = [...model.rows, ...model.footer];
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((each) => each.length));
  const rowLabels = labels.map((row) => [row.label, ...row.side].join('   '));
  const marginLeft =
    16 + widest([...rowLabels, [model.corner, ...model.sideTitles].join('   ')]) * CHARACTER;
  const cells = placedCells(model);
  const incomplete = cells.filter((each) => each.cell.incomplete === true);
  const complete = cells.filter((each) => each.cell.incomplete !== true);
  return {
    height: lines * ROW_HEIGHT + 48,
    marginLeft,
    marginTop: 40,
    marginRight: 8,
    marginBottom: 8,
    style: { background: 'transparent', color: theme.ink, fontSize: '12px' },
    x: { type: 'band', domain: model.columns.map((_, i) => i), padding: 0.04, label: null },
    y: { type: 'band', domain: labels.map((_, i) => i), padding: 0.07, label: null, axis: null },
    marks: [
      hatchDefs(
        name,
        Array.from({ length: SCALE_STEPS }, (_, i) => cellHatch(theme, i + 1)),
      ),
      axisX({
        anchor: 'top',
        tickSize: 0,
        tickFormat: (i: number) => model.columns[i] ?? '',
        color: theme.soft,
      }),
      headings(model, theme),
      cell(complete, {
        x: 'column',
        y: 'row',
        rx: 3,
        fill: (each: PlacedCell) => ground(each, theme),
      }),
      cell(incomplete, {
        x: 'column',
        y: 'row',
        rx: 3,
        fill: (each: PlacedCell) => (each.step === null ? 'none' : `url(#${name}-${each.step})`),
      }),
      text(cells, {
        x: 'column',
        y: 'row',
        text: (each: PlacedCell) => each.cell.text,
        fill: (each: PlacedCell) => ink(each, theme),
      }),
      rowTitles(rowLabels, 0, model.rows.length, theme, 400),
      rowTitles(rowLabels, model.rows.length, lines, theme, 650),
      text(footerCells(model), {
        x: 'column',
        y: 'row',
        text: 'text',
        fill: theme.ink,
        fontWeight: 650,
      }),
    ],
  };
}

function placedCells(model: HeatmapModel<unknown>): PlacedCell[] {
  const domain = heatmapDomain(model);
  return model.rows.flatMap((line, row) =>
    line.cells.flatMap((each, column) =>
      each === null ? [] : [{ row, column, cell: each, step: cellStep(each, domain) }],
    ),
  );
}

function footerCells(model: HeatmapModel<unknown>) {
  return model.footer.flatMap((line, i) =>
    line.cells.map((each, column) => ({ row: model.rows.length + i, column, text: each })),
  );
}

function rowTitles(
  titles: readonly string[],
  from: number,
  to: number,
  theme: ChartTheme,
  fontWeight: number,
) {
  return text(titles.slice(from, to), {
    y: (_: string, i: number) => from + i,
    frameAnchor: 'left',
    textAnchor: 'end',
    dx: -10,
    fill: theme.ink,
    fontWeight,
  });
}

function headings(model: HeatmapModel<unknown>, theme: ChartTheme) {
  const left = [model.corner, ...model.sideTitles].join('   ');
  return text([left], {
    frameAnchor: 'top-left',
    textAnchor: 'end',
    lineAnchor: 'bottom',
    dx: -10,
    dy: -6,
    fill: theme.soft,
  });
}

function ground({ step }: PlacedCell, theme: ChartTheme): string {
  return step === null ? 'none' : cellPaint(theme, step).ground;
}

function ink({ cell: { incomplete }, step }: PlacedCell, theme: ChartTheme): string {
  if (step === null) return theme.ink;
  return incomplete === true ? cellHatch(theme, step).text : cellPaint(theme, step).text;
}
