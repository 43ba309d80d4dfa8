import { axisY, barX, ruleX, text, type PlotOptions } from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatPercent, formatPeriodShort } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { changeText, effectText, factorText, roundMoney } from './charts.ts';
import { branchKey } from './findings.ts';
import type { OverviewResult } from './result.ts';
import { changePercent, type Branch, type RevenueTree } from './tree.ts';

/** A row of the comparison, as text; '' where it does not apply, a dash where it is unknown. */
export interface TreeRow {
  readonly id: string;
  readonly name: string;
  readonly kind: 'total' | 'branch' | 'rest';
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly effect: string;
  readonly share: string;
  /** The effect in parts of the greatest one, −1 to 1; null where there is none. */
  readonly length: number | null;
}

const UNKNOWN = '–';

/** The sales and their branches; then, where there are any, the returns and the revenue that is left. */
export function treeRows(tree: RevenueTree): readonly TreeRow[] {
  const greatest = Math.max(...tree.branches.map(({ effect }) => Math.abs(effect ?? 0)));
  const hasReturns = tree.before.returns !== 0 || tree.after.returns !== 0;
  return [
    totalRow('sales', 'total', tree),
    ...tree.branches.map((branch) => branchRow(branch, tree, greatest)),
    ...(hasReturns ? (['returns', 'revenue'] as const) : []).map((key) =>
      totalRow(key, 'rest', tree),
    ),
  ];
}

function totalRow(
  key: 'sales' | 'returns' | 'revenue',
  kind: 'total' | 'rest',
  tree: RevenueTree,
): TreeRow {
  const { before, after, branches } = tree;
  const scale = scaleOf(tree);
  const [early, late] = [before[key], after[key]];
  const isTold = kind === 'total' && branches.every(({ effect }) => effect !== null);
  const change = early === null || late === null ? null : late - early;
  const isWhole = isTold && change !== null && change !== 0;
  return {
    id: key,
    name: messageByKey(`overview_column_${key}`),
    kind,
    before: early === null ? UNKNOWN : roundMoney(early, scale),
    after: late === null ? UNKNOWN : roundMoney(late, scale),
    change: percentText(changePercent(early, late)),
    effect: change === null ? UNKNOWN : effectText(change, scale),
    share: isWhole ? formatPercent(100, 0) : '',
    length: null,
  };
}

function branchRow(branch: Branch, tree: RevenueTree, greatest: number): TreeRow {
  const { id, before, after, effect, share } = branch;
  return {
    id,
    name: messageByKey(branchKey(branch, tree)),
    kind: 'branch',
    before: factorText(before, id === 'customers'),
    after: factorText(after, id === 'customers'),
    change: percentText(changePercent(before, after)),
    effect: effect === null ? UNKNOWN : effectText(effect, scaleOf(tree)),
    share: share === null ? UNKNOWN : formatPercent(share, 0),
    length: effect === null || greatest === 0 ? null : effect / greatest,
  };
}

/** The greater of the two sales: by it all amounts are rounded alike. */
function scaleOf({ before, after }: RevenueTree): number {
  return Math.max(before.sales ?? 0, after.sales ?? 0);
}

function percentText(percent: number | null): string {
  return percent === null ? UNKNOWN : changeText(percent);
}

/** The effects as bars from zero, the whole change below; for export, as the page has a table. */
export function treePlot(tree: RevenueTree, theme: ChartTheme): PlotOptions {
  const total = m.overview_tree_change();
  const bars = [
    ...tree.branches.map((branch) => ({
      name: messageByKey(branchKey(branch, tree)),
      value: branch.effect ?? 0,
    })),
    { name: total, value: tree.change ?? 0 },
  ];
  const names = bars.map(({ name }) => name);
  const place = { x: 'value', y: 'name', fill: theme.ink } as const;
  const label = ({ value }: { readonly value: number }) => effectText(value, scaleOf(tree));
  return {
    height: bars.length * 34 + 24,
    marginLeft: 190,
    marginRight: 90,
    marginTop: 12,
    marginBottom: 12,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { axis: null, zero: true, inset: 70 },
    y: { domain: names, padding: 0.3, label: null },
    marks: [
      barX(bars, {
        x: 'value',
        y: 'name',
        fill: ({ name, value }: (typeof bars)[number]) =>
          name === total ? theme.soft : value < 0 ? theme.alert : theme.accent,
      }),
      ruleX([0], { stroke: theme.soft }),
      axisY({ tickSize: 0, fill: theme.ink, label: null }),
      text(
        bars.filter(({ value }) => value >= 0),
        { ...place, text: label, textAnchor: 'start', dx: 6 },
      ),
      text(
        bars.filter(({ value }) => value < 0),
        { ...place, text: label, textAnchor: 'end', dx: -6 },
      ),
    ],
  };
}

/** The comparison as an image; null where it cannot be told. */
export function treeFigure({ tree, grain }: OverviewResult): Figure | null {
  if (tree === null || tree.branches.some(({ effect }) => effect === null)) return null;
  const words = {
    from: formatPeriodShort(tree.before.period, grain),
    to: formatPeriodShort(tree.after.period, grain),
  };
  return {
    title: m.overview_tree_title(words),
    description: m.overview_tree_description(words),
    plot: (theme) => treePlot(tree, theme),
  };
}

/** Why the comparison, or the parts of its change, cannot be told; null where they can. */
export function treeProblem({ tree, hasMoney, comparison }: OverviewResult): string | null {
  if (!hasMoney) return m.overview_tree_no_money();
  if (tree === null) {
    return comparison === 'previous'
      ? m.overview_tree_none()
      : messageByKey(`overview_tree_none_${comparison}`);
  }
  if (tree.branches.some(({ effect }) => effect === null)) return m.overview_tree_no_parts();
  return null;
}
