import type { Finding, FindingValue } from '../analysis.ts';
import { FEWEST_AT_RISK } from './next-purchase.ts';
import type { RetentionSelection } from './selection.ts';
import type { StickinessResult } from './stickiness.ts';

type Told = Finding<RetentionSelection>;

const percent = (value: number): FindingValue => ({ kind: 'percent', value });
const count = (value: number): FindingValue => ({ kind: 'count', value });

/** The sentences beside the bars, the largest first. */
export function stickinessFindings(result: StickinessResult): readonly Told[] {
  const { customers, span, mean } = result;
  if (span < 2) {
    return [{ key: 'retention_sticky_found_short', values: {}, strong: [], selection: null }];
  }
  if (mean === null || customers < FEWEST_AT_RISK) {
    return [
      {
        key: 'retention_sticky_found_few',
        values: { customers: count(customers) },
        strong: [],
        selection: null,
      },
    ];
  }
  return [average(result, mean), once(result), regulars(result)];
}

function average({ customers, span, grain }: StickinessResult, mean: number): Told {
  return {
    key: `retention_sticky_found_mean_${grain}`,
    values: {
      customers: count(customers),
      span: count(span),
      mean: { kind: 'number', value: mean },
      percent: percent((100 * mean) / span),
    },
    strong: ['mean'],
    selection: { kind: 'sticky', periods: 1, least: true },
  };
}

function once({ counts, customers }: StickinessResult): Told {
  const once = counts[0]?.exactly ?? 0;
  return {
    key: 'retention_sticky_found_once',
    values: { once: count(once), percent: percent((100 * once) / customers) },
    strong: ['percent'],
    selection: once === 0 ? null : { kind: 'sticky', periods: 1, least: false },
  };
}

/** Active in at least half of the periods. */
function regulars({ counts, customers, span }: StickinessResult): Told {
  const least = Math.ceil(span / 2);
  const regular = counts[least - 1]?.atLeast ?? 0;
  return {
    key: 'retention_sticky_found_regular',
    values: {
      regular: count(regular),
      percent: percent((100 * regular) / customers),
      least: count(least),
      span: count(span),
    },
    strong: ['regular'],
    selection: regular === 0 ? null : { kind: 'sticky', periods: least, least: true },
  };
}
