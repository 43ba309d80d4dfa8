import type { Finding, FindingValue } from '../analysis.ts';
import type { RfmSelection } from './query.ts';
import type { RfmResult, SegmentRow } from './result.ts';
import { OTHERS, type NamedSegment } from '../../data/rfm/rules.ts';

type RfmFinding = Finding<RfmSelection>;

/** Fewer customers than this say nothing about shares. */
export const FEWEST_CUSTOMERS = 20;
/** A group of one is a person, not a finding. */
const FEWEST_IN_GROUP = 2;
/** From this share on, customers without a segment are worth a sentence; per cent. */
const MANY_OTHERS = 10;
const MOST_FINDINGS = 5;
/** The segments whose customers were good ones and are about to be lost. */
const LEAVING: readonly string[] = [
  'at_risk',
  'cant_lose',
  'previously_loyal',
] satisfies NamedSegment[];

/**
 * What the result says, the largest share first: the segment whose share of the revenue exceeds
 * its share of the customers most, the best customers' share, those at risk, one-time buyers,
 * customers whom no rule matches, and, where these are few, the segment with the most customers.
 * Sentences on revenue need a revenue above zero.
 */
export function rfmFindings(result: RfmResult): readonly RfmFinding[] {
  if (result.scored.customers < FEWEST_CUSTOMERS) return [];
  const weighed = [
    leadingSegment(result),
    concentration(result),
    atRisk(result),
    oneTimeBuyers(result),
    unmatched(result),
  ].filter((one) => one !== null);
  const extra = weighed.length < MOST_FINDINGS ? largestSegment(result, weighed) : null;
  if (extra !== null) weighed.push(extra);
  return weighed.sort((a, b) => b.weight - a.weight).map(({ finding }) => finding);
}

interface Weighed {
  /** The share that the sentence is about, per cent. */
  readonly weight: number;
  readonly finding: RfmFinding;
}

const count = (value: number): FindingValue => ({ kind: 'count', value });
const percent = (value: number): FindingValue => ({ kind: 'percent', value });

function nameOf(segment: SegmentRow): FindingValue {
  return segment.name === null
    ? { kind: 'message', key: `rfm_segment_${segment.id}` }
    : { kind: 'text', value: segment.name };
}

/** Whether a share is one of a whole: returns can make a part negative, or more than all. */
function isShare(share: number | null): share is number {
  return share !== null && share > 0 && share <= 100;
}

function leadingSegment({ segments }: RfmResult): Weighed | null {
  let leading: { segment: SegmentRow; share: number; customers: number; lead: number } | null =
    null;
  for (const segment of segments) {
    const { shareOfRevenue: share, shareOfCustomers: customers } = segment;
    if (segment.id === OTHERS || segment.customers < FEWEST_IN_GROUP) continue;
    if (!isShare(share) || customers === null) continue;
    const lead = share - customers;
    if (lead > (leading?.lead ?? 0)) leading = { segment, share, customers, lead };
  }
  if (leading === null) return null;
  return {
    weight: leading.share,
    finding: {
      key: 'rfm_finding_leading',
      values: {
        segment: nameOf(leading.segment),
        share: percent(leading.customers),
        revenueShare: percent(leading.share),
      },
      strong: ['revenueShare'],
      selection: { kind: 'segment', id: leading.segment.id },
    },
  };
}

function concentration({ bounds, bins, scored }: RfmResult): Weighed | null {
  const best = bounds.monetary.find(({ score }) => score === bins);
  if (best === undefined || best.customers < FEWEST_IN_GROUP) return null;
  if (best.customers === scored.customers || scored.revenue <= 0) return null;
  const revenueShare = (100 * best.revenue) / scored.revenue;
  if (!isShare(revenueShare)) return null;
  return {
    weight: revenueShare,
    finding: {
      key: 'rfm_finding_concentration',
      values: {
        customers: count(best.customers),
        share: percent((100 * best.customers) / scored.customers),
        revenueShare: percent(revenueShare),
      },
      strong: ['revenueShare'],
      selection: { kind: 'score', dimension: 'monetary', score: bins },
    },
  };
}

function atRisk({ segments }: RfmResult): Weighed | null {
  const [largest] = segments
    .filter(({ id }) => LEAVING.includes(id))
    .sort((a, b) => b.revenue - a.revenue);
  if (largest === undefined || largest.customers < FEWEST_IN_GROUP) return null;
  const { shareOfRevenue, medianRecency } = largest;
  if (!isShare(shareOfRevenue) || medianRecency === null) return null;
  return {
    weight: shareOfRevenue,
    finding: {
      key: 'rfm_finding_at_risk',
      values: {
        segment: nameOf(largest),
        customers: count(largest.customers),
        days: { kind: 'days', value: medianRecency },
        revenue: { kind: 'money', value: largest.revenue },
        revenueShare: percent(shareOfRevenue),
      },
      strong: ['revenue'],
      selection: { kind: 'segment', id: largest.id },
    },
  };
}

function oneTimeBuyers({ orderCounts, scored }: RfmResult): Weighed | null {
  const customers = orderCounts.find(({ orders }) => orders === 1)?.customers ?? 0;
  if (customers < FEWEST_IN_GROUP) return null;
  const share = (100 * customers) / scored.customers;
  return {
    weight: share,
    finding: {
      key: 'rfm_finding_one_time',
      values: { customers: count(customers), share: percent(share) },
      strong: ['share'],
      selection: { kind: 'orders', orders: 1 },
    },
  };
}

function unmatched({ segments }: RfmResult): Weighed | null {
  const others = segments.find(({ id }) => id === OTHERS);
  const share = others?.shareOfCustomers ?? 0;
  if (others === undefined || others.customers < FEWEST_IN_GROUP || share < MANY_OTHERS)
    return null;
  return {
    weight: share,
    finding: {
      key: 'rfm_finding_others',
      values: { customers: count(others.customers), share: percent(share) },
      strong: ['share'],
      selection: { kind: 'segment', id: OTHERS },
    },
  };
}

/** The segment with the most customers, unless a sentence is about it already. */
function largestSegment({ segments }: RfmResult, told: readonly Weighed[]): Weighed | null {
  const [largest] = [...segments].sort((a, b) => b.customers - a.customers);
  if (largest === undefined || largest.customers < FEWEST_IN_GROUP) return null;
  const known = told.some(
    ({ finding: { selection } }) => selection?.kind === 'segment' && selection.id === largest.id,
  );
  const { shareOfCustomers, shareOfRevenue } = largest;
  if (known || !isShare(shareOfCustomers) || !isShare(shareOfRevenue)) return null;
  return {
    weight: shareOfCustomers,
    finding: {
      key: 'rfm_finding_largest',
      values: {
        segment: nameOf(largest),
        customers: count(largest.customers),
        share: percent(shareOfCustomers),
        revenueShare: percent(shareOfRevenue),
      },
      strong: ['share'],
      selection: { kind: 'segment', id: largest.id },
    },
  };
}
