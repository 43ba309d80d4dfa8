import { ident, join, list, sql, type Sql } from '../core/sql.ts';
import type { Mapping } from '../import/types.ts';
import { flagOf } from './cleaning.ts';
import { convertSql, currencyOfSql, normaliseCurrencySql } from './currency.ts';
import { rowFlagsSql, totalsLineSql } from './flags.ts';
import { SHARED_ROLES, type Role } from './roles.ts';
import type { StagedShape } from './staged-shape.ts';
import { toLocalSql } from './time-zone.ts';
import {
  doubleOf,
  isInstant,
  joinedRowsSql,
  type LookupTable,
  moneyOf,
  ownColumns,
  type Source,
  textOf,
  timestampOf,
} from './source.ts';

/**
 * The staged table: the rows of the files, one after another and in their order, typed by their
 * roles and flagged with every reason that a cleaning rule may act on. Columns without a role are
 * not copied.
 *
 *   file        USMALLINT            which file, from 0
 *   order_id, customer_id  VARCHAR   trimmed, blank is NULL
 *   ordered_at  TIMESTAMP            NULL where unreadable
 *   quantity    DOUBLE
 *   amount      DECIMAL(18,4)        in the import's currency; NULL where unreadable, where there
 *                                    is no rate, and where it is 10¹² or more
 *   cost        DECIMAL(18,4)        what the row cost the shop; NULL where unknown
 *   currency, own_amount             the amount as the file has it, where a currency is told
 *   product, category, channel, attribute_1 …, customer_attribute_1 …  VARCHAR
 *   email, phone  UBIGINT            hashes; NULL where there is none
 *   flags       USMALLINT            see REASONS in cleaning.ts
 *   row_hash    UBIGINT              of all fields as they stand in the file
 *   status_blank  BOOLEAN            only where an order and a status are mapped
 *
 * `rowid` + 1 is the row's number over all files, broken records not counted.
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
  cost: 'DECIMAL(18,4)',
  product: 'VARCHAR',
  category: 'VARCHAR',
  channel: 'VARCHAR',
  flags: 'USMALLINT',
  row_hash: 'UBIGINT',
  file: 'USMALLINT',
} as const;

/**
 * An amount of so much is no amount but, as a rule, a barcode of 13 digits: a few of them would
 * be more than a DECIMAL(18,4) can hold, and the sums of the orders would fail.
 */
const TOO_MUCH_MONEY = 1e12;

/** The columns that have a role, by role; the shared ones keep them all. */
export function columnsByRole(roles: readonly Role[]): {
  readonly one: ReadonlyMap<Role, number>;
  readonly attributes: readonly number[];
  readonly customerAttributes: readonly number[];
} {
  const one = new Map<Role, number>();
  const attributes: number[] = [];
  const customerAttributes: number[] = [];
  roles.forEach((role, index) => {
    if (role === 'attribute') attributes.push(index);
    else if (role === 'customerAttribute') customerAttributes.push(index);
    else if (!SHARED_ROLES.includes(role) && !one.has(role)) one.set(role, index);
  });
  return { one, attributes, customerAttributes };
}

/** Which columns the staged table of a mapping has. */
export function stagedShape(mapping: Mapping, names: readonly string[], files = 1): StagedShape {
  const { one, attributes, customerAttributes } = columnsByRole(mapping.roles);
  const named = (indexes: readonly number[]) => indexes.map((index) => names[index] ?? '');
  return {
    order: one.has('order'),
    quantity: one.has('quantity'),
    product: one.has('product') || one.has('productName'),
    category: one.has('category'),
    channel: one.has('channel'),
    cost: one.has('cost') || one.has('unitCost') || mapping.margin !== null,
    currency: mapping.currency !== null,
    email: one.has('email'),
    phone: one.has('phone'),
    status: one.has('order') && one.has('status'),
    attributes: named(attributes),
    customerAttributes: named(customerAttributes),
    files,
  };
}

