import type { Finding, FindingValue } from '../analysis.ts';
import { shareOf } from './outlook.ts';
import type { Move } from './places.ts';
import type { MovementSelection } from './query.ts';
import type { Flow, MoveRow, MovementResult } from './result.ts';
import { PERIODS_AHEAD } from './settings.ts';
import { segmentKey } from './table.ts';

type MovementFinding = Finding<MovementSelection>;

/** Fewer customers at the start than this say nothing about shares. */
export const FEWEST_CUSTOMERS = 20;
/** A group of one is a person, not a finding. */
const FEWEST_IN_GROUP = 2;

/**
 * What the result says, the largest share first: who stayed, who went up and down, the largest
 * flow from one segment to another, who moved down or left with what they brought before and after,
 * and the segment whose share is expected to change most.
 */
export function movementFindings(result: MovementResult): readonly MovementFinding[] {
  if (result.start < FEWEST_CUSTOMERS) return [];
  return [
    stayed(result),
    upAndDown(result),
    largestFlow(result),
    fallen(result),
    expectedMix(result),
  ]
    .filter((one) => one !== null)
    .sort((a, b) => b.weight - a.weight)
    .map(({ finding }) => finding);
}

interface Weighed {
  /** The share that the sentence is about, per cent. */
  readonly weight: number;
  readonly finding: MovementFinding;
}

const count = (value: number): FindingValue => ({ kind: 'count', value });
const percent = (value: number): FindingValue => ({ kind: 'percent', value });
const days = (value: number): FindingValue => ({ kind: 'days', value });
const money = (value: number): FindingValue => ({ kind: 'money', value });
const segment = (id: string | null): FindingValue => ({ kind: 'message', key: segmentKey(id) });

function moveRow({ moves }: MovementResult, move: Move): MoveRow | null {
  return moves.find((row) => row.move === move) ?? null;
}

function stayed(result: MovementResult): Weighed | null {
  const row = moveRow(result, 'stayed');
  if (row?.share === null || row === null) return null;
  return {
    weight: row.share,
    finding: {
      key: 'movement_finding_stayed',
      values: {
        start: count(result.start),
        share: percent(row.share),
        from: { kind: 'day', value: result.from },
        to: { kind: 'day', value: result.to },
      },
      strong: ['share'],
      selection: row.customers === 0 ? null : { kind: 'moves', moves: ['stayed'] },
    },
  };
}

function upAndDown(result: MovementResult): Weighed | null {
  const [up, down] = [moveRow(result, 'up'), moveRow(result, 'down')];
  if (up === null || down === null || up.share === null || down.share === null) return null;
  if (up.customers + down.customers < FEWEST_IN_GROUP) return null;
  const even = up.customers === down.customers;
  const more: Move = up.customers > down.customers ? 'up' : 'down';
  return {
    weight: up.share + down.share,
    finding: {
      key: even ? 'movement_finding_even' : `movement_finding_${more}`,
      values: {
        up: count(up.customers),
        upShare: percent(up.share),
        down: count(down.customers),
        downShare: percent(down.share),
      },
      strong: [`${more}Share`],
      selection: { kind: 'moves', moves: [more] },
    },
  };
}

function largestFlow({ flows }: MovementResult): Weighed | null {
  const moved = flows.filter(({ from, move }) => from !== null && move !== 'stayed');
  const largest = moved.reduce<Flow | null>(
    (best, flow) => (flow.customers > (best?.customers ?? 0) ? flow : best),
    null,
  );
  if (largest === null || largest.customers < FEWEST_IN_GROUP) return null;
  const { from, to, customers, share } = largest;
  return {
    weight: share,
    finding: {
      key: 'movement_finding_flow',
      values: {
        customers: count(customers),
        from: segment(from),
        to: segment(to),
        share: percent(share),
      },
      strong: ['share'],
      selection: { kind: 'flow', from, to },
    },
  };
}

/** Who moved down or left and what that did to the revenue; where that is not known, who left. */
function fallen(result: MovementResult): Weighed | null {
  const [down, left] = [moveRow(result, 'down'), moveRow(result, 'left')];
  if (down === null || left === null || down.share === null || left.share === null) return null;
  if (down.change === null || left.change === null) return leavers(left, left.share);
  const customers = down.customers + left.customers;
  if (customers < FEWEST_IN_GROUP) return null;
  const share = (100 * customers) / result.start;
  return {
    weight: share,
    finding: {
      key: 'movement_finding_fallen',
      values: {
        customers: count(customers),
        share: percent(share),
        days: days(result.span),
        before: money(down.before + left.before),
        after: money(down.after + left.after),
      },
      strong: ['before', 'after'],
      selection: { kind: 'moves', moves: ['down', 'left'] },
    },
  };
}

function leavers({ customers }: MoveRow, share: number): Weighed | null {
  if (customers < FEWEST_IN_GROUP) return null;
  return {
    weight: share,
    finding: {
      key: 'movement_finding_left',
      values: { customers: count(customers), share: percent(share) },
      strong: ['share'],
      selection: { kind: 'moves', moves: ['left'] },
    },
  };
}

function expectedMix({ outlook, places, span }: MovementResult): Weighed | null {
  const [now, then] = [outlook?.mixes[0], outlook?.mixes.at(-1)];
  if (now === undefined || then === undefined) return null;
  let most: { id: string; now: number; then: number } | null = null;
  for (const [i, { id }] of places.entries()) {
    const [a, b] = [shareOf(now, i), shareOf(then, i)];
    if (a === null || b === null) continue;
    if (most === null || Math.abs(b - a) > Math.abs(most.then - most.now)) {
      most = { id, now: a, then: b };
    }
  }
  if (most === null) return null;
  return {
    weight: Math.abs(most.then - most.now),
    finding: {
      key: 'movement_finding_expected',
      values: {
        segment: segment(most.id),
        now: percent(most.now),
        then: percent(most.then),
        periods: count(PERIODS_AHEAD),
        days: days(span),
      },
      strong: ['then'],
      selection: { kind: 'to', to: most.id },
    },
  };
}
