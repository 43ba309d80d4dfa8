import { count, number, percent, text, type ProductsFinding } from './finding-values.ts';
import type { NextResult, Transition } from './next-result.ts';
import type { Pair, PairsResult } from './pairs-result.ts';

/** The greatest by a value; the first of equals. */
function greatest<One>(all: readonly One[], value: (one: One) => number): One | undefined {
  return all.reduce<One | undefined>(
    (best, one) => (best === undefined || value(one) > value(best) ? one : best),
    undefined,
  );
}

/** Of pairs and of steps, only those beyond chance, and how many they are. */
export function linkFindings(result: PairsResult | NextResult): readonly ProductsFinding[] {
  const told = result.view === 'pairs' ? pairFindings(result) : nextFindings(result);
  const links = result.view === 'pairs' ? result.pairs : result.transitions;
  if (links.length === 0) return [];
  const clear = links.filter((one) => one.clear).length;
  return [
    ...told.filter((one) => one !== null),
    {
      key: `products_finding_${result.view}_${clear === 0 ? 'none' : 'count'}`,
      values: { clear: count(clear), listed: count(links.length), tests: count(result.tests) },
      strong: clear === 0 ? [] : ['clear'],
      selection: null,
    },
  ];
}

/** The pair with the greatest lift, the most frequent one, and the most certain companion. */
function pairFindings({ pairs }: PairsResult): readonly (ProductsFinding | null)[] {
  const clear = pairs.filter((pair) => pair.clear);
  return [
    strongest(greatest(clear, ({ lift }) => lift)),
    frequent(greatest(clear, ({ orders }) => orders)),
    companion(greatest(clear, ({ confidence, reverse }) => Math.max(confidence, reverse))),
  ];
}

function strongest(pair: Pair | undefined): ProductsFinding | null {
  if (pair === undefined) return null;
  const { a, b, lift, orders, selection } = pair;
  return {
    key: 'products_finding_pair_lift',
    values: { a: text(a), b: text(b), lift: number(lift), orders: count(orders) },
    strong: ['lift'],
    selection,
  };
}

function frequent(pair: Pair | undefined): ProductsFinding | null {
  if (pair === undefined) return null;
  const { a, b, support, orders, selection } = pair;
  return {
    key: 'products_finding_pair_orders',
    values: { a: text(a), b: text(b), support: percent(support), orders: count(orders) },
    strong: ['orders'],
    selection,
  };
}

function companion(pair: Pair | undefined): ProductsFinding | null {
  if (pair === undefined) return null;
  const { confidence, reverse, selection } = pair;
  const [from, to] = confidence >= reverse ? [pair.a, pair.b] : [pair.b, pair.a];
  return {
    key: 'products_finding_pair_confidence',
    values: {
      from: text(from),
      to: text(to),
      confidence: percent(Math.max(confidence, reverse)),
    },
    strong: ['confidence'],
    selection,
  };
}

/** What is bought again most, the strongest step to something else, and the most frequent one. */
function nextFindings({ transitions }: NextResult): readonly (ProductsFinding | null)[] {
  const clear = transitions.filter((one) => one.clear);
  const again = clear.filter(({ from, to }) => from === to);
  const other = clear.filter(({ from, to }) => from !== to);
  return [
    step(
      'again',
      greatest(again, ({ share }) => share),
    ),
    step(
      'lift',
      greatest(other, ({ lift }) => lift),
    ),
    step(
      'frequent',
      greatest(other, ({ orders }) => orders),
    ),
  ];
}

function step(name: string, one: Transition | undefined): ProductsFinding | null {
  if (one === undefined) return null;
  const { from, to, share, base, lift, orders, selection } = one;
  return {
    key: `products_finding_next_${name}`,
    values: {
      from: text(from),
      to: text(to),
      share: percent(share),
      base: percent(base),
      lift: number(lift),
      steps: count(orders),
    },
    strong: ['share'],
    selection,
  };
}
