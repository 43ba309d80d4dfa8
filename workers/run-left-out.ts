import { CSV_BOM, csvLine } from '../src/core/csv.ts';
import { sql } from '../src/core/sql.ts';
import type { CleaningRules } from '../src/data/cleaning.ts';
import { leftOutMask, reasonLeftOut } from '../src/data/ledger.ts';
import {
  brokenSliceSql,
  countSql,
  leftOutSliceSql,
  leftOutRowsSql,
  leftOutTableSql,
} from '../src/data/left-out.ts';
import { numberFormat } from '../src/data/number-formats.ts';
import { type Source, textRowsSql } from '../src/data/source.ts';
import { flagsWithCodes } from '../src/data/staging.ts';
import type { SourceColumn } from '../src/import/types.ts';
import { inFile } from './engine-error.ts';
import type { LeftOutPage, Slice, StagedId } from './engine-api.ts';
import { type Job, steps } from './job.ts';
import { first, rows } from './rows.ts';
import type { StagedFile, Store } from './store.ts';

type LeftOutRow = LeftOutPage['rows'][number];

/** Rows a chunk of the CSV. */
const CHUNK = 5000;

/** What `left_out` of a file holds, or will hold: it is built once for the same rules. */
const built = new WeakMap<StagedFile, { readonly key: string; readonly done: Promise<void> }>();

/** A slice of the rows that the rules leave out, and after them of the broken records. */
export async function leftOutPage(
  store: Store,
  id: StagedId,
  rules: CleaningRules,
  slice: Slice,
  job: Job,
): Promise<LeftOutPage> {
  const staged = store.file(id);
  const step = steps(job, ['read', 'query']);
  try {
    await buildTable(store, staged, rules, job, () => {
      step('read');
    });
    return await store.database.session([staged.id], job.signal, async (session) => {
      const { columns } = staged.recognition;
      const flagged = Number((await first(session, countSql('left_out')))['count']);
      const broken = Number((await first(session, countSql('broken')))['count']);
      const result: LeftOutRow[] = (
        await rows(session, leftOutSliceSql(columns.length, slice.offset, slice.limit))
      ).map((row) => ({
        file: Number(row['file']),
        row: Number(row['row']),
        reason: reasonLeftOut(Number(row['flags']), rules) ?? '',
        values: columns.map((_, i) => (row[`c${i}`] ?? null) as string | null),
      }));
      const rest = slice.limit - result.length;
      if (rest > 0 && broken > 0) {
        const offset = Math.max(0, slice.offset - flagged);
        for (const row of await rows(session, brokenSliceSql(offset, rest))) {
          const text = String(row['text'] ?? '');
          const file = Number(row['file']);
          result.push({
            file,
            row: Number(row['line']) - linesAbove(staged.sources[file]),
            reason: 'broken',
            values: [text],
          });
        }
      }
      return { columns: columns.map(({ name }) => name), rows: result, total: flagged + broken };
    });
  } catch (error) {
    throw inFile(error, staged.recognition.fileName);
  }
}

/** Builds `left_out` unless it stands, or is being built, for the same rules; one at a time. */
async function buildTable(
  store: Store,
  staged: StagedFile,
  rules: CleaningRules,
  job: Job,
  onBuild: () => void,
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
  onBuild();
  const columnCount = staged.recognition.columns.length;
  const flags = flagsWithCodes(codes);
  const done = (async () => {
    await store.database.session([staged.id], job.signal, async (session) => {
      await session.run(sql`DROP TABLE IF EXISTS left_out`);
      await session.run(leftOutTableSql(columnCount));
    });
    // The reader's lists of broken records are temporary: each scan has a session of its own.
    for (const [file, source] of staged.sources.entries()) {
      const rows = textRowsSql(source, columnCount);
      const again = { rows, file, linesAbove: linesAbove(source) };
      await store.database.session([staged.id], job.signal, (session) =>
        session.run(leftOutRowsSql(again, flags, leftOutMask(rules))),
      );
    }
  })();
  built.set(staged, { key, done });
  await done;
}

/**
 * All rows left out as CSV: the file's name where there are several, row number, reason in the
 * user's words, and the file's columns.
 */
export async function leftOutCsv(
  store: Store,
  id: StagedId,
  rules: CleaningRules,
  titles: Readonly<Record<string, string>>,
  job: Job,
): Promise<Blob> {
  const { columns, sources } = store.file(id).recognition;
  const several = sources.length > 1;
  const step = steps(job, ['read', 'export']);
  const parts: string[] = [];
  for (let offset = 0; ; offset += CHUNK) {
    const page = await leftOutPage(store, id, rules, { offset, limit: CHUNK }, job);
    if (offset === 0) {
      step('export');
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
