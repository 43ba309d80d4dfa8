import { ident, join, list, sql, type Sql } from '../core/sql.ts';
import type { Dialect, Mapping } from '../import/types.ts';
import { isCancelStatus } from './cancel-status.ts';
import { flagOf, type Reason } from './cleaning.ts';
import { dateFormat } from './date-formats.ts';
import { numberFormat } from './number-formats.ts';
import { SHARED_ROLES, type Role } from './roles.ts';

/**
 * The staged table: the rows of the file in their order, typed by their roles and flagged with
 * every reason that a cleaning rule may act on. Columns without a role are not copied.
 *
 *   order_id, customer_id  VARCHAR   trimmed, blank is NULL
 *   ordered_at  TIMESTAMP            NULL where unreadable
 *   quantity    DOUBLE
 *   amount      DECIMAL(18,4)        NULL where unreadable, and where it is 10¹² or more
 *   product, channel, attribute_1 …  VARCHAR
 *   flags       USMALLINT            see REASONS in cleaning.ts
 *   row_hash    UBIGINT              of all fields as they stand in the file
 *   status_blank  BOOLEAN            only where an order and a status are mapped
 *
 * `rowid` + 1 is the row's number in the file, broken records not counted.
 *
 * Money is exact to the fourth decimal. An amount written with more decimals is rounded to four,
 * half away from zero, row by row and without a flag: a row is off by 0.00005 at the most, n rows
 * by n × 0.00005. A unit price is not rounded; quantity × unit price is.
 */
export const STAGED_TYPES = {
  order_id: 'VARCHAR',
  customer_id: 'VARCHAR',
  ordered_at: 'TIMESTAMP',
  quantity: 'DOUBLE',
  amount: 'DECIMAL(18,4)',
  product: 'VARCHAR',
  channel: 'VARCHAR',
  flags: 'USMALLINT',
  row_hash: 'UBIGINT',
} as const;

/** Which optional columns a staged table has. */
export interface StagedShape {
  readonly order: boolean;
  readonly quantity: boolean;
  readonly product: boolean;
  readonly channel: boolean;
  /** The names of the file's columns behind attribute_1, attribute_2 … */
  readonly attributes: readonly string[];
}

/** The table of records that could not be read at all, made by the reader beside `staged`. */
export const BROKEN_TABLE = 'broken_records';

/** The longest record that is read, in bytes. */
export const MAX_RECORD_BYTES = 2_000_000;

/**
 * An amount of so much is no amount but, as a rule, a barcode of 13 digits: a few of them would
 * be more than a DECIMAL(18,4) can hold, and the sums of the orders would fail.
 */
const TOO_MUCH_MONEY = 1e12;

/** The name of the file's n-th column within the engine: headers never become identifiers. */
export function fileColumn(index: number): Sql {
  return ident(`c${index}`);
}

/** Newlines as the reader wants them named. */
const NEWLINES = { '\n': '\\n', '\r\n': '\\r\\n', '\r': '\\r' } as const;

/**
 * The file as a table of text, one column a field: the whole of what is known about its dialect.
 * Mixed newlines are an error of the reader ("state machine reached an invalid state") unless the
 * dialect is lenient; then any newline ends a record.
 */
export function fileSource(path: string, columnCount: number, dialect: Dialect): Sql {
  const columns = join(
    Array.from({ length: columnCount }, (_, i) => sql`${`c${i}`}: 'VARCHAR'`),
    ', ',
  );
  const newlines =
    dialect.lenient === true
      ? sql`strict_mode = false`
      : sql`new_line = ${NEWLINES[dialect.newline]}`;
  return sql`read_csv(${path}, columns = {${columns}}, auto_detect = false,
  header = ${dialect.hasHeader}, delim = ${dialect.delimiter}, quote = '"', escape = '"',
  ${newlines}, skip = ${dialect.skip}, null_padding = true, parallel = false,
  store_rejects = true, rejects_table = ${BROKEN_TABLE}, rejects_scan = 'broken_scans', rejects_limit = 0)`;
}

/** The columns that have a role, by role; of roles that may be shared, `attribute` keeps them all. */
export function columnsByRole(roles: readonly Role[]): {
  readonly one: ReadonlyMap<Role, number>;
  readonly attributes: readonly number[];
} {
  const one = new Map<Role, number>();
  const attributes: number[] = [];
  roles.forEach((role, index) => {
    if (role === 'attribute') attributes.push(index);
    else if (!SHARED_ROLES.includes(role) && !one.has(role)) one.set(role, index);
  });
  return { one, attributes };
}

