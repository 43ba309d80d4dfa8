import type { AnalysisId } from '../src/analyses/analysis.ts';
import { formatDay } from '../src/core/calendar.ts';
import { CSV_BOM, csvLine } from '../src/core/csv.ts';
import { DangolError } from '../src/core/errors.ts';
import { type Sql, sql } from '../src/core/sql.ts';
import {
  customerCountSql,
  customerListSql,
  wholeCustomerListSql,
} from '../src/data/customer-list.ts';
import type { DataFilter } from '../src/data/filter.ts';
import { decodeRows } from '../src/engine/arrow.ts';
import type { AnalysisRun, CustomerPage, CustomersRequest, Slice } from './engine-api.ts';
import { breathe, type Job, steps } from './job.ts';
import { first } from './rows.ts';
import type { Store } from './store.ts';

/** Rows turned into CSV between two looks at the cancel signal. */
const CHUNK = 5000;

/** Runs an analysis of the part of the dataset in use that a filter lets through. */
export async function runAnalysis(
  store: Store,
  request: {
    readonly analysis: AnalysisId;
    readonly settings: unknown;
    readonly filter: DataFilter;
  },
  job: Job,
): Promise<AnalysisRun> {
  const step = steps(job, ['query']);
  step('query');
  const started = performance.now();
  const { analysis, settings, slice } = await store.slices.asked(request, job.signal);
  const { schema, facts } = slice;
  return store.database.session([schema], job.signal, async (session) => {
    const tables: Record<string, Uint8Array> = {};
    const texts: Record<string, string> = {};
    for (const [name, query] of Object.entries(analysis.queries(settings, facts))) {
      tables[name] = await session.query(query);
      texts[name] = query.text;
    }
    return { tables, sql: texts, milliseconds: performance.now() - started, facts };
  });
}

/** A page of the customers behind a cell, bar or segment, or of a list. */
export async function customerPage(
  store: Store,
  request: CustomersRequest,
  slice: Slice,
  job: Job,
): Promise<CustomerPage> {
  const { picked, schema } = await pickedCustomers(store, request, job);
  const list = customerListSql(picked, slice.limit, slice.offset);
  return store.database.session([schema], job.signal, async (session) => ({
    rows: await session.query(list),
    total: Number((await first(session, customerCountSql(picked)))['count']),
    sql: wholeCustomerListSql(picked).text,
  }));
}

/** All customers of a selection as CSV, safe to open in a spreadsheet (see core/csv.ts). */
export async function customersCsv(
  store: Store,
  request: CustomersRequest,
  titles: Readonly<Record<string, string>>,
  job: Job,
): Promise<Blob> {
  const step = steps(job, ['query', 'export']);
  step('query');
  const { picked, schema } = await pickedCustomers(store, request, job);
  const bytes = await store.database.session([schema], job.signal, (session) =>
    session.query(wholeCustomerListSql(picked)),
  );
  step('export');
  const rows = decodeRows(bytes);
  const names = Object.keys(rows[0] ?? { customer_id: '' });
  const parts = [CSV_BOM + csvLine(names.map((name) => titles[name] ?? name))];
  for (let i = 0; i < rows.length; i += CHUNK) {
    const lines = rows.slice(i, i + CHUNK).map((row) =>
      csvLine(
        names.map((name) => {
          const value = row[name] ?? null;
          const isDay = name.endsWith('_day') && typeof value === 'number';
          return isDay ? formatDay(value) : typeof value === 'boolean' ? String(value) : value;
        }),
      ),
    );
    parts.push(lines.join(''));
    await breathe();
    if (job.signal.aborted) throw new DangolError('cancelled', {});
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

async function pickedCustomers(
  { slices }: Store,
  request: CustomersRequest,
  { signal }: Job,
): Promise<{ readonly picked: Sql; readonly schema: string }> {
  if (request.kind === 'selection') {
    const { query, slice } = await slices.selected(request, signal);
    return { picked: query, schema: slice.schema };
  }
  const { table } = await slices.list(request, signal);
  return { picked: sql`SELECT customer_key FROM ${table}`, schema: slices.whole };
}
