import { CSV_BOM, csvLine } from '../src/core/csv.ts';
import { ident, sql } from '../src/core/sql.ts';
import { type CleaningRules, flagOf, type Reason } from '../src/data/cleaning.ts';
import { leftOutMask, reasonLeftOut } from '../src/data/ledger.ts';
import {
  brokenCountsSql,
  brokenSliceSql,
  leftOutCountsSql,
  leftOutRowsSql,
  leftOutSliceSql,
  leftOutTableSql,
  type LeftOutWhere,
} from '../src/data/left-out.ts';
import { numberFormat } from '../src/data/number-formats.ts';
import { type Source, textRowsSql } from '../src/data/source.ts';
import { flagsWithCodes } from '../src/data/staging.ts';
import type { SourceColumn } from '../src/import/types.ts';
import { inFile } from './engine-error.ts';
import type { Session } from './duckdb.ts';
import type { LeftOutFilter, LeftOutPage, LeftOutSlice, StagedId } from './engine-api.ts';
import { type Job, type ReportShare, steps } from './job.ts';
import { rows } from './rows.ts';
import type { Store } from './store.ts';
import type { StagedFile } from './stored.ts';
import { readTable } from './table-source.ts';

type LeftOutRow = LeftOutPage['rows'][number];

/** In place of a reason: the record could not be split into fields. */
const BROKEN = 'broken';

const ALL: LeftOutFilter = { reason: null, file: null };

/** Rows a chunk of the CSV. */
const CHUNK = 5000;

/** What `left_out` of a file holds, or will hold: it is built once for the same rules. */
const built = new WeakMap<StagedFile, { readonly key: string; readonly done: Promise<void> }>();

/** A slice of the rows that the rules leave out, and after them of the broken records. */
export async function leftOutPage(
  store: Store,
  id: StagedId,
  rules: CleaningRules,
  { offset, limit, filter = ALL }: LeftOutSlice,
  job: Job,
): Promise<LeftOutPage> {
  const staged = store.file(id);
  const step = steps(job, ['read', 'query']);
  try {
    await buildTable(store, staged, rules, job, () => step('read'));
    return await store.database.session([staged.id], job.signal, async (session) => {
      const { columns } = staged.recognition;
      const counts = await countRows(session, rules);
      const flagged = total(counts, filter, (reason) => reason !== BROKEN);
      const broken = total(counts, filter, (reason) => reason === BROKEN);
      const where = { file: filter.file, flag: flagWhere(filter.reason, rules) };
      const found =
        flagged === 0
          ? []
          : await rows(session, leftOutSliceSql(columns.length, offset, limit, where));
      const result: LeftOutRow[] = found.map((row) => ({
        file: Number(row['file']),
        row: Number(row['row']),
        reason: reasonLeftOut(Number(row['flags']), rules) ?? '',
        values: columns.map((_, i) => (row[`c${i}`] ?? null) as string | null),
      }));
      const rest = limit - result.length;
      if (rest > 0 && broken > 0) {
        const from = Math.max(0, offset - flagged);
        for (const row of await rows(session, brokenSliceSql(filter.file, from, rest))) {
          const file = Number(row['file']);
          result.push({
            file,
            row: Number(row['line']) - linesAbove(staged.sources[file]),
            reason: BROKEN,
            values: [String(row['text'] ?? '')],
          });
        }
      }
      const names = columns.map(({ name }) => name);
      return { columns: names, rows: result, total: flagged + broken, counts };
    });
  } catch (error) {
    throw inFile(error, staged.recognition.fileName);
  }
}

/** How many rows each file leaves out for each reason. */
async function countRows(session: Session, rules: CleaningRules): Promise<LeftOutPage['counts']> {
  const counts = new Map<string, LeftOutPage['counts'][number]>();
  const add = (file: number, reason: Reason | typeof BROKEN, more: number): void => {
    const key = `${file} ${reason}`;
    counts.set(key, { file, reason, rows: (counts.get(key)?.rows ?? 0) + more });
  };
  for (const row of await rows(session, leftOutCountsSql())) {
    const reason = reasonLeftOut(Number(row['flags']), rules);
    if (reason !== null) add(Number(row['file']), reason, Number(row['rows']));
  }
  for (const row of await rows(session, brokenCountsSql())) {
    add(Number(row['file']), BROKEN, Number(row['rows']));
  }
  return [...counts.values()];
}

/** The rows of a filter whose reason passes a test. */
function total(
  counts: LeftOutPage['counts'],
  filter: LeftOutFilter,
  test: (reason: string) => boolean,
): number {
  return counts
    .filter(({ reason }) => test(reason) && (filter.reason === null || filter.reason === reason))
    .filter(({ file }) => filter.file === null || filter.file === file)
    .reduce((sum, count) => sum + count.rows, 0);
}

/** A row counts for the first reason that leaves it out. */
function flagWhere(reason: LeftOutFilter['reason'], rules: CleaningRules): LeftOutWhere['flag'] {
  if (reason === null || reason === BROKEN) return null;
  const bit = flagOf(reason);
  return { bit, before: leftOutMask(rules) & (bit - 1) };
}

