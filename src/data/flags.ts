import { join, sql, type Sql } from '../core/sql.ts';
import type { CurrencyChoice } from '../import/types.ts';
import { isCancelStatus } from './cancel-status.ts';
import { flagOf, type Reason } from './cleaning.ts';
import type { StagedShape } from './staged-shape.ts';

/** What the flags of a row are judged by. */
export interface FlagInput {
  readonly order: boolean;
  readonly quantity: boolean;
  /** Whether the amount is quantity × unit price. */
  readonly price: boolean;
  readonly currency: CurrencyChoice | null;
  /** The name of the status column; null where there is none. */
  readonly statusName: string | null;
  readonly cancelPrefix: string | null;
}

/** The flags that a row has by itself, from the columns of `valued` (see staging.ts). */
export function rowFlagsSql(has: FlagInput): Sql {
  const cancelled = cancelledSql(has);
  const negative = negativeSql(has);
  const other = otherCurrencySql(has.currency);
  const flags: [Reason, Sql][] = [
    ['totalsLine', sql`totals_line`],
    ['noCustomer', sql`customer_id IS NULL`],
    ['unreadableDate', sql`ordered_at IS NULL`],
    ['unreadableAmount', sql`money IS NULL`],
    // A cancellation is usually negative too; it is one thing to the user, and one rule's.
    [
      'negativeQuantity',
      cancelled === null ? negative : sql`(${negative}) AND NOT coalesce(${cancelled}, FALSE)`,
    ],
    ['zeroAmount', has.price ? sql`price = 0 OR money = 0` : sql`money = 0`],
  ];
  if (other !== null) flags.push(['otherCurrency', other]);
  if (has.price) flags.push(['negativePrice', sql`price < 0`]);
  if (cancelled !== null) flags.push(['cancelled', cancelled]);
  // A comparison with an unknown value is unknown: such a row is not flagged for it.
  const bits = flags.map(
    ([reason, condition]) => sql`CASE WHEN ${condition} THEN ${flagOf(reason)} ELSE 0 END`,
  );
  return sql`(${join(bits, ' + ')})::USMALLINT`;
}

/** Rows in a currency that is neither the import's nor has a rate. */
function otherCurrencySql(currency: CurrencyChoice | null): Sql | null {
  if (currency === null) return null;
  const known = [currency.target, ...Object.keys(currency.rates)];
  return sql`currency NOT IN (${join(known.map((code) => sql`${code}`))})`;
}

/** Whether the order did not stand; null where the file has no way to say so. */
function cancelledSql(has: FlagInput): Sql | null {
  const signs: Sql[] = [];
  if (has.order && has.cancelPrefix !== null) {
    signs.push(sql`starts_with(order_id, ${has.cancelPrefix})`);
  }
  if (has.statusName !== null) signs.push(isCancelStatus(sql`status`, has.statusName));
  return signs.length === 0 ? null : sql`(${join(signs, ' OR ')})`;
}

function negativeSql(has: FlagInput): Sql {
  if (!has.quantity) return sql`money < 0`;
  // With a price of its own, a negative amount of a positive quantity is a negative price.
  return has.price ? sql`quantity < 0` : sql`quantity < 0 OR money < 0`;
}

/** A field that says that its row sums the rows above, between two U+001F or at an end. */
export const TOTALS_FIELD =
  '(?i)(^|\\x1f)[ *=-]*((grand|sub|report|page)?[ -]?totals?|sum|합[ ]*계|총[ ]*계|소[ ]*계|누[ ]*계|총[ ]*합계?|계|合計|小計|総計|合计|总计|小计|summe|gesamt)[ ]*([:(\\[][^\\x1f]*)?[ *=-]*($|\\x1f)';

/**
 * Whether a row is a line of totals: it has no date, and a field that says so. Where the date
 * reads, the fields are not even looked at.
 */
export function totalsLineSql(orderedAt: Sql, fields: readonly Sql[]): Sql {
  const all = sql`concat_ws(chr(31), ${join([...fields])})`;
  return sql`CASE WHEN ${orderedAt} IS NULL THEN regexp_matches(${all}, ${TOTALS_FIELD}) ELSE FALSE END`;
}

/** One row: whether every order id is there and differs from all others. */
export function orderIdsUniqueSql(): Sql {
  return sql`SELECT count(DISTINCT order_id) = count(*) AS is_unique FROM staged`;
}

/**
 * What the rows tell of each other, once all files are staged: repeated rows, orders that stand in
 * two files, the status of an order that stands on one of its lines only, missing order ids.
 *
 * @param orderIdsUnique whether each row has an order id of its own: then no row repeats another
 */
