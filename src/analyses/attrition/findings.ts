import type { Finding, FindingValue } from '../analysis.ts';
import type { AttritionSelection } from './query.ts';
import type { AttritionResult, BandRow } from './result.ts';
import type { Band } from './settings.ts';

type AttritionFinding = Finding<AttritionSelection>;

/** Fewer customers than this say nothing about shares. */
export const FEWEST_CUSTOMERS = 20;
/** A group of one is a person, not a finding. */
const FEWEST_IN_GROUP = 2;

const count = (value: number): FindingValue => ({ kind: 'count', value });
const percent = (value: number): FindingValue => ({ kind: 'percent', value });
const days = (value: number): FindingValue => ({ kind: 'days', value });

/**
 * What the result says: the repeat customers who are late and can still be won, those who are
 * most likely gone, how the bands of an earlier day fared, those of one purchase past their time,
 * and the churn window.
 */
export function attritionFindings(result: AttritionResult): readonly AttritionFinding[] {
  if (result.customers < FEWEST_CUSTOMERS) return [];
  return [late(result), gone(result), checked(result), once(result), window(result)].filter(
    (one) => one !== null,
  );
}

/** Bands of the repeat customers in which a word may still help. */
export const WINNABLE: readonly Band[] = ['late', 'very'];

function late(result: AttritionResult): AttritionFinding | null {
  const rows = result.bands.repeat.filter(({ band }) => WINNABLE.includes(band));
  const customers = rows.reduce((sum, row) => sum + row.customers, 0);
  if (customers < FEWEST_IN_GROUP) return null;
  const value = rows.reduce((sum, row) => sum + (row.value ?? 0), 0);
  const share = rows.reduce((sum, row) => sum + (row.shareOfValue ?? 0), 0);
  const selection = { kind: 'bands', of: 'repeat', bands: WINNABLE } as const;
  if (!result.hasMoney || !(share > 0 && share <= 100)) {
    return {
      key: 'attrition_finding_late',
      values: {
        customers: count(customers),
        share: percent(rows.reduce((sum, row) => sum + row.shareOfCustomers, 0)),
      },
      strong: ['customers'],
      selection,
    };
  }
  return {
    key: 'attrition_finding_late_value',
    values: {
      customers: count(customers),
      value: { kind: 'money', value },
      valueShare: percent(share),
    },
    strong: ['value'],
    selection,
  };
}

function gone(result: AttritionResult): AttritionFinding | null {
  const row = bandOf(result.bands.repeat, 'gone');
  if (row === undefined || row.customers < FEWEST_IN_GROUP) return null;
  return {
    key: 'attrition_finding_gone',
    values: {
      customers: count(row.customers),
      share: percent(row.shareOfCustomers),
      limit: { kind: 'number', value: result.settings.limits.gone },
    },
    strong: ['share'],
    selection: row.selection,
  };
}

function checked(result: AttritionResult): AttritionFinding | null {
  const [onTime, lost] = [
    bandOf(result.bands.repeat, 'on_time')?.returned,
    bandOf(result.bands.repeat, 'gone')?.returned,
  ];
  if (result.checkDay === null) return null;
  if ((onTime?.customers ?? 0) < FEWEST_CUSTOMERS || (lost?.customers ?? 0) < FEWEST_CUSTOMERS) {
    return null;
  }
  return {
    key: 'attrition_finding_checked',
    values: {
      days: days(result.lastDay - result.checkDay),
      onTime: percent(onTime?.share ?? 0),
      gone: percent(lost?.share ?? 0),
    },
    strong: ['gone'],
    selection: null,
  };
}

function once(result: AttritionResult): AttritionFinding | null {
  const row = bandOf(result.bands.once, 'gone');
  if (row === undefined || row.start === null || row.customers < FEWEST_IN_GROUP) return null;
  return {
    key: 'attrition_finding_once',
    values: {
      customers: count(row.customers),
      share: percent(row.shareOfCustomers),
      days: days(row.start),
      limit: { kind: 'number', value: result.settings.limits.gone },
    },
    strong: ['share'],
    selection: row.selection,
  };
}

function window({ shop, settings }: AttritionResult): AttritionFinding | null {
  if (shop.window === null) return null;
  return {
    key: 'attrition_finding_window',
    values: {
      quantile: { kind: 'number', value: settings.quantile },
      days: days(shop.window),
      customers: count(shop.beyond.customers),
    },
    strong: ['days'],
    selection: shop.beyond.customers === 0 ? null : { kind: 'beyond', days: shop.window },
  };
}

function bandOf(rows: readonly BandRow[], band: Band): BandRow | undefined {
  return rows.find((row) => row.band === band);
}