/** One file of those that are staged together. */
export interface StagedSource {
  readonly source: Source;
  /** Its number, from 0. */
  readonly file: number;
  /** Tables that are joined to its rows. Default: none. */
  readonly lookups?: readonly LookupTable[];
}

/**
 * Types every row of a file and flags it, in one pass: `CREATE TABLE staged` for the first file,
 * `INSERT INTO staged` for the others.
 *
 * @param names the names of the import's columns, one each
 */
export function stageSql(
  { source: own, file, lookups = [] }: StagedSource,
  names: readonly string[],
  mapping: Mapping,
): Sql {
  const source = { ...own, joined: lookups.flatMap(({ columns }) => columns) };
  const shape = stagedShape(mapping, names);
  const { one } = columnsByRole(mapping.roles);
  const byPrice = !one.has('amount');
  const worth = byPrice ? sql`quantity * price` : sql`amount`;
  // Quantity × price in binary floating point is exact to the fourth decimal up to 4e11, where
  // DECIMAL × DECIMAL would need 128 bits a row.
  const money = byPrice ? sql`TRY_CAST(round(${worth}, 4) AS DECIMAL(18,4))` : worth;
  const flags = rowFlagsSql({
    order: shape.order,
    quantity: shape.quantity,
    price: byPrice,
    currency: mapping.currency,
    statusName: one.has('status') ? (names[one.get('status') ?? -1] ?? '') : null,
    cancelPrefix: mapping.cancelPrefix,
  });
  const target = file === 0 ? sql`CREATE TABLE staged AS` : sql`INSERT INTO staged BY NAME`;
  return sql`${target}
WITH
-- each row, its fields typed by their roles
typed AS (
  SELECT
    ${join(typedColumns(source, names, mapping), ',\n  ')}
  FROM ${joinedRowsSql({ source, lookups })}
),
-- what a row is worth, as the file has it, and its local time
valued AS (
  SELECT *${localTime(source, mapping)}, CASE WHEN abs(${worth}) < ${TOO_MUCH_MONEY} THEN ${money} END AS money FROM typed
)
SELECT ${join(keptColumns(shape, mapping), ', ')}, ${file}::USMALLINT AS file, ${flags} AS flags
FROM valued`;
}

/** The columns of `typed`: what a role reads from the file, under the name it has in `staged`. */
function typedColumns(source: Source, names: readonly string[], mapping: Mapping): Sql[] {
  const { one, attributes, customerAttributes } = columnsByRole(mapping.roles);
  const columns: Sql[] = [];
  const add = (role: Role, name: string, read: (index: number) => Sql): void => {
    const index = one.get(role);
    if (index !== undefined) columns.push(sql`${read(index)} AS ${ident(name)}`);
  };
  const format = (index: number) => mapping.numberFormats[index] ?? 'plain';
  const asText = (index: number) => text(textOf(source, index));
  const asNumber = (index: number) => doubleOf(source, index, format(index));
  const asMoney = (index: number) => moneyOf(source, index, format(index));
  const asHash = (normalise: (text: Sql) => Sql) => (index: number) =>
    sql`CASE WHEN nullif(${normalise(textOf(source, index))}, '') IS NOT NULL THEN hash(${normalise(textOf(source, index))}) END`;

  const date = one.get('date');
  if (date === undefined) throw new TypeError('a mapping without a date');
  const orderedAt = timestampOf(source, date, mapping.dateFormat);
  const customer = one.get('customer');
  columns.push(
    sql`${customer === undefined ? sql`NULL::VARCHAR` : customerId(asText(customer), mapping)} AS customer_id`,
    sql`${orderedAt} AS ordered_at`,
    sql`${totalsLineSql(
      orderedAt,
      names.map((_, i) => textOf(source, i)),
    )} AS totals_line`,
    sql`hash(${join(ownColumns(source))}) AS row_hash`,
  );
  add('order', 'order_id', asText);
  add('quantity', 'quantity', asNumber);
  if (one.has('amount')) add('amount', 'amount', asMoney);
  else add('unitPrice', 'price', asNumber);
  add('cost', 'cost', asMoney);
  add('unitCost', 'unit_cost', asNumber);
  add(one.has('product') ? 'product' : 'productName', 'product', asText);
  add('category', 'category', asText);
  add('channel', 'channel', asText);
  add('status', 'status', (index) => sql`lower(trim(${textOf(source, index)}))`);
  add(
    'email',
    'email',
    asHash((value) => sql`lower(trim(${value}))`),
  );
  add('phone', 'phone', asHash(phoneDigits));
  const currency = currencyColumn(source, mapping);
  if (currency !== null) columns.push(sql`${currency} AS currency`);
  attributes.forEach((index, i) => {
    columns.push(sql`${asText(index)} AS ${ident(`attribute_${i + 1}`)}`);
  });
  customerAttributes.forEach((index, i) => {
    columns.push(sql`${asText(index)} AS ${ident(`customer_attribute_${i + 1}`)}`);
  });
  return columns;
}

