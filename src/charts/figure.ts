import type { PlotOptions } from '@observablehq/plot';
import type { ChartTheme } from './theme.ts';

/** Draws a chart: a pure function from colours and width (CSS pixels) to Plot's options. */
export type DrawPlot = (theme: ChartTheme, width: number) => PlotOptions;

/** A chart with its words, as it is shown and as it is exported. */
export interface Figure {
  /** Short, without a full stop; the heading of the exported image. */
  readonly title: string;
  /** What can be seen, in a sentence or two, for those who cannot see it. */
  readonly description: string;
  /** A line below the chart (how incomplete points are drawn, what is left out). */
  readonly caption?: string;
  /** Names of the parts, in the order of the theme's part colours. */
  readonly legend?: readonly string[];
  readonly plot: DrawPlot;
  /** Width of the exported image; default 960. The height is Plot's. */
  readonly width?: number;
}

/** The result of one part of the data in a breakdown: a channel, a cohort, a list. */
export interface BreakdownPart<Result> {
  readonly name: string;
  readonly result: Result;
}

/**
 * The parts of a breakdown in one figure with a shared scale: a line or a small multiple for each,
 * in their order.
 */
export type DrawBreakdown<Result> = (parts: readonly BreakdownPart<Result>[]) => Figure;
