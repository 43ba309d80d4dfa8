import type { FindingValue } from '../analysis.ts';
import { count, percent, text, type ProductsFinding } from './finding-values.ts';
import type { FirstResult, FirstRow, Verdict } from './first-result.ts';
import { linkFindings } from './link-findings.ts';
import { groupKey, type Reach, type ReachResult } from './reach-result.ts';
import type { ProductsResult } from './result.ts';

/** Groups of fewer customers are not told of. */
const FEWEST_IN_GROUP = 20;

/** What the view in sight says; see the functions of each view. */
export function productsFindings(result: ProductsResult): readonly ProductsFinding[] {
  switch (result.view) {
    case 'none':
      return [{ key: 'products_none', values: {}, strong: [], selection: null }];
    case 'first':
      return firstFindings(result);
    case 'pairs':
    case 'next':
      return linkFindings(result);
    case 'reach':
      return reachFindings(result);
  }
}

/** The best and the least first product beyond chance, the most frequent, and how many differ. */
function firstFindings(result: FirstResult): readonly ProductsFinding[] {
  const known = result.rows.filter(({ estimate }) => estimate !== null);
  if (known.length === 0 || result.allEstimate === null) return [];
  const sorted = known.toSorted((x, y) => (y.estimate?.value ?? 0) - (x.estimate?.value ?? 0));
  const verdict = (wanted: Verdict) => (row: FirstRow) => row.verdict === wanted;
  const best = sorted.find(verdict('above'));
  const least = sorted.findLast(verdict('below'));
  const clear = known.filter((row) => row.verdict !== 'unclear').length;
  return [
    outcomeFinding(result, 'above', best),
    outcomeFinding(result, 'below', least),
    outcomeFinding(result, 'largest', known[0]),
    {
      key: clear === 0 ? 'products_finding_none_clear' : 'products_finding_clear',
      values: { clear: count(clear), items: count(result.rows.length) },
      strong: clear === 0 ? [] : ['clear'],
      selection: null,
    },
  ].filter((one) => one !== null);
}

function outcomeFinding(
  { outcome, horizon, allEstimate }: FirstResult,
  name: string,
  row: FirstRow | undefined,
): ProductsFinding | null {
  const estimate = row?.estimate ?? null;
  if (row === undefined || estimate === null || allEstimate === null) return null;
  const kind = outcome === 'repeat' ? 'percent' : 'money';
  return {
    key: `products_finding_${name}_${outcome}`,
    values: {
      item: text(row.item),
      customers: count(estimate.n),
      value: { kind, value: estimate.value },
      all: { kind, value: allEstimate.value },
      days: count(horizon),
    },
    strong: ['value'],
    selection: row.selection,
  };
}

/** The widest item, what divides the groups most, and the first choice of the best group. */
function reachFindings(result: ReachResult): readonly ProductsFinding[] {
  const [widest] = result.rows;
  if (widest === undefined) return [];
  return [
    {
      key: 'products_finding_widest',
      values: {
        item: text(widest.item),
        customers: count(widest.all.customers),
        share: percent(widest.all.share),
      },
      strong: ['share'],
      selection: widest.all.selection,
    },
    dividing(result),
    favourite(result),
  ].filter((one) => one !== null);
}

function largeGroups({ groups }: ReachResult): ReadonlySet<string> {
  return new Set(groups.flatMap(({ id, customers }) => (customers < FEWEST_IN_GROUP ? [] : [id])));
}

function dividing(result: ReachResult): ProductsFinding | null {
  const large = largeGroups(result);
  const spans = result.rows.map(({ item, cells }) => {
    const told = cells
      .filter(({ group }) => group !== null && large.has(group))
      .toSorted((x, y) => y.share - x.share);
    return { item, high: told[0], low: told.at(-1) };
  });
  const width = ({ high, low }: (typeof spans)[number]) => (high?.share ?? 0) - (low?.share ?? 0);
  const [most] = spans.toSorted((x, y) => width(y) - width(x));
  if (most?.high === undefined || most.low === undefined || width(most) === 0) return null;
  return {
    key: 'products_finding_dividing',
    values: {
      item: text(most.item),
      high: percent(most.high.share),
      highGroup: groupValue(most.high, result),
      low: percent(most.low.share),
      lowGroup: groupValue(most.low, result),
    },
    strong: ['high'],
    selection: most.high.selection,
  };
}

function favourite(result: ReachResult): ProductsFinding | null {
  const large = largeGroups(result);
  const told = result.groups.filter(({ id }) => large.has(id));
  const best = result.grouping === 'orders' ? told.at(-1) : told[0];
  const reach = result.rows
    .flatMap(({ item, cells }) => cells.map((cell) => ({ item, cell })))
    .filter(({ cell }) => cell.group === best?.id)
    .toSorted((x, y) => y.cell.share - x.cell.share)[0];
  if (reach === undefined) return null;
  return {
    key: 'products_finding_favourite',
    values: {
      group: groupValue(reach.cell, result),
      item: text(reach.item),
      share: percent(reach.cell.share),
    },
    strong: ['share'],
    selection: reach.cell.selection,
  };
}

function groupValue({ group }: Reach, { grouping }: ReachResult): FindingValue {
  return { kind: 'message', key: groupKey(group, grouping) };
}