/** Which columns the staged table of a mapping has. */
export function stagedShape(mapping: Mapping, names: readonly string[]): StagedShape {
  const { one, attributes } = columnsByRole(mapping.roles);
  return {
    order: one.has('order'),
    quantity: one.has('quantity'),
    product: one.has('product') || one.has('productName'),
    channel: one.has('channel'),
    attributes: attributes.map((index) => names[index] ?? ''),
  };
}

/**
 * `CREATE TABLE staged` from a file: types every row and flags it, in one pass over the file.
 *
 * @param names the names of the file's columns, one each
 */
export function stageSql(
  path: string,
  names: readonly string[],
  dialect: Dialect,
  mapping: Mapping,
): Sql {
  const columnCount = names.length;
  const { one, attributes } = columnsByRole(mapping.roles);
  const column = (role: Role): Sql | null => {
    const index = one.get(role);
    return index === undefined ? null : fileColumn(index);
  };
  const number = (role: Role) => {
    const index = one.get(role);
    return index === undefined
      ? null
      : { text: fileColumn(index), format: numberFormat(mapping.numberFormats[index] ?? 'plain') };
  };

  const date = column('date');
  if (date === null) throw new TypeError('a mapping without a date');
  const quantity = number('quantity');
  const price = number('unitPrice');
  const amount = number('amount');
  const useProduct = amount === null;

  const typed: Sql[] = [];
  const add = (expression: Sql, name: keyof typeof STAGED_TYPES | 'price' | 'status'): void => {
    typed.push(sql`${expression} AS ${ident(name)}`);
  };
  const order = column('order');
  const product = column('product') ?? column('productName');
  const channel = column('channel');
  const status = column('status');
  add(text(column('customer') ?? sql`NULL::VARCHAR`), 'customer_id');
  if (order !== null) add(text(order), 'order_id');
  add(dateFormat(mapping.dateFormat).toSql(date), 'ordered_at');
  if (quantity !== null) add(quantity.format.readDouble(quantity.text), 'quantity');
  if (useProduct && price !== null) add(price.format.readDouble(price.text), 'price');
  if (amount !== null) add(amount.format.toMoney(amount.text), 'amount');
  if (product !== null) add(text(product), 'product');
  if (channel !== null) add(text(channel), 'channel');
  if (status !== null) add(sql`lower(trim(${status}))`, 'status');
  attributes.forEach((index, i) => {
    typed.push(sql`${text(fileColumn(index))} AS ${ident(`attribute_${i + 1}`)}`);
  });
  const all = Array.from({ length: columnCount }, (_, i) => fileColumn(i));
  add(sql`hash(${join(all)})`, 'row_hash');

  // Quantity × price in binary floating point is exact to the fourth decimal up to 4e11, where
  // DECIMAL × DECIMAL would need 128 bits a row.
  const worth = useProduct ? sql`quantity * price` : sql`amount`;
  const money = useProduct ? sql`TRY_CAST(round(${worth}, 4) AS DECIMAL(18,4))` : worth;
  const spreads = order !== null && status !== null;
  const flags = flagsSql({
    order: order !== null,
    quantity: quantity !== null,
    price: useProduct,
    statusName: status === null ? null : (names[one.get('status') ?? -1] ?? ''),
    cancelPrefix: mapping.cancelPrefix,
  });
  const hidden = [
    ...(useProduct ? [sql`price`] : [sql`amount`]),
    ...(status !== null ? [sql`status`] : []),
  ];
  return sql`CREATE TABLE staged AS
WITH
-- each row, its fields typed by their roles
typed AS (
  SELECT
    ${join(typed, ',\n  ')}
  FROM ${fileSource(path, columnCount, dialect)}
),
-- what a row is worth
valued AS (
  SELECT *, CASE WHEN abs(${worth}) < ${TOO_MUCH_MONEY} THEN ${money} END AS money FROM typed
)
SELECT * EXCLUDE (money, ${join(hidden)}), money AS amount, ${flags} AS flags${
    spreads
      ? sql`,
  coalesce(status, '') = '' AS status_blank`
      : sql``
  }
FROM valued`;
}

