import { ident, join, sql } from '../src/core/sql.ts';
import {
  customersWithSeveralSql,
  foldableSql,
  stagedTotalsSql,
  suspectCodesSql,
} from '../src/data/profile.ts';
import { EXACT_DISTINCT_ROWS, SAMPLED_ROWS, wholeCountsSql } from '../src/data/profile-column.ts';
import { allTextRowsSql, fileColumn } from '../src/data/source.ts';
import type { ColumnProfile, Profile, StagedId } from './engine-api.ts';
import type { Session } from './duckdb.ts';
import { type Job, steps } from './job.ts';
import { first, rows } from './rows.ts';
import { profileColumn, profiledColumn, withWholeCounts } from './run-column-profile.ts';
import type { Store } from './store.ts';
import type { StagedFile } from './stored.ts';
import { unreadColumns } from './table-source.ts';

/** Wider files are profiled in their first columns only. */
const PROFILED_COLUMNS = 200;

/** What is in the whole file of the staged rows, before any rule. */
export async function profileStaged(store: Store, id: StagedId, job: Job): Promise<Profile> {
  const staged = store.file(id);
  const step = steps(job, ['profile']);
  const report = step('profile');
  const totals = await store.database.session([staged.id], job.signal, (session) =>
    stagedFacts(session, staged),
  );
  return { ...(await profileColumns(store, staged, job, report)), ...totals };
}

async function stagedFacts(
  session: Session,
  { shape }: StagedFile,
): Promise<Omit<Profile, 'columns' | 'sampledRows'>> {
  const totals = await first(session, stagedTotalsSql(shape));
  const foldable = await first(session, foldableSql());
  const several = [];
  for (const [i, column] of shape.attributes.entries()) {
    const row = await first(session, customersWithSeveralSql(i + 1));
    several.push({ column, customers: Number(row['customers']) });
  }
  const suspects = shape.product ? await rows(session, suspectCodesSql()) : [];
  return {
    orders: totals['orders'] === null ? null : Number(totals['orders']),
    customers: Number(totals['customers']),
    foldable: Number(foldable['foldable']),
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
  report: (share: number) => void,
): Promise<Pick<Profile, 'columns' | 'sampledRows'>> {
  const { recognition, mapping } = staged;
  const source = allTextRowsSql(staged.sources, recognition.columns.length, staged.lookups);
  const unread = unreadColumns(staged.sources, recognition);
  const columns = recognition.columns
    .filter(({ index }) => !unread.includes(index))
    .slice(0, PROFILED_COLUMNS)
    .map((column) => profiledColumn(column, mapping));
  const whole = staged.rows <= SAMPLED_ROWS;
  const count = Math.min(staged.rows, SAMPLED_ROWS);
  const now = latest();
  const outliers: (number | null)[] = [];
  // The reader's lists of broken records are temporary: each scan has a session of its own.
  const sampled = await store.database.session([], job.signal, async (session) => {
    const kept = ident('first_rows');
    await session.run(
      sql`CREATE TEMPORARY TABLE ${kept} AS SELECT ${join(columns.map(({ index }) => fileColumn(index)))} FROM ${source} LIMIT ${SAMPLED_ROWS}`,
    );
    const profiles: ColumnProfile[] = [];
    for (const [i, column] of columns.entries()) {
      report((i + 1) / (columns.length + 1));
      const found = await profileColumn(session, column, { rows: kept, count, now });
      const name = recognition.columns[column.index]?.name ?? '';
      profiles.push({ name, ...found.profile });
      outliers.push(found.outlier);
    }
    return { columns: profiles, sampledRows: whole ? null : SAMPLED_ROWS };
  });
  if (whole) return sampled;
  const estimate = staged.rows > EXACT_DISTINCT_ROWS;
  const bounded = columns.map((column, i) => ({ ...column, outlier: outliers[i] ?? null }));
  const counts = await store.database.session([], job.signal, (session) =>
    first(session, wholeCountsSql(bounded, source, { now, estimate })),
  );
  const counted = bounded.map((column, i) =>
    withWholeCounts(sampled.columns[i] as ColumnProfile, column, counts, estimate),
  );
  return { ...sampled, columns: counted };
}

/** The last moment that is not to come anywhere on earth. */
function latest(): string {
  const FURTHEST_ZONE = 14 * 3_600_000;
  return new Date(Date.now() + FURTHEST_ZONE).toISOString().slice(0, 19).replace('T', ' ');
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