/** Builds `left_out` unless it stands, or is being built, for the same rules; one at a time. */
async function buildTable(
  store: Store,
  staged: StagedFile,
  rules: CleaningRules,
  job: Job,
  onBuild: () => ReportShare,
): Promise<void> {
  const codes = staged.shape.product ? rules.notProductCodes : [];
  const key = JSON.stringify([leftOutMask(rules), codes]);
  for (;;) {
    const found = built.get(staged);
    if (found === undefined) break;
    // Another job's build may have been cancelled: then this one builds.
    const stands = await found.done.then(
      () => true,
      () => false,
    );
    if (stands && found.key === key) return;
    if (built.get(staged) === found) built.delete(staged);
  }
  const report = onBuild();
  const columnCount = staged.recognition.columns.length;
  const flags = flagsWithCodes(codes);
  const done = (async () => {
    await store.database.session([staged.id], job.signal, async (session) => {
      await session.run(sql`DROP TABLE IF EXISTS left_out`);
      await session.run(leftOutTableSql(columnCount));
    });
    // The reader's lists of broken records are temporary: each scan has a session of its own.
    for (const [file, read] of staged.sources.entries()) {
      const source = await wholeSource(store, staged, file, read, job);
      const rows = textRowsSql(source, columnCount);
      const again = { rows, file, linesAbove: linesAbove(source) };
      const add = (session: Session): Promise<void> =>
        session.run(leftOutRowsSql(again, flags, leftOutMask(rules)));
      const onShare = (share: number): void => {
        report((file + share) / staged.sources.length);
      };
      const watch = source.kind === 'text' ? { path: source.path, onShare } : undefined;
      await store.database.session([staged.id], job.signal, add, watch);
      if (source !== read) await dropWhole(store, staged, job);
    }
  })();
  built.set(staged, { key, done });
  await done;
}

/** A table of which not all columns were read, for as long as its rows are looked up. */
const WHOLE = 'whole';

/** A file with all its columns: those without a role are read where they were not. */
async function wholeSource(
  store: Store,
  staged: StagedFile,
  file: number,
  read: Source,
  job: Job,
): Promise<Source> {
  const table = staged.tables[file] ?? null;
  const facts = staged.recognition.sources[file];
  if (read.kind === 'text' || table === null || facts === undefined) return read;
  if (read.columns.length === table.columns.length) return read;
  await dropWhole(store, staged, job);
  const positions = table.columns.map((_, position) => position);
  const into = [staged.id, WHOLE] as const;
  return readTable(store.database, { into, file: table, facts, positions }, job.signal);
}

async function dropWhole({ database }: Store, staged: StagedFile, { signal }: Job): Promise<void> {
  await database.session([], signal, (session) =>
    session.run(sql`DROP TABLE IF EXISTS ${ident(staged.id, WHOLE)}`),
  );
}

/**
 * All rows left out as CSV, or those of a filter: the file's name where there are several, row number, reason in the
 * user's words, and the file's columns.
 */
export async function leftOutCsv(
  store: Store,
  id: StagedId,
  rules: CleaningRules,
  titles: Readonly<Record<string, string>>,
  filter: LeftOutFilter,
  job: Job,
): Promise<Blob> {
  const { columns, sources } = store.file(id).recognition;
  const several = sources.length > 1;
  const step = steps(job, ['read', 'export']);
  let report: ReportShare | null = null;
  const parts: string[] = [];
  for (let offset = 0; ; offset += CHUNK) {
    // The first page tells that the file is read; those after it are a part of the writing.
    const quiet: Job = report === null ? job : { ...job, onProgress: () => undefined };
    const page = await leftOutPage(store, id, rules, { offset, limit: CHUNK, filter }, quiet);
    if (report === null) {
      report = step('export');
      parts.push(
        CSV_BOM +
          csvLine([
            ...(several ? [titles['file'] ?? 'file'] : []),
            titles['row'] ?? 'row',
            titles['reason'] ?? 'reason',
            ...page.columns,
          ]),
      );
    }
    parts.push(
      page.rows
        .map(({ file, row, reason, values }) =>
          csvLine([
            ...(several ? [sources[file]?.name ?? ''] : []),
            row,
            titles[reason] ?? reason,
            ...values.map((value, i) => numberOrText(value, columns[i])),
          ]),
        )
        .join(''),
    );
    report(Math.min(1, (offset + CHUNK) / page.total));
    if (offset + CHUNK >= page.total) break;
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

/** A signed number as a number, so that its sign need not be guarded; all else as it is written. */
function numberOrText(
  text: string | null,
  column: SourceColumn | undefined,
): string | number | null {
  if (text === null || column?.numberFormat !== 'plain' || !/^[-+]/.test(text)) return text;
  return numberFormat('plain').parse(text) ?? text;
}

/** Lines before the first row. */
function linesAbove(source: Source | undefined): number {
  if (source?.kind !== 'text') return 0;
  const { skip, hasHeader } = source.dialect;
  return skip + (hasHeader ? 1 : 0);
}
