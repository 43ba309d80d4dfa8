/**
 * Why a row may be left out: each is a bit of a staged row's `flags`. A row left out counts for
 * the first reason, in this order, whose rule leaves it out, so that reasons add up to the rows.
 */
export const REASONS = [
  'totalsLine',
  'noCustomer',
  'unreadableDate',
  'otherCurrency',
  'unreadableAmount',
  'cancelled',
  'negativeQuantity',
  'negativePrice',
  'zeroAmount',
  'notProduct',
  'overlap',
  'duplicate',
] as const;

export type Reason = (typeof REASONS)[number];

/** What a rule does with the rows it matches. */
export type Treatment =
  /** Left out of every table. */
  | 'leaveOut'
  /** Kept as if there were no rule. */
  | 'keep'
  /** Kept, but as a return: money counts, the customer's activity does not. */
  | 'asReturn'
  /** Taken off the sale with the same order number; as a return where there is none. */
  | 'net';

/** The treatments a reason can have; the first is the default. */
export const TREATMENTS: Readonly<Record<Reason, readonly [Treatment, ...Treatment[]]>> = {
  // A line that sums the lines above is no order; kept, its amount would count twice.
  totalsLine: ['leaveOut'],
  // Kept, such a row counts in orders and revenue but in no analysis of customers.
  noCustomer: ['leaveOut', 'keep'],
  // Without a date a row has no place in any analysis: there is nothing to choose.
  unreadableDate: ['leaveOut'],
  // Amounts in different currencies have no sum: a rate lets such rows in.
  otherCurrency: ['leaveOut'],
  // Kept, its amount is unknown (NULL), not 0.
  unreadableAmount: ['leaveOut', 'keep'],
  cancelled: ['leaveOut', 'asReturn', 'net'],
  negativeQuantity: ['leaveOut', 'asReturn', 'net'],
  negativePrice: ['leaveOut', 'keep'],
  zeroAmount: ['leaveOut', 'keep'],
  notProduct: ['keep', 'leaveOut'],
  // Monthly exports that share their first days: what stands in two files was one purchase.
  overlap: ['leaveOut', 'keep'],
  duplicate: ['keep', 'leaveOut'],
};

export interface CleaningRules {
  readonly treatments: Readonly<Record<Reason, Treatment>>;
  /** Product codes that the user marked as no product. */
  readonly notProductCodes: readonly string[];
}

/** Rows of one of the import's files with equal flags. */
export interface FlagGroup {
  /** Which file, from 0. */
  readonly file: number;
  /** Sum of `1 << REASONS.indexOf(reason)`. */
  readonly flags: number;
  readonly rows: number;
  /** Exact sum of the amounts that are known, as decimal text. */
  readonly money: string;
  /** Rows whose amount is unknown. */
  readonly unknownMoney: number;
}

/** The bit of a reason in `flags`. */
export function flagOf(reason: Reason): number {
  return 1 << REASONS.indexOf(reason);
}

export function defaultRules(): CleaningRules {
  const treatments = Object.fromEntries(REASONS.map((reason) => [reason, TREATMENTS[reason][0]]));
  return { treatments: treatments as Record<Reason, Treatment>, notProductCodes: [] };
}

/** The rules with a product code marked as no product (or not any more): such rows are left out. */
export function withNotProduct(rules: CleaningRules, code: string, on: boolean): CleaningRules {
  const others = rules.notProductCodes.filter((other) => other !== code);
  const codes = on ? [...others, code] : others;
  const notProduct = codes.length > 0 ? 'leaveOut' : 'keep';
  return { treatments: { ...rules.treatments, notProduct }, notProductCodes: codes };
}
