import type { Finding, FindingValue } from '../analysis.ts';
import type { Horizon } from './settings.ts';
import {
  FEWEST_AT_RISK,
  type NextPurchaseCurve,
  type NextPurchaseResult,
} from './next-purchase.ts';
import { pValueText, SIGNIFICANT } from './p-value.ts';
import type { RetentionSelection } from './selection.ts';

type Told = Finding<RetentionSelection>;

const percent = (value: number): FindingValue => ({ kind: 'percent', value });
const count = (value: number): FindingValue => ({ kind: 'count', value });
const days = (value: number): FindingValue => ({ kind: 'days', value });

/** The sentences beside the curves, the largest first. */
export function nextPurchaseFindings({ curves, test }: NextPurchaseResult): readonly Told[] {
  const first = curves[0];
  if (first === undefined || first.customers < FEWEST_AT_RISK) {
    const customers = count(first?.customers ?? 0);
    return [
      { key: 'retention_next_found_few', values: { customers }, strong: [], selection: null },
    ];
  }
  const findings = [
    median(first),
    shares(first),
    compared(curves, test?.p ?? null),
    waiting(first),
  ];
  return findings.filter((finding) => finding !== null);
}

function median({ median: { median, low, high }, customers, number }: NextPurchaseCurve): Told {
  if (median === null) {
    return {
      key: 'retention_next_found_open',
      values: { customers: count(customers) },
      strong: [],
      selection: null,
    };
  }
  const bounded = low !== null && high !== null;
  return {
    key: bounded ? 'retention_next_found_median' : 'retention_next_found_median_alone',
    values: {
      customers: count(customers),
      median: days(median),
      ...(bounded ? { low: days(low), high: days(high) } : {}),
    },
    strong: ['median'],
    selection: { kind: 'returned', number, days: median },
  };
}

/** The share that has bought again, 0–100, where enough customers were observed so long. */
function returnedAt(curve: NextPurchaseCurve, horizon: Horizon): number | null {
  const at = curve.at.find((each) => each.days === horizon)?.share ?? null;
  return at === null || at.atRisk < FEWEST_AT_RISK ? null : 100 * (1 - at.survival);
}

/** The horizons at which every curve is known, shortest first. */
function commonHorizons(curves: readonly NextPurchaseCurve[]): readonly Horizon[] {
  const known = (horizon: Horizon) => curves.every((curve) => returnedAt(curve, horizon) !== null);
  return (curves[0]?.at ?? []).map((each) => each.days).filter(known);
}

function shares(curve: NextPurchaseCurve): Told | null {
  const known = commonHorizons([curve]);
  const [short, long] = [known[0], known.at(-1)];
  if (short === undefined || long === undefined || short === long) return null;
  return {
    key: 'retention_next_found_shares',
    values: {
      short: days(short),
      shortPercent: percent(returnedAt(curve, short) ?? 0),
      long: days(long),
      longPercent: percent(returnedAt(curve, long) ?? 0),
    },
    strong: ['shortPercent', 'longPercent'],
    selection: { kind: 'waited', number: curve.number, days: long },
  };
}

/** Whether customers are quicker (or slower) after the last of the curves than after the first. */
function compared(curves: readonly NextPurchaseCurve[], p: number | null): Told | null {
  const [first, last] = [curves[0], curves.at(-1)];
  if (p === null || first === undefined || last === undefined || first === last) return null;
  const horizon = commonHorizons([first, last]).at(-1);
  if (horizon === undefined) return null;
  const [before, after] = [returnedAt(first, horizon), returnedAt(last, horizon)];
  if (before === null || after === null) return null;
  return {
    key: p < SIGNIFICANT ? 'retention_next_found_apart' : 'retention_next_found_alike',
    values: {
      horizon: days(horizon),
      before: percent(before),
      after: percent(after),
      number: count(last.number),
      p: { kind: 'text', value: pValueText(p) },
    },
    strong: ['before', 'after'],
    selection: { kind: 'waited', number: last.number, days: horizon },
  };
}

function waiting({ customers, returned }: NextPurchaseCurve): Told | null {
  if (returned === customers) return null;
  return {
    key: 'retention_next_found_waiting',
    values: { customers: count(customers), waiting: count(customers - returned) },
    strong: ['waiting'],
    selection: null,
  };
}
