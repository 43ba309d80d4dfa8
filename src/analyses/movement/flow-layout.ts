import type { Move, Place } from './places.ts';
import { sumOf } from './outlook.ts';
import type { Flow, MovementResult } from './result.ts';

/** The segments that stand together where there is no room for all. */
export const REST = 'rest';

/** A block of the customers of one segment at one date; lengths in pixels, downwards. */
export interface FlowNode {
  /** Null: not yet a customer. `REST`: several segments. */
  readonly id: string | null;
  readonly side: 'start' | 'end';
  readonly customers: number;
  readonly colour: number | null;
  readonly top: number;
  readonly bottom: number;
}

/** A band from a block at the start to one at the end. */
export interface Ribbon {
  readonly from: string | null;
  readonly to: string;
  readonly customers: number;
  /** Null where it holds several. */
  readonly move: Move | null;
  /** Null where an end holds several segments. */
  readonly flow: Flow | null;
  /** Its upper and lower edge at the start, and at the end. */
  readonly start: readonly [number, number];
  readonly end: readonly [number, number];
}

export interface FlowLayout {
  readonly nodes: readonly FlowNode[];
  /** The largest first. */
  readonly ribbons: readonly Ribbon[];
  readonly height: number;
}

export interface FlowRoom {
  /** The height of all customers together. */
  readonly body: number;
  /** The least height of a block with its label. */
  readonly slot: number;
  /** How many segments stand alone; the rest together. */
  readonly segments: number;
}

const GAP = 5;

/** Every customer is in one ribbon, and every ribbon in one block at each side. */
export function layoutFlows(result: MovementResult, room: FlowRoom): FlowLayout {
  const shown = shownPlaces(result, room.segments);
  const alone = new Set(shown.map(({ id }) => id));
  const merged = mergedFlows(result.flows, alone);
  const total = sumOf(merged.map(({ customers }) => customers));
  const unit = total === 0 ? 0 : room.body / total;
  const starts = columnOf('start', [...shown, null], merged, unit, room.slot);
  const ends = columnOf('end', shown, merged, unit, room.slot);
  const ribbons = ribbonsOf(merged, starts, ends, unit);
  return {
    nodes: [...starts, ...ends],
    ribbons: ribbons.sort((a, b) => b.customers - a.customers),
    height: Math.max(
      0,
      ...[...starts, ...ends].map(({ top, bottom }) => slotEnd(top, bottom, room.slot)),
    ),
  };
}

function slotEnd(top: number, bottom: number, slot: number): number {
  return Math.max(bottom, (top + bottom + slot) / 2);
}

/** The segments with the most customers at both dates, in their order, then the rest as one. */
function shownPlaces(
  { places, starts, ends }: MovementResult,
  segments: number,
): readonly Pick<Place, 'id' | 'colour'>[] {
  const sizes = new Map(places.map(({ id }, i) => [id, (starts[i] ?? 0) + (ends[i] ?? 0)]));
  const sizeOf = ({ id }: Place) => sizes.get(id) ?? 0;
  const used = places.filter((place) => sizeOf(place) > 0);
  if (used.length <= segments) return used;
  const largest = new Set([...used].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, segments - 1));
  return [...used.filter((place) => largest.has(place)), { id: REST, colour: null }];
}

type Merged = Pick<Ribbon, 'from' | 'to' | 'customers' | 'move' | 'flow'>;

function mergedFlows(flows: readonly Flow[], alone: ReadonlySet<string>): readonly Merged[] {
  const found = new Map<string, Merged>();
  for (const flow of flows) {
    const from = flow.from === null || alone.has(flow.from) ? flow.from : REST;
    const to = alone.has(flow.to) ? flow.to : REST;
    const key = `${from ?? ''} ${to}`;
    const known = found.get(key);
    found.set(key, {
      from,
      to,
      customers: flow.customers + (known?.customers ?? 0),
      move: known === undefined || known.move === flow.move ? flow.move : null,
      flow: from === flow.from && to === flow.to ? flow : null,
    });
  }
  return [...found.values()];
}

function columnOf(
  side: FlowNode['side'],
  places: readonly (Pick<Place, 'id' | 'colour'> | null)[],
  flows: readonly Merged[],
  unit: number,
  slot: number,
): readonly FlowNode[] {
  let y = 0;
  return places.flatMap((place): FlowNode[] => {
    const id = place?.id ?? null;
    const own = flows.filter((flow) => (side === 'start' ? flow.from : flow.to) === id);
    const customers = sumOf(own.map((flow) => flow.customers));
    if (customers === 0) return [];
    const height = customers * unit;
    const top = y + Math.max(0, slot - height) / 2;
    y += Math.max(slot, height) + GAP;
    return [{ id, side, customers, colour: place?.colour ?? null, top, bottom: top + height }];
  });
}

/** Ribbons leave and arrive in the order of the blocks at the other side, so that few cross. */
function ribbonsOf(
  flows: readonly Merged[],
  starts: readonly FlowNode[],
  ends: readonly FlowNode[],
  unit: number,
): Ribbon[] {
  const used = new Map<FlowNode, number>();
  const take = (node: FlowNode, height: number): readonly [number, number] => {
    const top = used.get(node) ?? node.top;
    used.set(node, top + height);
    return [top, top + height];
  };
  return starts.flatMap((from) =>
    ends.flatMap((to): Ribbon[] => {
      const flow = flows.find((one) => one.from === from.id && one.to === to.id);
      if (flow === undefined) return [];
      const height = flow.customers * unit;
      return [{ ...flow, start: take(from, height), end: take(to, height) }];
    }),
  );
}
