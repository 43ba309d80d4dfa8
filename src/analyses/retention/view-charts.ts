import type { Figure } from '../../charts/figure.ts';
import { curveFigure, drawnPoints } from './curve-charts.ts';
import { gapsFigure } from './gap-charts.ts';
import { drawnAges, heatmapFigure } from './heatmap-charts.ts';
import { lifecycleFigure } from './lifecycle-charts.ts';
import { nextPurchaseFigure } from './next-charts.ts';
import { stickinessFigure } from './stickiness-charts.ts';
import { stepsFigure } from './step-charts.ts';
import type { ViewResult } from './view-result.ts';

/** The charts of the chosen view, as they are saved. */
export function viewFigures(result: ViewResult): readonly Figure[] {
  switch (result.view) {
    case 'retention':
      return [
        ...(drawnPoints(result).length === 0 ? [] : [curveFigure(result)]),
        ...(drawnAges(result).length === 0 ? [] : [heatmapFigure(result)]),
        lifecycleFigure(result),
      ];
    case 'next':
      return result.curves.length === 0 ? [] : [nextPurchaseFigure(result)];
    case 'steps':
      return [
        ...(result.steps.length === 0 ? [] : [stepsFigure(result)]),
        ...(result.gaps.gaps === 0 ? [] : [gapsFigure(result.gaps)]),
      ];
    case 'stickiness':
      return result.customers === 0 ? [] : [stickinessFigure(result)];
  }
}