/** Replaces an instant by the local time of the shop's zone; nothing where dates are local. */
function localTime(source: Source, { roles, dateFormat, timeZone }: Mapping): Sql {
  if (timeZone === null || !isInstant(source, roles.indexOf('date'), dateFormat)) return sql``;
  return sql` REPLACE (${toLocalSql(sql`ordered_at`, timeZone)} AS ordered_at)`;
}

/** The currency of a row, by its own column or by the sign beside the amount; else the import's. */
function currencyColumn(source: Source, mapping: Mapping): Sql | null {
  if (mapping.currency === null) return null;
  const { one } = columnsByRole(mapping.roles);
  const own = one.get('currency');
  const money = one.get('amount') ?? one.get('unitPrice');
  const told =
    own !== undefined
      ? normaliseCurrencySql(textOf(source, own))
      : money !== undefined
        ? currencyOfSql(textOf(source, money))
        : sql`NULL::VARCHAR`;
  return sql`coalesce(${told}, ${mapping.currency.target})`;
}

/** The columns of `staged`, from those of `valued`. */
function keptColumns(shape: StagedShape, mapping: Mapping): Sql[] {
  const { one } = columnsByRole(mapping.roles);
  const { currency } = mapping;
  const amount =
    currency === null
      ? sql`money`
      : convertSql(sql`money`, sql`currency`, currency.rates, currency.target);
  const columns = [sql`customer_id`, sql`ordered_at`, sql`row_hash`, sql`${amount} AS amount`];
  if (shape.order) columns.push(sql`order_id`);
  if (shape.quantity) columns.push(sql`quantity`);
  if (shape.product) columns.push(sql`product`);
  if (shape.category) columns.push(sql`category`);
  if (shape.channel) columns.push(sql`channel`);
  if (currency !== null) columns.push(sql`currency`, sql`money AS own_amount`);
  if (shape.cost) columns.push(sql`${costSql(one, mapping, amount)} AS cost`);
  if (shape.email) columns.push(sql`email`);
  if (shape.phone) columns.push(sql`phone`);
  if (shape.status) columns.push(sql`coalesce(status, '') = '' AS status_blank`);
  shape.attributes.forEach((_, i) => columns.push(ident(`attribute_${i + 1}`)));
  shape.customerAttributes.forEach((_, i) => columns.push(ident(`customer_attribute_${i + 1}`)));
  return columns;
}

