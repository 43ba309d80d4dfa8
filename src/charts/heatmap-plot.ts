import { axisX, cell, text, type PlotOptions } from '@observablehq/plot';
import { cellStep, heatmapDomain, type HeatmapCell, type HeatmapModel } from './heatmap.ts';
import { hatchDefs } from './hatch-defs.ts';
import { cellHatch, cellPaint, divergingTheme, SCALE_STEPS, type ChartTheme } from './theme.ts';

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
  plain: ChartTheme,
  name = 'heatmap',
): PlotOptions {
  const diverging = model.diverging === true;
  const theme = diverging ? divergingTheme(plain) : plain;
  const top = model.columnsTitle === undefined ? 30 : 50;
  const lines = model.rows.length + model.footer.length;
  const labels = [...model.rows, ...model.footer];
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((each) => each.length));
  const sides = labels.map((row) => row.side.join('   '));
  const sideTitle = model.sideTitles.join('   ');
  const labelWidth = widest([model.corner, ...labels.map((row) => row.label)]) * CHARACTER;
  const marginLeft = 34 + labelWidth + widest([sideTitle, ...sides]) * CHARACTER;
  const cells = placedCells(model);
  const incomplete = cells.filter((each) => each.cell.incomplete === true);
  const complete = cells.filter((each) => each.cell.incomplete !== true);
  return {
    height: lines * ROW_HEIGHT + top + 8,
    marginLeft,
    marginTop: top,
    marginRight: 8,
    marginBottom: 8,
    style: { background: 'transparent', color: theme.ink, fontSize: '12px' },
    x: { type: 'band', domain: model.columns.map((_, i) => i), padding: 0.04, label: null },
    y: { type: 'band', domain: labels.map((_, i) => i), padding: 0.07, label: null, axis: null },
    marks: [
      hatchDefs(
        name,
        Array.from({ length: SCALE_STEPS }, (_, i) => cellHatch(theme, i + 1, diverging)),
      ),
      axisX({
        anchor: 'top',
        tickSize: 0,
        tickFormat: (i: number) => model.columns[i] ?? '',
        color: theme.soft,
      }),
      ...headings(model, marginLeft, theme),
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
        fill: (each: PlacedCell) => ink(each, theme, diverging),
      }),
      ...rowTitles(labels, 0, model.rows.length, marginLeft, theme),
      ...rowTitles(labels, model.rows.length, lines, marginLeft, theme),
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

/** The labels of the rows from `from` to `to`, and their side columns; rows of the foot are bold. */
function rowTitles(
  rows: readonly { readonly label: string; readonly side: readonly string[] }[],
  from: number,
  to: number,
  marginLeft: number,
  theme: ChartTheme,
) {
  const some = rows.slice(from, to);
  const look = {
    y: (_: unknown, i: number) => from + i,
    frameAnchor: 'left',
    fill: theme.ink,
    fontWeight: from === 0 ? 400 : 650,
  } as const;
  return [
    text(some, { ...look, text: 'label', textAnchor: 'start', dx: -marginLeft }),
    text(some, {
      ...look,
      text: (row: { readonly side: readonly string[] }) => row.side.join('   '),
      textAnchor: 'end',
      dx: -12,
    }),
  ];
}

function headings(model: HeatmapModel<unknown>, marginLeft: number, theme: ChartTheme) {
  const look = { frameAnchor: 'top-left', lineAnchor: 'bottom', fill: theme.soft } as const;
  const over = model.columnsTitle === undefined ? [] : [model.columnsTitle];
  return [
    text([model.corner], { ...look, textAnchor: 'start', dx: -marginLeft, dy: -9 }),
    text([model.sideTitles.join('   ')], { ...look, textAnchor: 'end', dx: -12, dy: -9 }),
    text(over, { ...look, textAnchor: 'start', dx: 3, dy: -30 }),
  ];
}

function ground({ step }: PlacedCell, theme: ChartTheme): string {
  return step === null ? 'none' : cellPaint(theme, step).ground;
}

function ink(
  { cell: { incomplete }, step }: PlacedCell,
  theme: ChartTheme,
  diverging: boolean,
): string {
  if (step === null) return theme.ink;
  return incomplete === true ? cellHatch(theme, step, diverging).text : cellPaint(theme, step).text;
}
