import { flagOf, type CleaningRules } from '../data/cleaning.ts';
import { meansCancelled } from '../data/cancel-status.ts';
import { normaliseCurrency, currencyOf } from '../data/currency.ts';
import { TOTALS_FIELD } from '../data/flags.ts';
import type { Role } from '../data/roles.ts';
import { columnsByRole } from '../data/staging.ts';
import { readDate, readNumber } from './read-cell.ts';
import type { ImportRecognition, Mapping } from './types.ts';

/**
 * What the mapping makes of the first rows, as the engine does it with all: the flags of each row
 * (see REASONS), so that a choice shows at once what it does. Told from the rows at hand alone:
 *
 *   - what stands in two files (`overlap`) is never flagged, nor are duplicates of several files
 *   - an order that a later row says was cancelled is not known to be, nor is it known that a
 *     contact belongs to so many ids that it names nobody
 *
 * @param codes product codes that the user marked as no product
 */
export function previewFlags(
  recognition: Pick<ImportRecognition, 'columns' | 'rows' | 'sources'>,
  mapping: Mapping,
  codes: CleaningRules['notProductCodes'] = [],
): readonly number[] {
  const { one } = columnsByRole(mapping.roles);
  const read = recognition.rows.map((fields) => readRow(fields, recognition, mapping, codes));
  if (one.has('order') && orderIdsUnique(read)) return read.map(({ flags }) => flags);
  const flags = read.map((row) => row.flags);
  if (recognition.sources.length === 1) flagDuplicates(recognition, flags);
  if (one.has('order') && one.has('status')) spreadStatus(read, flags);
  return flags;
}

/** A row as far as its neighbours need to know it. */
interface ReadRow {
  readonly flags: number;
  readonly order: string | null;
  readonly day: number | null;
  readonly statusBlank: boolean;
}

function readRow(
  fields: readonly (string | null)[],
  recognition: Pick<ImportRecognition, 'columns' | 'sources'>,
  mapping: Mapping,
  codes: readonly string[],
): ReadRow {
  const { one } = columnsByRole(mapping.roles);
  const field = (role: Role): string | null => trimmed(fields[one.get(role) ?? -1] ?? null);
  const number = (role: Role): number | null => {
    const index = one.get(role);
    return index === undefined
      ? null
      : readNumber(fields[index] ?? null, index, recognition, mapping);
  };
  const date = one.get('date');
  const at = date === undefined ? null : readDate(fields[date] ?? null, date, recognition, mapping);
  const worth = worthOf(one.has('amount'), number);
  const order = field('order');
  const status = field('status');
  const product = field(one.has('product') ? 'product' : 'productName');
  const cancelled = isCancelled(order, status?.toLowerCase() ?? null, recognition, mapping);
  const flags =
    flag('totalsLine', at === null && isTotalsLine(fields)) |
    flag('noCustomer', field('customer') === null && !isGuest(field, mapping)) |
    flag('unreadableDate', at === null) |
    flag('otherCurrency', isOtherCurrency(fields, mapping)) |
    flag('unreadableAmount', worth.money === null) |
    flag('cancelled', cancelled) |
    flag('negativeQuantity', !cancelled && isNegative(worth, one)) |
    flag('negativePrice', worth.price !== null && worth.price < 0) |
    flag('zeroAmount', worth.price === 0 || worth.money === 0) |
    flag('notProduct', product !== null && codes.includes(product));
  return { flags, order, day: at?.day ?? null, statusBlank: status === null };
}

function flag(reason: Parameters<typeof flagOf>[0], on: boolean): number {
  return on ? flagOf(reason) : 0;
}

/** The engine trims blanks of this kind only. */
function trimmed(text: string | null): string | null {
  const rest = text?.replaceAll(/^ +| +$/g, '') ?? '';
  return rest === '' ? null : rest;
}

interface Worth {
  /** To the fourth decimal; null where it is not known, or too much to be true. */
  readonly money: number | null;
  readonly quantity: number | null;
  /** Null where there is a column of amounts. */
  readonly price: number | null;
}

