import type { Finding, FindingValue } from '../analysis.ts';
import type { Comparison, CompareMeasure } from './result.ts';

/** The side whose customers a sentence opens. */
export type Side = 'a' | 'b';

const KINDS = {
  repeat: 'percent',
  returned: 'percent',
  orders: 'number',
  order_value: 'money',
  revenue: 'money',
  contribution: 'money',
  gap: 'number',
} as const satisfies Record<CompareMeasure, FindingValue['kind']>;

/**
 * The differences that are more than noise, the relatively largest first, at most four; where
 * there is none, that there is none.
 */
export function compareFindings(rows: readonly Comparison[]): readonly Finding<Side>[] {
  const enough = rows.filter(({ verdict }) => verdict !== 'few');
  if (enough.length === 0) return [];
  const clear = enough
    .filter(({ verdict }) => verdict === 'clear')
    .toSorted((one, other) => relative(other) - relative(one))
    .slice(0, 4);
  if (clear.length === 0) {
    return [
      {
        key: 'compare_finding_none',
        values: { count: { kind: 'count', value: enough.length } },
        strong: [],
        selection: null,
      },
    ];
  }
  return clear.map(({ measure, a, b }): Finding<Side> => {
    const kind = KINDS[measure];
    const value = (number: number | null): FindingValue => ({ kind, value: number ?? 0 });
    const direction = (b ?? 0) > (a ?? 0) ? 'higher' : 'lower';
    return {
      key: `compare_finding_${measure}_${direction}`,
      values: { a: value(a), b: value(b) },
      strong: ['b', 'a'],
      selection: 'b',
    };
  });
}

/** The difference as a share of A, whatever its sign. */
function relative({ a, difference }: Comparison): number {
  return a === null || a === 0 ? 0 : Math.abs((difference?.difference ?? 0) / a);
}
