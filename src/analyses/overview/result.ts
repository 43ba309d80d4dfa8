import type { Grain } from '../../core/calendar.ts';
import type { DatasetFacts, Row, TableModel, Tables } from '../analysis.ts';
import { overviewPeriods, type OverviewPeriod } from './periods.ts';
import { seasonPoints, type SeasonPoint } from './season.ts';
import {
  activeMeasure,
  knownMeasures,
  type Comparison,
  type Measure,
  type OverviewSettings,
} from './settings.ts';
import { revenueTree, type RevenueTree } from './tree.ts';
import { weekSlots, type Slot } from './week.ts';

export interface OverviewResult {
  readonly grain: Grain;
  readonly comparison: Comparison;
  /** The measures that the data has, and the one that is stressed. */
  readonly measures: readonly Measure[];
  readonly measure: Measure;
  /** Every period from the first to the last of the data. */
  readonly periods: readonly OverviewPeriod[];
  /** As many as the periods, of the stressed measure. */
  readonly season: readonly SeasonPoint[];
  readonly tree: RevenueTree | null;
  /** Seven days by hour, or by the whole day where the data has no times. */
  readonly week: readonly Slot[];
  readonly hasMoney: boolean;
  readonly hasCost: boolean;
  readonly firstDay: number;
  readonly lastDay: number;
}

export function overviewResult(
  tables: Tables,
  settings: OverviewSettings,
  facts: DatasetFacts,
): OverviewResult {
  const { grain } = settings;
  const measure = activeMeasure(settings, facts);
  const periods = overviewPeriods(tables, grain, facts);
  return {
    grain,
    comparison: settings.comparison,
    measures: knownMeasures(facts),
    measure,
    periods,
    season: seasonPoints(periods, measure, grain),
    tree: revenueTree(periods, settings, facts),
    week: weekSlots(tables['week'] ?? [], facts.hasMoney),
    hasMoney: facts.hasMoney,
    hasCost: facts.hasMoney && facts.shape.cost,
    firstDay: facts.firstDay,
    lastDay: facts.lastDay,
  };
}

/** One row a period; what the data does not have has no column. */
export function overviewTable(result: OverviewResult): TableModel {
  const { grain, hasMoney, hasCost, periods } = result;
  const unnamed = periods.some((each) => each.unnamedOrders > 0 || each.unnamedRevenue !== null);
  const count = (key: string) => ({
    key,
    title: `overview_column_${key}`,
    format: 'count' as const,
  });
  const money = (key: string) => ({
    key,
    title: `overview_column_${key}`,
    format: 'money' as const,
  });
  return {
    columns: [
      { key: 'period', title: 'overview_column_period', format: { period: grain } },
      { key: 'state', title: 'overview_column_state', format: 'message' },
      ...['customers', 'orders'].map(count),
      { key: 'items', title: 'overview_column_items', format: 'number' },
      ...(hasMoney ? ['sales', 'returns', 'revenue'].map(money) : []),
      ...(hasCost ? ['cost', 'contribution'].map(money) : []),
      ...['new', 'returning', 'resurrecting', 'dormant'].map(count),
      ...(hasMoney ? [money('newRevenue')] : []),
      ...(unnamed ? [count('unnamedOrders')] : []),
      ...(unnamed && hasMoney ? [money('unnamedRevenue')] : []),
    ],
    rows: periods.map(({ observation, ...each }): Row => ({
      ...each,
      state: `overview_state_${observation}`,
    })),
  };
}
