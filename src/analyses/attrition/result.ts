import type { Day } from '../../core/calendar.ts';
import type { DatasetFacts, Row, Tables } from '../analysis.ts';
import { checkDayOf, KINDS, type AttritionSelection, type Kind } from './query.ts';
import { BANDS, type AttritionSettings, type Band, type BandLimits } from './settings.ts';

/** Of the customers who stood in a band at an earlier day, how many bought after it. */
export interface Returned {
  readonly customers: number;
  readonly back: number;
  /** Per cent; null where the band was empty. */
  readonly share: number | null;
}

export interface BandRow {
  readonly kind: Kind;
  readonly band: Band;
  readonly customers: number;
  /** Per cent of the customers of the kind. */
  readonly shareOfCustomers: number;
  /** Revenue of the year up to the last purchase; null where no amount is known. */
  readonly value: number | null;
  /** Per cent of the value of the kind; null where that is not above 0. */
  readonly shareOfValue: number | null;
  /** Median days without a purchase; null in an empty band. */
  readonly silent: number | null;
  /** Median typical gap in days; null in an empty band and after one purchase. */
  readonly typical: number | null;
  /**
   * Where the band begins: times of the typical gap (of a customer whose rhythm is well known), or
   * days since the one purchase. 0 for the first band; null where no gap was so long.
   */
  readonly start: number | null;
  /** Null where the data are too short to hold a part out. */
  readonly returned: Returned | null;
  readonly selection: AttritionSelection;
}

export interface LongerPoint {
  /** Times the typical gap. */
  readonly times: number;
  /** Per cent of all gaps that had not ended by then. */
  readonly survival: number;
  /** Per cent of the gaps that do end that take longer; null where none does. */
  readonly chance: number | null;
}

export interface WaitPoint {
  /** Days since the first purchase. */
  readonly days: number;
  /** Per cent of all customers who had not come back by then. */
  readonly survival: number;
  /** Per cent of those who come back that take longer; null where nobody does. */
  readonly chance: number | null;
}

export interface Shop {
  /** Gaps between purchases, of all customers. */
  readonly gaps: number;
  /** The shop's typical gap in days; null without gaps. */
  readonly typical: number | null;
  /** The shop counts as so many own gaps; null: customers do not differ measurably. */
  readonly k: number | null;
  /** The churn window in days; null without gaps. */
  readonly window: number | null;
  /** Those silent for longer than the window. */
  readonly beyond: { readonly customers: number; readonly value: number | null };
}

export interface AttritionResult {
  readonly settings: AttritionSettings;
  readonly lastDay: Day;
  readonly hasMoney: boolean;
  readonly customers: number;
  /** In the order of `BANDS`, each with a row; `unknown` last where there is anybody in it. */
  readonly bands: Readonly<Record<Kind, readonly BandRow[]>>;
  readonly shop: Shop;
  /** Ascending. */
  readonly longer: readonly LongerPoint[];
  readonly waits: readonly WaitPoint[];
  /** The earlier day that customers were judged from to see who came back; null for none. */
  readonly checkDay: Day | null;
}

export function attritionResult(
  tables: Tables,
  settings: AttritionSettings,
  facts: DatasetFacts,
): AttritionResult {
  const rows = tables['attrition'] ?? [];
  const of = (part: string) => rows.filter((row) => row['part'] === part);
  const longer = of('longer')
    .map((row) => ({
      times: number(row, 'times') ?? 0,
      survival: 100 * (number(row, 'survival') ?? 1),
      chance: number(row, 'chance'),
    }))
    .sort((a, b) => a.times - b.times);
  const waits = of('wait')
    .map((row) => ({
      days: number(row, 'silent') ?? 0,
      survival: 100 * (number(row, 'survival') ?? 1),
      chance: number(row, 'chance'),
    }))
    .sort((a, b) => a.days - b.days);
  const starts = {
    repeat: startsOf(settings.limits, longer, ({ times }) => times),
    once: startsOf(settings.limits, waits, ({ days }) => days),
  };
  const checkDay = checkDayOf(facts);
  const check = checkDay === null ? null : (tables['check'] ?? []);
  const bands = (kind: Kind) =>
    bandRows(kind, of('band'), check, (band) => starts[kind].get(band) ?? null);
  return {
    settings,
    lastDay: facts.lastDay,
    hasMoney: facts.hasMoney,
    customers: of('band').reduce((sum, row) => sum + count(row, 'customers'), 0),
    bands: { repeat: bands('repeat'), once: bands('once') },
    shop: shopOf(of('shop')[0]),
    longer,
    waits,
    checkDay,
  };
}

/** Where the chance first falls below each band's limit. */
function startsOf<Point extends { readonly chance: number | null }>(
  limits: BandLimits,
  points: readonly Point[],
  place: (point: Point) => number,
): ReadonlyMap<Band, number> {
  const starts = new Map<Band, number>([['on_time', 0]]);
  for (const band of BANDS) {
    if (band === 'on_time') continue;
    const first = points.find(({ chance }) => chance !== null && chance < limits[band]);
    if (first !== undefined) starts.set(band, place(first));
  }
  return starts;
}

function bandRows(
  kind: Kind,
  rows: readonly Row[],
  check: readonly Row[] | null,
  start: (band: Band) => number | null,
): readonly BandRow[] {
  const own = rows.filter((row) => row['kind'] === kind);
  const customers = own.reduce((sum, row) => sum + count(row, 'customers'), 0);
  const value = own.reduce((sum, row) => sum + (number(row, 'value') ?? 0), 0);
  const all: readonly Band[] = own.some((row) => row['band'] === 'unknown')
    ? [...BANDS, 'unknown']
    : BANDS;
  return all.map((band): BandRow => {
    const row = own.find((each) => each['band'] === band);
    const money = number(row, 'value');
    return {
      kind,
      band,
      customers: count(row, 'customers'),
      shareOfCustomers: customers > 0 ? (100 * count(row, 'customers')) / customers : 0,
      value: money,
      shareOfValue: value > 0 ? (100 * (money ?? 0)) / value : null,
      silent: number(row, 'silent'),
      typical: number(row, 'typical'),
      start: start(band),
      returned: check === null ? null : returnedOf(kind, band, check),
      selection: { kind: 'bands', of: kind, bands: [band] },
    };
  });
}

function returnedOf(kind: Kind, band: Band, check: readonly Row[]): Returned {
  const row = check.find((each) => each['kind'] === kind && each['band'] === band);
  const [customers, back] = [count(row, 'customers'), count(row, 'back')];
  return { customers, back, share: customers > 0 ? (100 * back) / customers : null };
}

function shopOf(row: Row | undefined): Shop {
  return {
    gaps: count(row, 'gaps'),
    typical: number(row, 'typical'),
    k: number(row, 'k'),
    window: number(row, 'days'),
    beyond: { customers: count(row, 'customers'), value: number(row, 'value') },
  };
}

/** All rows of the bands, repeat customers first. */
export function allBands({ bands }: AttritionResult): readonly BandRow[] {
  return KINDS.flatMap((kind) => bands[kind]);
}

function number(row: Row | undefined, key: string): number | null {
  const value = row?.[key] ?? null;
  return value === null ? null : Number(value);
}

function count(row: Row | undefined, key: string): number {
  return number(row, key) ?? 0;
}