/** What a row cost: by its own column, by the piece, or by the margin of its group. */
function costSql(one: ReadonlyMap<Role, number>, mapping: Mapping, amount: Sql): Sql {
  const { currency, margin } = mapping;
  const converted = (cost: Sql): Sql =>
    currency === null ? cost : convertSql(cost, sql`currency`, currency.rates, currency.target);
  if (one.has('cost')) return converted(sql`cost`);
  if (one.has('unitCost')) {
    const pieces = one.has('quantity') ? sql`quantity * unit_cost` : sql`unit_cost`;
    return converted(sql`TRY_CAST(round(${pieces}, 4) AS DECIMAL(18,4))`);
  }
  if (margin === null) return sql`NULL::DECIMAL(18,4)`;
  const group = one.has('category') ? sql`category` : one.has('product') ? sql`product` : null;
  const share = (rate: string): Sql => sql`1 - ${rate}::DOUBLE`;
  const branches =
    group === null
      ? []
      : Object.entries(margin.groups).map(
          ([name, rate]) => sql`WHEN ${group} = ${name} THEN ${share(rate)}`,
        );
  const other = margin.other === null ? sql`NULL::DOUBLE` : share(margin.other);
  const rate = branches.length === 0 ? other : sql`CASE ${join(branches, '\n')} ELSE ${other} END`;
  return sql`TRY_CAST(round(${amount}::DOUBLE * (${rate}), 4) AS DECIMAL(18,4))`;
}

/** Trimmed text, NULL when blank. Few texts need it, and looking costs a third of trimming. */
function text(expression: Sql): Sql {
  return sql`CASE WHEN ${expression} LIKE ' %' OR ${expression} LIKE '% ' OR ${expression} = ''
    THEN nullif(trim(${expression}), '') ELSE ${expression} END`;
}

/** `ＫＩＭ  Min` and `kim min` are one customer where the user says so. */
function customerId(id: Sql, mapping: Mapping): Sql {
  return mapping.foldCustomers ? foldedId(id) : id;
}

/** An id, trimmed, without what differs by hand: case, width, and how many blanks are within. */
export function foldedId(id: Sql): Sql {
  return sql`lower(regexp_replace(${halfWidth(id)}, '\\s+', ' ', 'g'))`;
}

/** Full-width letters and digits as the plain ones. */
function halfWidth(value: Sql): Sql {
  const wide = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0xff01 + i)).join('');
  const plain = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).join('');
  return sql`translate(${value}, ${`${wide}\u3000`}, ${`${plain} `})`;
}

/**
 * A phone number by its last nine digits: they are the same with a country code (+82 10-1234-5678)
 * and without (010-1234-5678). Shorter numbers name no customer.
 */
function phoneDigits(value: Sql): Sql {
  const digits = sql`regexp_replace(${value}, '[^0-9]', '', 'g')`;
  return sql`CASE WHEN length(${digits}) >= 9 THEN right(${digits}, 9) END`;
}

/** Rows of the currencies that were told: currency, rows, money (text, in that currency). */
export function currenciesSql(): Sql {
  return sql`SELECT currency, count(*)::DOUBLE AS "rows", coalesce(sum(own_amount), 0)::VARCHAR AS money
FROM staged GROUP BY currency ORDER BY "rows" DESC, currency`;
}

/** The flags of a row, with the user's list of codes that are no product. */
export function flagsWithCodes(codes: readonly string[]): Sql {
  return codes.length === 0
    ? sql`flags`
    : sql`(flags | CASE WHEN product IN ${list(codes)} THEN ${flagOf('notProduct')} ELSE 0 END)`;
}

/** Rows and money by equal flags: everything the ledger is made of. Columns as in FlagGroup. */
export function flagGroupsSql(codes: readonly string[]): Sql {
  return sql`SELECT file::INTEGER AS file, ${flagsWithCodes(codes)}::INTEGER AS flags, count(*)::DOUBLE AS "rows",
  coalesce(sum(amount), 0)::VARCHAR AS money, (count(*) - count(amount))::DOUBLE AS unknown_money
FROM staged GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** How many rows each file gave: file, rows. */
export function fileRowsSql(): Sql {
  return sql`SELECT file::INTEGER AS file, count(*)::DOUBLE AS "rows" FROM staged GROUP BY file`;
}