/** Trimmed text, NULL when blank. Few texts need it, and looking costs a third of trimming. */
function text(expression: Sql): Sql {
  return sql`CASE WHEN ${expression} LIKE ' %' OR ${expression} LIKE '% ' OR ${expression} = ''
    THEN nullif(trim(${expression}), '') ELSE ${expression} END`;
}

/** The sum of the flags of a row of `valued`. */
function flagsSql(has: {
  order: boolean;
  quantity: boolean;
  price: boolean;
  statusName: string | null;
  cancelPrefix: string | null;
}): Sql {
  const cancelled = cancelledSql(has);
  const negative = negativeSql(has);
  const flags: [Reason, Sql][] = [
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
  if (has.price) flags.push(['negativePrice', sql`price < 0`]);
  if (cancelled !== null) flags.push(['cancelled', cancelled]);
  // A comparison with an unknown value is unknown: such a row is not flagged for it.
  const bits = flags.map(
    ([reason, condition]) => sql`CASE WHEN ${condition} THEN ${flagOf(reason)} ELSE 0 END`,
  );
  return sql`(${join(bits, ' + ')})::USMALLINT`;
}

/** Whether the order did not stand; null where the file has no way to say so. */
function cancelledSql(has: {
  order: boolean;
  statusName: string | null;
  cancelPrefix: string | null;
}): Sql | null {
  const signs: Sql[] = [];
  if (has.order && has.cancelPrefix !== null) {
    signs.push(sql`starts_with(order_id, ${has.cancelPrefix})`);
  }
  if (has.statusName !== null) signs.push(isCancelStatus(sql`status`, has.statusName));
  return signs.length === 0 ? null : sql`(${join(signs, ' OR ')})`;
}

function negativeSql(has: { quantity: boolean; price: boolean }): Sql {
  if (!has.quantity) return sql`money < 0`;
  // With a price of its own, a negative amount of a positive quantity is a negative price.
  return has.price ? sql`quantity < 0` : sql`quantity < 0 OR money < 0`;
}

/** One row: whether every order id is there and differs from all others. */
export function orderIdsUniqueSql(): Sql {
  return sql`SELECT count(DISTINCT order_id) = count(*) AS is_unique FROM staged`;
}

/** Gives a row that lacks the order id that others have one of its own: it is an order by itself. */
export function fillBlankOrdersSql(): Sql {
  return sql`UPDATE staged SET order_id = 'row ' || (rowid + 1) WHERE order_id IS NULL`;
}

/**
 * Cancels the rest of an order whose status stands on one of its lines only. Shopify writes the
 * status (and the total) on the first line of an order and leaves it blank on the others: without
 * this those would stay as a sale of their own. A line with a status of its own keeps it. Orders
 * with the same number on another day are other orders; see canonical.ts.
 *
 * @returns null where the staged table has no order or no status
 */
export function spreadStatusSql(mapping: Mapping): Sql | null {
  const { one } = columnsByRole(mapping.roles);
  if (!one.has('order') || !one.has('status')) return null;
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
 * Flags every row that repeats an earlier one field by field. Rows are compared by a 64-bit hash
 * of their text: the chance of one false match is below 3e-8 for a million rows.
 */
export function flagDuplicatesSql(): Sql {
  return sql`UPDATE staged SET flags = flags | ${flagOf('duplicate')}
FROM (
  -- rows that stand in the file more than once, and where they stand first
  SELECT row_hash, min(rowid) AS first_row FROM staged GROUP BY row_hash HAVING count(*) > 1
) AS repeated
WHERE staged.row_hash = repeated.row_hash AND staged.rowid > repeated.first_row`;
}

/** The flags of a row, with the user's list of codes that are no product. */
export function flagsWithCodes(codes: readonly string[]): Sql {
  return codes.length === 0
    ? sql`flags`
    : sql`(flags | CASE WHEN product IN ${list(codes)} THEN ${flagOf('notProduct')} ELSE 0 END)`;
}

/** Rows and money by equal flags: everything the ledger is made of. Columns as in FlagGroup. */
export function flagGroupsSql(codes: readonly string[]): Sql {
  return sql`SELECT ${flagsWithCodes(codes)}::INTEGER AS flags, count(*)::DOUBLE AS "rows",
  coalesce(sum(amount), 0)::VARCHAR AS money, (count(*) - count(amount))::DOUBLE AS unknown_money
FROM staged GROUP BY 1 ORDER BY 1`;
}
