import { dayOf, parseDay, periodIndex } from '../../core/calendar.ts';
import { MOST_COST, type CohortGrain } from './settings.ts';

/** Why a line of the pasted costs is left out. */
export type CostProblemKind =
  /** Not `cohort, amount`. */
  | 'line'
  /** The amount is no number from 0. */
  | 'amount'
  /** The cohort is to be a period, and the text is none. */
  | 'period'
  /** The data has no such cohort. */
  | 'cohort'
  /** The cohort has a cost on an earlier line. */
  | 'twice';

export interface CostProblem {
  readonly kind: CostProblemKind;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

export interface Costs {
  /** Cost per acquired customer by the index of the cohort. */
  readonly costs: ReadonlyMap<number, number>;
  readonly problems: readonly CostProblem[];
}

/**
 * Reads lines of `2011-01, 12.5`: the name of a cohort, then a comma, semicolon or tab, then what
 * the acquisition of one customer cost. Blank lines are passed over.
 *
 * @param indexOf The index of the cohort with a name, or why there is none.
 */
export function parseCosts(
  text: string,
  indexOf: (name: string) => number | 'period' | 'cohort',
): Costs {
  const costs = new Map<number, number>();
  const problems: CostProblem[] = [];
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === '') return;
    const fault = (kind: CostProblemKind) => {
      problems.push({ kind, line: i + 1, text: line.trim() });
    };
    const parts = splitLine(line);
    if (parts === null) {
      fault('line');
      return;
    }
    const cost = parseAmount(parts.amount);
    const index = indexOf(parts.name);
    if (cost === null) fault('amount');
    else if (typeof index === 'string') fault(index);
    else if (costs.has(index)) fault('twice');
    else costs.set(index, cost);
  });
  return { costs, problems };
}

/** At the last tab or semicolon; where there is none, at the last comma. */
function splitLine(line: string): { readonly name: string; readonly amount: string } | null {
  const match = /^(.*)[\t;](.*)$/.exec(line) ?? /^(.*),(.*)$/.exec(line);
  const [name = '', amount = ''] = (match?.slice(1) ?? []).map((part) => part.trim());
  return name === '' || amount === '' ? null : { name, amount };
}

function parseAmount(text: string): number | null {
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
  if (!/^\d+(\.\d+)?$/.test(plain)) return null;
  const amount = Number(plain);
  return amount <= MOST_COST ? amount : null;
}

/**
 * The index of a period by its name: `2011-01`, `2011-W05`, `2011-Q1`, `2011`, or any day of it
 * (`2011-01-15`). Null for all other text.
 */
export function parsePeriod(text: string, grain: CohortGrain): number | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return periodOfDay(text, grain);
  const patterns = {
    week: /^(\d{4})-?W(\d{1,2})$/i,
    month: /^(\d{4})[-./](\d{1,2})$/,
    quarter: /^(\d{4})[- ]?Q([1-4])$/i,
    year: /^(\d{4})()$/,
  } as const;
  const match = patterns[grain].exec(text);
  if (match === null) return null;
  const [year, part] = [Number(match[1]), Number(match[2])];
  switch (grain) {
    case 'week':
      return weekIndex(year, part);
    case 'month':
      return part >= 1 && part <= 12 ? periodIndex(dayOf(year, part, 1), grain) : null;
    case 'quarter':
      return periodIndex(dayOf(year, part * 3, 1), grain);
    case 'year':
      return year - 1970;
  }
}

function periodOfDay(text: string, grain: CohortGrain): number | null {
  try {
    return periodIndex(parseDay(text), grain);
  } catch {
    return null;
  }
}

/** By ISO 8601 the first week of a year is that of 4 January. */
function weekIndex(year: number, week: number): number | null {
  const first = periodIndex(dayOf(year, 1, 4), 'week');
  const weeks = periodIndex(dayOf(year + 1, 1, 4), 'week') - first;
  return week >= 1 && week <= weeks ? first + week - 1 : null;
}
