import type { Sql } from '../src/core/sql.ts';
import { dateFormat } from '../src/data/date-formats.ts';
import { numberFormat } from '../src/data/number-formats.ts';
import {
  columnFactsSql,
  columnValuesSql,
  frequentSql,
  histogramSql,
  outlierOf,
  type ProfileColumn,
  signCountsSql,
  SLICES,
  variantsSql,
  zerosSql,
} from '../src/data/profile-column.ts';
import { SIGNS, signsOf } from '../src/data/profile-signs.ts';
import type { Role } from '../src/data/roles.ts';
import type { Mapping, SourceColumn } from '../src/import/types.ts';
import type { ColumnProfile } from './engine-api.ts';
import type { Session } from './duckdb.ts';
import { first, rows } from './rows.ts';

type Rows = Awaited<ReturnType<typeof rows>>;
type Row = Rows[number];
type Suspicions = ColumnProfile['suspicious'];

/** How many of the most frequent values are told. */
const FREQUENT = 8;

const NUMERIC: readonly Role[] = ['amount', 'quantity', 'unitPrice', 'cost', 'unitCost'];

/** How a column is read: by the formats that the user chose, else by those that were recognised. */
export function profiledColumn(column: SourceColumn, mapping: Mapping): ProfileColumn {
  const { index } = column;
  const role = mapping.roles[index] ?? 'ignore';
  const numeric = NUMERIC.includes(role);
  const common = { index, ofOrders: role === 'date', isCode: !numeric && role !== 'date' };
  const date = role === 'date' ? mapping.dateFormat : numeric ? null : column.dateFormat;
  if (date !== null) return { ...common, isCode: false, as: 'date', read: dateFormat(date).toSql };
  if (column.numberFormat === null && !numeric) return { ...common, as: 'text', read: null };
  const number = mapping.numberFormats[index] ?? column.numberFormat ?? 'plain';
  return { ...common, as: 'number', read: numberFormat(number).toDouble };
}

/** A column of rows that stand in a table, and beyond which its numbers are outliers. */
export async function profileColumn(
  session: Session,
  column: ProfileColumn,
  table: { readonly rows: Sql; readonly count: number; readonly now: string },
): Promise<{ readonly profile: Omit<ColumnProfile, 'name'>; readonly outlier: number | null }> {
  await session.run(columnValuesSql(column, table.rows));
  const facts = await first(session, columnFactsSql(column));
  const filled = Number(facts['filled']);
  const [low, high] = [numberOrNull(facts['low']), numberOrNull(facts['high'])];
  const outlier = low === null || high === null ? null : outlierOf(low, high);
  const signs = { as: column.as, ofOrders: column.ofOrders, now: table.now, outlier };
  const frequent = await rows(session, frequentSql(column.as === 'text' ? SLICES : FREQUENT));
  const heights =
    column.as === 'text'
      ? frequent.map((row) => Number(row['rows']))
      : low === null || high === null
        ? []
        : await slices(session, low, high);
  return {
    outlier,
    profile: {
      kind: filled === 0 ? 'empty' : kindOf(column, facts['fractions'] === true),
      empty: table.count - filled,
      distinct: Number(facts['distinct']),
      estimated: false,
      min: textOrNull(facts['min']),
      max: textOrNull(facts['max']),
      histogram: heights.map((height) => height / Math.max(...heights, 1)),
      tallest: Math.max(...heights, 0),
      range: rangeOf(column, low, high),
      frequent: frequent
        .slice(0, FREQUENT)
        .map((row) => ({ value: String(row['value']), rows: Number(row['rows']) })),
      suspicious: [
        ...signed(await rows(session, signCountsSql(signs))),
        ...(await compared(session, column)),
      ],
    },
  };
}

/** The counts of the whole file in place of those of its first rows. */
export function withWholeCounts(
  profile: ColumnProfile,
  column: ProfileColumn & { readonly outlier: number | null },
  counts: Row,
  estimated: boolean,
): ColumnProfile {
  const i = column.index;
  const found = signsOf(column).map((sign) => {
    const n = SIGNS.indexOf(sign) + 1;
    return {
      sign: n,
      rows: counts[`sign_${i}_${n}`] ?? 0,
      example: counts[`example_${i}_${n}`] ?? '',
    };
  });
  return {
    ...profile,
    empty: Number(counts[`empty_${i}`]),
    distinct: Number(counts[`distinct_${i}`]),
    estimated,
    min: textOrNull(counts[`min_${i}`]),
    max: textOrNull(counts[`max_${i}`]),
    suspicious: [
      ...signed(found.filter((row) => Number(row.rows) > 0)),
      ...profile.suspicious.filter(({ code }) => code === 'variants' || code === 'zeros'),
    ],
  };
}

function kindOf({ as }: ProfileColumn, fractions: boolean): ColumnProfile['kind'] {
  if (as !== 'number') return as;
  return fractions ? 'number' : 'integer';
}

function signed(found: readonly Row[]): Suspicions {
  return found.flatMap((row) => {
    const code = SIGNS[Number(row['sign']) - 1];
    return code === undefined
      ? []
      : [{ code, rows: Number(row['rows']), example: String(row['example']), other: null }];
  });
}

/** What is wrong with values beside each other. */
async function compared(session: Session, column: ProfileColumn): Promise<Suspicions> {
  const queries = [
    ...(column.as === 'text' ? [['variants', variantsSql()] as const] : []),
    ...(column.isCode ? [['zeros', zerosSql()] as const] : []),
  ];
  const found: Suspicions[number][] = [];
  for (const [code, query] of queries) {
    const row = await first(session, query);
    const count = Number(row['rows'] ?? 0);
    const [example, other] = [String(row['example']), String(row['other'])];
    if (count > 0) found.push({ code, rows: count, example, other });
  }
  return found;
}

async function slices(session: Session, low: number, high: number): Promise<readonly number[]> {
  const heights = new Array<number>(SLICES).fill(0);
  for (const row of await rows(session, histogramSql(low, high))) {
    heights[Number(row['slice'])] = Number(row['rows']);
  }
  return heights;
}

/** The bounds of a histogram as text: a number, or a moment. */
function rangeOf(
  { as }: ProfileColumn,
  low: number | null,
  high: number | null,
): ColumnProfile['range'] {
  if (low === null || high === null) return null;
  const moment = (micros: number) =>
    new Date(micros / 1000).toISOString().slice(0, 16).replace('T', ' ');
  return as === 'date' ? [moment(low), moment(high)] : [String(low), String(high)];
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
