import type { Finding, FindingValue } from '../analysis.ts';
import type { ConcentrationSelection } from './query.ts';
import type { ConcentrationResult, Share } from './result.ts';

type ConcentrationFinding = Finding<ConcentrationSelection>;

/** Fewer customers than this say nothing about shares. */
export const FEWEST_CUSTOMERS = 20;
/** From this share of the total on, the best customer alone is worth a sentence; per cent. */
const MUCH_FOR_ONE = 1;

const count = (value: number): FindingValue => ({ kind: 'count', value });
const percent = (value: number): FindingValue => ({ kind: 'percent', value });

/**
 * What the result says: the share of the best fifth, how few bring the most, the lower half,
 * customers of one order, and how much hangs on the best customer. Sentences on shares need a
 * total above zero.
 */
export function concentrationFindings(
  result: ConcentrationResult,
): readonly ConcentrationFinding[] {
  if (result.customers < FEWEST_CUSTOMERS) return [];
  return [
    bestFifth(result),
    classA(result),
    light(result),
    onceOnly(result),
    largest(result),
  ].filter((one) => one !== null);
}

function sentence(
  result: ConcentrationResult,
  name: string,
  share: Share | undefined,
): ConcentrationFinding | null {
  if (share === undefined || share.customers === 0 || share.shareOfValue === null) return null;
  return {
    key: `concentration_finding_${name}_${result.measure}`,
    values: {
      customers: count(share.customers),
      share: percent(share.shareOfCustomers),
      valueShare: percent(share.shareOfValue),
    },
    strong: ['valueShare'],
    selection: share.selection,
  };
}

function bestFifth(result: ConcentrationResult): ConcentrationFinding | null {
  return sentence(
    result,
    'best',
    result.best.find(({ percent: asked }) => asked === 20),
  );
}

function classA(result: ConcentrationResult): ConcentrationFinding | null {
  const found = sentence(result, 'a', result.abc[0]);
  return found === null ? null : { ...found, strong: ['customers'] };
}

function light(result: ConcentrationResult): ConcentrationFinding | null {
  return sentence(result, 'light', result.usage[2]);
}

function onceOnly(result: ConcentrationResult): ConcentrationFinding | null {
  const found = sentence(result, 'once', result.orders[0]);
  return found === null ? null : { ...found, strong: ['share'] };
}

function largest({
  largest: value,
  total,
  measure,
}: ConcentrationResult): ConcentrationFinding | null {
  if (value === null || total <= 0) return null;
  const share = (100 * value) / total;
  if (share < MUCH_FOR_ONE) return null;
  return {
    key: `concentration_finding_largest_${measure}`,
    values: { valueShare: percent(share) },
    strong: ['valueShare'],
    selection: { kind: 'best', customers: 1 },
  };
}
