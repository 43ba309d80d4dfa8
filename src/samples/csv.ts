import { formatDay } from '../core/calendar.ts';
import type { Day } from '../core/calendar.ts';
import type { FileColumn, FileLayout, OrderLine, SampleShop } from './shop.ts';
import { simulate } from './simulate.ts';
import type { SimulateOptions } from './simulate.ts';
import type { Truth } from './truth.ts';

const CHUNK_RECORDS = 16_384;

/**
 * A simulated shop's export as CSV text in pieces of about a megabyte, the header first.
 * Returns the truth after the last piece. To be encoded as UTF-8.
 *
 * @throws RangeError as `simulate` does.
 */
export function* toCsvChunks(
  shop: SampleShop,
  options: SimulateOptions = {},
): Generator<string, Truth, undefined> {
  const { file } = shop;
  const writers = file.columns.map((column) => cellWriter(column, file));
  const header = file.columns.map((column) => quoted(column.header)).join(',');
  let records = [(file.byteOrderMark ? '\uFEFF' : '') + header];
  const lines = simulate(shop, options);
  for (;;) {
    const next = lines.next();
    if (next.done === true || records.length === CHUNK_RECORDS) {
      // The empty record gives the last one its newline.
      records.push('');
      yield records.join(file.newline);
      records = [];
    }
    if (next.done === true) return next.value;
    // Joined, not added up: a million small strings hanging together keep the collector busy.
    records.push(writers.map((write) => write(next.value)).join(','));
  }
}

type CellWriter = (line: OrderLine) => string;

function cellWriter({ field }: FileColumn, file: FileLayout): CellWriter {
  const dayText = remembered(formatDay);
  const cell = remembered(quoted);
  const money = remembered((minorUnits: number) => formatMoney(minorUnits, file.decimals));
  switch (field) {
    case 'order':
      return (line) => file.orderId(line.order, dayText(line.orderDay));
    case 'customer':
      return (line) => (line.customer === null ? '' : file.customerId(line.customer));
    case 'date':
      return (line) => dayText(line.day);
    case 'dateTime':
      return (line) => `${dayText(line.day)} ${timeText(line.second)}`;
    case 'product':
      return (line) => cell(line.product);
    case 'quantity':
      return (line) => String(line.quantity);
    case 'unitPrice':
      return (line) => money(line.unitPrice);
    case 'amount':
      return (line) => money(line.quantity * line.unitPrice);
    case 'channel':
      return (line) => cell(line.channel);
    case 'status':
      return (line) => cell(file.statusNames[line.status]);
  }
}

/** The same function, with each answer kept: few different values fill many cells. */
function remembered<Key extends string | Day>(write: (key: Key) => string): (key: Key) => string {
  const known = new Map<Key, string>();
  return (key) => {
    let text = known.get(key);
    if (text === undefined) known.set(key, (text = write(key)));
    return text;
  };
}

/** Minor units as a decimal number, exact: 1450 → `14.50`, without decimals → `1450`. */
function formatMoney(minorUnits: number, decimals: 0 | 2): string {
  if (decimals === 0) return String(minorUnits);
  const digits = String(Math.abs(minorUnits)).padStart(3, '0');
  return `${minorUnits < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Second of the day as `HH:MM:SS`. */
function timeText(second: number): string {
  return `${TWO_DIGITS[Math.floor(second / 3600)]}:${TWO_DIGITS[Math.floor(second / 60) % 60]}:${TWO_DIGITS[second % 60]}`;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));

/** A field as RFC 4180 wants it. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