const TOO_MUCH_MONEY = 1e12;

function worthOf(hasAmount: boolean, number: (role: Role) => number | null): Worth {
  const quantity = number('quantity');
  const price = hasAmount ? null : number('unitPrice');
  const product = quantity === null || price === null ? null : quantity * price;
  const worth = hasAmount ? number('amount') : product;
  const known = worth !== null && Math.abs(worth) < TOO_MUCH_MONEY;
  const money = known ? (Math.sign(worth) * Math.round(Math.abs(worth) * 1e4)) / 1e4 : null;
  return { money, quantity, price };
}

function isNegative({ money, quantity }: Worth, one: ReadonlyMap<Role, number>): boolean {
  const negativeMoney = money !== null && money < 0;
  if (!one.has('quantity')) return negativeMoney;
  // With a price of its own, a negative amount of a positive quantity is a negative price.
  return (quantity !== null && quantity < 0) || (one.has('amount') && negativeMoney);
}

function isCancelled(
  order: string | null,
  status: string | null,
  { columns }: Pick<ImportRecognition, 'columns'>,
  { cancelPrefix, roles }: Mapping,
): boolean {
  if (cancelPrefix !== null && order?.startsWith(cancelPrefix) === true) return true;
  const name = columns[roles.indexOf('status')]?.name ?? '';
  return meansCancelled(status, name);
}

function isOtherCurrency(
  fields: readonly (string | null)[],
  { currency, roles }: Mapping,
): boolean {
  if (currency === null) return false;
  const text = (role: Role): string => fields[roles.indexOf(role)] ?? '';
  const told = roles.includes('currency')
    ? normaliseCurrency(text('currency'))
    : currencyOf(text(roles.includes('amount') ? 'amount' : 'unitPrice'));
  return told !== null && told !== currency.target && !Object.hasOwn(currency.rates, told);
}

/** Whether a row without a customer has a contact that makes it one. */
function isGuest(field: (role: Role) => string | null, { mergeCustomers }: Mapping): boolean {
  if (!mergeCustomers) return false;
  const digits = field('phone')?.replaceAll(/[^0-9]/g, '') ?? '';
  return field('email') !== null || digits.length >= 9;
}

const TOTALS_HERE = new RegExp(TOTALS_FIELD.replace('(?i)', ''), 'i');

function isTotalsLine(fields: readonly (string | null)[]): boolean {
  return TOTALS_HERE.test(fields.filter((field) => field !== null).join('\x1f'));
}

function orderIdsUnique(rows: readonly ReadRow[]): boolean {
  const ids = rows.map(({ order }) => order);
  return !ids.includes(null) && new Set(ids).size === ids.length;
}

/** Flags the rows that repeat an earlier one field by field. */
function flagDuplicates(
  { rows, sources }: Pick<ImportRecognition, 'rows' | 'sources'>,
  flags: number[],
): void {
  const own = sources[0]?.columns ?? [];
  const seen = new Set<string>();
  rows.forEach((fields, i) => {
    const key = JSON.stringify(own.map((index) => fields[index] ?? null));
    if (seen.has(key)) flags[i] = (flags[i] ?? 0) | flagOf('duplicate');
    seen.add(key);
  });
}

/** Cancels the lines of an order that leave its status blank, where another line says so. */
function spreadStatus(rows: readonly ReadRow[], flags: number[]): void {
  const cancelled = flagOf('cancelled');
  const key = ({ order, day }: ReadRow): string | null =>
    order === null || day === null ? null : `${day} ${order}`;
  const stated = new Set(
    rows.filter((row, i) => !row.statusBlank && ((flags[i] ?? 0) & cancelled) !== 0).map(key),
  );
  rows.forEach((row, i) => {
    const name = key(row);
    if (!row.statusBlank || name === null || !stated.has(name)) return;
    flags[i] = ((flags[i] ?? 0) | cancelled) & ~flagOf('negativeQuantity');
  });
}
