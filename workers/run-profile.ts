import { ident, join, sql, type Sql } from '../src/core/sql.ts';
import { dateFormat } from '../src/data/date-formats.ts';
import { numberFormat } from '../src/data/number-formats.ts';
import {
  columnCountsSql,
  customersWithSeveralSql,
  EXACT_DISTINCT_ROWS,
  HISTOGRAM_ROWS,
  histogramSql,
  MOST_STATUSES,
  type ProfileColumn,
  stagedTotalsSql,
  statusesSql,
  suspectCodesSql,
} from '../src/data/profile.ts';
import { allTextRowsSql, fileColumn } from '../src/data/source.ts';
import type { Mapping, SourceColumn } from '../src/import/types.ts';
import type { ColumnProfile, Profile, StagedId } from './engine-api.ts';
import type { Session } from './duckdb.ts';
import { type Job, steps } from './job.ts';
import { first, rows } from './rows.ts';
import type { StagedFile, Store } from './store.ts';

/** Wider files are profiled in their first columns only. */
const PROFILED_COLUMNS = 200;

/** What is in the whole file of the staged rows, before any rule. */
export async function profileStaged(store: Store, id: StagedId, job: Job): Promise<Profile> {
  const staged = store.file(id);
  const step = steps(job, ['profile']);
  step('profile');
  const totals = await store.database.session([staged.id], job.signal, (session) =>
    stagedFacts(session, staged),
  );
  return { ...(await profileColumns(store, staged, job)), ...totals };
}

async function stagedFacts(
  session: Session,
  { shape }: StagedFile,
): Promise<Omit<Profile, 'columns' | 'statuses'>> {
  const totals = await first(session, stagedTotalsSql(shape));
  const several = [];
  for (const [i, column] of shape.attributes.entries()) {
    const row = await first(session, customersWithSeveralSql(i + 1));
    several.push({ column, customers: Number(row['customers']) });
  }
  const suspects = shape.product ? await rows(session, suspectCodesSql()) : [];
  return {
    orders: totals['orders'] === null ? null : Number(totals['orders']),
    customers: Number(totals['customers']),
    firstAt: textOrNull(totals['first_at']),
    lastAt: textOrNull(totals['last_at']),
    money: String(totals['money']),
    negativeRows: Number(totals['negative_rows']),
    customersWithSeveral: several,
    suspectCodes: suspects.map((row) => ({
      code: String(row['code']),
      rows: Number(row['rows']),
      money: String(row['money']),
    })),
  };
}

async function profileColumns(
  store: Store,
  staged: StagedFile,
  job: Job,
): Promise<Pick<Profile, 'columns' | 'statuses'>> {
  const { recognition, mapping } = staged;
  const source = allTextRowsSql(staged.sources, recognition.columns.length);
  const columns = recognition.columns
    .slice(0, PROFILED_COLUMNS)
    .map((column) => profileColumn(column, mapping));
  const estimate = staged.rows > EXACT_DISTINCT_ROWS;
  const whole = staged.rows <= HISTOGRAM_ROWS;
  const status = mapping.roles.indexOf('status');
  const statusKept = whole && status < columns.length;
  // The reader's lists of broken records are temporary: each scan has a session of its own.
  const told = statusKept
    ? null
    : await store.database.session([], job.signal, (session) =>
        readStatuses(session, status, source),
      );
  const counted = whole
    ? null
    : await store.database.session([], job.signal, (session) =>
        first(session, columnCountsSql(columns, source, estimate)),
      );
  return store.database.session([], job.signal, async (session) => {
    const kept = ident('first_rows');
    await session.run(
      sql`CREATE TEMPORARY TABLE ${kept} AS SELECT ${join(columns.map(({ index }) => fileColumn(index)))} FROM ${source} LIMIT ${HISTOGRAM_ROWS}`,
    );
    const counts = counted ?? (await first(session, columnCountsSql(columns, kept, estimate)));
    const result: ColumnProfile[] = [];
    for (const column of columns) {
      const i = column.index;
      result.push({
        name: recognition.columns[i]?.name ?? '',
        empty: Number(counts[`empty_${i}`]),
        distinct: Number(counts[`distinct_${i}`]),
        estimated: estimate,
        min: textOrNull(counts[`min_${i}`]),
        max: textOrNull(counts[`max_${i}`]),
        histogram: await histogram(session, column, kept),
      });
    }
    const statuses = statusKept ? await readStatuses(session, status, kept) : told;
    return { columns: result, statuses };
  });
}

/** The states that orders are in; null where no column tells them. */
async function readStatuses(
  session: Session,
  index: number,
  source: Sql,
): Promise<Profile['statuses']> {
  if (index === -1) return null;
  const found = await rows(session, statusesSql(index, source));
  if (found.length > MOST_STATUSES) return null;
  return found.map((row) => ({ value: String(row['value']), rows: Number(row['rows']) }));
}

/** Read by the formats that the user chose, else by those that were recognised. */
function profileColumn(column: SourceColumn, mapping: Mapping): ProfileColumn {
  const { index } = column;
  const value = fileColumn(index);
  const date = mapping.roles[index] === 'date' ? mapping.dateFormat : column.dateFormat;
  if (date !== null) return { index, ordered: dateFormat(date).toSql(value) };
  const number = column.numberFormat === null ? null : mapping.numberFormats[index];
  if (number === null || number === undefined) return { index, ordered: null };
  return { index, ordered: numberFormat(number).toDouble(value) };
}

async function histogram(
  session: Session,
  column: ProfileColumn,
  source: Sql,
): Promise<readonly number[]> {
  const slices = await rows(session, histogramSql(column, source));
  const heights = new Array<number>(20).fill(0);
  for (const row of slices) heights[Number(row['slice'] ?? 0)] = Number(row['rows']);
  const highest = Math.max(...heights, 1);
  return heights.map((height) => height / highest);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
