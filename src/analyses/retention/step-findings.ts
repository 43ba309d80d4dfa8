import type { Finding, FindingValue } from '../analysis.ts';
import { FEWEST_AT_RISK } from './next-purchase.ts';
import type { OrderStep, OrderStepsResult } from './order-steps.ts';
import type { RetentionSelection } from './selection.ts';

type Told = Finding<RetentionSelection>;

const percent = (value: number): FindingValue => ({ kind: 'percent', value });
const count = (value: number): FindingValue => ({ kind: 'count', value });
const days = (value: number): FindingValue => ({ kind: 'days', value });

/** A step whose share at the horizon is known with its interval. */
interface SureStep extends OrderStep {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

const isSure = (step: OrderStep): step is SureStep =>
  step.share !== null && step.low !== null && step.high !== null;

/** The sentences beside the steps, the largest first. */
export function orderStepFindings(result: OrderStepsResult): readonly Told[] {
  const first = result.steps[0];
  if (first === undefined || first.customers < FEWEST_AT_RISK) {
    const customers = count(first?.customers ?? 0);
    return [
      { key: 'retention_next_found_few', values: { customers }, strong: [], selection: null },
    ];
  }
  const findings = [second(first, result), later(result), once(first), gaps(result)];
  return findings.filter((finding) => finding !== null);
}

function second(first: OrderStep, { settings }: OrderStepsResult): Told {
  const horizon = days(settings.horizon);
  if (!isSure(first)) {
    const values = { horizon, customers: count(first.atRisk) };
    return { key: 'retention_steps_found_short', values, strong: [], selection: null };
  }
  return {
    key: 'retention_steps_found_second',
    values: {
      horizon,
      percent: percent(first.share),
      low: percent(first.low),
      high: percent(first.high),
      naive: percent(first.naive),
    },
    strong: ['percent'],
    selection: { kind: 'returned', number: 1, days: settings.horizon },
  };
}

/** The step whose share is highest, where its interval lies above that of the first. */
function later({ steps, settings }: OrderStepsResult): Told | null {
  const [first, ...others] = steps.filter(isSure);
  if (first?.number !== 1 || others.length === 0) return null;
  const best = others.reduce((a, b) => (b.share > a.share ? b : a));
  if (best.low <= first.high) return null;
  return {
    key: 'retention_steps_found_later',
    values: {
      horizon: days(settings.horizon),
      number: count(best.number),
      best: percent(best.share),
      first: percent(first.share),
    },
    strong: ['best', 'first'],
    selection: { kind: 'returned', number: best.number, days: settings.horizon },
  };
}

function once({ customers, next }: OrderStep): Told | null {
  if (customers === next) return null;
  return {
    key: 'retention_steps_found_once',
    values: {
      customers: count(customers),
      once: count(customers - next),
      percent: percent((100 * (customers - next)) / customers),
    },
    strong: ['once'],
    selection: null,
  };
}

function gaps({ gaps: { gaps, quartiles } }: OrderStepsResult): Told | null {
  if (quartiles === null || gaps < FEWEST_AT_RISK) return null;
  const [low, median, high] = quartiles;
  return {
    key: 'retention_steps_found_gaps',
    values: { gaps: count(gaps), low: days(low), median: days(median), high: days(high) },
    strong: ['median'],
    selection: null,
  };
}