export function settleSql(shape: StagedShape, orderIdsUnique: boolean): readonly Sql[] {
  if (orderIdsUnique) return [];
  const several = shape.files > 1;
  return [
    flagDuplicatesSql(several),
    ...(several ? [flagOverlapSql(shape)] : []),
    ...(shape.status ? [spreadStatusSql()] : []),
    ...(shape.order ? [fillBlankOrdersSql()] : []),
  ];
}

/** Gives a row that lacks the order id that others have one of its own: it is an order by itself. */
function fillBlankOrdersSql(): Sql {
  return sql`UPDATE staged SET order_id = 'row ' || (rowid + 1) WHERE order_id IS NULL`;
}

/**
 * Cancels the rest of an order whose status stands on one of its lines only. Shopify writes the
 * status (and the total) on the first line of an order and leaves it blank on the others: without
 * this those would stay as a sale of their own. A line with a status of its own keeps it. Orders
 * with the same number on another day are other orders; see canonical.ts.
 */
function spreadStatusSql(): Sql {
  const cancelled = flagOf('cancelled');
  const negative = flagOf('negativeQuantity');
  return sql`UPDATE staged SET flags = (flags | ${cancelled}) & ~${negative}::USMALLINT
FROM (
  -- orders that a line of theirs says were cancelled
  SELECT DISTINCT order_id, ordered_at::DATE AS day FROM staged
  WHERE (flags & ${cancelled}) <> 0 AND NOT status_blank
) AS stated
WHERE staged.order_id = stated.order_id AND staged.ordered_at::DATE = stated.day
  AND status_blank AND (flags & ${cancelled}) = 0`;
}

/**
 * Flags every row that repeats an earlier one of the same file field by field. Rows are compared
 * by a 64-bit hash of their text: the chance of one false match is below 3e-8 for a million rows.
 */
function flagDuplicatesSql(several: boolean): Sql {
  const key = several ? sql`file, row_hash` : sql`row_hash`;
  const same = several ? sql` AND staged.file = repeated.file` : sql``;
  return sql`UPDATE staged SET flags = flags | ${flagOf('duplicate')}
FROM (
  -- rows that stand in the file more than once, and where they stand first
  SELECT ${key}, min(rowid) AS first_row FROM staged GROUP BY ${key} HAVING count(*) > 1
) AS repeated
WHERE staged.row_hash = repeated.row_hash${same} AND staged.rowid > repeated.first_row`;
}

/** What makes two rows of different files the same purchase. */
function purchaseKey(shape: StagedShape): Sql {
  return join([
    sql`customer_id`,
    sql`ordered_at`,
    shape.currency ? sql`own_amount` : sql`amount`,
    ...(shape.order ? [sql`order_id`] : []),
    ...(shape.quantity ? [sql`quantity`] : []),
    ...(shape.product ? [sql`product`] : []),
  ]);
}

/**
 * Flags the rows that an earlier file has as well: the same customer, moment, amount, order and
 * product. A purchase that stands m times in one file and n times in another was made max(m, n)
 * times: what a file has more often than every file before it is not flagged. Rows without a date
 * are compared with none.
 */
function flagOverlapSql(shape: StagedShape): Sql {
  return sql`UPDATE staged SET flags = flags | ${flagOf('overlap')}
FROM (
  WITH
  -- how often each purchase has stood in its file so far
  counted AS (
    SELECT rowid AS id, file, hash(${purchaseKey(shape)}) AS purchase,
      row_number() OVER (PARTITION BY file, hash(${purchaseKey(shape)}) ORDER BY rowid) AS occurrence
    FROM staged WHERE ordered_at IS NOT NULL
  )
  -- rows whose occurrence an earlier file has too
  SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY purchase, occurrence ORDER BY file) AS place FROM counted
  ) WHERE place > 1
) AS repeated
WHERE staged.rowid = repeated.id`;
}

/**
 * One row: orders with the same number and day in two files whose rows differ (orders, NULL
 * without order numbers), so that what was counted twice can be told. Rows that overlap exactly
 * are left out of the comparison.
 */
export function differingOrdersSql(): Sql {
  return sql`SELECT count(*)::DOUBLE AS orders FROM (
  SELECT order_id, ordered_at::DATE AS day FROM staged
  WHERE order_id IS NOT NULL AND ordered_at IS NOT NULL AND (flags & ${flagOf('overlap')}) = 0
  GROUP BY 1, 2 HAVING count(DISTINCT file) > 1
)`;
}
