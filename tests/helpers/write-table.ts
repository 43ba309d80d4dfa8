import { gzipSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { DATE_FORMATS, type DateFormatId } from '../../src/data/date-formats.ts';
import type { NumberFormatId } from '../../src/data/number-formats.ts';
import type { Role } from '../../src/data/roles.ts';
import { encodeText } from './encode.ts';
import type { RandomTable } from './random-table.ts';
import { tableText } from './table-text.ts';
import { settled, type Writing } from './random-writing.ts';
import { formatOf, writeDate, writeNumber } from './write-value.ts';
import { customerOf, textOf } from './words.ts';
import { zipOf } from './zip.ts';

/** A column as it stands in the file, with what a user would say of it. */
export interface WrittenColumn {
  readonly role: Role;
  readonly name: string;
  /** One for each row; '' for a blank one. */
  readonly values: readonly string[];
  readonly numberFormat: NumberFormatId;
}

export interface WrittenTable {
  readonly file: File;
  /** How it was written in the end: not every choice goes with every other. */
  readonly writing: Writing;
  readonly columns: readonly WrittenColumn[];
  readonly isAscii: boolean;
}

/** The six roles, with their names in English and Korean. */
const COLUMNS = [
  ['order', 'order id', '주문번호'],
  ['customer', 'customer id', '고객번호'],
  ['date', 'order date', '주문일시'],
  ['quantity', 'quantity', '수량'],
  ['amount', 'amount', '결제금액'],
  ['productName', 'product name', '상품명'],
] as const satisfies readonly (readonly [Role, string, string])[];

/** Writes a table to a file. */
export async function writeTable(table: RandomTable, choice: Writing): Promise<WrittenTable> {
  const writing = settled(choice, table.rows.length);
  const columns = columnsOf(table, writing);
  const content = await contentOf(columns, writing);
  const name = `orders.${writing.format === 'workbook' ? 'xlsx' : 'csv'}`;
  return {
    file: packed(content, name, writing.packed),
    writing,
    columns,
    isAscii: content.every((byte) => byte < 0x80),
  };
}

function columnsOf({ rows, precision, decimals }: RandomTable, writing: Writing): WrittenColumn[] {
  const { date, number, names, order, encoding } = writing;
  const numberFormat = formatOf(number);
  const values: Readonly<Record<string, readonly string[]>> = {
    order: rows.map((row) => row.order),
    customer: rows.map(({ customer }) => customerOf(customer, encoding, writing.format)),
    date: rows.map((row) => writeDate(row, precision, date)),
    quantity: rows.map(({ quantity }) => String(quantity)),
    amount: rows.map(({ amount }) => writeNumber(amount, decimals, number)),
    productName: rows.map(({ text }) => textOf(text, writing)),
  };
  return order.flatMap((at) => {
    const [role, english, korean] = COLUMNS[at] ?? [];
    if (role === undefined) return [];
    const name = names === 'none' ? '' : names === 'korean' ? korean : english;
    return {
      role,
      name,
      values: values[role] ?? [],
      numberFormat: role === 'amount' ? numberFormat : 'plain',
    };
  });
}

async function contentOf(
  columns: readonly WrittenColumn[],
  writing: Writing,
): Promise<Uint8Array<ArrayBuffer>> {
  const { format, encoding, bom } = writing;
  if (format === 'workbook') return workbookOf(columns, writing);
  if (format === 'json' || format === 'json lines') {
    return encodeText(jsonOf(columns, format, writing), encoding);
  }
  return encodeText((bom ? '\ufeff' : '') + tableText(columns, writing), encoding);
}

/** A cell's number where it is a plain one. */
function numberOf({ role }: WrittenColumn, value: string, writing: Writing): number | null {
  const isNumber =
    role === 'quantity' ||
    (role === 'amount' && formatOf(writing.number) === 'plain') ||
    (role === 'date' && isLone(writing.date.format));
  return isNumber ? Number(value) : null;
}

function isLone(format: DateFormatId): boolean {
  return DATE_FORMATS.some(({ id, isNumber }) => id === format && isNumber);
}

async function workbookOf(
  columns: readonly WrittenColumn[],
  writing: Writing,
): Promise<Uint8Array<ArrayBuffer>> {
  const count = columns[0]?.values.length ?? 0;
  const records = Array.from({ length: count }, (_, i) =>
    columns.map((column) => {
      const value = column.values[i] ?? '';
      if (value === '') return null;
      const isDate = column.role === 'date' && writing.date.format === 'iso';
      return isDate ? asDate(value) : (numberOf(column, value, writing) ?? value);
    }),
  );
  const rows = [
    ...Array.from({ length: writing.titles }, (_, i) => [`Orders ${String(i + 1)}`]),
    ...(writing.names === 'none' ? [] : [columns.map(({ name }) => name)]),
    ...records,
    ...(writing.totals ? [['Total']] : []),
  ];
  return new Uint8Array(await writeXlsx({ sheets: [{ name: 'Orders', rows }] }));
}

function asDate(iso: string): Date {
  return new Date(`${iso.slice(0, 10)}T${iso.slice(11).padEnd(5, '00:00')}Z`);
}

function jsonOf(
  columns: readonly WrittenColumn[],
  format: 'json' | 'json lines',
  writing: Writing,
): string {
  const count = columns[0]?.values.length ?? 0;
  const objects = Array.from({ length: count }, (_, i) =>
    Object.fromEntries(
      columns.map((column) => {
        const value = column.values[i] ?? '';
        return [column.name, value === '' ? null : (numberOf(column, value, writing) ?? value)];
      }),
    ),
  );
  return format === 'json'
    ? JSON.stringify(objects, null, writing.blankLines ? 2 : 0)
    : objects.map((object) => JSON.stringify(object) + '\n').join('');
}

function packed(content: Uint8Array<ArrayBuffer>, name: string, how: Writing['packed']): File {
  if (how === 'gzip') return new File([new Uint8Array(gzipSync(content))], `${name}.gz`);
  if (how === 'zip') return new File([zipOf([{ name, content }])], 'orders.zip');
  return new File([content], name);
}
