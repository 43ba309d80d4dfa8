import * as v from 'valibot';
import type { DatasetFacts } from '../analysis.ts';

/** What the room shows: see index.ts. */
export const VIEWS = ['first', 'pairs', 'next', 'reach'] as const;
export type ProductsView = (typeof VIEWS)[number];

/** What is looked at, one by one. */
export const LEVELS = ['product', 'category'] as const;
export type ItemLevel = (typeof LEVELS)[number];

/** What a first product is judged by: a second purchase, or money. */
export const OUTCOMES = ['repeat', 'revenue', 'contribution'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type ValueMeasure = Exclude<Outcome, 'repeat'>;

/** Days after the first order. */
export const HORIZONS = [90, 180, 365] as const;
export type Horizon = (typeof HORIZONS)[number];

/** Groups of customers: by their number of orders, or by RFM segment. */
export const GROUPINGS = ['orders', 'rfm'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What pairs and steps are ranked by: how much oftener than by chance, or how often. */
export const RANKS = ['lift', 'count'] as const;
export type Rank = (typeof RANKS)[number];

/** What a cell of the next products tells. */
export const STEP_MEASURES = ['share', 'lift', 'count'] as const;
export type StepMeasure = (typeof STEP_MEASURES)[number];

export interface ProductsSettings {
  /** Default: first products. */
  readonly view: ProductsView;
  /** Default: products, or categories where there are only these. */
  readonly level: ItemLevel;
  /** Default: repeat. */
  readonly outcome: Outcome;
  /** Default: the longest that fits twice into the days of the data. */
  readonly horizon: Horizon;
  /** A first product with fewer customers is not listed. Default: 30, fewer in a small shop. */
  readonly leastCustomers: number;
  /** Two products in fewer common orders are no pair. Default: a thousandth of the orders, 5 at least. */
  readonly leastOrders: number;
  /** A step from one product to the next that was taken less often is not listed. Default: as above. */
  readonly leastSteps: number;
  /** Default: lift. */
  readonly rank: Rank;
  /** Default: share. */
  readonly cell: StepMeasure;
  /** Default: number of orders. */
  readonly grouping: Grouping;
}

export const LEAST = 2;
export const GREATEST = 100_000;
const minimum = v.pipe(v.number(), v.integer(), v.minValue(LEAST), v.maxValue(GREATEST));

export const productsSchema = v.object({
  view: v.picklist(VIEWS),
  level: v.picklist(LEVELS),
  outcome: v.picklist(OUTCOMES),
  horizon: v.picklist(HORIZONS),
  leastCustomers: minimum,
  leastOrders: minimum,
  leastSteps: minimum,
  rank: v.picklist(RANKS),
  cell: v.picklist(STEP_MEASURES),
  grouping: v.picklist(GROUPINGS),
}) satisfies v.GenericSchema<unknown, ProductsSettings>;

const USUAL_CUSTOMERS = 30;
const FEWEST = 5;

export function productsDefaults(facts: DatasetFacts): ProductsSettings {
  const { customers, orders, shape } = facts;
  return {
    view: 'first',
    level: shape.product ? 'product' : 'category',
    outcome: 'repeat',
    horizon: fittedHorizon(facts),
    leastCustomers: Math.min(USUAL_CUSTOMERS, Math.max(FEWEST, Math.round(customers / 50))),
    leastOrders: between(Math.round(orders / 1000), FEWEST, GREATEST),
    // A step needs two purchase days of one customer, of which there are fewer than orders.
    leastSteps: between(Math.round((orders - customers) / 1000), FEWEST, GREATEST),
    rank: 'lift',
    cell: 'share',
    grouping: 'orders',
  };
}

function between(value: number, least: number, greatest: number): number {
  return Math.min(greatest, Math.max(least, value));
}

/** The longest horizon that fits twice into the days observed; the shortest where none does. */
function fittedHorizon({ firstDay, lastDay }: DatasetFacts): Horizon {
  const days = lastDay - firstDay;
  return HORIZONS.findLast((horizon) => 2 * horizon <= days) ?? HORIZONS[0];
}

/** The levels that the data have; none where neither products nor categories are mapped. */
export function knownLevels({ shape }: DatasetFacts): readonly ItemLevel[] {
  return LEVELS.filter((level) => shape[level]);
}

/** The level in force; null where there is none. */
export function activeLevel({ level }: ProductsSettings, facts: DatasetFacts): ItemLevel | null {
  const known = knownLevels(facts);
  return known.includes(level) ? level : (known[0] ?? null);
}

/** The outcomes that the data can tell. */
export function knownOutcomes({ hasMoney, shape }: DatasetFacts): readonly Outcome[] {
  if (!hasMoney) return ['repeat'];
  return shape.cost ? OUTCOMES : ['repeat', 'revenue'];
}

/** The outcome in force: one that the data do not have gives way to the repeat rate. */
export function activeOutcome({ outcome }: ProductsSettings, facts: DatasetFacts): Outcome {
  return knownOutcomes(facts).includes(outcome) ? outcome : 'repeat';
}

/** The money that the table tells beside the repeat rate; null where there is none. */
export function valueMeasure(settings: ProductsSettings, facts: DatasetFacts): ValueMeasure | null {
  if (!facts.hasMoney) return null;
  return activeOutcome(settings, facts) === 'contribution' ? 'contribution' : 'revenue';
}

/** RFM needs amounts. */
export function activeGrouping({ grouping }: ProductsSettings, facts: DatasetFacts): Grouping {
  return facts.hasMoney ? grouping : 'orders';
}
